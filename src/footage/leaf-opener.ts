import { checkCommitment, type OpenedLeaf } from '../vault/clip-key.ts'
import { VaultFault } from '../vault/fault.ts'
import { importClipKey, openFragment } from '../vault/open.ts'
import type { RecordHeader } from './record.ts'
import type { StoredRecord } from './record-stream.ts'

/** Opens the records of one leaf one after another; each must be the next of this leaf, under the key it was sealed with. */
export class LeafOpener {
  readonly #key: OpenedLeaf
  #imported: Promise<CryptoKey> | null = null
  #fragment = 0
  #sequence: number | null = null

  /** @param key stays the caller's, who wipes it when all records are opened */
  constructor(key: OpenedLeaf) {
    this.#key = key
  }

  /**
   * Checks place, order and key commitment before anything is decrypted.
   * @returns plaintext of the fragment (docs/ref/footage-format.md)
   * @throws VaultFault `malformed` for a record of another leaf or out of order, `commitment-mismatch`, `seal-broken`
   */
  async open(record: StoredRecord): Promise<Uint8Array<ArrayBuffer>> {
    const { header } = record
    this.#check(header)
    checkCommitment(this.#key, header.commitment)
    this.#imported ??= importClipKey(this.#key.key)
    return openFragment(await this.#imported, header.fragment, record.aad, record.sealed)
  }

  #check(header: RecordHeader): void {
    const { camera, epoch, leaf } = this.#key
    if (header.camera !== camera || header.epoch !== epoch || header.leaf !== leaf)
      throw new VaultFault('malformed', `the record belongs to leaf ${header.leaf} of ${header.epoch}`)
    if (header.fragment !== this.#fragment || (this.#sequence ?? header.sequence) !== header.sequence)
      throw new VaultFault('malformed', `fragment ${header.fragment} stands where ${this.#fragment} belongs`)
    if (header.timescale === 0) throw new VaultFault('malformed', 'a record without timescale')
    this.#fragment++
    this.#sequence = header.sequence + 1
  }
}
