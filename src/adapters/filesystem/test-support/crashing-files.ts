import { basename, dirname, join } from 'node:path'
import type { DurableFiles } from '../durable-files.ts'

type Write = { readonly at: number; readonly bytes: Uint8Array } | { readonly cut: number }
type File = { durable: Uint8Array<ArrayBuffer>; pending: Write[] }
type Names = ReadonlyMap<string, File>
type Folder = { durable: Names; pending: ((names: Map<string, File>) => void)[] }

function applied(content: Uint8Array<ArrayBuffer>, write: Write): Uint8Array<ArrayBuffer> {
  if ('cut' in write) return content.slice(0, write.cut)
  const out = new Uint8Array(Math.max(content.length, write.at + write.bytes.length))
  out.set(content)
  out.set(write.bytes, write.at)
  return out
}

function errno(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${path}`), { code })
}

/**
 * A file system in memory that loses what was not synced. Names of a folder come back in the order they were changed, up to some change (a
 * journalling file system's promise, rename in one piece); writes to a file come back in any combination, the last perhaps torn.
 */
export class CrashingFiles implements DurableFiles {
  readonly #folders = new Map<string, Folder>()
  /** every file there ever was, unlinked ones too: blocks stay on the disk */
  readonly #blocks = new Set<File>()
  /** steps taken so far */
  steps = 0
  /** number of the step that goes wrong instead of being done; `crash` stops everything after it, `error` this one step */
  goesWrong: { readonly step: number; readonly how: 'crash' | 'error' } | undefined
  #crashed = false

  /** The machine starts again: `coin` decides what of the unsynced came through, given a number of choices from 0. */
  restart(coin: (choices: number) => number): void {
    this.#crashed = false
    this.goesWrong = undefined
    for (const file of this.#blocks) {
      for (const write of file.pending) {
        const luck = coin(3)
        if (luck === 0) continue
        const half = !('cut' in write) && luck === 1
        file.durable = applied(
          file.durable,
          half ? { at: write.at, bytes: write.bytes.subarray(0, write.bytes.length >> 1) } : write,
        )
      }
      file.pending = []
    }
    for (const folder of this.#folders.values()) {
      const names = new Map(folder.durable)
      for (const change of folder.pending.slice(0, coin(folder.pending.length + 1))) change(names)
      folder.durable = names
      folder.pending = []
    }
  }

  /** Content of every file in these folders, to be put back with `restore`. */
  async snapshot(...folders: readonly string[]): Promise<ReadonlyMap<string, Uint8Array<ArrayBuffer>>> {
    const files = new Map<string, Uint8Array<ArrayBuffer>>()
    for (const folder of folders)
      for (const [name, file] of this.#names(folder))
        files.set(join(folder, name), this.#content(file).slice())
    return files
  }

  async restore(files: ReadonlyMap<string, Uint8Array>): Promise<void> {
    for (const [path, bytes] of files) {
      await this.makeFolder(dirname(path))
      await this.write(path, bytes)
      await this.sync(path)
      await this.syncFolder(dirname(path))
    }
  }

  /** Whether these bytes stand anywhere on the disk, files that were unlinked included. */
  holds(bytes: Uint8Array): boolean {
    return [...this.#blocks].some(
      (file) => Buffer.from(file.durable).includes(bytes) || Buffer.from(this.#content(file)).includes(bytes),
    )
  }

  #step(): void {
    if (this.#crashed) throw new Error('the machine is down')
    if (this.goesWrong?.step === this.steps++) {
      this.#crashed = this.goesWrong.how === 'crash'
      throw errno('EIO', `step ${this.steps - 1}`)
    }
  }

  #names(folder: string): Map<string, File> {
    const known = this.#folders.get(folder)
    const names = new Map(known?.durable)
    for (const change of known?.pending ?? []) change(names)
    return names
  }

  #content(file: File): Uint8Array<ArrayBuffer> {
    return file.pending.reduce(applied, file.durable)
  }

  #file(path: string): File {
    const file = this.#names(dirname(path)).get(basename(path))
    if (file === undefined) throw errno('ENOENT', path)
    return file
  }

  #change(folder: string, change: (names: Map<string, File>) => void): void {
    const known = this.#folders.get(folder)
    if (known === undefined) throw errno('ENOENT', folder)
    known.pending.push(change)
  }

  async list(folder: string): Promise<readonly string[]> {
    this.#step()
    return [...this.#names(folder).keys()]
  }

  async read(path: string): Promise<Uint8Array<ArrayBuffer>> {
    this.#step()
    return this.#content(this.#file(path)).slice()
  }

  async makeFolder(folder: string): Promise<void> {
    this.#step()
    if (!this.#folders.has(folder)) this.#folders.set(folder, { durable: new Map(), pending: [] })
  }

  async write(path: string, bytes: Uint8Array): Promise<void> {
    this.#step()
    const known = this.#names(dirname(path)).get(basename(path))
    const file = known ?? { durable: new Uint8Array(0), pending: [] }
    this.#blocks.add(file)
    if (known === undefined) this.#change(dirname(path), (names) => names.set(basename(path), file))
    file.pending.push({ cut: 0 }, { at: 0, bytes: bytes.slice() })
  }

  async overwrite(path: string, at: number, bytes: Uint8Array): Promise<void> {
    this.#step()
    this.#file(path).pending.push({ at, bytes: bytes.slice() })
  }

  async cut(path: string, length: number): Promise<void> {
    this.#step()
    const file = this.#file(path)
    if (this.#content(file).length > length) file.pending.push({ cut: length })
  }

  async sync(path: string): Promise<void> {
    this.#step()
    const file = this.#file(path)
    file.durable = this.#content(file)
    file.pending = []
  }

  async rename(from: string, to: string): Promise<void> {
    this.#step()
    const file = this.#file(from)
    this.#change(dirname(to), (names) => {
      names.delete(basename(from))
      names.set(basename(to), file)
    })
  }

  async unlink(path: string): Promise<void> {
    this.#step()
    this.#file(path)
    this.#change(dirname(path), (names) => names.delete(basename(path)))
  }

  async syncFolder(folder: string): Promise<void> {
    this.#step()
    const known = this.#folders.get(folder)
    if (known === undefined) throw errno('ENOENT', folder)
    known.durable = this.#names(folder)
    known.pending = []
  }
}
