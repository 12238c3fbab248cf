import { DatabaseSync, type StatementSync } from 'node:sqlite'
import type { Kysely } from 'kysely'
import type { ActEntry, Records, Tx } from '../../acts/context.ts'
import type { Schema } from '../../acts/schema.ts'
import type { LedgerEntry, NewEntry } from '../../ledger/entry.ts'
import type { EntryKind } from '../../ledger/entry-kinds.ts'
import type { InclusionEvidence, Ledger } from '../../ledger/ledger.ts'
import { kyselyOver } from './kysely-sqlite.ts'
import { ledgerMigration } from './ledger-records.ts'
import { recordMigrations } from './records-schema.ts'

export const recordsFaultCodes = ['records-newer', 'records-unreadable'] as const

export class RecordsFault extends Error {
  readonly code: (typeof recordsFaultCodes)[number]
  constructor(code: (typeof recordsFaultCodes)[number], message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'RecordsFault'
    this.code = code
  }
}

/** Opens records.sqlite (WAL, synchronous FULL) and brings its schema up to date.
 * @throws RecordsFault when a newer program wrote it or it cannot be read */
export function openRecordsDatabase(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: 5000 })
  try {
    database.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON',
    )
    const steps = [ledgerMigration, ...recordMigrations]
    const { user_version: version } = database.prepare('PRAGMA user_version').get() as {
      user_version: number
    }
    if (version > steps.length) {
      throw new RecordsFault(
        'records-newer',
        `the records are of version ${version}, this program knows ${steps.length}`,
      )
    }
    for (const [index, step] of steps.entries()) {
      if (index < version) continue
      database.exec(`BEGIN IMMEDIATE; ${step}; PRAGMA user_version = ${index + 1}; COMMIT`)
    }
    return database
  } catch (error) {
    database.close()
    if (error instanceof RecordsFault) throw error
    throw new RecordsFault('records-unreadable', `cannot open ${path}`, { cause: error })
  }
}

/** The records with the ledger in one database, one transaction at a time. */
export class SqliteRecords implements Records {
  readonly db: Kysely<Schema>
  readonly #ledger: Ledger
  readonly #entered: () => void
  readonly #countUse: StatementSync
  #queue: Promise<unknown> = Promise.resolve()

  /** @param entered called after every commit that brought entries */
  constructor(database: DatabaseSync, ledger: Ledger, entered: () => void) {
    this.db = kyselyOver<Schema>(database)
    this.#ledger = ledger
    this.#entered = entered
    this.#countUse = database.prepare(
      `INSERT INTO clauseUse (clause, kind, count, lastAt, lastSeq) VALUES (?, ?, 1, ?, ?)
       ON CONFLICT (clause, kind) DO UPDATE SET count = count + 1, lastAt = excluded.lastAt, lastSeq = excluded.lastSeq`,
    )
  }

  /** Publishing is part of the turn: the next transaction's entries must not be published before they are committed. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const turn = this.#queue.then(async () => {
      const before = this.#ledger.size()
      const value = await this.db
        .transaction()
        .execute((db) => work({ db, enter: (entry) => this.#enter(entry) }))
      if (this.#ledger.size() > before) {
        this.#entered()
        await this.#ledger.publish()
      }
      return value
    })
    this.#queue = turn.catch(() => undefined)
    return turn
  }

  prove(seq: number): InclusionEvidence {
    return this.#ledger.prove(seq)
  }

  entries(before: number, limit: number): readonly LedgerEntry[] {
    return this.#ledger.entries(before, limit)
  }

  size(): number {
    return this.#ledger.size()
  }

  async close(): Promise<void> {
    await this.#queue
    await this.db.destroy()
  }

  #enter<K extends EntryKind>(entry: ActEntry<K>): number {
    const { kind, actor, body, clauses = [], ...refs } = entry
    const row: NewEntry<K> = {
      kind,
      actor: actor.kind === 'system' ? 'system' : { person: actor.person, role: actor.role },
      refs: {
        clauses,
        ...(refs.case === undefined ? {} : { case: refs.case }),
        ...(refs.camera === undefined ? {} : { camera: refs.camera }),
        ...(refs.instruction === undefined ? {} : { instruction: refs.instruction }),
      },
      body,
    }
    const { seq, at } = this.#ledger.append(row)
    for (const clause of new Set(clauses)) this.#countUse.run(clause, kind, at, seq)
    return seq
  }
}
