import { type FileHandle, open, readdir, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import type { BundleSource, ByteReader } from '../../evidence/ports.ts'

export type OpenedBundle = {
  readonly source: BundleSource
  close(): Promise<void>
}

/** A bundle at a path: an archive, or the folder that it was unpacked into. Errors of the file system pass through. */
export async function openBundle(path: string): Promise<OpenedBundle> {
  const handles: FileHandle[] = []
  const openFile = async (file: string): Promise<ByteReader> => {
    const handle = await open(file, 'r')
    handles.push(handle)
    return readerOf(handle)
  }
  const close = async () => {
    await Promise.all(handles.map((handle) => handle.close()))
  }
  if (!(await stat(path)).isDirectory()) {
    return { source: { kind: 'archive', file: await openFile(path) }, close }
  }
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
  // some file systems take names apart (NFD); the manifest has them whole
  const byName = new Map(
    files.map((file) => [relative(path, file).split(sep).join('/').normalize('NFC'), file]),
  )
  const folder = {
    names: async () => [...byName.keys()],
    // only what the listing has is opened: a name out of a manifest never leads outside
    open: async (name: string) => {
      const file = byName.get(name)
      return file === undefined ? undefined : openFile(file)
    },
  }
  return { source: { kind: 'folder', folder }, close }
}

async function readerOf(handle: FileHandle): Promise<ByteReader> {
  const { size } = await handle.stat()
  return {
    size,
    async read(offset, length) {
      const bytes = Buffer.allocUnsafe(Math.max(0, Math.min(length, size - offset)))
      let filled = 0
      while (filled < bytes.length) {
        const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, offset + filled)
        if (bytesRead === 0) break
        filled += bytesRead
      }
      return bytes.subarray(0, filled)
    },
  }
}
