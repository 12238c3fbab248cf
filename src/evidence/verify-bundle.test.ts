import { Buffer } from 'node:buffer'
import * as fc from 'fast-check'
import { unzipSync } from 'fflate'
import { beforeAll, describe, expect, test } from 'vitest'
import { flipBit, testSigner } from '../ledger/fixture.ts'
import {
  type Clip,
  cameraA,
  exportEvidence,
  leafOf,
  MemorySink,
  makeBundle,
  makeClip,
  plan,
  readerOf,
  signer,
  start,
  timescale,
} from './fixture.ts'
import { type Manifest, parseManifest } from './manifest.ts'
import type { BundleSource } from './ports.ts'
import { fingerprintOf } from './public-key.ts'
import { type BundleVerdict, verifyBundle } from './verify-bundle.ts'
import { stampOf, type ZipEntry } from './zip-format.ts'
import { dataOffset, readContents } from './zip-reader.ts'
import { ZipWriter } from './zip-writer.ts'

let clip: Clip
let bytes: Uint8Array
let files: Record<string, Uint8Array>
let manifest: Manifest
let entries: ReadonlyMap<string, ZipEntry>

beforeAll(async () => {
  clip = makeClip(3, '64x48')
  bytes = (
    await makeBundle([
      ...leafOf(clip, { camera: cameraA, epoch: 1, leaf: 4, mediaStart: 0, at: start }),
      ...leafOf(clip, { camera: cameraA, epoch: 1, leaf: 5, mediaStart: 3 * timescale, at: start + 3000 }),
    ])
  ).bytes
  files = unzipSync(bytes)
  const parsed = parseManifest(new TextDecoder().decode(files['manifest.json']))
  if (typeof parsed === 'string') throw new Error(parsed)
  manifest = parsed
  const contents = await readContents(readerOf(bytes))
  entries = new Map(contents?.entries.map((entry) => [entry.name, entry]))
})

const check = (archive: Uint8Array, trusted?: string) =>
  verifyBundle({ kind: 'archive', file: readerOf(archive) }, trusted === undefined ? {} : { trusted })

function folderOf(content: Readonly<Record<string, Uint8Array>>): BundleSource {
  return {
    kind: 'folder',
    folder: {
      names: async () => Object.keys(content),
      open: async (name) => {
        const file = content[name]
        return file === undefined ? undefined : readerOf(file)
      },
    },
  }
}

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

/** Flips a bit of a file's content where it lies in the archive. */
function flipIn(name: string, bit: number): Uint8Array {
  const entry = entries.get(name)
  if (entry === undefined) throw new Error(`no ${name}`)
  return flipBit(bytes, 8 * dataOffset(entry) + bit)
}

const at = (content: Uint8Array, text: string) => Buffer.from(content).indexOf(text)

describe('a sound bundle passes', () => {
  test('as an archive and as a folder, and says whose key it is', async () => {
    const fingerprint = fingerprintOf(signer)
    expect(await check(bytes)).toMatchObject({ ok: true, findings: [], key: { fingerprint, trust: 'own' } })
    expect(await verifyBundle(folderOf(files))).toMatchObject({ ok: true, findings: [] })
    const asCopied = fingerprint.toUpperCase().replaceAll(/.{4}/g, '$& ')
    expect(await check(bytes, asCopied)).toMatchObject({ ok: true, key: { trust: 'given' } })
  })

  test('the key of another is not trusted', async () => {
    const expected = fingerprintOf(testSigner(2))
    const verdict = await check(bytes, expected)
    expect(verdict.findings).toEqual([
      { code: 'key-not-trusted', fingerprint: fingerprintOf(signer), expected },
    ])
    expect(verdict.key?.trust).toBe('own')
  })
})

describe('one flipped bit is named', () => {
  const name = 'footage/1-1.mp4'

  test('in each fragment: file, bytes, camera and time', async () => {
    const [footage] = manifest.footage
    for (const [i, fragment] of (footage?.fragments ?? []).entries()) {
      const { offset, length } = fragment
      for (const place of [offset, offset + 40, offset + length - 1]) {
        const { ok, findings } = await check(flipIn(name, 8 * place + 2))
        expect(ok).toBe(false)
        expect(findings).toEqual([
          {
            code: 'footage-altered',
            file: name,
            from: offset,
            to: offset + length,
            camera: cameraA,
            label: '1階 廊下',
            wallFrom: start + 1000 * i,
            wallTo: start + 1000 * (i + 1),
            epoch: fragment.epoch,
            leaf: i < 3 ? 4 : 5,
            fragment: i % 3,
          },
        ])
      }
    }
  })

  test('in the header of a footage file', async () => {
    const length = manifest.footage[0]?.init.length ?? 0
    expect((await check(flipIn(name, 8 * (length - 1)))).findings).toEqual([
      { code: 'header-altered', file: name, from: 0, to: length },
    ])
  })

  test.each(['READ-ME.txt', 'お読みください.txt'])('in %s', async (file) => {
    expect((await check(flipIn(file, 800))).findings).toEqual([{ code: 'file-altered', file }])
  })

  test('in the manifest', async () => {
    const inLabel = at(files['manifest.json'] ?? bytes, '2026-0007')
    const { findings } = await check(flipIn('manifest.json', 8 * inLabel))
    expect(findings).toEqual([{ code: 'manifest-altered' }])
    const inHash = at(files['manifest.json'] ?? bytes, '"sha256":"') + 10
    expect((await check(flipIn('manifest.json', 8 * inHash))).findings[0]).toEqual({
      code: 'manifest-altered',
    })
    expect((await check(flipIn('manifest.json', 0))).findings.map(({ code }) => code)).toEqual([
      'manifest-altered',
      'manifest-unreadable',
    ])
  })

  test('in the signature', async () => {
    expect((await check(flipIn('manifest.sig', 100))).findings).toEqual([{ code: 'signature-altered' }])
  })

  test('in the public key', async () => {
    const findings = (await check(flipIn('public-key.txt', 8 * 70))).findings
    expect(findings).toEqual([{ code: 'key-unreadable' }, { code: 'file-altered', file: 'public-key.txt' }])
  })

  test('in the ledger files', async () => {
    const salt = (await check(flipIn('ledger/entry.json', 8 * 12))).findings
    expect(salt).toEqual([
      { code: 'file-altered', file: 'ledger/entry.json' },
      { code: 'proof-wrong', reason: 'proof-wrong' },
    ])
    const index = at(files['ledger/entry.tlog-proof'] ?? bytes, 'index 5') + 6
    const proof = (await check(flipIn('ledger/entry.tlog-proof', 8 * index))).findings
    expect(proof).toEqual([
      { code: 'file-altered', file: 'ledger/entry.tlog-proof' },
      { code: 'proof-wrong', reason: 'proof-wrong' },
    ])
    const checkpoint = (await check(flipIn('ledger/checkpoint', 8 * 60))).findings
    expect(checkpoint).toEqual([
      { code: 'file-altered', file: 'ledger/checkpoint' },
      { code: 'proof-unreadable', file: 'ledger/checkpoint' },
    ])
  })

  test('in the archive around the files', async () => {
    const entry = entries.get('READ-ME.txt')
    if (entry === undefined) throw new Error('no entry')
    const directory = Buffer.from(bytes).lastIndexOf('READ-ME.txt')
    const cases: readonly (readonly [number, object])[] = [
      [entry.offset + 10, { code: 'archive-altered', part: 'local-header', file: 'READ-ME.txt' }],
      [
        dataOffset(entry) + entry.size + 5,
        { code: 'archive-altered', part: 'descriptor', file: 'READ-ME.txt' },
      ],
      [directory - 46 + 12, { code: 'archive-altered', part: 'directory', file: 'READ-ME.txt' }],
      [directory - 46 + 17, { code: 'checksum-altered', file: 'READ-ME.txt' }],
      [bytes.length - 1, { code: 'archive-altered', part: 'end' }],
      [bytes.length - 22, { code: 'archive-incomplete', bytes: bytes.length }],
    ]
    for (const [place, finding] of cases) {
      const { findings } = await check(flipBit(bytes, 8 * place))
      expect(findings, `byte ${place}`).toContainEqual(expect.objectContaining(finding))
    }
  })

  test('wherever it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(8 * bytes.length - 1), async (bit) => {
        const { ok, findings } = await check(flipBit(bytes, bit))
        expect(ok).toBe(false)
        expect(findings.length).toBeGreaterThan(0)
      }),
      { numRuns: 150 },
    )
    const around = [...entries.values()].flatMap((entry) => {
      const end = dataOffset(entry) + entry.size
      return [...range(entry.offset, dataOffset(entry)), ...range(end, end + 16)]
    })
    const last = Math.max(...around)
    for (const place of [...around, ...range(last + 1, bytes.length)].filter((_, i) => i % 3 === 0))
      expect((await check(flipBit(bytes, 8 * place + 4))).ok, `byte ${place}`).toBe(false)
  })
})

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

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from }, (_, i) => from + i)
}
