import { Buffer } from 'node:buffer'
import * as fc from 'fast-check'
import { unzipSync } from 'fflate'
import { beforeAll, describe, expect, test } from 'vitest'
import { testSigner } from '../ledger/ledger-fixture.ts'
import {
  type Clip,
  cameraA,
  exportEvidence,
  folderOf,
  leafOf,
  MemorySink,
  makeBundle,
  makeClip,
  plan,
  readerOf,
  signer,
  start,
  timescale,
} from './bundle-fixture.ts'
import { fingerprintOf } from './public-key.ts'
import { type BundleVerdict, verifyBundle } from './verify-bundle.ts'
import { stampOf } from './zip-format.ts'
import { ZipWriter } from './zip-writer.ts'

let clip: Clip
let bytes: Uint8Array
let files: Record<string, Uint8Array>

beforeAll(async () => {
  clip = makeClip(3, '64x48')
  bytes = (
    await makeBundle([
      ...leafOf(clip, { camera: cameraA, epoch: 1, leaf: 4, mediaStart: 0, at: start }),
      ...leafOf(clip, { camera: cameraA, epoch: 1, leaf: 5, mediaStart: 3 * timescale, at: start + 3000 }),
    ])
  ).bytes
  files = unzipSync(bytes)
})

const check = (archive: Uint8Array, trusted?: string) =>
  verifyBundle({ kind: 'archive', file: readerOf(archive) }, trusted === undefined ? {} : { trusted })

/** The same files packed again, in the one form that bundles have. */
async function pack(content: readonly (readonly [string, Uint8Array])[]): Promise<Uint8Array> {
  const sink = new MemorySink()
  const zip = new ZipWriter(sink, stampOf(plan.madeAt, plan.timeZone))
  for (const [name, file] of content) {
    await zip.begin(name)
    await zip.write(file)
  }
  await zip.end()
  return sink.bytes()
}

describe('larger alterations are named', () => {
  test('a bundle cut short', async () => {
    for (const length of [0, 10, 1000, bytes.length - 1]) {
      expect((await check(bytes.slice(0, length))).findings).toEqual([
        { code: 'archive-incomplete', bytes: length },
      ])
    }
  })

  test('a missing, an added, a doubled, a shortened file', async () => {
    const all = Object.entries(files)
    for (const [name] of all) {
      const verdict = await check(await pack(all.filter(([other]) => other !== name)))
      const code: Record<string, string> = {
        'manifest.json': 'manifest-missing',
        'public-key.txt': 'key-unreadable',
      }
      expect(verdict.findings[0]).toMatchObject(
        code[name] === undefined
          ? { code: expect.stringMatching(/missing|unreadable/) as string }
          : { code: code[name] },
      )
      expect(JSON.stringify(verdict.findings)).toContain(name === 'manifest.json' ? 'manifest-missing' : name)
    }
    const extra = Uint8Array.of(1)
    expect((await check(await pack([...all, ['footage/9-9.mp4', extra]]))).findings).toEqual([
      { code: 'file-extra', file: 'footage/9-9.mp4' },
    ])
    expect((await verifyBundle(folderOf({ ...files, 'a.txt': extra }))).findings).toEqual([
      { code: 'file-extra', file: 'a.txt' },
    ])
    const name = 'footage/1-1.mp4'
    const mp4 = files[name] ?? extra
    const short = await verifyBundle(folderOf({ ...files, [name]: mp4.slice(0, -10) }))
    expect(short.findings).toMatchObject([
      { code: 'file-length', file: name, bytes: mp4.length - 10, expected: mp4.length },
      { code: 'footage-altered', fragment: 2, leaf: 5, wallTo: start + 6000 },
    ])
    const long = await verifyBundle(folderOf({ ...files, [name]: Uint8Array.from([...mp4, 0]) }))
    expect(long.findings).toEqual([
      { code: 'file-length', file: name, bytes: mp4.length + 1, expected: mp4.length },
    ])
  })

  test('a second file of the same name', async () => {
    const all = Object.entries(files)
    const doubled = await pack([...all, ['READ-ME.tx_', new TextEncoder().encode('also')]])
    // same length, so that the archive stays of the form
    const renamed = Buffer.from(doubled)
    for (let i = renamed.indexOf('READ-ME.tx_'); i >= 0; i = renamed.indexOf('READ-ME.tx_'))
      renamed.write('READ-ME.txt', i)
    expect((await check(renamed)).findings).toContainEqual({ code: 'file-extra', file: 'READ-ME.txt' })
  })

  const forge = (change: (text: string) => string) => {
    const text = change(new TextDecoder().decode(files['manifest.json']))
    return { ...files, 'manifest.json': new TextEncoder().encode(text) }
  }

  test('a manifest rewritten with all its checksums, without the key', async () => {
    const forged = forge((text) => text.replace('見本警察署', '別の警察署'))
    const findings = (await check(await pack(Object.entries(forged)))).findings
    expect(findings).toEqual([{ code: 'signature-wrong' }, { code: 'entry-mismatch', field: 'recipient' }])
    expect((await verifyBundle(folderOf(forged))).findings).toEqual(findings)
  })

  test('everything made anew under another key passes only as long as nobody knows the true one', async () => {
    const forger = testSigner(9, signer.name)
    const forged = (
      await makeBundle(leafOf(clip, { camera: cameraA, epoch: 1, leaf: 4, mediaStart: 0, at: start }), {
        signer: forger,
        evidence: await exportEvidence(plan, forger),
      })
    ).bytes
    expect(await check(forged)).toMatchObject({ ok: true, key: { trust: 'own' } })
    const told = await check(forged, fingerprintOf(signer))
    expect(told.findings.map(({ code }) => code)).toEqual(['key-not-trusted'])
  })

  test('the true signature of another bundle', async () => {
    const other = await makeBundle(
      leafOf(clip, { camera: cameraA, epoch: 2, leaf: 1, mediaStart: 0, at: start }),
    )
    const mixed = { ...files, 'manifest.sig': unzipSync(other.bytes)['manifest.sig'] ?? Buffer.of() }
    expect((await verifyBundle(folderOf(mixed))).findings).toEqual([{ code: 'signature-wrong' }])
  })

  test('a proof of another ledger, or of another entry', async () => {
    const evidence = async (of: typeof plan, by = signer) => {
      const bundle = await makeBundle(
        leafOf(clip, { camera: cameraA, epoch: 1, leaf: 4, mediaStart: 0, at: start }),
        {
          plan: of,
          signer: by,
          evidence: await exportEvidence(of, by),
        },
      )
      const ledger = Object.entries(unzipSync(bundle.bytes)).filter(([name]) => name.startsWith('ledger/'))
      const { findings } = await verifyBundle(folderOf({ ...files, ...Object.fromEntries(ledger) }))
      return findings.filter(({ code }) => code !== 'file-altered' && code !== 'file-length')
    }
    expect(await evidence(plan, testSigner(3))).toEqual([{ code: 'proof-wrong', reason: 'signature-wrong' }])
    expect(await evidence({ ...plan, export: '11111111-2222-4333-8444-000000000000' })).toEqual([
      { code: 'entry-mismatch', field: 'export' },
    ])
  })

  test('a manifest that is not one', async () => {
    const codes = async (change: (text: string) => string) => {
      const { findings } = await verifyBundle(folderOf(forge(change)))
      return findings.map((finding) =>
        finding.code === 'manifest-unreadable' ? finding.detail : finding.code,
      )
    }
    expect(await codes(() => '{')).toEqual(['signature-wrong', 'not JSON'])
    expect(await codes(() => '[]')).toEqual(['signature-wrong', 'manifest'])
    expect(await codes((text) => text.replace('bundle 1', 'bundle 2'))).toEqual([
      'signature-wrong',
      'manifest.format',
    ])
    expect(await codes((text) => text.replace('"madeAt"', '"made"'))).toEqual([
      'signature-wrong',
      'manifest.madeAt',
    ])
    expect(await codes((text) => text.replace('"case"', '"more":1,"case"'))).toEqual([
      'signature-wrong',
      'manifest',
    ])
    expect(await codes((text) => text.replace('"frames":25', '"frames":-1'))).toEqual([
      'signature-wrong',
      'manifest.footage[0].fragments[0].frames',
    ])
    expect(await codes((text) => text.replace('"length":', '"length":1'))).toEqual([
      'signature-wrong',
      'the fragments of footage/1-1.mp4 do not fill it',
    ])
    expect(await codes((text) => text.replace('"file":"READ-ME.txt"', '"file":"public-key.txt"'))).toEqual([
      'signature-wrong',
      'a file is named twice',
    ])
    expect(
      await codes((text) => text.replace(`"number":1,"camera":"${cameraA}"`, '"number":1,"camera":"x"')),
    ).toEqual(['signature-wrong', 'footage/1-1.mp4 is of a camera that is not listed'])
    expect(await codes((text) => text.replace('Asia/Tokyo', 'Asia/Nowhere'))).toEqual(['signature-wrong'])
  })

  test('rubbish of any kind is judged, not thrown at', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.nat(bytes.length), async (rubbish, place) => {
        const mixed = bytes.slice()
        mixed.set(rubbish.subarray(0, Math.max(0, mixed.length - place)), place)
        const verdicts: BundleVerdict[] = [await check(mixed), await check(rubbish)]
        for (const { ok, findings } of verdicts) expect(ok).toBe(findings.length === 0)
      }),
      { numRuns: 60 },
    )
  })
})
