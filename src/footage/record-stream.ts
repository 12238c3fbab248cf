import { FootageFault } from './fault.ts'
import {
  decodeGeneration,
  decodeRecordHeader,
  type RecordHeader,
  recordBytes,
  recordHeaderBytes,
  tagBytes,
} from './record.ts'

/** One record as it stands on disk. The byte fields are views of the bytes that were handed in. */
export type StoredRecord = {
  readonly header: RecordHeader
  /** offset of the record's first byte in the bytes handed in */
  readonly offset: number
  /** up to the next record, padding included: a multiple of 4,096 */
  readonly bytes: number
  /** the header, whole: associated data of the seal */
  readonly aad: Uint8Array<ArrayBuffer>
  /** ciphertext followed by the 16-byte tag */
  readonly sealed: Uint8Array<ArrayBuffer>
  readonly generation: number
  /** where the SHA-256 stands; it covers everything of the record before it */
  readonly digestAt: number
}

/**
 * The record that begins at `at`. Shape only: whoever has the bytes decides whether to check hash (server) or seal (browser).
 * @throws FootageFault `record-damaged`
 */
export function recordAt(bytes: Uint8Array<ArrayBuffer>, at: number): StoredRecord {
  const header = decodeRecordHeader(bytes, at)
  const total = recordBytes(header.plaintextBytes)
  if (at + total > bytes.length)
    throw new FootageFault('record-damaged', `the bytes end within a record of ${total}`, { offset: at })
  const sealedAt = at + recordHeaderBytes
  const trailerAt = sealedAt + header.plaintextBytes + tagBytes
  return {
    header,
    offset: at,
    bytes: total,
    aad: bytes.subarray(at, sealedAt),
    sealed: bytes.subarray(sealedAt, trailerAt),
    generation: decodeGeneration(bytes, trailerAt),
    digestAt: trailerAt + 8,
  }
}

/**
 * The records of a leaf, in order, from the bytes that `FootageReader.readLeaf` gives.
 * @throws FootageFault `record-damaged`
 */
export function* recordsOf(bytes: Uint8Array<ArrayBuffer>): Generator<StoredRecord> {
  for (let at = 0; at < bytes.length; ) {
    const record = recordAt(bytes, at)
    yield record
    at += record.bytes
  }
}
