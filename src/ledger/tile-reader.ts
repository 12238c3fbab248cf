import { LedgerFault } from './fault.ts'
import { foldSubtrees, type Hash, type Node } from './merkle.ts'
import type { LogFiles } from './ports.ts'
import {
  decodeBundle,
  decodeTile,
  fullTilePath,
  hashWithin,
  placeOf,
  type Tile,
  tileAt,
  tilePath,
} from './tiles.ts'

/** Reads a tile of the width asked; where the partial tile is gone, the first part of the full one. */
export function readTile(files: LogFiles, tile: Tile): readonly Uint8Array[] | undefined {
  const decode = tile.level === 'entries' ? decodeBundle : decodeTile
  const own = files.read(tilePath(tile))
  if (own !== undefined) return decode(own, tile.width)
  const full = files.read(fullTilePath(tile))
  return full === undefined ? undefined : decode(full, 256)?.slice(0, tile.width)
}

/** Hashes of the tree of `size` leaves, from its tiles. */
export class TileReader {
  readonly #files: LogFiles
  readonly #size: number
  readonly #tiles = new Map<string, readonly Hash[]>()

  constructor(files: LogFiles, size: number) {
    this.#files = files
    this.#size = size
  }

  /** The elements of a proof, from the groups that `inclusionNodes` or `consistencyNodes` name.
   * @throws LedgerFault tile-missing */
  proof(groups: readonly (readonly Node[])[]): readonly Hash[] {
    return groups.map((nodes) => foldSubtrees(nodes.map((node) => this.node(node))))
  }

  node(node: Node): Hash {
    const { level, position, first, count } = placeOf(node)
    const tile = tileAt(level, position, this.#size)
    if (tile === undefined) throw new TypeError('no such subtree in the tree')
    return hashWithin(this.#tile(tile), first, count)
  }

  #tile(tile: Tile): readonly Hash[] {
    const path = tilePath(tile)
    const hashes = this.#tiles.get(path) ?? readTile(this.#files, tile)
    if (hashes === undefined) throw new LedgerFault('tile-missing', path)
    this.#tiles.set(path, hashes)
    return hashes
  }
}
