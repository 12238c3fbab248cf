import {
  decodeRecordHeader,
  type RecordHeader,
  recordBytes,
  recordHeaderBytes,
} from '../../../src/footage/record.ts'
import { recordAt, type StoredRecord } from '../../../src/footage/record-stream.ts'
import { checkCommitment, type OpenedLeaf } from '../../../src/vault/clip-key.ts'
import { VaultFault } from '../../../src/vault/fault.ts'
import { importClipKey, openFragment } from '../../../src/vault/open.ts'
import { join } from '../../../src/vault/secret.ts'
import { codecOf, splitInit } from './init-segment.ts'

/** One opened fragment: what a MediaSource takes, in the order in which it was recorded. */
export type OpenedFragment = {
  /** `ftyp moov`, before this fragment, where it begins with one; the first fragment of a leaf always does */
  readonly init: Uint8Array<ArrayBuffer> | null
  /** codec of `init`, e.g. `avc1.4d401f` */
  readonly codec: string | null
  /** `moof mdat` */
  readonly media: Uint8Array<ArrayBuffer>
  readonly frames: number
  /** wall time of the first frame, and of the end of the last; milliseconds */
  readonly wallStart: number
  readonly wallEnd: number
  /** media time of the first frame on the epoch's own scale, and duration; seconds */
  readonly mediaStart: number
  readonly mediaDuration: number
}

export type OpenedLeafFootage = {
  /** `ftyp moov` of the leaf's first fragment */
  readonly init: Uint8Array<ArrayBuffer>
  readonly codec: string
  readonly fragments: readonly OpenedFragment[]
}

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
   * @throws VaultFault `malformed` for a record of another leaf or out of order, `commitment-mismatch`, `seal-broken`
   */
  async open(record: StoredRecord): Promise<OpenedFragment> {
    const { header } = record
    this.#check(header)
    checkCommitment(this.#key, header.commitment)
    this.#imported ??= importClipKey(this.#key.key)
    const plaintext = await openFragment(await this.#imported, header.fragment, record.aad, record.sealed)
    const { init, media } = splitInit(plaintext)
    if (header.fragment === 0 && init === null)
      throw new VaultFault('malformed', 'a leaf does not begin with its parameters')
    return {
      init,
      codec: init === null ? null : codecOf(init),
      media,
      frames: header.frames,
      wallStart: header.wallStart,
      wallEnd: header.wallEnd,
      mediaStart: header.mediaStart / header.timescale,
      mediaDuration: header.mediaDuration / header.timescale,
    }
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

/**
 * Opens a whole leaf from its records as they stand on disk (docs/ref/footage-format.md).
 * @throws VaultFault, FootageFault `record-damaged`
 */
export async function openLeafBytes(
  key: OpenedLeaf,
  records: Uint8Array<ArrayBuffer>,
): Promise<OpenedLeafFootage> {
  const opener = new LeafOpener(key)
  const fragments: OpenedFragment[] = []
  for (let at = 0; at < records.length; ) {
    const record = recordAt(records, at)
    fragments.push(await opener.open(record))
    at += record.bytes
  }
  const first = fragments[0]
  if (first?.init == null || first.codec === null) throw new VaultFault('malformed', 'a leaf without records')
  return { init: first.init, codec: first.codec, fragments }
}

/** Cuts a stream of records, as it comes from the network, into whole records. */
export class RecordSplitter {
  #chunks: Uint8Array<ArrayBuffer>[] = []
  #have = 0
  #need = recordHeaderBytes

  /** The records that are complete now. They are views of memory that is not used again. */
  push(chunk: Uint8Array<ArrayBuffer>): StoredRecord[] {
    this.#chunks.push(chunk)
    this.#have += chunk.length
    if (this.#have < this.#need) return []
    const bytes = join(...this.#chunks)
    const records: StoredRecord[] = []
    let at = 0
    for (;;) {
      this.#need = recordHeaderBytes
      if (bytes.length - at < this.#need) break
      this.#need = recordBytes(decodeRecordHeader(bytes, at).plaintextBytes)
      if (bytes.length - at < this.#need) break
      const record = recordAt(bytes, at)
      records.push(record)
      at += record.bytes
    }
    this.#chunks = [bytes.subarray(at)]
    this.#have = bytes.length - at
    return records
  }

  /** True when nothing is left over at the end of the stream. */
  get complete(): boolean {
    return this.#have === 0
  }
}
