/** Everything that can go wrong in the vault, for browser and server alike. */
export const vaultFaultCodes = [
  /** ciphertext, tag, nonce or associated data do not belong together */
  'seal-broken',
  /** the two leaves do not give the key whose commitment stands in the footage */
  'commitment-mismatch',
  /** bytes or JSON handed in have the wrong shape */
  'malformed',
  /** a key that has the wrong type, length or curve point */
  'bad-key',
  /** the passphrase is not the one that the personal keys were wrapped under, or they were changed */
  'wrong-passphrase',
  /** a line of a recovery sheet is mistyped; `params` names sheet and, where one is to blame, line */
  'kit-line',
  /** the kit's number is mistyped */
  'kit-id',
  /** the sheets are of different kits */
  'kit-mixed',
  /** the same sheet twice */
  'kit-same-sheet',
  /** the sheets are sound but give another role key */
  'kit-other-key',
  /** the grants at hand do not cover a leaf */
  'not-granted',

  /** the instruction is not signed by the unlocker's key */
  'signature-wrong',
  /** the instruction does not name this person among its operators */
  'not-appointed',
  /** a leaf that the instruction does not open */
  'outside-instruction',
  /** more footage than one release opens */
  'too-much-footage',
  /** the instruction's ledger entry was not shown */
  'not-logged',
  /** neither the epoch nor a hold still has the key of a leaf */
  'time-lock-gone',

  /** no copy of the key table is there */
  'key-table-missing',
  /** a key table is there already */
  'key-table-exists',
  /** both copies are damaged beyond a torn end */
  'key-table-broken',
  /** the copies are of different tables: a disk was swapped */
  'key-table-foreign',
  /** a copy could not be read, written or synced; nothing was taken */
  'key-table-io',
  /** the table was closed */
  'key-table-closed',
  /** an epoch or hold has another secret already */
  'key-exists',
  /** the anchor does not have the key that opens the table */
  'anchor-empty',
  /** the anchor has a key for this generation already */
  'anchor-taken',
  /** a key in the anchor is damaged */
  'anchor-broken',
  /** the anchor could not be read, written or synced */
  'anchor-io',
  /** the anchor's folder lies in the data folder, so that a backup would take the key with it */
  'anchor-in-data',
  /** others than the program's own user may read the anchor's folder */
  'anchor-exposed',
] as const
export type VaultFaultCode = (typeof vaultFaultCodes)[number]

/** The one class of errors that leaves `src/vault`. Messages never carry key bytes. */
export class VaultFault extends Error {
  override readonly name = 'VaultFault'
  readonly code: VaultFaultCode
  /** what a message to staff needs to say where */
  readonly params: Readonly<Record<string, string>>

  constructor(
    code: VaultFaultCode,
    message: string,
    options: ErrorOptions & { readonly params?: Readonly<Record<string, string>> } = {},
  ) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined)
    this.code = code
    this.params = options.params ?? {}
  }
}
