import type { DatabaseSync } from 'node:sqlite'
import { LedgerFault } from '../../ledger/fault.ts'
import { emptyFrontier } from '../../ledger/merkle.ts'
import type { LedgerReader, LedgerRecords, LedgerRow } from '../../ledger/ports.ts'

/** Tables of the ledger in the records database. Rows are only ever added. */
export const ledgerMigration = `
  CREATE TABLE ledgerEntries (
    seq INTEGER PRIMARY KEY CHECK (seq >= 0),
    record TEXT NOT NULL,
    salt BLOB NOT NULL CHECK (length(salt) = 32),
    commitment BLOB NOT NULL CHECK (length(commitment) = 32)
  ) STRICT;
  CREATE TABLE ledgerFrontier (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    size INTEGER NOT NULL,
    hashes BLOB NOT NULL CHECK (length(hashes) % 32 = 0)
  ) STRICT;
`

const readAhead = 1024

/** The ledger's records over the connection that the acts' transactions run on. */
export function sqliteLedgerRecords(database: DatabaseSync): LedgerRecords {
  const insert = database.prepare(
    'INSERT INTO ledgerEntries (seq, record, salt, commitment) VALUES (?, ?, ?, ?)',
  )
  const saveFrontier = database.prepare(
    `INSERT INTO ledgerFrontier (one, size, hashes) VALUES (1, ?, ?)
     ON CONFLICT (one) DO UPDATE SET size = excluded.size, hashes = excluded.hashes`,
  )
  return {
    ...sqliteLedgerReader(database),
    append(row, frontier) {
      if (!database.isTransaction)
        throw new LedgerFault('no-transaction', 'an entry commits with the change that it tells of')
      insert.run(row.seq, row.record, row.salt, row.commitment)
      saveFrontier.run(frontier.size, Buffer.concat(frontier.hashes))
    },
  }
}

/** What is committed, over a connection that no transaction runs on (WAL: a reader sees nothing else). */
export function sqliteLedgerReader(database: DatabaseSync): LedgerReader {
  const selectFrontier = database.prepare('SELECT size, hashes FROM ledgerFrontier')
  const selectRows = database.prepare(
    'SELECT seq, record, salt, commitment FROM ledgerEntries WHERE seq >= ? AND seq < ? ORDER BY seq LIMIT ?',
  )
  const between = (from: number, to: number, limit: number) =>
    selectRows.all(from, to, limit) as unknown as readonly LedgerRow[]

  return {
    frontier() {
      const row = selectFrontier.get() as { size: number; hashes: Uint8Array } | undefined
      if (row === undefined) return emptyFrontier
      const count = row.hashes.length / 32
      const hashes = Array.from({ length: count }, (_, i) => row.hashes.slice(32 * i, 32 * (i + 1)))
      return { size: row.size, hashes }
    },
    row(seq) {
      return between(seq, seq + 1, 1)[0]
    },
    // in pages, so that no statement stays open between an entry and the next
    *rows(from, to) {
      for (let next = from; next < to; ) {
        const page = between(next, to, readAhead)
        yield* page
        const last = page.at(-1)
        if (last === undefined) return
        next = last.seq + 1
      }
    },
  }
}
