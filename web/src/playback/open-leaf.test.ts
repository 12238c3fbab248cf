import { describe, expect, it } from 'vitest'
import type { CameraId, EpochId, Instant } from '../../../src/domain/ids.ts'
import { encodeRecordHeader, recordBytes, recordHeaderBytes } from '../../../src/footage/record.ts'
import { sealTrailer } from '../../../src/footage/record-check.ts'
import { deriveClipKey, type OpenedLeaf } from '../../../src/vault/clip-key.ts'
import { sealInto } from '../../../src/vault/seal.ts'
import { codecOf, splitInit } from './init-segment.ts'
import { FragmentOpener, openLeafBytes, RecordSplitter } from './open-leaf.ts'

const camera = '11111111-1111-4111-8111-111111111111' as CameraId
const epoch = '22222222-2222-4222-8222-222222222222' as EpochId
const half = (seed: number) => new Uint8Array(32).fill(seed)
const keyOf = (leaf: number, seed = 1): OpenedLeaf =>
  deriveClipKey(half(seed), half(9), { camera, epoch, leaf })

function box(type: string, ...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const size = 8 + parts.reduce((sum, part) => sum + part.length, 0)
  const out = new Uint8Array(size)
  new DataView(out.buffer).setUint32(0, size)
  out.set(new TextEncoder().encode(type), 4)
  let at = 8
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

function initSegment(): Uint8Array<ArrayBuffer> {
  const avcC = box('avcC', Uint8Array.of(1, 0x4d, 0x40, 0x1f, 0xff))
  const avc1 = box('avc1', new Uint8Array(78), avcC)
  const stbl = box('stbl', box('stsd', new Uint8Array(8), avc1))
  const trak = box('trak', box('tkhd', new Uint8Array(4)), box('mdia', box('minf', stbl)))
  const moov = box('moov', box('mvhd', new Uint8Array(4)), trak)
  const ftyp = box('ftyp', new Uint8Array(8))
  return joined(ftyp, moov)
}

function joined(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

function record(fragment: number, plaintext: Uint8Array, key = keyOf(3)): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(recordBytes(plaintext.length))
  encodeRecordHeader(out, 0, {
    startsWithInit: fragment === 0,
    startsWithKeyFrame: true,
    wallSynced: true,
    plaintextBytes: plaintext.length,
    frames: 25,
    camera,
    epoch,
    leaf: key.leaf,
    fragment,
    sequence: 40 + fragment,
    wallStart: (1_000_000 + fragment * 1000) as Instant,
    wallEnd: (1_001_000 + fragment * 1000) as Instant,
    monotonicStart: 5,
    mediaStart: 90_000 * (30 + fragment),
    mediaDuration: 90_000,
    timescale: 90_000,
    commitment: key.commitment,
  })
  sealInto(out, recordHeaderBytes, key.key, fragment, out.subarray(0, recordHeaderBytes), plaintext)
  sealTrailer(out, plaintext.length, 7)
  return out
}

const media = (seed: number) =>
  joined(box('moof', new Uint8Array(20).fill(seed)), box('mdat', new Uint8Array(9000).fill(seed)))
const plain = [joined(initSegment(), media(1)), media(2), media(3)]
const stored = () => joined(...plain.map((bytes, fragment) => record(fragment, bytes)))

describe('a sealed leaf', () => {
  it('opens bit for bit, with its parameters and times', async () => {
    const opened = await openLeafBytes(keyOf(3), stored())
    expect(opened.codec).toBe('avc1.4d401f')
    expect(opened.init).toEqual(initSegment())
    expect(opened.fragments.map(({ media }) => media)).toEqual([media(1), media(2), media(3)])
    expect(opened.fragments.map(({ init }) => init !== null)).toEqual([true, false, false])
    expect(opened.fragments[1]).toMatchObject({
      wallStart: 1_001_000,
      wallEnd: 1_002_000,
      mediaStart: 31,
      mediaDuration: 1,
      frames: 25,
    })
  })

  it('opens the same from a network that cuts it anywhere', async () => {
    const bytes = stored()
    for (const size of [1, 143, 4096, 5000, bytes.length]) {
      const splitter = new RecordSplitter()
      const opener = new FragmentOpener(keyOf(3))
      const found: Uint8Array[] = []
      for (let at = 0; at < bytes.length; at += size)
        for (const one of splitter.push(bytes.slice(at, at + size)))
          found.push((await opener.open(one)).media)
      expect(splitter.complete).toBe(true)
      expect(found).toEqual([media(1), media(2), media(3)])
    }
  })

  it('is not complete when the network breaks off', () => {
    const splitter = new RecordSplitter()
    splitter.push(stored().slice(0, 9000))
    expect(splitter.complete).toBe(false)
  })

  it('stays shut to the key of another leaf, before anything is decrypted', async () => {
    await expect(openLeafBytes({ ...keyOf(3, 2) }, stored())).rejects.toMatchObject({
      code: 'commitment-mismatch',
    })
    await expect(openLeafBytes(keyOf(4), stored())).rejects.toMatchObject({ code: 'malformed' })
  })

  it('names a flipped byte', async () => {
    const bytes = stored()
    const at = recordHeaderBytes + 500
    bytes[at] = (bytes[at] ?? 0) ^ 1
    await expect(openLeafBytes(keyOf(3), bytes)).rejects.toMatchObject({ code: 'seal-broken' })
  })

  it('refuses fragments out of order, twice or left out', async () => {
    const records = plain.map((bytes, fragment) => record(fragment, bytes))
    const [first, second, third] = records as [Uint8Array, Uint8Array, Uint8Array]
    for (const order of [
      [second, first, third],
      [first, first, second],
      [first, third],
    ])
      await expect(openLeafBytes(keyOf(3), joined(...order))).rejects.toMatchObject({ code: 'malformed' })
  })

  it('refuses a leaf without parameters, and one without records', async () => {
    await expect(openLeafBytes(keyOf(3), record(0, media(1)))).rejects.toMatchObject({ code: 'malformed' })
    await expect(openLeafBytes(keyOf(3), new Uint8Array(0))).rejects.toMatchObject({ code: 'malformed' })
  })
})

describe('an init segment', () => {
  it('never lets rubbish out as a raw exception', () => {
    const good = initSegment()
    for (let cut = 0; cut < good.length; cut += 3) {
      const bytes = good.slice(0, cut)
      expect(() => codecOf(bytes)).toThrow(expect.objectContaining({ code: 'malformed' }))
      expect(() => splitInit(bytes)).toThrow(expect.objectContaining({ code: 'malformed' }))
    }
    for (let at = 0; at < good.length; at++) {
      const bytes = good.slice()
      bytes[at] = 0xff
      try {
        codecOf(bytes)
      } catch (cause) {
        expect(cause).toMatchObject({ code: 'malformed' })
      }
    }
  })
})
