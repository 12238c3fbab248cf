import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { FootageFault } from '../../footage/fault.ts'

/** Held by the one process that owns the store; the operating system lets go of it when the process dies. */
export type StoreLock = { readonly release: () => void }

function lockFile(folder: string): string {
  return join(folder, 'owner.lock')
}

/** @throws FootageFault `store-in-use`, or `disk-missing` when the folder is not there */
export function lockStore(folder: string): StoreLock {
  if (!existsSync(folder)) throw new FootageFault('disk-missing', `${folder} is not there`)
  const db = new DatabaseSync(lockFile(folder), { timeout: 0 })
  try {
    db.exec('BEGIN EXCLUSIVE')
  } catch (cause) {
    db.close()
    throw new FootageFault('store-in-use', `another process owns the store in ${folder}`, { cause })
  }
  return {
    release: () => {
      if (db.isOpen) db.close()
    },
  }
}

/** Whether some process owns the store now. */
export function storeIsOwned(folder: string): boolean {
  if (!existsSync(lockFile(folder))) return false
  try {
    lockStore(folder).release()
    return false
  } catch (error) {
    if (error instanceof FootageFault && error.code === 'store-in-use') return true
    throw error
  }
}
