import { VaultFault } from './fault.ts'
import { mergeCopies, type TableEntry, type TableHeader, tableBytes } from './key-table-format.ts'
import type { Anchor, KeyTableCopy } from './ports.ts'
import { sameBytes, wipe } from './secret.ts'

export type WrittenGeneration = {
  /** 32 bytes; wiped by the caller */
  readonly key: Uint8Array<ArrayBuffer>
  readonly records: number
  readonly length: number
}

/**
 * Writes a whole generation under a fresh key to every copy, and reads all of it again with the key as the anchor gives it: what comes back
 * is what was meant, before anything older may go.
 * @param entries left as they are
 * @throws VaultFault `key-table-io`, `anchor-io`, `anchor-taken`
 */
export async function writeGeneration(
  copies: readonly KeyTableCopy[],
  anchor: Anchor,
  header: TableHeader,
  entries: readonly TableEntry[],
): Promise<WrittenGeneration> {
  const { table, generation } = header
  const key = await anchor.create(table, generation)
  try {
    const { bytes, records } = tableBytes(key, header, entries)
    for (const copy of copies) await copy.replace(generation, bytes)
    const anchored = await anchor.read(table, generation)
    try {
      for (const copy of copies) await readAgain(copy, anchored, header, bytes, entries.length)
    } finally {
      wipe(anchored)
    }
    return { key, records, length: bytes.length }
  } catch (fault) {
    wipe(key)
    throw fault
  }
}

async function readAgain(
  copy: KeyTableCopy,
  key: Uint8Array,
  header: TableHeader,
  bytes: Uint8Array,
  count: number,
): Promise<void> {
  const again = await copy.read(header.generation)
  const { entries } = mergeCopies(key, header, [again])
  wipe(...entries.map(({ secret }) => secret))
  if (!sameBytes(again, bytes) || entries.length !== count)
    throw new VaultFault('key-table-io', `${copy.name} does not read back as written`)
}
