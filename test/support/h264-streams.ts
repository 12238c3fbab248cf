import { createHash } from 'node:crypto'
import { child, readFragment } from '../../src/recorder/test-support/mp4-samples.ts'
import { isSlice, nalType, nalTypes } from '../../tools/virtual-camera/nal.ts'
import type { KeptFragment } from './kept-keys.ts'

/** What a stream consists of, two ways of carrying it apart: delimiters and repeated parameter sets are left out. */
export type StreamUnits = {
  /** SHA-256 of every other NAL unit, in order */
  readonly units: readonly string[]
  /** parameter sets where they change, in hexadecimal, each behind the number of slices before it: within a frame their place is free */
  readonly changes: readonly string[]
}

/** Takes NAL units without start codes or lengths. */
export function streamUnits(nals: Iterable<Uint8Array>): StreamUnits {
  const units: string[] = []
  const changes: string[] = []
  const inForce = new Map<string, string>()
  let slices = 0
  for (const nal of nals) {
    const type = nalType(nal)
    if (type === nalTypes.delimiter) continue
    if (type !== nalTypes.sps && type !== nalTypes.pps) {
      units.push(createHash('sha256').update(nal).digest('hex'))
      if (isSlice(nal)) slices++
      continue
    }
    const set = Buffer.from(nal).toString('hex')
    // seq_parameter_set_id stands behind profile, constraints and level, pic_parameter_set_id at once (H.264 7.3.2.1.1, 7.3.2.2)
    const place = `${type} ${unsigned(nal, type === nalTypes.sps ? 32 : 8)}`
    if (inForce.get(place) === set) continue
    inForce.set(place, set)
    changes.push(`${slices} ${set}`)
  }
  return { units, changes }
}

/** `ue(v)` at a bit (H.264 9.1). */
function unsigned(nal: Uint8Array, bit: number): number {
  const at = (i: number): number => ((nal[i >> 3] ?? 0x80) >> (7 - (i & 7))) & 1
  let zeros = 0
  while (at(bit + zeros) === 0) zeros++
  let value = 0
  for (let i = 0; i <= zeros; i++) value = value * 2 + at(bit + zeros + i)
  return value - 1
}

/** NAL units of recorded fragments: those of each `avcC`, then those of the samples. */
export function* nalsOf(fragments: Iterable<KeptFragment>): Generator<Uint8Array> {
  for (const { header, plaintext } of fragments) {
    if (header.startsWithInit) yield* parameterSetsIn(Buffer.from(plaintext))
    for (const { nals } of readFragment(plaintext).samples) yield* nals
  }
}

/** ISO/IEC 14496-15 5.3.3.1.2 */
function* parameterSetsIn(plaintext: Buffer): Generator<Uint8Array> {
  const entries = child(plaintext, 'moov', 'trak', 'mdia', 'minf', 'stbl', 'stsd')
  const avcC = child(child(entries.subarray(8), 'avc1').subarray(78), 'avcC')
  let at = 5
  for (const mask of [0x1f, 0xff]) {
    const count = avcC.readUInt8(at++) & mask
    for (let i = 0; i < count; i++) {
      const length = avcC.readUInt16BE(at)
      yield avcC.subarray(at + 2, at + 2 + length)
      at += 2 + length
    }
  }
}

/** Samples of recorded fragments, one frame each. */
export function framesOf(fragments: Iterable<KeptFragment>): readonly (readonly Uint8Array[])[] {
  return Array.from(fragments, ({ plaintext }) =>
    readFragment(plaintext).samples.map(({ nals }) => nals),
  ).flat()
}
