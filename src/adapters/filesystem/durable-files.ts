import { mkdir, open, readdir, rename, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * The steps from which files are made durable, one system call or two each, so that a crash can be tried between any two of them. Every
 * method rejects with the error of `node:fs`.
 */
export interface DurableFiles {
  /** names in a folder; a folder that is not there has none */
  list(folder: string): Promise<readonly string[]>
  read(path: string): Promise<Uint8Array<ArrayBuffer>>
  /** makes the folder and those above it, readable for this user alone, and syncs the folders that hold them */
  makeFolder(folder: string): Promise<void>
  /** makes a file readable for this user alone, or empties the one that is there, and writes; not durable yet */
  write(path: string, bytes: Uint8Array): Promise<void>
  /** writes into a file that is there, over what stands in that place on the disk; not durable yet */
  overwrite(path: string, at: number, bytes: Uint8Array): Promise<void>
  /** cuts a file off, or does nothing when it is no longer than that; not durable yet */
  cut(path: string, length: number): Promise<void>
  /** makes a file's content durable */
  sync(path: string): Promise<void>
  rename(from: string, to: string): Promise<void>
  unlink(path: string): Promise<void>
  /** makes names in a folder durable */
  syncFolder(folder: string): Promise<void>
}

async function withFile<T>(
  path: string,
  flags: string,
  use: (file: Awaited<ReturnType<typeof open>>) => Promise<T>,
): Promise<T> {
  const file = await open(path, flags, 0o600)
  try {
    return await use(file)
  } finally {
    await file.close()
  }
}

export function isErrno(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code))
}

async function writeAll(
  file: Awaited<ReturnType<typeof open>>,
  bytes: Uint8Array,
  position: number,
): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done)
    done += bytesWritten
  }
}

export const durableFiles: DurableFiles = {
  async list(folder) {
    try {
      return await readdir(folder)
    } catch (error) {
      if (isErrno(error, 'ENOENT')) return []
      throw error
    }
  },
  // into one buffer of its own: what a library reads piece by piece it leaves behind, and the file may be a key
  read: (path) =>
    withFile(path, 'r', async (file) => {
      const { size } = await file.stat()
      const bytes = new Uint8Array(new ArrayBuffer(size))
      let done = 0
      while (done < size) {
        const { bytesRead } = await file.read(bytes, done, size - done, done)
        if (bytesRead === 0) break
        done += bytesRead
      }
      return bytes.subarray(0, done)
    }),
  async makeFolder(folder) {
    const first = await mkdir(folder, { recursive: true, mode: 0o700 })
    if (first === undefined) return
    for (let made = folder; made.length >= first.length; made = dirname(made))
      await durableFiles.syncFolder(dirname(made))
  },
  write: (path, bytes) => withFile(path, 'w', (file) => writeAll(file, bytes, 0)),
  overwrite: (path, at, bytes) => withFile(path, 'r+', (file) => writeAll(file, bytes, at)),
  cut: (path, length) =>
    withFile(path, 'r+', async (file) => {
      const { size } = await file.stat()
      if (size > length) await file.truncate(length)
    }),
  sync: (path) => withFile(path, 'r+', (file) => file.sync()),
  rename,
  unlink,
  syncFolder: (folder) => withFile(folder, 'r', (file) => file.sync()),
}
