import { readTable, type TableFinding } from './key-table-load.ts'
import type { Anchor, AnchorKind, KeyTableCopy } from './ports.ts'
import { wipe } from './secret.ts'

/** What `fsck` says of a key table. */
export type KeyTableReport = {
  readonly table: string
  readonly generation: number
  readonly anchorKind: AnchorKind
  readonly epochs: readonly string[]
  readonly holds: readonly string[]
  readonly findings: readonly TableFinding[]
  /** generations other than the one in force whose key the anchor still holds: an erasure that was not finished */
  readonly otherKeys: readonly number[]
}

/** Reads a key table and changes nothing; not while a vault has it open.
 * @throws VaultFault as `readTable` */
export async function inspectKeyTable(
  copies: readonly KeyTableCopy[],
  anchor: Anchor,
): Promise<KeyTableReport> {
  const { table, generation, key, entries, findings, otherKeys } = await readTable(copies, anchor)
  wipe(key, ...entries.map(({ secret }) => secret))
  return {
    table,
    generation,
    anchorKind: anchor.kind,
    epochs: entries.flatMap((entry) => (entry.kind === 'epoch' ? [entry.epoch] : [])),
    holds: entries.flatMap((entry) => (entry.kind === 'hold' ? [entry.hold] : [])),
    findings,
    otherKeys,
  }
}
