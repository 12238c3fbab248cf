/** Boxes of ISO/IEC 14496-12, walked with every length checked. */
import { EvidenceFault } from './fault.ts'

export type Box = {
  /** four characters */
  readonly type: string
  /** of the header's first byte */
  readonly start: number
  /** of the first byte after the header */
  readonly body: number
  readonly end: number
}

/** The boxes that fill `from` up to but not including `to`.
 * @throws EvidenceFault box-malformed */
export function boxesBetween(bytes: Uint8Array, from: number, to: number): readonly Box[] {
  const view = viewOf(bytes)
  const boxes: Box[] = []
  for (let start = from; start < to; ) {
    if (start + 8 > to) throw new EvidenceFault('box-malformed', `${to - start} bytes at ${start} are no box`)
    const type = String.fromCharCode(...bytes.subarray(start + 4, start + 8))
    const short = view.getUint32(start)
    // 14496-12 4.2: size 1 means that 64 bits follow the type; size 0, "to the end of the file", has no place in a fragment
    const long = short === 1
    if (long && start + 16 > to)
      throw new EvidenceFault('box-malformed', `${type} at ${start} ends in its header`)
    const size = long ? Number(view.getBigUint64(start + 8)) : short
    const header = long ? 16 : 8
    if (size < header || start + size > to)
      throw new EvidenceFault('box-malformed', `${type} at ${start} has a length of ${size}`)
    boxes.push({ type, start, body: start + header, end: start + size })
    start += size
  }
  return boxes
}

/** The one child of that type.
 * @throws EvidenceFault box-malformed when there is none or more than one */
export function onlyChild(bytes: Uint8Array, parent: Box, type: string): Box {
  const found = boxesBetween(bytes, parent.body, parent.end).filter((box) => box.type === type)
  const [box] = found
  if (box === undefined || found.length > 1)
    throw new EvidenceFault('box-malformed', `${parent.type} has ${found.length} ${type}`)
  return box
}

/** Version and flags of a full box, and where its fields begin.
 * @throws EvidenceFault box-malformed when fewer than `least` bytes of fields follow */
export function fullBox(
  bytes: Uint8Array,
  box: Box,
  least: number,
): { version: number; flags: number; at: number } {
  if (box.end - box.body < 4 + least) throw new EvidenceFault('box-malformed', `${box.type} is too short`)
  const word = viewOf(bytes).getUint32(box.body)
  return { version: word >>> 24, flags: word & 0xffffff, at: box.body + 4 }
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
