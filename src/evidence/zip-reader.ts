import type { ArchivePart } from './findings.ts'
import type { ByteReader } from './ports.ts'
import {
  descriptor,
  descriptorBytes,
  directoryHeader,
  end64Bytes,
  endBytes,
  endRecords,
  localHeader,
  type ZipEntry,
  type ZipStamp,
} from './zip-format.ts'

export type ZipContents = {
  readonly entries: readonly ZipEntry[]
  /** stamp of the first entry */
  readonly stamp: ZipStamp
  readonly directory: { readonly offset: number; readonly size: number }
}

export type ArchiveDamage = {
  readonly part: ArchivePart
  readonly offset: number
  readonly file: string | null
}

const maxDirectoryBytes = 64 << 20
const full = 0xffff_ffff

/** Where the bytes of an entry lie, as the archive of one form has them. */
export function dataOffset(entry: ZipEntry): number {
  return entry.offset + 30 + new TextEncoder().encode(entry.name).length
}

/** Reads the table of contents; undefined when the end of the archive is missing or makes no sense. Nothing else is looked at yet. */
export async function readContents(file: ByteReader): Promise<ZipContents | undefined> {
  const tail = await tailOf(file)
  if (tail === undefined) return undefined
  const { offset, size, count } = tail
  if (size > maxDirectoryBytes || offset + size > file.size) return undefined
  const bytes = await file.read(offset, size)
  if (bytes.length < size) return undefined
  const entries: ZipEntry[] = []
  const view = viewOf(bytes)
  for (let at = 0; at < size; ) {
    const entry = directoryEntry(bytes, at)
    if (entry === undefined) return undefined
    entries.push(entry.entry)
    at = entry.next
  }
  if (entries.length !== count || entries.length === 0) return undefined
  return {
    entries,
    stamp: { time: view.getUint16(12, true), date: view.getUint16(14, true) },
    directory: { offset, size },
  }
}

async function tailOf(
  file: ByteReader,
): Promise<{ offset: number; size: number; count: number } | undefined> {
  const at = Math.max(0, file.size - endBytes - end64Bytes)
  const tail = await file.read(at, file.size - at)
  const end = tail.length - endBytes
  if (end < 0) return undefined
  const view = viewOf(tail)
  if (view.getUint32(end, true) !== 0x06054b50) return undefined
  const count = view.getUint16(end + 10, true)
  const size = view.getUint32(end + 12, true)
  const near = view.getUint32(end + 16, true)
  if (near !== full) return { offset: near, size, count }
  if (end < end64Bytes || view.getUint32(end - end64Bytes, true) !== 0x06064b50) return undefined
  const offset = Number(view.getBigUint64(end - end64Bytes + 48, true))
  return Number.isSafeInteger(offset) ? { offset, size, count } : undefined
}

function directoryEntry(bytes: Uint8Array, at: number): { entry: ZipEntry; next: number } | undefined {
  const view = viewOf(bytes)
  if (at + 46 > bytes.length || view.getUint32(at, true) !== 0x02014b50) return undefined
  const nameBytes = view.getUint16(at + 28, true)
  const extraBytes = view.getUint16(at + 30, true)
  const extra = at + 46 + nameBytes
  const next = extra + extraBytes + view.getUint16(at + 32, true)
  if (next > bytes.length) return undefined
  const near = view.getUint32(at + 42, true)
  if (near === full && extraBytes !== 12) return undefined
  const offset = near === full ? Number(view.getBigUint64(extra + 4, true)) : near
  if (!Number.isSafeInteger(offset)) return undefined
  const name = new TextDecoder().decode(bytes.subarray(at + 46, extra))
  return {
    entry: { name, crc: view.getUint32(at + 16, true), size: view.getUint32(at + 24, true), offset },
    next,
  }
}

/** Compares every byte that is not content with the one form that bundles have. Checksums are for whoever reads the content to compare. */
export async function checkForm(
  file: ByteReader,
  contents: ZipContents,
  stamp: ZipStamp,
): Promise<readonly ArchiveDamage[]> {
  const damages: ArchiveDamage[] = []
  const compare = async (part: ArchivePart, name: string | null, offset: number, expected: Uint8Array) => {
    const found = await file.read(offset, expected.length)
    const at = expected.findIndex((byte, i) => byte !== found[i])
    if (at >= 0) damages.push({ part, offset: offset + at, file: name })
  }
  let next = 0
  for (const entry of contents.entries) {
    if (entry.offset !== next) damages.push({ part: 'gap', offset: next, file: entry.name })
    await compare('local-header', entry.name, entry.offset, localHeader(entry.name, stamp))
    const end = dataOffset(entry) + entry.size
    await compare('descriptor', entry.name, end, descriptor(entry))
    next = end + descriptorBytes
  }
  const { offset, size } = contents.directory
  if (offset !== next) damages.push({ part: 'gap', offset: next, file: null })
  let at = offset
  for (const entry of contents.entries) {
    const expected = directoryHeader(entry, stamp)
    await compare('directory', entry.name, at, expected)
    at += expected.length
  }
  const end = endRecords(contents.entries.length, size, offset)
  await compare('end', null, at, end)
  if (at + end.length !== file.size) damages.push({ part: 'end', offset: at + end.length, file: null })
  return damages
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
