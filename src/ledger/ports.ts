import type { Frontier } from './merkle.ts'

/** One entry as the records database keeps it. */
export type LedgerRow = {
  /** from 0, no holes */
  readonly seq: number
  /** canonical JSON of the entry */
  readonly record: string
  /** 32 random bytes */
  readonly salt: Uint8Array
  /** 32 bytes: what stands in the log (docs/ref/ledger.md) */
  readonly commitment: Uint8Array
}

/** Reading the ledger's part of the records database. Synchronous. */
export interface LedgerReader {
  /** of the tree over all entries */
  frontier(): Frontier
  row(seq: number): LedgerRow | undefined
  /** rows `from` up to but not including `to`, in order; missing ones are left out */
  rows(from: number, to: number): Iterable<LedgerRow>
}

/** The side that sees the transaction under way, so that several entries commit with the state change they tell of. */
export interface LedgerRecords extends LedgerReader {
  /** Adds the row and keeps the frontier of the tree that it completes.
   * @throws LedgerFault no-transaction */
  append(row: LedgerRow, frontier: Frontier): void
}

/** The folder of the published log. Paths are relative, with `/`. */
export interface LogFiles {
  /** undefined when there is no such file */
  read(path: string): Uint8Array | undefined
  /** Puts the file in place as a whole; durable when it resolves. */
  write(path: string, bytes: Uint8Array): Promise<void>
  /** Drops the partial tiles of a full tile (`<path>.p/`). */
  removePartials(path: string): Promise<void>
}
