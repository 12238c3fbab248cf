import { cp, mkdtemp, rm, truncate } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { StoreWorld } from '../../footage/footage-fixture.ts'
import { openFootageIndex } from '../sqlite/footage-index.ts'
import { openFootageIndexReader } from '../sqlite/footage-index-read.ts'
import { createFootageIndex } from '../sqlite/footage-index-schema.ts'
import { makeStore } from './make-store.ts'
import { openSlotFiles } from './slot-files.ts'
import { indexFile, slotFile } from './slot-paths.ts'

/** A store in a temporary folder, for contract suites. */
export async function folderWorld(
  shape: { readonly slotBytes: number; readonly slots: number },
  options: { readonly direct?: boolean; readonly fallocate?: boolean } = {},
): Promise<StoreWorld & { readonly folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'tsujiban-store-'))
  await makeStore(folder, { ...shape, makeIndex: createFootageIndex, fallocate: options.fallocate ?? true })
  const index = join(folder, indexFile)
  const kept = `${index}.kept`
  return {
    folder,
    files: () => openSlotFiles(folder, { direct: options.direct ?? true }),
    index: () => openFootageIndex(index),
    indexReader: () => openFootageIndexReader(index),
    keepIndex: async () => {
      for (const end of ['', '-wal']) await cp(index + end, kept + end)
    },
    restoreIndex: async () => {
      for (const end of ['', '-wal', '-shm']) await rm(index + end, { force: true })
      for (const end of ['', '-wal']) await cp(kept + end, index + end)
    },
    removeSlot: (slot) => rm(slotFile(folder, slot)),
    truncateSlot: (slot, bytes) => truncate(slotFile(folder, slot), bytes),
    tamper: (sql) => {
      const db = new DatabaseSync(index)
      db.exec(sql)
      db.close()
    },
    dispose: () => rm(folder, { recursive: true, force: true }),
  }
}
