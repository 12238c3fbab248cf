/**
 * Reads the mark that the virtual cameras put into every access unit: an SEI message "user data unregistered"
 * (ITU-T H.264, D.2.7) of our UUID, the frame's counter and its wall time. Runs in the browser too.
 */
import { uuidToBytes } from '../../src/domain/ids.ts'
import { nalType, nalTypes, seiMessages } from './nal.ts'

export const userDataUnregistered = 5

export const markUuid = uuidToBytes('7e1f0a52-9d4c-4b8e-8f0d-74736a6d6172')

export type FrameMark = {
  /** counts every frame of the camera since its process began, whether anyone watched or not */
  readonly counter: number
  /** the instant the frame shows, milliseconds since 1970-01-01T00:00Z */
  readonly wall: number
}

/** @returns nothing when no NAL unit (without start code or length) carries a mark */
export function readFrameMark(nals: Iterable<Uint8Array>): FrameMark | undefined {
  for (const nal of nals) {
    if (nalType(nal) !== nalTypes.sei) continue
    for (const { type, payload } of seiMessages(nal)) {
      if (type !== userDataUnregistered || payload.length !== 32) continue
      if (!markUuid.every((byte, i) => payload[i] === byte)) continue
      const view = new DataView(payload.buffer, payload.byteOffset, payload.length)
      return { counter: Number(view.getBigUint64(16)), wall: Number(view.getBigUint64(24)) }
    }
  }
  return undefined
}

/**
 * NAL units of a sample as it lies in an MP4 file (ISO/IEC 14496-15: each after its length of `lengthBytes` bytes).
 * A length that reaches beyond the sample ends the list.
 */
export function nalsOfSample(sample: Uint8Array, lengthBytes = 4): readonly Uint8Array[] {
  const nals: Uint8Array[] = []
  let at = 0
  while (at + lengthBytes <= sample.length) {
    let length = 0
    for (let i = 0; i < lengthBytes; i++) length = length * 256 + sample[at + i]!
    at += lengthBytes
    if (at + length > sample.length) break
    nals.push(sample.subarray(at, at + length))
    at += length
  }
  return nals
}
