import type { Clock } from '../domain/clock.ts'
import type { Instant } from '../domain/ids.ts'
import { type Checkpoint, type CheckpointSigner, openCheckpoint } from './checkpoint.ts'
import { commitmentOf, type LedgerEntry, leafOf, type NewEntry, readRecord, recordText } from './entry.ts'
import type { EntryKind } from './entry-kinds.ts'
import { LedgerFault } from './fault.ts'
import { appendLeaf, type Hash, hashLeaf, inclusionNodes, verifyInclusion } from './merkle.ts'
import type { NoteKey } from './note.ts'
import type { LedgerReader, LedgerRecords, LedgerRow, LogFiles } from './ports.ts'
import { publishLog, readCheckpoint } from './publish.ts'
import { TileReader } from './tile-reader.ts'

/** All it takes to show, offline and with the ledger's public key alone, that an entry stands in the log. */
export type InclusionEvidence = {
  readonly seq: number
  /** canonical JSON of the entry */
  readonly record: string
  readonly salt: Uint8Array
  /** RFC 9162 2.1.3, from the leaf's sibling to the root's child */
  readonly path: readonly Hash[]
  /** the signed note */
  readonly checkpoint: string
}

export type EvidenceCheck =
  | { readonly kind: 'included'; readonly entry: LedgerEntry; readonly checkpoint: Checkpoint }
  | {
      readonly kind: 'not-included'
      readonly reason: 'checkpoint-unreadable' | 'signature-wrong' | 'proof-wrong'
    }

/** Checks record, salt, path and signature against each other. Whether the entry is the one that is wanted is the caller's to compare. */
export function checkInclusion(evidence: InclusionEvidence, key: NoteKey): EvidenceCheck {
  const checkpoint = tryCheckpoint(evidence.checkpoint, key)
  if (checkpoint instanceof LedgerFault) {
    const reason = checkpoint.code === 'signature-wrong' ? 'signature-wrong' : 'checkpoint-unreadable'
    return { kind: 'not-included', reason }
  }
  const leaf = leafOf(evidence.salt, evidence.record)
  if (
    leaf === undefined ||
    !verifyInclusion(leaf, evidence.seq, checkpoint.size, evidence.path, checkpoint.root)
  )
    return { kind: 'not-included', reason: 'proof-wrong' }
  const entry = readRecord(evidence.record)
  return entry?.seq === evidence.seq
    ? { kind: 'included', entry, checkpoint }
    : { kind: 'not-included', reason: 'proof-wrong' }
}

function tryCheckpoint(text: string, key: NoteKey): Checkpoint | LedgerFault {
  try {
    return openCheckpoint(text, key)
  } catch (fault) {
    if (fault instanceof LedgerFault) return fault
    throw fault
  }
}

export type LedgerParts = {
  readonly records: LedgerRecords
  /** the same database through a connection of its own, on which no transaction of the acts runs */
  readonly committed: LedgerReader
  readonly files: LogFiles
  readonly signer: CheckpointSigner
  readonly clock: Clock
  /** 32 fresh random bytes */
  readonly random: () => Uint8Array
}

/** The one writer of the ledger. */
export class Ledger {
  readonly #parts: LedgerParts
  #publishing: Promise<Checkpoint | undefined> = Promise.resolve(undefined)

  constructor(parts: LedgerParts) {
    this.#parts = parts
  }

  /** Appends in the transaction that is under way: rolled back with it, in the log only after `publish`.
   * @throws LedgerFault no-transaction */
  append<K extends EntryKind>(entry: NewEntry<K>): LedgerEntry {
    const { records, clock, random } = this.#parts
    const frontier = records.frontier()
    const { kind, actor, refs, body } = entry
    const full = { seq: frontier.size, at: clock.now(), kind, actor, refs, body } as LedgerEntry
    const record = recordText(full)
    const salt = random()
    const commitment = commitmentOf(salt, record)
    records.append({ seq: full.seq, record, salt, commitment }, appendLeaf(frontier, hashLeaf(commitment)))
    return full
  }

  /** Brings the published log up to the committed entries; call it after every commit and at start. Runs follow one another.
   * @throws LedgerFault as `publishLog` */
  publish(): Promise<Checkpoint | undefined> {
    const { committed, files, signer } = this.#parts
    const run = () => publishLog(committed, files, signer)
    this.#publishing = this.#publishing.then(run, run)
    return this.#publishing
  }

  /** The newest published checkpoint.
   * @throws LedgerFault checkpoint-unreadable, signature-wrong */
  checkpoint(): Checkpoint | undefined {
    return readCheckpoint(this.#parts.files, this.#parts.signer)
  }

  /** Entry `seq` under the newest published checkpoint.
   * @throws LedgerFault not-published, tile-missing, checkpoint-unreadable, signature-wrong */
  prove(seq: number): InclusionEvidence {
    const checkpoint = this.checkpoint()
    const row = this.#parts.committed.row(seq)
    if (checkpoint === undefined || row === undefined || seq >= checkpoint.size)
      throw new LedgerFault('not-published', `entry ${seq}`)
    const path = new TileReader(this.#parts.files, checkpoint.size).proof(
      inclusionNodes(seq, checkpoint.size),
    )
    return { seq, record: row.record, salt: row.salt, path, checkpoint: checkpoint.note }
  }

  /** Entries committed so far. */
  size(): number {
    return this.#parts.committed.frontier().size
  }

  /** Up to `limit` entries before number `before`, the newest first.
   * @throws LedgerFault record-unreadable */
  entries(before: number, limit: number): readonly LedgerEntry[] {
    const to = Math.max(0, Math.min(before, this.size()))
    const rows = [...this.#parts.committed.rows(Math.max(0, to - limit), to)]
    return rows.map(entryOf).toReversed()
  }

  /** Time of the last entry: a clock that shows less is not to be trusted.
   * @throws LedgerFault record-unreadable */
  newest(): Instant | undefined {
    return this.entries(this.size(), 1)[0]?.at
  }
}

function entryOf({ seq, record }: LedgerRow): LedgerEntry {
  const entry = readRecord(record)
  if (entry === undefined) throw new LedgerFault('record-unreadable', `entry ${seq}`)
  return entry
}
