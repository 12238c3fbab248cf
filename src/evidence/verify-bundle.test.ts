import { Buffer } from 'node:buffer'
import * as fc from 'fast-check'
import { unzipSync } from 'fflate'
import { beforeAll, describe, expect, test } from 'vitest'
import { flipBit, testSigner } from '../ledger/ledger-fixture.ts'
import {
  type Clip,
  cameraA,
  folderOf,
  leafOf,
  makeBundle,
  makeClip,
  readerOf,
  signer,
  start,
  timescale,
} from './bundle-fixture.ts'
import { type Manifest, parseManifest } from './manifest.ts'
import { fingerprintOf } from './public-key.ts'
import { verifyBundle } from './verify-bundle.ts'
import type { ZipEntry } from './zip-format.ts'
import { dataOffset, readContents } from './zip-reader.ts'

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

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from }, (_, i) => from + i)
}
