import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CameraId, EpochId, Instant } from '../domain/ids.ts'
import { FootageFault } from './fault.ts'
import {
  decodeRecordHeader,
  encodeRecordHeader,
  maxPlaintextBytes,
  type RecordHeader,
  recordBytes,
  recordContentBytes,
  recordHeaderBytes,
} from './record.ts'
import { provedRecordAt, sealTrailer } from './record-check.ts'
import { recordAt, recordsOf } from './record-stream.ts'

const u32 = fc.integer({ min: 0, max: 0xffff_ffff })
const u53 = fc.maxSafeNat()
const header: fc.Arbitrary<RecordHeader> = fc
  .record({
    startsWithInit: fc.boolean(),
    startsWithKeyFrame: fc.boolean(),
    wallSynced: fc.boolean(),
    plaintextBytes: fc.integer({ min: 0, max: maxPlaintextBytes }),
    frames: u32,
    camera: fc.uuid().map((id) => id as CameraId),
    epoch: fc.uuid().map((id) => id as EpochId),
    leaf: u32,
    fragment: u32,
    sequence: u53,
    wallStart: fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER - 3_600_000 }).map((at) => at as Instant),
    lasting: fc.integer({ min: 0, max: 3_600_000 }),
    monotonicStart: u53,
    mediaStart: u53,
    mediaDuration: u32,
    timescale: u32,
    commitment: fc.uint8Array({ minLength: 32, maxLength: 32 }),
  })
  .map(({ lasting, ...rest }) => ({ ...rest, wallEnd: (rest.wallStart + lasting) as Instant }))

function whole(fields: RecordHeader, generation: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(recordBytes(fields.plaintextBytes)).fill(0x5a)
  encodeRecordHeader(bytes, 0, fields)
  sealTrailer(bytes, fields.plaintextBytes, generation)
  return bytes
}

function codeOf(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (error instanceof FootageFault) return error.code
    throw error
  }
  return 'none'
}

describe('record header', () => {
  test('what is written is read, at any place in a buffer', () => {
    fc.assert(
      fc.property(header, fc.nat(100), (fields, at) => {
        const bytes = new Uint8Array(at + recordHeaderBytes + 7).fill(0xee)
        encodeRecordHeader(bytes, at, fields)
        expect(decodeRecordHeader(bytes, at)).toEqual(fields)
        expect(bytes.subarray(0, at).every((byte) => byte === 0xee)).toBe(true)
        expect(bytes.subarray(at + recordHeaderBytes).every((byte) => byte === 0xee)).toBe(true)
      }),
    )
  })

  test('fields lie where docs/ref/footage-format.md says', () => {
    const bytes = new Uint8Array(recordHeaderBytes)
    encodeRecordHeader(bytes, 0, {
      startsWithInit: true,
      startsWithKeyFrame: false,
      wallSynced: true,
      plaintextBytes: 0x010203,
      frames: 25,
      camera: '00112233-4455-6677-8899-aabbccddeeff' as CameraId,
      epoch: 'ffeeddcc-bbaa-9988-7766-554433221100' as EpochId,
      leaf: 7,
      fragment: 8,
      sequence: 0x1_0000_0009,
      wallStart: 0x0102_0304_05 as Instant,
      wallEnd: (0x0102_0304_05 + 1000) as Instant,
      monotonicStart: 11,
      mediaStart: 12,
      mediaDuration: 13,
      timescale: 90_000,
      commitment: new Uint8Array(32).fill(0xc0),
    })
    const view = new DataView(bytes.buffer)
    expect(new TextDecoder().decode(bytes.subarray(0, 4))).toBe('TJF1')
    expect(view.getUint16(4)).toBe(144)
    expect([bytes[6], bytes[7]]).toEqual([1, 5])
    expect([view.getUint32(8), view.getUint32(12)]).toEqual([0x010203, 25])
    expect([bytes[16], bytes[31], bytes[32], bytes[47]]).toEqual([0x00, 0xff, 0xff, 0x00])
    expect([view.getUint32(48), view.getUint32(52)]).toEqual([7, 8])
    expect(view.getBigUint64(56)).toBe(0x1_0000_0009n)
    expect(view.getBigUint64(64)).toBe(0x0102_0304_05n)
    expect(view.getBigUint64(72)).toBe(0x0102_0304_05n + 1000n)
    expect([view.getBigUint64(80), view.getBigUint64(88)]).toEqual([11n, 12n])
    expect([view.getUint32(96), view.getUint32(100)]).toEqual([13, 90_000])
    expect(bytes.subarray(104, 136).every((byte) => byte === 0xc0)).toBe(true)
    expect(view.getBigUint64(136)).toBe(0n)
  })

  test('arbitrary bytes give a header or a named fault, never anything else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(300), (bytes, at) => {
        expect(['none', 'record-damaged']).toContain(codeOf(() => decodeRecordHeader(bytes, at)))
      }),
    )
  })

  test('one changed byte in a valid header is read as a header or named, never thrown raw', () => {
    fc.assert(
      fc.property(header, fc.nat(143), fc.integer({ min: 1, max: 255 }), (fields, at, flip) => {
        const bytes = new Uint8Array(recordHeaderBytes)
        encodeRecordHeader(bytes, 0, fields)
        bytes[at] = (bytes[at] ?? 0) ^ flip
        const code = codeOf(() => decodeRecordHeader(bytes))
        expect(['none', 'record-damaged']).toContain(code)
        if (at < 7 || at >= 136) expect(code).toBe('record-damaged')
      }),
    )
  })

  test.each([
    ['frames', -1],
    ['leaf', 2 ** 32],
    ['sequence', 2 ** 53],
    ['monotonicStart', Number.NaN],
    ['mediaStart', -5],
    ['timescale', Number.POSITIVE_INFINITY],
    ['plaintextBytes', maxPlaintextBytes + 1],
    ['wallEnd', 0],
  ])('%s %d is refused by name', (field, value) => {
    const [fields] = fc.sample(header, 1)
    if (fields === undefined) throw new Error('no sample')
    const bad = { ...fields, wallStart: 5 as Instant, wallEnd: 6 as Instant, [field]: value }
    expect(codeOf(() => encodeRecordHeader(new Uint8Array(recordHeaderBytes), 0, bad))).toBe(
      'fragment-invalid',
    )
  })
})

const small = header.map((fields) => ({ ...fields, plaintextBytes: fields.plaintextBytes % 9_000 }))

describe('whole record', () => {
  test('takes the sectors its content needs', () => {
    expect(recordBytes(4096 - 200)).toBe(4096)
    expect(recordBytes(4096 - 199)).toBe(8192)
    expect(recordContentBytes(0)).toBe(200)
  })

  test('proves itself by length, generation and SHA-256', () => {
    fc.assert(
      fc.property(small, fc.maxSafeNat(), (fields, generation) => {
        const bytes = whole(fields, generation)
        const record = provedRecordAt(bytes, 0, generation)
        expect(record.header).toEqual(fields)
        expect(record.generation).toBe(generation)
        expect(record.aad.length + record.sealed.length).toBe(144 + fields.plaintextBytes + 16)
        expect(codeOf(() => provedRecordAt(bytes, 0, generation + 1))).toBe('generation-mismatch')
      }),
    )
  })

  test('any changed byte of its content, and any cut, is found', () => {
    fc.assert(
      fc.property(small, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (fields, where) => {
        const bytes = whole(fields, 9)
        const content = recordContentBytes(fields.plaintextBytes)
        const at = Math.floor(where * content)
        const cut = bytes.slice(0, at)
        bytes[at] = (bytes[at] ?? 0) ^ 0x10
        expect(codeOf(() => provedRecordAt(bytes, 0, 9))).toBe('record-damaged')
        expect(codeOf(() => recordAt(cut, 0))).toBe('record-damaged')
      }),
    )
  })

  test('records of a leaf come in order; a rest that is none is named', () => {
    fc.assert(
      fc.property(fc.array(small, { maxLength: 5 }), (all) => {
        const parts = all.map((fields) => whole(fields, 3))
        const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0) + 4096)
        let at = 0
        for (const part of parts) {
          joined.set(part, at)
          at += part.length
        }
        expect([...recordsOf(joined.subarray(0, at))].map((record) => record.header)).toEqual(all)
        expect(codeOf(() => [...recordsOf(joined)])).toBe('record-damaged')
      }),
      { numRuns: 30 },
    )
  })
})
