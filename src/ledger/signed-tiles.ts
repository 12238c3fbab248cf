import { appendLeaf, emptyFrontier, equalHashes, foldSubtrees, type Hash, rootOf } from './merkle.ts'
import type { LogFiles } from './ports.ts'
import { readTile } from './tile-reader.ts'
import { hashesAt, levelsOf, tileAt, tileWidth } from './tiles.ts'

/**
 * Which hashes of the log's upper tiles are those that the checkpoint signed. A tile counts as signed when its hashes lead to a signed hash of
 * the tile above, the last tiles of all levels when together they lead to the root.
 */
export class SignedTiles {
  readonly #files: LogFiles
  readonly #size: number
  readonly #root: Hash
  readonly #signed = new Map<string, readonly Hash[] | undefined>()
  #edgeSigned = false

  constructor(files: LogFiles, size: number, root: Hash) {
    this.#files = files
    this.#size = size
    this.#root = root
  }

  /** Picks, of several readings of the last level 0 tile, the one that together with the upper tiles leads to the root. It has no hashes where
   * the size is a multiple of 256. */
  chooseEdge<T extends { readonly leaves: readonly Hash[] }>(readings: readonly T[]): T | undefined {
    const above: Hash[] = []
    for (let level = levelsOf(this.#size) - 1; level > 0; level--) {
      const width = hashesAt(level, this.#size) % tileWidth
      if (width === 0) continue
      const hashes = this.#read(level, hashesAt(level, this.#size) - 1)
      if (hashes === undefined) return undefined
      above.push(...hashes.reduce(appendLeaf, emptyFrontier).hashes)
    }
    const found = readings.find(({ leaves }) =>
      equalHashes(foldSubtrees([...above, ...leaves.reduce(appendLeaf, emptyFrontier).hashes]), this.#root),
    )
    this.#edgeSigned = found !== undefined
    return found
  }

  /** The signed hash over full level 0 tile `index`; undefined when the tiles above were altered. */
  hashOver(index: number): Hash | undefined {
    return this.#signedHash(1, index)
  }

  #signedHash(level: number, position: number): Hash | undefined {
    const key = `${level}/${Math.floor(position / tileWidth)}`
    if (!this.#signed.has(key)) this.#signed.set(key, this.#signedTile(level, position))
    return this.#signed.get(key)?.[position % tileWidth]
  }

  #signedTile(level: number, position: number): readonly Hash[] | undefined {
    const hashes = this.#read(level, position)
    if (hashes === undefined) return undefined
    if (hashes.length < tileWidth) return this.#edgeSigned ? hashes : undefined
    const over = this.#signedHash(level + 1, Math.floor(position / tileWidth))
    return over !== undefined && equalHashes(rootOf(hashes), over) ? hashes : undefined
  }

  #read(level: number, position: number): readonly Hash[] | undefined {
    const tile = tileAt(level, position, this.#size)
    return tile === undefined ? undefined : readTile(this.#files, tile)
  }
}
