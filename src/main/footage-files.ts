import { join } from 'node:path'
import { makeStore } from '../adapters/filesystem/make-store.ts'
import { openSlotFiles } from '../adapters/filesystem/slot-files.ts'
import { indexFile } from '../adapters/filesystem/slot-paths.ts'
import { openFootageIndex } from '../adapters/sqlite/footage-index.ts'
import { openFootageIndexReader } from '../adapters/sqlite/footage-index-read.ts'
import { createFootageIndex } from '../adapters/sqlite/footage-index-schema.ts'
import type { Clock } from '../domain/clock.ts'
import type { FootageFault } from '../footage/fault.ts'
import type { FootageIndexReader } from '../footage/footage-index.ts'
import type { FootageReader } from '../footage/ports.ts'
import { footageReader } from '../footage/reader.ts'
import type { SlotFiles } from '../footage/slot-files.ts'
import { type OwnedStore, openFootageStore } from '../footage/store.ts'

/** Reserves a store on a local disk; see `makeStore` for its faults. */
export async function createFootage(folder: string, slots: number, slotBytes: number): Promise<void> {
  await makeStore(folder, { slots, slotBytes, makeIndex: createFootageIndex })
}

/** Opens the store as its one owner. */
export async function ownFootage(
  folder: string,
  clock: Clock,
  onFault: (fault: FootageFault) => void,
): Promise<OwnedStore> {
  const files = await openSlotFiles(folder)
  const index = openFootageIndex(join(folder, indexFile))
  try {
    return await openFootageStore({ files, index, clock, onFault })
  } catch (error) {
    index.close()
    await files.close()
    throw error
  }
}

export type FootageReading = {
  readonly files: SlotFiles
  readonly index: FootageIndexReader
  readonly reader: FootageReader
  close(): Promise<void>
}

/** Opens the store for reading, while its owner may write. */
export async function readFootage(folder: string): Promise<FootageReading> {
  const files = await openSlotFiles(folder)
  const index = openFootageIndexReader(join(folder, indexFile))
  return {
    files,
    index,
    reader: footageReader(files, index),
    close: async () => {
      index.close()
      await files.close()
    },
  }
}
