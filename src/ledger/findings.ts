/** What a check of the ledger found wrong. Numbers of entries count from 0; `path` is that of the log's folder. */
export type LedgerFinding =
  | { readonly code: 'checkpoint-missing' }
  | { readonly code: 'checkpoint-unreadable' }
  /** the published checkpoint is not signed by the ledger's key */
  | { readonly code: 'signature-wrong'; readonly origin: string }
  /** record or salt are not those that the log committed to */
  | { readonly code: 'record-altered'; readonly seq: number }
  /** the record is right, the commitment beside it is not */
  | { readonly code: 'commitment-altered'; readonly seq: number }
  /** the log has the entry, the records have not */
  | { readonly code: 'entry-missing'; readonly seq: number }
  /** the records have an entry that their own count does not cover */
  | { readonly code: 'entry-added'; readonly seq: number }
  /** records and log agree, but not with the tree above them: `from` up to but not including `to` hold at least one forged entry */
  | { readonly code: 'entries-rewritten'; readonly from: number; readonly to: number }
  | { readonly code: 'tile-missing'; readonly path: string }
  /** `position` is the first hash or entry in the file that is wrong, from 0 */
  | { readonly code: 'tile-altered'; readonly path: string; readonly position: number }
  /** the entries do not lead to the root that was signed */
  | { readonly code: 'root-wrong'; readonly size: number }
  /** the state kept for the next entry does not fit the entries */
  | { readonly code: 'frontier-altered'; readonly size: number }
  | { readonly code: 'saved-unreadable' }
  /** the saved checkpoint is not of this ledger, or not signed by its key */
  | { readonly code: 'saved-signature-wrong'; readonly origin: string }
  /** entries that the saved checkpoint covered are gone */
  | { readonly code: 'saved-longer'; readonly size: number; readonly savedSize: number }
  /** the tree was rebuilt: its first `savedSize` entries are not those of the saved checkpoint */
  | { readonly code: 'saved-inconsistent'; readonly savedSize: number }

/** What is worth knowing and proves nothing by itself. */
export type LedgerRemark =
  /** the entry is dated before the one that precedes it */
  | { readonly code: 'clock-backwards'; readonly seq: number; readonly at: number; readonly previous: number }
  /** entries that no published checkpoint covers yet */
  | { readonly code: 'unpublished'; readonly from: number; readonly to: number }

/** Keeps the first findings and counts the rest, so that a ruined ledger of a million entries can still be reported. */
export class Collector<T> {
  readonly list: T[] = []
  #dropped = 0
  readonly #limit: number

  constructor(limit: number) {
    this.#limit = limit
  }

  add(item: T): void {
    if (this.list.length < this.#limit) this.list.push(item)
    else this.#dropped += 1
  }

  get dropped(): number {
    return this.#dropped
  }
}
