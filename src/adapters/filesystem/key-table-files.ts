import { join } from 'node:path'
import { VaultFault } from '../../vault/fault.ts'
import type { KeyTableCopy } from '../../vault/ports.ts'
import { type DurableFiles, durableFiles, isErrno } from './durable-files.ts'

const fileName = /^key-table\.([1-9][0-9]{0,14})$/

/** One copy of the key table as a folder with a file per generation. The folder is made when something is first written. */
export function keyTableFolder(folder: string, files: DurableFiles = durableFiles): KeyTableCopy {
  const path = (generation: number) => join(folder, `key-table.${generation}`)

  async function attempt<T>(what: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (cause) {
      throw new VaultFault('key-table-io', `${folder}: ${what} failed`, { cause })
    }
  }

  return {
    name: folder,
    generations: () =>
      attempt('listing', async () => {
        const names = await files.list(folder)
        return names
          .flatMap((name) => fileName.exec(name)?.[1] ?? [])
          .map(Number)
          .sort((a, b) => a - b)
      }),
    read: (generation) => attempt('reading', () => files.read(path(generation))),
    replace: (generation, bytes) =>
      attempt('writing', async () => {
        const target = path(generation)
        const beside = `${target}.new`
        await files.makeFolder(folder)
        await files.write(beside, bytes)
        await files.sync(beside)
        await files.rename(beside, target)
        await files.syncFolder(folder)
      }),
    append: (generation, at, bytes) =>
      attempt('appending', async () => {
        await files.cut(path(generation), at)
        await files.overwrite(path(generation), at, bytes)
        await files.sync(path(generation))
      }),
    remove: (generation) =>
      attempt('removing', async () => {
        try {
          await files.unlink(path(generation))
        } catch (error) {
          if (!isErrno(error, 'ENOENT')) throw error
        }
        await files.syncFolder(folder)
      }),
  }
}
