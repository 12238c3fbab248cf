import { createHash, createPublicKey, verify } from 'node:crypto'
import { unzipSync } from 'fflate'
import { beforeAll, describe, expect, test } from 'vitest'
import type { CameraId } from '../domain/ids.ts'
import { testSigner } from '../ledger/ledger-fixture.ts'
import {
  type Clip,
  cameraA,
  cameraB,
  decode,
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
} from './bundle-fixture.ts'
import type { BundleFragment } from './footage-writer.ts'
import { type Manifest, parseManifest } from './manifest.ts'
import { verifyBundle } from './verify-bundle.ts'

let small: Clip
let large: Clip
const six = 6 * timescale

beforeAll(() => {
  small = makeClip(6, '160x90')
  large = makeClip(3, '320x180')
})

/** 12 s in two leaves, on into the next epoch, new parameter sets, a hole; then another camera. */
function footage(): readonly BundleFragment[] {
  return [
    ...leafOf(small, { camera: cameraA, epoch: 1, leaf: 4, mediaStart: 500 * timescale, at: start }),
    ...leafOf(small, {
      camera: cameraA,
      epoch: 1,
      leaf: 5,
      mediaStart: 500 * timescale + six,
      at: start + 6000,
    }),
    ...leafOf(small, { camera: cameraA, epoch: 2, leaf: 0, mediaStart: 0, at: start + 12_040 }),
    ...leafOf(large, { camera: cameraA, epoch: 2, leaf: 1, mediaStart: six, at: start + 18_040 }),
    ...leafOf(large, { camera: cameraA, epoch: 3, leaf: 0, mediaStart: 0, at: start + 31_000 }),
    ...leafOf(small, { camera: cameraB, epoch: 4, leaf: 2, mediaStart: 77, at: start - 3000 }),
  ]
}

function manifestOf(files: Readonly<Record<string, Uint8Array>>): Manifest {
  const manifest = parseManifest(new TextDecoder().decode(files['manifest.json']))
  if (typeof manifest === 'string') throw new Error(manifest)
  return manifest
}

describe('a bundle of several cameras, epochs and parameter sets', () => {
  let files: Record<string, Uint8Array>
  let manifest: Manifest
  let bundle: Awaited<ReturnType<typeof makeBundle>>
  beforeAll(async () => {
    bundle = await makeBundle(footage())
    files = unzipSync(bundle.bytes)
    manifest = manifestOf(files)
  })

  test('holds what it should, and another implementation unpacks it', () => {
    expect(Object.keys(files)).toEqual([
      'footage/1-1.mp4',
      'footage/1-2.mp4',
      'footage/1-3.mp4',
      'footage/2-1.mp4',
      'お読みください.txt',
      'READ-ME.txt',
      'public-key.txt',
      'ledger/entry.json',
      'ledger/entry.tlog-proof',
      'ledger/checkpoint',
      'manifest.json',
      'manifest.sig',
    ])
    expect(bundle.written).toEqual({
      bytes: bundle.bytes.length,
      files: 4,
      frames: 25 * (18 + 6 + 6),
      manifestSha256: createHash('sha256')
        .update(files['manifest.json'] ?? '')
        .digest('hex'),
    })
  })

  test('is decoded by ffmpeg to the last picture, without a complaint', () => {
    const a = decode(small.file)
    const b = decode(large.file)
    expect(a.pictures).toHaveLength(150)
    const expected: Record<string, readonly string[]> = {
      'footage/1-1.mp4': [...a.pictures, ...a.pictures, ...a.pictures],
      'footage/1-2.mp4': b.pictures,
      'footage/1-3.mp4': b.pictures,
      'footage/2-1.mp4': a.pictures,
    }
    for (const [name, pictures] of Object.entries(expected)) {
      const decoded = decode(files[name] ?? new Uint8Array())
      expect(decoded.pictures, name).toEqual(pictures)
      expect(decoded.complaints, name).toBe('')
    }
    expect(a.complaints).toBe('')
  })

  test('says what is in it and where, with true edges', () => {
    expect(manifest).toMatchObject({
      case: '2026-0007',
      ground: 'funabashi:9(6)',
      window: plan.window,
      ledger: { origin: signer.name, entry: 5, size: 9 },
    })
    expect(manifest.cameras).toEqual([
      { number: 1, camera: cameraA, label: '1階 廊下', from: start, to: start + 34_000 },
      { number: 2, camera: cameraB, label: '昇降口', from: start - 3000, to: start + 3000 },
      { number: 3, camera: plan.cameras[2]?.camera, label: '校庭', from: null, to: null },
    ])
    expect(
      manifest.footage.map(({ file, from, to, frames }) => [file, from - start, to - start, frames]),
    ).toEqual([
      ['footage/1-1.mp4', 0, 18_040, 450],
      ['footage/1-2.mp4', 18_040, 21_040, 75],
      ['footage/1-3.mp4', 31_000, 34_000, 75],
      ['footage/2-1.mp4', -3000, 3000, 150],
    ])
    for (const { file, sha256, fragments } of manifest.footage) {
      const bytes = files[file] ?? new Uint8Array()
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256)
      for (const fragment of fragments) {
        const part = bytes.subarray(fragment.offset, fragment.offset + fragment.length)
        expect(createHash('sha256').update(part).digest('hex')).toBe(fragment.sha256)
        expect(new TextDecoder('latin1').decode(part.subarray(4, 8))).toBe('moof')
      }
    }
    const fragments = manifest.footage[0]?.fragments ?? []
    expect(fragments.map(({ leaf, fragment }) => `${leaf}/${fragment}`)).toEqual(
      [4, 5, 0].flatMap((leaf) => [0, 1, 2, 3, 4, 5].map((n) => `${leaf}/${n}`)),
    )
  })

  test('keeps time in a file as the wall had it, from zero on', () => {
    const times = (name: string) => {
      const bytes = files[name] ?? new Uint8Array()
      const found = manifest.footage.find(({ file }) => file === name)?.fragments ?? []
      return found.map(({ offset, length }) => {
        const part = Buffer.from(bytes.subarray(offset, offset + length))
        const tfdt = part.indexOf('tfdt')
        return Number(part.readBigUInt64BE(tfdt + 8)) / timescale
      })
    }
    const seconds = Array.from({ length: 6 }, (_, i) => i)
    expect(times('footage/1-1.mp4')).toEqual([
      ...seconds,
      ...seconds.map((s) => s + 6),
      ...seconds.map((s) => s + 12.04),
    ])
    expect(times('footage/1-3.mp4')).toEqual([0, 1, 2])
    expect(times('footage/2-1.mp4')).toEqual(seconds)
  })

  test('does not touch a byte of the pictures', () => {
    const fragments = manifest.footage[0]?.fragments ?? []
    const bytes = files['footage/1-1.mp4'] ?? new Uint8Array()
    for (const [i, { offset, length }] of fragments.entries()) {
      const source = Buffer.from(small.fragments[i % 6] ?? [])
      const part = Buffer.from(bytes.subarray(offset, offset + length))
      const mdat = source.indexOf('mdat')
      expect(part.subarray(mdat)).toEqual(source.subarray(mdat))
    }
  })

  test('is signed so that openssl understands the key', () => {
    const pem = new TextDecoder().decode(files['public-key.txt'])
    const key = createPublicKey(pem.slice(pem.indexOf('-----BEGIN')))
    expect(
      verify(null, files['manifest.json'] ?? Buffer.of(), key, files['manifest.sig'] ?? Buffer.of()),
    ).toBe(true)
  })

  test('tells people how to check it', () => {
    const japanese = new TextDecoder().decode(files['お読みください.txt'])
    const english = new TextDecoder().decode(files['READ-ME.txt'])
    for (const text of [japanese, english]) {
      expect(text).toContain('2026-0007')
      expect(text).toContain('footage/1-2.mp4')
      expect(text).toContain('openssl pkeyutl -verify -pubin -inkey public-key.txt -rawin')
      expect(text).toContain('2026-11-21 21:05:18.040')
      expect(text.split('\n').every((line) => line === '' || line.endsWith('\r'))).toBe(true)
    }
  })

  test('was written in pieces no larger than a fragment', () => {
    const most = Math.max(...[...small.fragments, ...large.fragments].map(({ length }) => length))
    expect(bundle.sink.largest).toBeLessThan(Math.max(most, files['manifest.json']?.length ?? 0) + 1)
  })

  test('verifies', async () => {
    const verdict = await verifyBundle({ kind: 'archive', file: readerOf(bundle.bytes) })
    expect(verdict.findings).toEqual([])
    expect(verdict).toMatchObject({ ok: true, key: { trust: 'own' }, entry: { kind: 'exported', seq: 5 } })
  })
})

describe('files are parted', () => {
  test('before they grow too large, at a key frame', async () => {
    const fragments = footage().slice(0, 12)
    const limit = (fragments[0]?.plaintext.length ?? 0) + (fragments[1]?.plaintext.length ?? 0) + 100
    const { bytes } = await makeBundle(fragments, { maxFileBytes: limit })
    const files = unzipSync(bytes)
    const manifest = manifestOf(files)
    expect(manifest.footage.length).toBeGreaterThan(4)
    expect(manifest.footage.every((file) => file.bytes <= limit)).toBe(true)
    const pictures = manifest.footage.flatMap(({ file }) => decode(files[file] ?? new Uint8Array()).pictures)
    expect(pictures).toHaveLength(300)
    expect(new Set(pictures)).toEqual(new Set(decode(small.file).pictures))

    const noKeys = fragments.map((fragment) => ({
      ...fragment,
      header: { ...fragment.header, startsWithKeyFrame: false },
    }))
    const whole = manifestOf(unzipSync((await makeBundle(noKeys, { maxFileBytes: limit })).bytes))
    expect(whole.footage).toHaveLength(1)
  })

  test('where footage is missing within an epoch, if a key frame follows', async () => {
    const fragments = footage().slice(0, 12)
    const holed = fragments.filter((_, i) => i !== 3 && i !== 4)
    expect(
      manifestOf(unzipSync((await makeBundle(holed)).bytes)).footage.map(({ frames }) => frames),
    ).toEqual([75, 175])
    const between = holed.map((fragment, i) =>
      i === 3 ? { ...fragment, header: { ...fragment.header, startsWithKeyFrame: false } } : fragment,
    )
    const { bytes } = await makeBundle(between)
    expect(manifestOf(unzipSync(bytes)).footage.map(({ frames }) => frames)).toEqual([250])
  })
})

describe('no bundle is made', () => {
  test('of nothing', async () => {
    await expect(makeBundle([])).rejects.toMatchObject({ code: 'nothing' })
  })

  test('of fragments that do not begin with a leaf', async () => {
    await expect(makeBundle(footage().slice(1, 6))).rejects.toMatchObject({ code: 'no-init' })
  })

  test('of cameras that come apart, out of turn, or unasked', async () => {
    const [first, second] = [footage().slice(0, 6), footage().slice(24)]
    await expect(makeBundle([...first, ...second, ...first])).rejects.toMatchObject({ code: 'order' })
    await expect(makeBundle([...second, ...first])).rejects.toMatchObject({ code: 'order' })
    const stranger = leafOf(small, {
      camera: 'dddddddd-0000-4000-8000-000000000004' as CameraId,
      epoch: 1,
      leaf: 0,
      mediaStart: 0,
      at: start,
    })
    await expect(makeBundle(stranger)).rejects.toMatchObject({ code: 'order' })
  })

  test('under an entry that is not the one of this export', async () => {
    const other = await exportEvidence({ ...plan, export: '11111111-2222-4333-8444-000000000000' })
    await expect(makeBundle(footage(), { evidence: other })).rejects.toMatchObject({ code: 'entry-mismatch' })
    const wider = await exportEvidence({ ...plan, recipient: '別の署' })
    await expect(makeBundle(footage(), { evidence: wider })).rejects.toThrow('recipient')
    const fewer = await exportEvidence({ ...plan, cameras: plan.cameras.slice(1) })
    await expect(makeBundle(footage(), { evidence: fewer })).rejects.toThrow('cameras')
    const forged = await exportEvidence(plan, testSigner(2))
    await expect(makeBundle(footage(), { evidence: forged })).rejects.toThrow('signature-wrong')
  })

  test('when the sink fails', async () => {
    const sink = new MemorySink()
    const failing = {
      write: (bytes: Uint8Array) =>
        sink.bytes().length > 1000 ? Promise.reject(new Error('the browser left')) : sink.write(bytes),
    }
    await expect(makeBundle(footage(), { sink: failing })).rejects.toThrow('the browser left')
  })
})
