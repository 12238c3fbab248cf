import { createHash, randomFillSync } from 'node:crypto'
import { realpath, stat } from 'node:fs/promises'
import { dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { VaultFault } from '../../vault/fault.ts'
import { idBytes } from '../../vault/leaf-ref.ts'
import type { Anchor } from '../../vault/ports.ts'
import { join as joinBytes, randomSecret, sameBytes, secretBytes, uint32, wipe } from '../../vault/secret.ts'
import { type DurableFiles, durableFiles, isErrno } from './durable-files.ts'

const magic = new TextEncoder().encode('TJANCHR1')
const bodyLength = 64
const fileLength = 96

export type FileAnchorOptions = {
  /** folder of the keys; made for this user alone when it is not there */
  readonly folder: string
  /** folder of everything else: the anchor may not lie in it */
  readonly dataFolder: string
  readonly files?: DurableFiles
}

/** The path with every symbolic link of its existing part followed. */
async function realPath(path: string): Promise<string> {
  const full = resolve(path)
  try {
    return await realpath(full)
  } catch (error) {
    if (!isErrno(error, 'ENOENT') || dirname(full) === full) throw error
    return join(await realPath(dirname(full)), relative(dirname(full), full))
  }
}

async function refuseUnfit(folder: string, dataFolder: string): Promise<void> {
  const [anchor, data] = await Promise.all([realPath(folder), realPath(dataFolder)])
  const path = relative(data, anchor)
  if (path !== '..' && !path.startsWith('../') && !isAbsolute(path))
    throw new VaultFault('anchor-in-data', `the anchor ${anchor} lies in the data folder ${data}`)
  try {
    const { mode } = await stat(anchor)
    if ((mode & 0o077) !== 0)
      throw new VaultFault('anchor-exposed', `${anchor} can be read by others than its owner`)
  } catch (error) {
    if (!isErrno(error, 'ENOENT')) throw error
  }
}

function keyFile(table: string, generation: number, key: Uint8Array): Uint8Array<ArrayBuffer> {
  const body = joinBytes(magic, idBytes(table), new Uint8Array(4), uint32(generation), key)
  try {
    return joinBytes(body, createHash('sha256').update(body).digest())
  } finally {
    wipe(body)
  }
}

/** The key of a file, undefined when the file is not whole or of another table or generation. */
function keyOf(file: Uint8Array, table: string, generation: number): Uint8Array<ArrayBuffer> | undefined {
  if (file.length !== fileLength) return undefined
  const key = file.subarray(bodyLength - 32, bodyLength)
  const expected = keyFile(table, generation, key)
  try {
    return sameBytes(expected, file) ? joinBytes(key) : undefined
  } finally {
    wipe(expected)
  }
}

/**
 * Table keys as files in a folder of their own, `TABLE.GENERATION.key`. Weaker than a chip: whoever copies the file in time keeps the key,
 * and a disk that does not overwrite in place (flash, snapshots) may keep the old bytes for a while; certificates name the kind.
 * @throws VaultFault `anchor-in-data`, `anchor-exposed`, `anchor-io`
 */
export async function openFileAnchor({
  folder,
  dataFolder,
  files = durableFiles,
}: FileAnchorOptions): Promise<Anchor> {
  const attempt = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (cause) {
      if (cause instanceof VaultFault) throw cause
      throw new VaultFault('anchor-io', `${folder}: ${what} failed`, { cause })
    }
  }
  const path = (table: string, generation: number | string, state: 'key' | 'new' | 'dead') =>
    join(folder, `${table}.${generation}.${state}`)

  async function generations(table: string, state: 'key' | 'new' | 'dead'): Promise<readonly number[]> {
    const names = await files.list(folder)
    return names
      .map((name) => name.split('.'))
      .flatMap(([id, generation, ending, ...rest]) =>
        id === table && ending === state && rest.length === 0 && /^[1-9][0-9]{0,9}$/.test(generation ?? '')
          ? [Number(generation)]
          : [],
      )
      .sort((a, b) => a - b)
  }

  /** Random bytes over the old ones first: an unlinked file's blocks stay as they are. */
  async function shred(file: string): Promise<void> {
    await files.overwrite(file, 0, randomFillSync(secretBytes(fileLength)))
    await files.sync(file)
    await files.unlink(file)
    await files.syncFolder(folder)
  }

  await attempt('checking', () => refuseUnfit(folder, dataFolder))

  return {
    kind: 'file',
    settle: (table) =>
      attempt('settling', async () => {
        for (const state of ['dead', 'new'] as const)
          for (const generation of await generations(table, state))
            await shred(path(table, generation, state))
      }),
    generations: (table) => attempt('listing', () => generations(table, 'key')),
    create: (table, generation) =>
      attempt('making a key', async () => {
        if ((await generations(table, 'key')).includes(generation))
          throw new VaultFault('anchor-taken', `generation ${generation} has a key already`)
        const key = randomSecret(32)
        const bytes = keyFile(table, generation, key)
        try {
          await files.makeFolder(folder)
          await files.write(path(table, generation, 'new'), bytes)
          await files.sync(path(table, generation, 'new'))
          await files.rename(path(table, generation, 'new'), path(table, generation, 'key'))
          await files.syncFolder(folder)
          return key
        } catch (fault) {
          wipe(key)
          throw fault
        } finally {
          wipe(bytes)
        }
      }),
    read: (table, generation) =>
      attempt('reading a key', async () => {
        if (!(await generations(table, 'key')).includes(generation))
          throw new VaultFault('anchor-empty', `generation ${generation} has no key`)
        const bytes = await files.read(path(table, generation, 'key'))
        try {
          const key = keyOf(bytes, table, generation)
          if (key === undefined)
            throw new VaultFault('anchor-broken', `the key of generation ${generation} is damaged`)
          return key
        } finally {
          wipe(bytes)
        }
      }),
    destroy: (table, generation) =>
      attempt('destroying a key', async () => {
        // durable under its new name first: from here on the key counts as gone, whatever a crash leaves of its bytes
        await files.rename(path(table, generation, 'key'), path(table, generation, 'dead'))
        await files.syncFolder(folder)
        await shred(path(table, generation, 'dead'))
      }),
  }
}
