import { createHash } from 'node:crypto'
import { FootageFault } from './fault.ts'
import { encodeGeneration, recordContentBytes, recordHeaderBytes, tagBytes } from './record.ts'
import { recordAt, type StoredRecord } from './record-stream.ts'

const digestBytes = 32

function digest(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest()
}

/** Makes the trailer of the record at the start of `record` (header and sealed bytes stand already) and zeroes its padding. */
export function sealTrailer(record: Uint8Array, plaintextBytes: number, generation: number): void {
  const trailerAt = recordHeaderBytes + plaintextBytes + tagBytes
  encodeGeneration(record, trailerAt, generation)
  const digestAt = trailerAt + 8
  record.set(digest(record.subarray(0, digestAt)), digestAt)
  record.fill(0, recordContentBytes(plaintextBytes))
}

/**
 * The record at `at`, proved by length, generation and SHA-256.
 * @throws FootageFault `record-damaged`, or `generation-mismatch` for an intact record of another use of the slot
 */
export function provedRecordAt(bytes: Uint8Array<ArrayBuffer>, at: number, generation: number): StoredRecord {
  const record = recordAt(bytes, at)
  const stored = bytes.subarray(record.digestAt, record.digestAt + digestBytes)
  const made = digest(bytes.subarray(at, record.digestAt))
  for (let i = 0; i < digestBytes; i++)
    if (made[i] !== stored[i])
      throw new FootageFault('record-damaged', 'the SHA-256 of the record is wrong', { offset: at })
  if (record.generation !== generation)
    throw new FootageFault(
      'generation-mismatch',
      `the record is of generation ${record.generation}, not ${generation}`,
      { offset: at },
    )
  return record
}
