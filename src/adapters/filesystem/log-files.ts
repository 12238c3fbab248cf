import { mkdirSync, readFileSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { LogFiles } from '../../ledger/ports.ts'

/** The published log as a folder. Files appear whole: written beside their place, synced, renamed, and the folder synced. */
export function folderLogFiles(root: string): LogFiles {
  return {
    read(path) {
      try {
        return readFileSync(join(root, path))
      } catch (error) {
        if (isNotFound(error)) return undefined
        throw error
      }
    },
    async write(path, bytes) {
      const target = join(root, path)
      await makeFolder(dirname(target))
      const temporary = `${target}.new`
      const file = await open(temporary, 'w')
      try {
        await file.writeFile(bytes)
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(temporary, target)
      await syncFolder(dirname(target))
    },
    async removePartials(path) {
      await rm(join(root, `${path}.p`), { recursive: true, force: true })
    },
  }
}

/** New folders are synced into the folders that hold them, up to one that was there. */
async function makeFolder(folder: string): Promise<void> {
  const first = mkdirSync(folder, { recursive: true })
  if (first === undefined) return
  for (let made = folder; made.length >= first.length; made = dirname(made)) await syncFolder(dirname(made))
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function isNotFound(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')
}
