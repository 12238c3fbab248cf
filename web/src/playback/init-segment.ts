import { VaultFault } from '../../../src/vault/fault.ts'

type Box = { readonly type: string; readonly start: number; readonly body: number; readonly end: number }

/** The boxes between two offsets (ISO/IEC 14496-12 4.2); 64-bit sizes do not occur in a fragment of at most 8 MiB.
 * @throws VaultFault `malformed` */
export function* boxesOf(bytes: Uint8Array, from: number, to: number): Generator<Box> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = from; at < to; ) {
    if (to - at < 8) throw new VaultFault('malformed', 'the bytes end within a box header')
    const size = view.getUint32(at)
    if (size < 8 || at + size > to) throw new VaultFault('malformed', `a box of ${size} bytes in ${to - at}`)
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8))
    yield { type, start: at, body: at + 8, end: at + size }
    at += size
  }
}

/** `[ftyp moov] moof mdat` as its two parts, without copying.
 * @throws VaultFault `malformed` */
export function splitInit(fragment: Uint8Array<ArrayBuffer>): {
  readonly init: Uint8Array<ArrayBuffer> | null
  readonly media: Uint8Array<ArrayBuffer>
} {
  for (const box of boxesOf(fragment, 0, fragment.length))
    if (box.type === 'moof')
      return {
        init: box.start === 0 ? null : fragment.subarray(0, box.start),
        media: fragment.subarray(box.start),
      }
  throw new VaultFault('malformed', 'a fragment without moof')
}

/** Bytes before the child boxes of a container that is not a plain one. */
const bodySkip: Readonly<Record<string, number>> = { stsd: 8, avc1: 78, avc3: 78 }
const path = ['moov', 'trak', 'mdia', 'minf', 'stbl', 'stsd', 'avc1', 'avcC']

/** `avc1.PPCCLL` of RFC 6381 from the `avcC` of an init segment (ISO/IEC 14496-15 5.3.3).
 * @throws VaultFault `malformed` */
export function codecOf(init: Uint8Array): string {
  let from = 0
  let to = init.length
  for (const wanted of path) {
    let found: Box | undefined
    for (const box of boxesOf(init, from, to))
      if (box.type === wanted) {
        found = box
        break
      }
    if (found === undefined) throw new VaultFault('malformed', `an init segment without ${wanted}`)
    from = found.body + (bodySkip[wanted] ?? 0)
    to = found.end
  }
  if (to - from < 4) throw new VaultFault('malformed', 'an avcC that is too short')
  const hex = [...init.subarray(from + 1, from + 4)].map((byte) => byte.toString(16).padStart(2, '0'))
  return `avc1.${hex.join('')}`
}
