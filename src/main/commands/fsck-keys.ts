import { DatabaseSync } from 'node:sqlite'
import { storeIsOwned } from '../../adapters/sqlite/footage-index-lock.ts'
import { inspectKeyTable } from '../../vault/inspect-key-table.ts'
import { type DataFolder, readConfig } from '../data-folder.ts'
import { keyTableParts } from '../installation.ts'

export type KeyFinding = {
  readonly code: /** footage that is not due to end has no time lock: it cannot be opened */
    | 'time-lock-missing'
    /** an epoch that the records call erased still has its time lock */
    | 'time-lock-left'
    | 'hold-key-missing'
    | 'hold-key-left'
    /** the anchor still has the key of an earlier table: an erasure was not finished */
    | 'old-table-key'
    /** one copy of the key table differs from the other */
    | 'key-table-copy'
  readonly subject: string
}

/**
 * Compares the key table with what the records say is alive. Opening the anchor refuses one that lies in the data folder.
 * @returns null while a running server has the table
 * @throws VaultFault, ConfigFault
 */
export async function checkKeys(folder: DataFolder): Promise<readonly KeyFinding[] | null> {
  if (storeIsOwned(folder.root)) return null
  const config = await readConfig(folder)
  if (config === null) return []
  const { copies, anchor } = await keyTableParts(folder, config.anchorFolder)
  const report = await inspectKeyTable(copies, anchor)
  const database = new DatabaseSync(folder.records, { readOnly: true })
  try {
    const ids = (sql: string): Set<string> =>
      new Set(
        database
          .prepare(sql)
          .all()
          .map((row) => String((row as { id: unknown }).id)),
      )
    const epochs = ids('SELECT id FROM epochs WHERE erasedAt IS NULL')
    // one that has not begun may have been on its way when the machine stopped
    const begun = ids('SELECT id FROM epochs WHERE erasedAt IS NULL AND beganAt IS NOT NULL')
    const holds = ids('SELECT id FROM holds WHERE endedAt IS NULL')
    const [locks, keys] = [new Set(report.epochs), new Set(report.holds)]
    const told = (code: KeyFinding['code'], subjects: Iterable<string>): KeyFinding[] =>
      [...subjects].map((subject) => ({ code, subject }))
    return [
      ...told('time-lock-missing', begun.difference(locks)),
      ...told('time-lock-left', locks.difference(epochs)),
      ...told('hold-key-missing', holds.difference(keys)),
      ...told('hold-key-left', keys.difference(holds)),
      ...told('old-table-key', report.otherKeys.map(String)),
      ...report.findings.map((finding) => ({
        code: 'key-table-copy' as const,
        subject: JSON.stringify(finding),
      })),
    ]
  } finally {
    database.close()
  }
}
