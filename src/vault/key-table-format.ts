/** The bytes of a key table: docs/ref/key-table.md. */
import { Buffer } from 'node:buffer'
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { type CameraId, type EpochId, type HoldId, uuidFromBytes } from '../domain/ids.ts'
import { VaultFault } from './fault.ts'
import { idBytes } from './leaf-ref.ts'
import { join, sameBytes, uint32, wipe } from './secret.ts'

export const headerLength = 72
/** Longest plaintext of a record, bytes. A crash can tear one record, so it bounds what may be missing at the end of a copy. */
export const longestRecord = 64 * 1024
const recordOverhead = 4 + 4 + 12 + 16
const magic = new TextEncoder().encode('TJKEYS1\0')

/** One secret of the table, 32 bytes. */
export type TableEntry =
  | {
      readonly kind: 'epoch'
      readonly epoch: EpochId
      readonly camera: CameraId
      readonly secret: Uint8Array<ArrayBuffer>
    }
  | { readonly kind: 'hold'; readonly hold: HoldId; readonly secret: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'ledger-signing' | 'decoy-salt'; readonly secret: Uint8Array<ArrayBuffer> }

const kinds = { epoch: 1, hold: 2, 'ledger-signing': 3, 'decoy-salt': 4 } as const
const entryLengths = { 1: 65, 2: 49, 3: 33, 4: 33 } as const

export function entryLength({ kind }: TableEntry): number {
  return entryLengths[kinds[kind]]
}

/** @throws VaultFault `malformed`, `bad-key` for what no record could hold */
export function checkEntry(entry: TableEntry): void {
  if (entry.secret.length !== 32) throw new VaultFault('bad-key', 'a secret of the table has 32 bytes')
  wipe(entryBytes(entry))
}

export type TableHeader = { readonly table: string; readonly generation: number }

export function headerBytes({ table, generation }: TableHeader): Uint8Array<ArrayBuffer> {
  const body = Buffer.alloc(40)
  body.set(magic, 0)
  body.set(idBytes(table), 8)
  body.writeBigUInt64BE(BigInt(generation), 24)
  return join(body, createHash('sha256').update(body).digest())
}

/** undefined for anything that is no whole header */
export function readHeader(bytes: Uint8Array): TableHeader | undefined {
  if (bytes.length < headerLength || !sameBytes(bytes.subarray(0, 8), magic)) return undefined
  const body = Buffer.from(bytes.buffer, bytes.byteOffset, 40)
  const digest = createHash('sha256').update(body).digest()
  if (!sameBytes(digest, bytes.subarray(40, headerLength))) return undefined
  return { table: uuidFromBytes(body.subarray(8, 24)), generation: Number(body.readBigUInt64BE(24)) }
}

function entryBytes(entry: TableEntry): Uint8Array<ArrayBuffer> {
  const kind = Uint8Array.of(kinds[entry.kind])
  switch (entry.kind) {
    case 'epoch':
      return join(kind, idBytes(entry.epoch), idBytes(entry.camera), entry.secret)
    case 'hold':
      return join(kind, idBytes(entry.hold), entry.secret)
    case 'ledger-signing':
    case 'decoy-salt':
      return join(kind, entry.secret)
  }
}

/** Seals entries that fit into one record; the entries are left as they are. */
export function sealRecord(
  key: Uint8Array,
  header: TableHeader,
  sequence: number,
  entries: readonly TableEntry[],
): Uint8Array<ArrayBuffer> {
  const parts = entries.map(entryBytes)
  const plaintext = join(...parts)
  wipe(...parts)
  const length = uint32(plaintext.length)
  const number = uint32(sequence)
  // a random nonce: a record that a crash tore may be written again with other content under the same number
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(join(headerBytes(header), length, number))
  const ciphertext = cipher.update(plaintext)
  wipe(plaintext)
  cipher.final()
  return join(length, number, nonce, ciphertext, cipher.getAuthTag())
}

function readEntries(plaintext: Uint8Array): TableEntry[] | undefined {
  const entries: TableEntry[] = []
  for (let at = 0; at < plaintext.length; ) {
    const kind = plaintext[at] as keyof typeof entryLengths
    const end = at + (entryLengths[kind] ?? Number.NaN)
    if (!(end <= plaintext.length)) return undefined
    const id = (from: number) => uuidFromBytes(plaintext.subarray(at + from, at + from + 16))
    const secret = join(plaintext.subarray(end - 32, end))
    if (kind === 1)
      entries.push({ kind: 'epoch', epoch: id(1) as EpochId, camera: id(17) as CameraId, secret })
    else if (kind === 2) entries.push({ kind: 'hold', hold: id(1) as HoldId, secret })
    else entries.push({ kind: kind === 3 ? 'ledger-signing' : 'decoy-salt', secret })
    at = end
  }
  return entries
}

/** The record that begins at `at`; undefined when there is none that this key opens. */
export function openRecord(
  key: Uint8Array,
  header: TableHeader,
  sequence: number,
  bytes: Uint8Array,
  at: number,
): { readonly entries: readonly TableEntry[]; readonly end: number } | undefined {
  if (bytes.length < at + recordOverhead) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset + at)
  const length = view.getUint32(0)
  const end = at + recordOverhead + length
  if (length > longestRecord || bytes.length < end || view.getUint32(4) !== sequence) return undefined
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(at + 8, at + 20))
  decipher.setAAD(join(headerBytes(header), uint32(length), uint32(sequence)))
  decipher.setAuthTag(bytes.subarray(end - 16, end))
  const plaintext = decipher.update(bytes.subarray(at + 20, end - 16))
  try {
    decipher.final()
    const entries = readEntries(plaintext)
    return entries && { entries, end }
  } catch {
    // OpenSSL says no more than "unable to authenticate": torn, damaged or of another key, which is what undefined means here
    return undefined
  } finally {
    wipe(plaintext)
  }
}

/** A whole table as one file. */
export function tableBytes(
  key: Uint8Array,
  header: TableHeader,
  entries: readonly TableEntry[],
): { readonly bytes: Uint8Array<ArrayBuffer>; readonly records: number } {
  const records: Uint8Array[] = []
  let batch: TableEntry[] = []
  let size = 0
  for (const entry of entries) {
    if (size + entryLength(entry) > longestRecord) {
      records.push(sealRecord(key, header, records.length, batch))
      batch = []
      size = 0
    }
    batch.push(entry)
    size += entryLength(entry)
  }
  if (batch.length > 0) records.push(sealRecord(key, header, records.length, batch))
  return { bytes: join(headerBytes(header), ...records), records: records.length }
}

/** Whether a record that was written after record `sequence` is still whole somewhere behind `from`: then what is there is no torn end. */
function recordsFollow(
  key: Uint8Array,
  header: TableHeader,
  sequence: number,
  copies: readonly Uint8Array[],
  from: number,
): boolean {
  return copies.some((bytes) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    for (let at = from + 1; at + recordOverhead <= bytes.length; at++) {
      const number = view.getUint32(at + 4)
      // so many records do not fit into what is left
      if (number <= sequence || number - sequence > bytes.length / recordOverhead) continue
      const found = openRecord(key, header, number, bytes, at)
      if (found === undefined) continue
      wipe(...found.entries.map(({ secret }) => secret))
      return true
    }
    return false
  })
}

export type MergedTable = {
  readonly entries: readonly TableEntry[]
  readonly records: number
  /** the whole table as both copies should be */
  readonly bytes: Uint8Array<ArrayBuffer>
}

/**
 * Reads a table from its copies, each record from whichever copy has it whole. What follows the last record is a torn end when it is no
 * longer than one record and no later record comes after it: it was never durable in both, so nobody was told that it was.
 * @throws VaultFault `key-table-broken`
 */
export function mergeCopies(
  key: Uint8Array,
  header: TableHeader,
  copies: readonly Uint8Array[],
): MergedTable {
  const entries: TableEntry[] = []
  const parts: Uint8Array[] = [headerBytes(header)]
  let at = headerLength
  let records = 0
  for (;;) {
    const here = at
    const number = records
    const found = copies
      .map((bytes) => ({ bytes, record: openRecord(key, header, number, bytes, here) }))
      .filter(({ record }) => record !== undefined)
    const [first, ...others] = found
    if (first?.record === undefined) break
    for (const other of others) wipe(...(other.record?.entries ?? []).map(({ secret }) => secret))
    for (const entry of first.record.entries) entries.push(entry)
    parts.push(first.bytes.subarray(at, first.record.end))
    at = first.record.end
    records++
  }
  const beyond = Math.max(...copies.map(({ length }) => length)) - at
  const torn = beyond <= longestRecord + recordOverhead && !recordsFollow(key, header, records, copies, at)
  if (!torn || records === 0) {
    wipe(...entries.map(({ secret }) => secret))
    throw new VaultFault(
      'key-table-broken',
      `generation ${header.generation}: record ${records} at byte ${at} is whole in no copy, ${beyond} bytes follow`,
    )
  }
  return { entries, records, bytes: join(...parts) }
}
