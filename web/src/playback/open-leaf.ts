import { LeafOpener } from '../../../src/footage/leaf-opener.ts'
import { decodeRecordHeader, recordBytes, recordHeaderBytes } from '../../../src/footage/record.ts'
import { recordAt, type StoredRecord } from '../../../src/footage/record-stream.ts'
import type { OpenedLeaf } from '../../../src/vault/clip-key.ts'
import { VaultFault } from '../../../src/vault/fault.ts'
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

/** Opens the records of one leaf one after another, ready for a MediaSource. */
export class FragmentOpener {
  readonly #opener: LeafOpener

  /** @param key stays the caller's, who wipes it when all records are opened */
  constructor(key: OpenedLeaf) {
    this.#opener = new LeafOpener(key)
  }

  /** @throws VaultFault as `LeafOpener.open`, and `malformed` for a leaf that does not begin with its parameters */
  async open(record: StoredRecord): Promise<OpenedFragment> {
    const { header } = record
    const { init, media } = splitInit(await this.#opener.open(record))
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
}

/**
 * Opens a whole leaf from its records as they stand on disk (docs/ref/footage-format.md).
 * @throws VaultFault, FootageFault `record-damaged`
 */
export async function openLeafBytes(
  key: OpenedLeaf,
  records: Uint8Array<ArrayBuffer>,
): Promise<OpenedLeafFootage> {
  const opener = new FragmentOpener(key)
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
