import { isSlice, nalType, nalTypes, seiMessages } from './nal.ts'

/** NAL units of a byte stream (ITU-T H.264, Annex B), as views without start codes and trailing zeros. */
export function splitAnnexB(stream: Uint8Array): readonly Uint8Array[] {
  const nals: Uint8Array[] = []
  let begin = -1
  const take = (end: number) => {
    if (begin < 0) return
    let last = end
    while (last > begin && stream[last - 1] === 0) last--
    if (last > begin) nals.push(stream.subarray(begin, last))
  }
  let at = stream.indexOf(1, 2)
  while (at >= 0) {
    if (stream[at - 1] === 0 && stream[at - 2] === 0) {
      take(at - 2)
      begin = at + 1
    }
    at = stream.indexOf(1, at + 1)
  }
  take(stream.length)
  return nals
}

export type AccessUnit = {
  /** delimiter, parameter sets, SEI: what stands before the first slice */
  readonly before: readonly Uint8Array[]
  /** slices and what follows them */
  readonly slices: readonly Uint8Array[]
  /** an IDR picture, or a recovery point where the stream has no IDR */
  readonly keyFrame: boolean
}

/** Groups NAL units into access units (7.4.1.2.3); redundant and arbitrarily ordered slices are not provided for. */
export function accessUnits(nals: readonly Uint8Array[]): readonly AccessUnit[] {
  const units: AccessUnit[] = []
  let before: Uint8Array[] = []
  let slices: Uint8Array[] = []
  const close = () => {
    if (slices.length > 0) units.push({ before, slices, keyFrame: isKeyFrame(before, slices) })
    before = []
    slices = []
  }
  for (const nal of nals) {
    if (slices.length > 0 && beginsAccessUnit(nal)) close()
    if (isSlice(nal) || slices.length > 0) slices.push(nal)
    else before.push(nal)
  }
  close()
  return units
}

/** SEI, parameter sets and delimiter begin one, and so does a slice with `first_mb_in_slice` 0 (the code word is a single 1). */
function beginsAccessUnit(nal: Uint8Array): boolean {
  const type = nalType(nal)
  if (isSlice(nal)) return type !== 3 && type !== 4 && ((nal[1] ?? 0) & 0x80) !== 0
  return (type >= nalTypes.sei && type <= nalTypes.delimiter) || (type >= 14 && type <= 18)
}

function isKeyFrame(before: readonly Uint8Array[], slices: readonly Uint8Array[]): boolean {
  const recoveryPoint = 6
  return (
    slices.some((nal) => nalType(nal) === nalTypes.idr) ||
    before.some(
      (nal) => nalType(nal) === nalTypes.sei && seiMessages(nal).some(({ type }) => type === recoveryPoint),
    )
  )
}

/** `slice_type` of 7.4.3 modulo 5: 0 P, 1 B, 2 I. */
export function sliceType(nal: Uint8Array): number {
  let bit = 8
  const next = () => ((nal[bit >> 3] ?? 0xff) >> (7 - (bit++ & 7))) & 1
  const unsigned = () => {
    let zeros = 0
    while (next() === 0) zeros++
    let value = 1
    for (let i = 0; i < zeros; i++) value = value * 2 + next()
    return value - 1
  }
  unsigned()
  return unsigned() % 5
}
