/** Why the ledger could not do what it was asked. */
export const ledgerFaultCodes = [
  /** `append` was called outside a transaction of the records database */
  'no-transaction',
  /** no entry of that number, or it is not covered by a published checkpoint yet */
  'not-published',
  /** the published log is longer than the records: an old copy of the database was put back */
  'records-behind',
  /** the records do not continue the published log; nothing is signed */
  'log-diverged',
  /** a file of the log is missing or has the wrong length */
  'tile-missing',
  'checkpoint-missing',
  'checkpoint-unreadable',
  /** no signature of the expected key, or one that does not verify */
  'signature-wrong',
  'note-malformed',
  'key-malformed',
  'proof-malformed',
  /** a row of the records database is no entry; `verifyLedger` names what is wrong */
  'record-unreadable',
] as const
export type LedgerFaultCode = (typeof ledgerFaultCodes)[number]

export class LedgerFault extends Error {
  readonly code: LedgerFaultCode

  constructor(code: LedgerFaultCode, message: string, options?: ErrorOptions) {
    super(`${code}: ${message}`, options)
    this.name = 'LedgerFault'
    this.code = code
  }
}
