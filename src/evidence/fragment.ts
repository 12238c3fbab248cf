import { type Box, boxesBetween, fullBox, onlyChild, viewOf } from './boxes.ts'
import { EvidenceFault } from './fault.ts'

/** A fragment's plaintext, taken apart. */
export type ParsedFragment = {
  /** `ftyp` and `moov`, when the fragment begins with them */
  readonly init: Uint8Array | undefined
  /** a copy, to be dated anew */
  readonly moof: Uint8Array
  /** as it stands in the plaintext, not copied */
  readonly mdat: Uint8Array
  /** where in `moof` the sequence number stands */
  readonly sequenceAt: number
  readonly decodeTime: { readonly at: number; readonly wide: boolean }
}

const baseDataOffset = 1

/**
 * Reads `[ftyp moov] moof mdat` of one track whose data is addressed from the `moof`, so that it can stand anywhere in a file.
 * @throws EvidenceFault box-malformed, fragment-unusable
 */
export function parseFragment(plaintext: Uint8Array): ParsedFragment {
  const boxes = boxesBetween(plaintext, 0, plaintext.length)
  const order = boxes.map(({ type }) => type).join(' ')
  if (order !== 'moof mdat' && order !== 'ftyp moov moof mdat')
    throw new EvidenceFault('fragment-unusable', `boxes are ${order.slice(0, 60)}`)
  const [moofBox, mdatBox] = boxes.slice(-2) as [Box, Box]
  const moof = plaintext.slice(moofBox.start, moofBox.end)
  return {
    init: boxes.length === 4 ? plaintext.slice(0, moofBox.start) : undefined,
    moof,
    mdat: plaintext.subarray(mdatBox.start, mdatBox.end),
    ...fieldsOf(moof),
  }
}

function fieldsOf(moof: Uint8Array): Pick<ParsedFragment, 'sequenceAt' | 'decodeTime'> {
  const root: Box = { type: 'moof', start: 0, body: 8, end: moof.length }
  const header = fullBox(moof, onlyChild(moof, root, 'mfhd'), 4)
  const traf = onlyChild(moof, root, 'traf')
  const track = fullBox(moof, onlyChild(moof, traf, 'tfhd'), 4)
  if ((track.flags & baseDataOffset) !== 0)
    throw new EvidenceFault('fragment-unusable', 'data is addressed from the beginning of another file')
  const tfdt = onlyChild(moof, traf, 'tfdt')
  const wide = fullBox(moof, tfdt, 4).version === 1
  return { sequenceAt: header.at, decodeTime: { at: fullBox(moof, tfdt, wide ? 8 : 4).at, wide } }
}

/** The last decode time that the fragment's field can hold. */
export function latestDecodeTime(fragment: ParsedFragment): number {
  return fragment.decodeTime.wide ? Number.MAX_SAFE_INTEGER : 0xffff_ffff
}

/** Writes place and time in the new file into the `moof`; nothing of the pictures is touched. */
export function dateFragment(fragment: ParsedFragment, sequence: number, decodeTime: number): void {
  const view = viewOf(fragment.moof)
  view.setUint32(fragment.sequenceAt, sequence)
  const { at, wide } = fragment.decodeTime
  if (wide) view.setBigUint64(at, BigInt(decodeTime))
  else view.setUint32(at, decodeTime)
}
