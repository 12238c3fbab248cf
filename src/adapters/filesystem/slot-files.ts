import { close, constants, fdatasync, open, read, write } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { asFootageFault, FootageFault } from '../../footage/fault.ts'
import { sectorBytes } from '../../footage/record.ts'
import type { SlotFiles, StoreIdentity } from '../../footage/slot-files.ts'
import { diskFile, slotFile } from './slot-paths.ts'

const openFd = promisify(open)
const closeFd = promisify(close)
const writeFd = promisify(write)
const readFd = promisify(read)
const syncFd = promisify(fdatasync)

/** The handles of a slot that is written to. */
type Handles = {
  readonly slot: number
  /** opened with O_DIRECT where the file system has it */
  readonly fd: Promise<number>
  /** opened when direct I/O refused a buffer */
  buffered: Promise<number> | undefined
  /** operations under way; the handles are closed when the last one ends after a release */
  users: number
  released: boolean
}

/**
 * Opens the slot files of a store.
 * @param options.direct false writes through the page cache: for file systems and tests
 * @throws FootageFault `disk-missing` when there is no readable disk.json
 */
export async function openSlotFiles(
  folder: string,
  options: { readonly direct?: boolean } = {},
): Promise<SlotFiles> {
  return new FilesystemSlots(folder, await readIdentity(folder), options.direct ?? true)
}

/** @throws FootageFault `disk-missing` */
export async function readIdentity(folder: string): Promise<StoreIdentity> {
  const file = join(folder, diskFile)
  let parsed: unknown
  try {
    parsed = JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    throw new FootageFault('disk-missing', `${file} cannot be read: is the disk there?`, { cause: error })
  }
  if (!isIdentity(parsed)) throw new FootageFault('disk-missing', `${file} does not say what disk this is`)
  return { disk: parsed.disk, slotBytes: parsed.slotBytes, slots: parsed.slots }
}

function isIdentity(value: unknown): value is StoreIdentity {
  if (typeof value !== 'object' || value === null) return false
  const { disk, slotBytes, slots } = value as Partial<Record<keyof StoreIdentity, unknown>>
  return (
    typeof disk === 'string' &&
    /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(disk) &&
    Number.isSafeInteger(slotBytes) &&
    Number.isSafeInteger(slots)
  )
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined
}

class FilesystemSlots implements SlotFiles {
  readonly identity: StoreIdentity
  readonly #folder: string
  readonly #direct: boolean
  readonly #handles = new Map<number, Handles>()

  constructor(folder: string, identity: StoreIdentity, direct: boolean) {
    this.#folder = folder
    this.identity = identity
    this.#direct = direct
  }

  write(slot: number, position: number, bytes: Uint8Array): Promise<void> {
    const whole = position % sectorBytes === 0 && bytes.length % sectorBytes === 0
    if (!whole || position < 0 || position + bytes.length > this.identity.slotBytes)
      return Promise.reject(
        new FootageFault('disk-error', `${bytes.length} bytes do not fit`, { slot, offset: position }),
      )
    return this.#using(slot, position, async (handles) => {
      if (handles.buffered === undefined)
        try {
          await writeAll(await handles.fd, position, bytes)
          return
        } catch (error) {
          if (codeOf(error) !== 'EINVAL') throw error
        }
      // not page-aligned memory, or a device with other sectors: the page cache takes anything
      handles.buffered ??= openFd(slotFile(this.#folder, slot), constants.O_RDWR)
      await writeAll(await handles.buffered, position, bytes)
    })
  }

  sync(slot: number): Promise<void> {
    return this.#using(slot, 0, async (handles) => syncFd(await handles.fd))
  }

  async read(slot: number, position: number, into: Uint8Array): Promise<number> {
    let fd: number | undefined
    try {
      fd = await openFd(slotFile(this.#folder, slot), constants.O_RDONLY)
      let filled = 0
      while (filled < into.length) {
        const { bytesRead } = await readFd(fd, into, filled, into.length - filled, position + filled)
        if (bytesRead === 0) break
        filled += bytesRead
      }
      return filled
    } catch (error) {
      throw this.#fault(error, slot, position)
    } finally {
      if (fd !== undefined) await closeFd(fd)
    }
  }

  async size(slot: number): Promise<number | undefined> {
    try {
      return (await stat(slotFile(this.#folder, slot))).size
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined
      throw this.#fault(error, slot, 0)
    }
  }

  async release(slot: number): Promise<void> {
    const handles = this.#handles.get(slot)
    if (handles === undefined) return
    this.#handles.delete(slot)
    handles.released = true
    if (handles.users === 0) await closeHandles(handles)
  }

  async close(): Promise<void> {
    for (const slot of this.#handles.keys()) await this.release(slot)
  }

  async #using(slot: number, position: number, work: (handles: Handles) => Promise<void>): Promise<void> {
    const handles = this.#handlesOf(slot)
    handles.users++
    try {
      await work(handles)
    } catch (error) {
      throw this.#fault(error, slot, position)
    } finally {
      handles.users--
      if (handles.users === 0 && handles.released) await closeHandles(handles)
    }
  }

  #handlesOf(slot: number): Handles {
    let handles = this.#handles.get(slot)
    if (handles === undefined) {
      const fd = this.#open(slotFile(this.#folder, slot))
      handles = { slot, fd, buffered: undefined, users: 0, released: false }
      this.#handles.set(slot, handles)
      // a slot that could not be opened is tried afresh next time
      fd.catch(() => this.#handles.delete(slot))
    }
    return handles
  }

  async #open(file: string): Promise<number> {
    if (this.#direct)
      try {
        return await openFd(file, constants.O_RDWR | constants.O_DIRECT)
      } catch (error) {
        if (codeOf(error) !== 'EINVAL') throw error
      }
    return openFd(file, constants.O_RDWR)
  }

  #fault(error: unknown, slot: number, offset: number): FootageFault {
    return asFootageFault(error, codeOf(error) === 'ENOENT' ? 'slot-missing' : 'disk-error', { slot, offset })
  }
}

async function writeAll(fd: number, position: number, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await writeFd(fd, bytes, done, bytes.length - done, position + done)
    if (bytesWritten === 0) throw new FootageFault('disk-error', 'the disk takes no bytes')
    done += bytesWritten
  }
}

async function closeHandles({ fd, buffered }: Handles): Promise<void> {
  for (const opened of [fd, buffered]) {
    if (opened === undefined) continue
    const [result] = await Promise.allSettled([opened])
    if (result.status === 'fulfilled') await closeFd(result.value)
  }
}
