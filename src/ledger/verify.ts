import { setImmediate } from 'node:timers/promises'
import { type Checkpoint, isSignedBy, parseCheckpoint } from './checkpoint.ts'
import { leafOf, readRecord } from './entry.ts'
import { LedgerFault } from './fault.ts'
import { Collector, type LedgerFinding, type LedgerRemark } from './findings.ts'
import {
  appendLeaf,
  emptyFrontier,
  equalHashes,
  type Frontier,
  frontierRoot,
  type Hash,
  hashLeaf,
  rootOf,
} from './merkle.ts'
import type { NoteKey } from './note.ts'
import type { LedgerReader, LedgerRow, LogFiles } from './ports.ts'
import { checkpointPath } from './publish.ts'
import { SignedTiles } from './signed-tiles.ts'
import { readTile } from './tile-reader.ts'
import { type Tile, tilePath, tileWidth } from './tiles.ts'

export type LedgerVerdict = {
  readonly ok: boolean
  /** entries under the published checkpoint */
  readonly size: number
  readonly checkpoint: Checkpoint | undefined
  readonly findings: readonly LedgerFinding[]
  readonly remarks: readonly LedgerRemark[]
  /** findings and remarks beyond the limit, not listed */
  readonly unlisted: number
}

export type LedgerToVerify = {
  /** committed entries only */
  readonly records: LedgerReader
  readonly files: LogFiles
  readonly key: NoteKey
  /** a checkpoint kept from earlier, outside the reach of whoever is to be checked */
  readonly saved?: string
  /** findings, and remarks, to list at most */
  readonly limit?: number
}

/**
 * Checks records, log and signature against each other, and all against a checkpoint saved before. Everything is recomputed from the records
 * and salts; where sources disagree, the one that leads to the signed root is right. Memory does not grow with the ledger.
 */
export async function verifyLedger(input: LedgerToVerify): Promise<LedgerVerdict> {
  const run = new Verification(input)
  return run.verify()
}

/** One source's leaf hashes of a level 0 tile; a leaf that it lacks is undefined. */
type Reading = { readonly leaves: readonly Hash[] }

type TileSources = {
  readonly from: number
  readonly tile: { readonly at: Tile; readonly leaves: readonly Hash[] | undefined }
  readonly bundle: { readonly at: Tile; readonly leaves: readonly Hash[] | undefined }
  readonly rows: readonly (LedgerRow | undefined)[]
  /** recomputed from record and salt */
  readonly recordLeaves: readonly (Hash | undefined)[]
}

class Verification {
  readonly #input: LedgerToVerify
  readonly #findings: Collector<LedgerFinding>
  readonly #remarks: Collector<LedgerRemark>
  readonly #upper: Hash[][] = []
  #frontier: Frontier = emptyFrontier
  #lastAt: number | undefined
  #saved: Checkpoint | undefined

  constructor(input: LedgerToVerify) {
    this.#input = input
    this.#findings = new Collector(input.limit ?? 1000)
    this.#remarks = new Collector(input.limit ?? 1000)
  }

  async verify(): Promise<LedgerVerdict> {
    const checkpoint = this.#openPublished()
    this.#saved = this.#openSaved()
    this.#compareSaved()
    const size = checkpoint?.size ?? 0
    if (checkpoint !== undefined) await this.#verifyLog(checkpoint)
    const last = this.#input.records.frontier()
    await this.#verifyUnpublished(size, last)
    if (this.#saved !== undefined && this.#saved.size > this.#frontier.size)
      this.#find({ code: 'saved-longer', size: this.#frontier.size, savedSize: this.#saved.size })
    return {
      ok: this.#findings.list.length === 0,
      size,
      checkpoint,
      findings: this.#findings.list,
      remarks: this.#remarks.list,
      unlisted: this.#findings.dropped + this.#remarks.dropped,
    }
  }

  #find(finding: LedgerFinding): void {
    this.#findings.add(finding)
  }

  #openPublished(): Checkpoint | undefined {
    const bytes = this.#input.files.read(checkpointPath)
    if (bytes === undefined) {
      this.#find({ code: 'checkpoint-missing' })
      return undefined
    }
    const checkpoint = readable(new TextDecoder().decode(bytes))
    if (checkpoint === undefined) this.#find({ code: 'checkpoint-unreadable' })
    else if (checkpoint.origin !== this.#input.key.name || !isSignedBy(checkpoint, this.#input.key))
      this.#find({ code: 'signature-wrong', origin: checkpoint.origin })
    return checkpoint
  }

  #openSaved(): Checkpoint | undefined {
    if (this.#input.saved === undefined) return undefined
    const saved = readable(this.#input.saved)
    if (saved === undefined) {
      this.#find({ code: 'saved-unreadable' })
      return undefined
    }
    if (saved.origin === this.#input.key.name && isSignedBy(saved, this.#input.key)) return saved
    this.#find({ code: 'saved-signature-wrong', origin: saved.origin })
    return undefined
  }

  async #verifyLog({ size, root }: Checkpoint): Promise<void> {
    const signed = new SignedTiles(this.#input.files, size, root)
    const edgeFrom = size - (size % tileWidth)
    const edge = edgeFrom < size ? this.#sources(edgeFrom, size) : undefined
    const edgeReading = signed.chooseEdge(edge === undefined ? [{ leaves: [] }] : readingsOf(edge))
    for (let from = 0; from < edgeFrom; from += tileWidth) {
      const sources = this.#sources(from, from + tileWidth)
      const expected = signed.hashOver(from / tileWidth)
      const readings = readingsOf(sources)
      const right =
        expected === undefined
          ? undefined
          : readings.find(({ leaves }) => equalHashes(rootOf(leaves), expected))
      this.#judge(sources, right ?? mostAgreed(sources), expected !== undefined && right === undefined)
      // other work of the process goes on
      await setImmediate()
    }
    if (edge !== undefined) this.#judge(edge, edgeReading ?? mostAgreed(edge), false)
    this.#closeUpperTiles(size)
    if (!equalHashes(frontierRoot(this.#frontier), root)) this.#find({ code: 'root-wrong', size })
  }

  #sources(from: number, to: number): TileSources {
    const place = { index: from / tileWidth, width: to - from }
    const tileAt: Tile = { level: 0, ...place }
    const bundleAt: Tile = { level: 'entries', ...place }
    const rows = Array.from<LedgerRow | undefined>({ length: to - from })
    for (const row of this.#input.records.rows(from, to)) rows[row.seq - from] = row
    return {
      from,
      tile: { at: tileAt, leaves: readTile(this.#input.files, tileAt) },
      bundle: { at: bundleAt, leaves: readTile(this.#input.files, bundleAt)?.map(hashLeaf) },
      rows,
      recordLeaves: rows.map((row) => row && leafOf(row.salt, row.record)),
    }
  }

  /** Names every source that differs from `right`, and goes on with `right`. */
  #judge(sources: TileSources, right: Reading, rewritten: boolean): void {
    const to = sources.from + right.leaves.length
    if (rewritten) this.#find({ code: 'entries-rewritten', from: sources.from, to })
    for (const { at, leaves } of [sources.tile, sources.bundle]) this.#compareTile(at, leaves, right.leaves)
    for (const [i, leaf] of right.leaves.entries()) {
      this.#judgeRow(sources.from + i, sources.rows[i], sources.recordLeaves[i], leaf)
      this.#push(leaf)
    }
    if (right.leaves.length === tileWidth) this.#pushUpper(1, rootOf(right.leaves), to / tileWidth)
  }

  #judgeRow(seq: number, row: LedgerRow | undefined, leaf: Hash | undefined, right: Hash): void {
    if (row === undefined) return this.#find({ code: 'entry-missing', seq })
    if (leaf === undefined || !equalHashes(leaf, right)) return this.#find({ code: 'record-altered', seq })
    if (!equalHashes(hashLeaf(row.commitment), leaf)) this.#find({ code: 'commitment-altered', seq })
    const entry = readRecord(row.record)
    if (entry?.seq !== seq) return this.#find({ code: 'record-altered', seq })
    const { at } = entry
    if (this.#lastAt !== undefined && at < this.#lastAt)
      this.#remarks.add({ code: 'clock-backwards', seq, at, previous: this.#lastAt })
    this.#lastAt = at
  }

  #compareTile(at: Tile, found: readonly Hash[] | undefined, right: readonly Hash[]): void {
    if (found === undefined) {
      const present = this.#input.files.read(tilePath(at)) !== undefined
      const path = tilePath(at)
      this.#find(present ? { code: 'tile-altered', path, position: 0 } : { code: 'tile-missing', path })
      return
    }
    const position = right.findIndex((hash, i) => !equalHashes(hash, found[i] ?? hash))
    if (position >= 0) this.#find({ code: 'tile-altered', path: tilePath(at), position })
  }

  #push(leaf: Hash): void {
    this.#frontier = appendLeaf(this.#frontier, leaf)
    this.#compareSaved()
  }

  #compareSaved(): void {
    if (
      this.#saved?.size === this.#frontier.size &&
      !equalHashes(frontierRoot(this.#frontier), this.#saved.root)
    )
      this.#find({ code: 'saved-inconsistent', savedSize: this.#saved.size })
  }

  /** `count` hashes now stand at the level. */
  #pushUpper(level: number, hash: Hash, count: number): void {
    const hashes = (this.#upper[level] ??= [])
    hashes.push(hash)
    if (hashes.length < tileWidth) return
    this.#compareUpper({ level, index: count / tileWidth - 1, width: tileWidth }, hashes)
    this.#upper[level] = []
    this.#pushUpper(level + 1, rootOf(hashes), count / tileWidth)
  }

  #closeUpperTiles(size: number): void {
    for (const [level, hashes] of this.#upper.entries()) {
      if (hashes === undefined || hashes.length === 0) continue
      const index = Math.floor(size / tileWidth ** (level + 1))
      this.#compareUpper({ level, index, width: hashes.length }, hashes)
    }
  }

  #compareUpper(tile: Tile, right: readonly Hash[]): void {
    this.#compareTile(tile, readTile(this.#input.files, tile), right)
  }

  /** Entries after the checkpoint have no log to be compared with, only their own commitments. */
  async #verifyUnpublished(from: number, last: Frontier): Promise<void> {
    if (from < last.size) this.#remarks.add({ code: 'unpublished', from, to: last.size })
    let next = from
    let whole = true
    const missingUpTo = (seq: number) => {
      for (; next < seq; next++, whole = false) this.#find({ code: 'entry-missing', seq: next })
    }
    for (const row of this.#input.records.rows(from, last.size)) {
      missingUpTo(row.seq)
      next = row.seq + 1
      const leaf = leafOf(row.salt, row.record)
      this.#judgeRow(row.seq, row, leaf, hashLeaf(row.commitment))
      this.#push(leaf ?? hashLeaf(row.commitment))
      if (row.seq % tileWidth === 0) await setImmediate()
    }
    missingUpTo(last.size)
    if (whole && last.size >= from && !equalHashes(frontierRoot(this.#frontier), frontierRoot(last)))
      this.#find({ code: 'frontier-altered', size: last.size })
    // rows first, then the count: what is appended meanwhile is in both
    const beyond = [...this.#input.records.rows(Math.max(from, last.size), Number.MAX_SAFE_INTEGER)]
    const counted = this.#input.records.frontier().size
    for (const { seq } of beyond) if (seq >= counted) this.#find({ code: 'entry-added', seq })
  }
}

function readable(text: string): Checkpoint | undefined {
  try {
    return parseCheckpoint(text)
  } catch (fault) {
    if (fault instanceof LedgerFault) return undefined
    throw fault
  }
}

/** The readings that are complete, and the one that most sources agree on, leaf by leaf. */
function readingsOf(sources: TileSources): readonly Reading[] {
  const width = sources.recordLeaves.length
  const complete = [sources.recordLeaves, sources.tile.leaves, sources.bundle.leaves]
    .map((leaves) => leaves?.filter((leaf) => leaf !== undefined) ?? [])
    .filter((leaves) => leaves.length === width)
    .map((leaves) => ({ leaves }))
  return [...complete, mostAgreed(sources)]
}

function mostAgreed(sources: TileSources): Reading {
  const leaves = sources.recordLeaves.map((record, i) => {
    const tile = sources.tile.leaves?.[i]
    const bundle = sources.bundle.leaves?.[i]
    const logAgrees = tile !== undefined && bundle !== undefined && equalHashes(tile, bundle)
    return (logAgrees ? tile : undefined) ?? record ?? tile ?? bundle ?? new Uint8Array(32)
  })
  return { leaves }
}
