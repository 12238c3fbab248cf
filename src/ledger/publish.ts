import { type Checkpoint, type CheckpointSigner, openCheckpoint, signCheckpoint } from './checkpoint.ts'
import { LedgerFault } from './fault.ts'
import {
  appendLeaf,
  consistencyNodes,
  emptyFrontier,
  equalHashes,
  type Frontier,
  frontierRoot,
  type Hash,
  hashLeaf,
  rootOf,
  verifyConsistency,
} from './merkle.ts'
import type { NoteKey } from './note.ts'
import type { LedgerReader, LogFiles } from './ports.ts'
import { readTile, TileReader } from './tile-reader.ts'
import {
  encodeBundle,
  encodeTile,
  fullTilePath,
  hashesAt,
  levelsOf,
  type Tile,
  tilePath,
  tileWidth,
} from './tiles.ts'

export const checkpointPath = 'checkpoint'

/** The newest published checkpoint; undefined when nothing was published yet.
 * @throws LedgerFault checkpoint-unreadable, signature-wrong */
export function readCheckpoint(files: LogFiles, key: NoteKey): Checkpoint | undefined {
  const bytes = files.read(checkpointPath)
  return bytes === undefined ? undefined : openCheckpoint(new TextDecoder().decode(bytes), key)
}

/**
 * `records` must show committed entries only: what is signed cannot be rolled back. Writes what the log lacks of the committed entries, then a checkpoint over them. Tiles that the published checkpoint covers are never
 * touched; a run that was cut short is taken up from there. Nothing is signed that does not continue the published tree.
 * @returns undefined while there is no entry
 * @throws LedgerFault records-behind, log-diverged, tile-missing, checkpoint-unreadable, signature-wrong
 */
export async function publishLog(
  records: LedgerReader,
  files: LogFiles,
  signer: CheckpointSigner,
): Promise<Checkpoint | undefined> {
  const target = records.frontier()
  const published = readCheckpoint(files, signer)
  const from = published?.size ?? 0
  if (from > target.size)
    throw new LedgerFault('records-behind', `${from} entries are published, the records hold ${target.size}`)
  if (target.size === 0) return undefined
  const edge = readEdge(files, from)
  if (published !== undefined && !equalHashes(frontierRoot(edge.frontier), published.root))
    throw new LedgerFault('log-diverged', 'the tiles of the log do not lead to its checkpoint')
  const { frontier, completed } = await extend(records, files, edge, target.size)
  if (!equalHashes(frontierRoot(frontier), frontierRoot(target)))
    throw new LedgerFault('log-diverged', 'the records do not continue the published log')
  if (published?.size === target.size) return published
  if (published !== undefined) proveGrowth(files, published, target)

  const checkpoint = await signCheckpoint({ size: target.size, root: frontierRoot(target) }, signer)
  await files.write(checkpointPath, new TextEncoder().encode(checkpoint.note))
  for (const tile of completed) await files.removePartials(fullTilePath(tile))
  return checkpoint
}

/** Before it is signed, the growth is checked as anybody outside will: from the files alone. */
function proveGrowth(files: LogFiles, published: Checkpoint, target: Frontier): void {
  const groups = consistencyNodes(published.size, target.size)
  const proof = new TileReader(files, target.size).proof(groups)
  if (!verifyConsistency(published.size, target.size, published.root, frontierRoot(target), proof))
    throw new LedgerFault('log-diverged', 'the files of the log do not lead from the published checkpoint on')
}

/** The last, not full tile of every level, and of the bundles. */
type Edge = {
  readonly size: number
  readonly entries: readonly Uint8Array[]
  readonly levels: readonly (readonly Hash[])[]
  readonly frontier: Frontier
}

function readEdge(files: LogFiles, size: number): Edge {
  const last = (level: number | 'entries'): readonly Uint8Array[] => {
    const count = hashesAt(level === 'entries' ? 0 : level, size)
    const width = count % tileWidth
    if (width === 0) return []
    const tile = { level, index: Math.floor(count / tileWidth), width }
    const content = readTile(files, tile)
    if (content === undefined) throw new LedgerFault('tile-missing', tilePath(tile))
    return content
  }
  const levels = Array.from({ length: levelsOf(size) }, (_, level) => last(level))
  // within a tile the complete subtrees are those of a tree of its own; higher tiles come first
  const hashes = levels.toReversed().flatMap((tile) => tile.reduce(appendLeaf, emptyFrontier).hashes)
  return { size, entries: last('entries'), levels, frontier: { size, hashes } }
}

/** Writes all tiles and bundles between the edge and `size`, in memory of one tile for each level. */
async function extend(
  records: LedgerReader,
  files: LogFiles,
  edge: Edge,
  size: number,
): Promise<{ frontier: Frontier; completed: readonly Tile[] }> {
  const completed: Tile[] = []
  const levels = edge.levels.map((hashes) => [...hashes])
  const counts = edge.levels.map((_, level) => hashesAt(level, edge.size))
  let entries = [...edge.entries]
  let frontier = edge.frontier

  const put = async (tile: Tile, content: readonly Uint8Array[]) => {
    const bytes = tile.level === 'entries' ? encodeBundle(content) : encodeTile(content)
    const present = files.read(tilePath(tile))
    if (present === undefined || !equalHashes(present, bytes)) await files.write(tilePath(tile), bytes)
    if (tile.width === tileWidth) completed.push(tile)
  }
  const add = async (level: number, hash: Hash): Promise<void> => {
    const hashes = (levels[level] ??= [])
    const count = (counts[level] ?? 0) + 1
    counts[level] = count
    hashes.push(hash)
    if (hashes.length < tileWidth) return
    await put({ level, index: count / tileWidth - 1, width: tileWidth }, hashes)
    levels[level] = []
    await add(level + 1, rootOf(hashes))
  }

  for (const row of records.rows(edge.size, size)) {
    if (row.seq !== frontier.size)
      throw new LedgerFault('log-diverged', `entry ${frontier.size} is missing from the records`)
    const leaf = hashLeaf(row.commitment)
    frontier = appendLeaf(frontier, leaf)
    entries.push(row.commitment)
    if (entries.length === tileWidth) {
      await put({ level: 'entries', index: frontier.size / tileWidth - 1, width: tileWidth }, entries)
      entries = []
    }
    await add(0, leaf)
  }
  const index = (count: number) => Math.floor(count / tileWidth)
  if (entries.length > 0 && size > edge.size)
    await put({ level: 'entries', index: index(frontier.size), width: entries.length }, entries)
  for (const [level, hashes] of levels.entries()) {
    const count = counts[level] ?? 0
    if (hashes.length > 0 && count > hashesAt(level, edge.size))
      await put({ level, index: index(count), width: hashes.length }, hashes)
  }
  return { frontier, completed }
}
