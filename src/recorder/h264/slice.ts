import { RecorderFault } from '../fault.ts'
import { BitReader, unescape } from './bits.ts'

/** True when a slice begins a picture: first_mb_in_slice is 0, that is its first bit is 1 (H.264 7.3.3). `second` is the byte behind the NAL header. */
export function beginsPicture(second: number): boolean {
  return (second & 0x80) !== 0
}

/** True for a B slice: slice_type 1 or 6 (H.264 table 7-6). False when the header cannot be read. */
export function isBSlice(nal: Uint8Array): boolean {
  try {
    const bits = new BitReader(unescape(nal, 16))
    bits.ue()
    return bits.ue() % 5 === 1
  } catch (error) {
    if (error instanceof RecorderFault) return false
    throw error
  }
}
