/** NAL unit types of ITU-T H.264 table 7-1 and RFC 6184 table 1 that matter here. */
export const NAL = {
  slice: 1,
  partitionA: 2,
  idr: 5,
  sei: 6,
  sps: 7,
  pps: 8,
  delimiter: 9,
  prefix: 14,
  reserved18: 18,
  stapA: 24,
  stapB: 25,
  mtap16: 26,
  mtap24: 27,
  fuA: 28,
  fuB: 29,
} as const

/** True for a NAL unit that begins with a slice header. */
export function isSlice(type: number): boolean {
  return type === NAL.slice || type === NAL.idr || type === NAL.partitionA
}

/** True for a type that, behind a slice, can only belong to the next picture (H.264 7.4.1.2.3). */
export function leadsPicture(type: number): boolean {
  return (type >= NAL.sei && type <= NAL.delimiter) || (type >= NAL.prefix && type <= NAL.reserved18)
}

const startCode = Buffer.from([0, 0, 1])

/** Offset of the first Annex B start code `00 00 01` in `bytes` from `from` to `to`, or -1; a NAL unit proper never contains one. */
export function findStartCode(bytes: Buffer, from: number, to: number): number {
  const at = bytes.subarray(from, to).indexOf(startCode)
  return at < 0 ? -1 : from + at
}

/**
 * The NAL units of an Annex B byte string (H.264 annex B), as ranges `[from, to)` into it; zero bytes around start codes belong to none.
 * Bytes without any start code are one NAL unit.
 */
export function splitAnnexB(bytes: Buffer): { from: number; to: number }[] {
  const units: { from: number; to: number }[] = []
  let from = 0
  while (from < bytes.length) {
    const code = findStartCode(bytes, from, bytes.length)
    let to = code < 0 ? bytes.length : code
    if (code >= 0) while (to > from && bytes[to - 1] === 0) to--
    if (to > from) units.push({ from, to })
    if (code < 0) break
    from = code + startCode.length
  }
  return units
}

/** `bytes` without zero bytes at its end (trailing_zero_8bits, no part of a NAL unit). */
export function withoutTrailingZeros(bytes: Buffer): Buffer {
  let end = bytes.length
  while (end > 0 && bytes[end - 1] === 0) end--
  return bytes.subarray(0, end)
}
