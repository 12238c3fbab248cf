/** C2SP tlog-tiles: where the hashes and entries of the log lie, and in what form. */
import { type Hash, type Node, rootOf } from './merkle.ts'

/** Hashes in a full tile, entries in a full bundle. */
export const tileWidth = 256
const hashLength = 32

/** A file of the log. `level` 0 holds leaf hashes, each level above the roots of the full tiles below; `entries` holds the leaf data. */
export type Tile = {
  readonly level: number | 'entries'
  readonly index: number
  /** 1 to 256; less than 256 is a partial tile */
  readonly width: number
}

/** `tile/<L>/<N>[.p/<W>]`, relative to the log's folder. */
export function tilePath(tile: Tile): string {
  const path = `tile/${tile.level}/${tileNumber(tile.index)}`
  return tile.width === tileWidth ? path : `${path}.p/${tile.width}`
}

/** The path under which the full tile of the same place lies, or will lie. */
export function fullTilePath(tile: Tile): string {
  return tilePath({ ...tile, width: tileWidth })
}

/** 1234067 is `x001/x234/067`. */
function tileNumber(index: number): string {
  let rest = Math.floor(index / 1000)
  let path = String(index % 1000).padStart(3, '0')
  while (rest > 0) {
    path = `x${String(rest % 1000).padStart(3, '0')}/${path}`
    rest = Math.floor(rest / 1000)
  }
  return path
}

/** Hashes at `level` of a tree of `size` leaves: one for each full subtree of `256^level` leaves. */
export function hashesAt(level: number, size: number): number {
  return Math.floor(size / tileWidth ** level)
}

/** The levels that a tree of `size` leaves has hashes at. */
export function levelsOf(size: number): number {
  let levels = 0
  while (hashesAt(levels, size) > 0) levels += 1
  return levels
}

/** The tile that holds hash number `position` of `level`, as wide as a tree of `size` leaves has it; undefined when the tree has no such hash. */
export function tileAt(level: number | 'entries', position: number, size: number): Tile | undefined {
  const count = hashesAt(level === 'entries' ? 0 : level, size)
  if (position >= count) return undefined
  const index = Math.floor(position / tileWidth)
  return { level, index, width: Math.min(tileWidth, count - index * tileWidth) }
}

/** Where the hashes lie that a complete subtree is made of: `count` hashes from `first` in the tile that holds number `position` of `level`. */
export function placeOf(node: Node): { level: number; position: number; first: number; count: number } {
  const count = 2 ** (node.level % 8)
  const position = node.index * count
  return { level: Math.floor(node.level / 8), position, first: position % tileWidth, count }
}

/** Root of the subtree whose leaves are `count` hashes of a tile, `count` being a power of two. */
export function hashWithin(tile: readonly Hash[], first: number, count: number): Hash {
  return rootOf(tile.slice(first, first + count))
}

export function encodeTile(hashes: readonly Hash[]): Uint8Array {
  const bytes = new Uint8Array(hashes.length * hashLength)
  for (const [i, hash] of hashes.entries()) bytes.set(hash, i * hashLength)
  return bytes
}

/** Undefined when the bytes are not exactly `width` hashes. */
export function decodeTile(bytes: Uint8Array, width: number): readonly Hash[] | undefined {
  if (bytes.length !== width * hashLength) return undefined
  return Array.from({ length: width }, (_, i) => bytes.slice(i * hashLength, (i + 1) * hashLength))
}

/** Entries of at most 65,535 bytes, each after its length as two bytes, big-endian. */
export function encodeBundle(entries: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(entries.reduce((sum, entry) => sum + 2 + entry.length, 0))
  let offset = 0
  for (const entry of entries) {
    if (entry.length > 0xffff) throw new TypeError('an entry of the log has at most 65,535 bytes')
    bytes[offset] = entry.length >> 8
    bytes[offset + 1] = entry.length & 0xff
    bytes.set(entry, offset + 2)
    offset += 2 + entry.length
  }
  return bytes
}

/** Undefined when the bytes are not exactly `width` entries. */
export function decodeBundle(bytes: Uint8Array, width: number): readonly Uint8Array[] | undefined {
  const entries: Uint8Array[] = []
  let offset = 0
  while (entries.length < width) {
    const [high, low] = [bytes[offset], bytes[offset + 1]]
    if (high === undefined || low === undefined) return undefined
    const end = offset + 2 + ((high << 8) | low)
    if (end > bytes.length) return undefined
    entries.push(bytes.slice(offset + 2, end))
    offset = end
  }
  return offset === bytes.length ? entries : undefined
}
