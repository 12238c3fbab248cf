import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, open, rename, rm, stat, statfs, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { asFootageFault, FootageFault } from '../../footage/fault.ts'
import { sectorBytes } from '../../footage/record.ts'
import type { StoreIdentity } from '../../footage/slot-files.ts'
import { slotHeaderBytes } from '../../footage/slot-header.ts'
import { readIdentity } from './slot-files.ts'
import { diskFile, indexFile, slotFile, slotFolder } from './slot-paths.ts'

const run = promisify(execFile)
const filesPerCall = 64
const mib = 1024 * 1024
/** `fallocate` for many files in one process */
const reserveScript =
  'size=$1; shift; for file do : > "$file" && fallocate -l "$size" "$file" || exit 1; done'

export type StoreShape = {
  /** multiple of 4,096; 64 MiB unless a test asks for less */
  readonly slotBytes?: number
  readonly slots: number
}

type MakeOptions = StoreShape & {
  /** UUID of the disk; made up when not given */
  readonly disk?: string
  /** makes the index database in `file` */
  readonly makeIndex: (file: string, identity: StoreIdentity) => void
  readonly onProgress?: (slotsMade: number, slots: number) => void
  /** false writes zeros instead of asking the file system: what happens where it cannot reserve */
  readonly fallocate?: boolean
}

/**
 * Bytes a store takes: its slots, and a fivehundredth of them (4 MiB at least) for the index.
 * @throws FootageFault `store-shape`
 */
export function storeBytes({ slotBytes = 64 * mib, slots }: StoreShape): number {
  if (!Number.isSafeInteger(slotBytes) || slotBytes % sectorBytes !== 0 || slotBytes < 2 * slotHeaderBytes)
    throw new FootageFault('store-shape', `slots of ${slotBytes} bytes`)
  if (!Number.isSafeInteger(slots) || slots < 1 || slots > 99_999_999)
    throw new FootageFault('store-shape', `a store of ${slots} slots`)
  return slots * slotBytes + Math.max(4 * mib, Math.ceil((slots * slotBytes) / 500))
}

/**
 * Makes a store in `folder`: every slot reserved in full, then the index, disk.json last. What a crash left of an earlier attempt is
 * made anew.
 * @throws FootageFault `disk-full` with the bytes needed and available, before anything is made; `store-exists`; `store-shape`
 */
export async function makeStore(folder: string, options: MakeOptions): Promise<StoreIdentity> {
  const { slotBytes = 64 * mib, slots, makeIndex, onProgress = () => undefined } = options
  const needed = storeBytes(options)
  if (existsSync(join(folder, diskFile)))
    throw new FootageFault('store-exists', `${folder} holds a store already`)
  const finished = await finishAttempt(folder)
  if (finished !== undefined) return finished
  const available = await availableBytes(folder)
  if (needed > available)
    throw new FootageFault('disk-full', `the store needs ${needed} bytes and the disk has ${available}`, {
      space: { needed, available },
    })

  const identity: StoreIdentity = { disk: options.disk ?? randomUUID(), slotBytes, slots }
  try {
    await mkdir(folder, { recursive: true })
    await reserve(folder, identity, options.fallocate ?? true, onProgress)
    const index = join(folder, `${indexFile}.new`)
    for (const file of [index, `${index}-wal`, `${index}-shm`]) await rm(file, { force: true })
    makeIndex(index, identity)
    await writeSynced(join(folder, `${diskFile}.new`), `${JSON.stringify(identity)}\n`)
    await rename(index, join(folder, indexFile))
  } catch (error) {
    await rm(join(folder, 'slots'), { recursive: true, force: true })
    const full = error instanceof Error && 'code' in error && error.code === 'ENOSPC'
    throw asFootageFault(error, full ? 'disk-full' : 'disk-error')
  }
  return publish(folder)
}

/** The last step of making a store, also of an attempt that ended just before it. */
async function publish(folder: string): Promise<StoreIdentity> {
  await syncFolder(folder)
  await rename(join(folder, `${diskFile}.new`), join(folder, diskFile))
  await syncFolder(folder)
  return readIdentity(folder)
}

/** @throws FootageFault `store-exists` for an index without a disk.json: footage may lie there */
async function finishAttempt(folder: string): Promise<StoreIdentity | undefined> {
  if (!existsSync(join(folder, indexFile))) return undefined
  if (existsSync(join(folder, `${diskFile}.new`))) return publish(folder)
  throw new FootageFault('store-exists', `${folder} holds an index whose ${diskFile} is gone`)
}

async function availableBytes(folder: string): Promise<number> {
  let existing = folder
  while (!existsSync(existing) && dirname(existing) !== existing) existing = dirname(existing)
  const { bavail, bsize } = await statfs(existing)
  return bavail * bsize
}

async function reserve(
  folder: string,
  { slotBytes, slots }: StoreIdentity,
  fallocate: boolean,
  onProgress: (slotsMade: number, slots: number) => void,
): Promise<void> {
  let ask = fallocate
  for (let from = 0; from < slots; from += filesPerCall) {
    const numbers = Array.from({ length: Math.min(filesPerCall, slots - from) }, (_, i) => from + i)
    for (const slot of numbers) await mkdir(slotFolder(folder, slot), { recursive: true })
    const files = numbers.map((slot) => slotFile(folder, slot))
    ask &&= await fallocated(files, slotBytes)
    for (const file of files) {
      if (!ask) await writeZeros(file, slotBytes)
      await syncFile(file)
    }
    onProgress(from + numbers.length, slots)
  }
  for (let slot = 0; slot < slots; slot += 1_000) await syncFolder(slotFolder(folder, slot))
  await syncFolder(join(folder, 'slots'))
}

/** Whether the file system has reserved every file; false where it, or this machine, knows no fallocate. */
async function fallocated(files: readonly string[], bytes: number): Promise<boolean> {
  try {
    await run('sh', ['-c', reserveScript, 'sh', String(bytes), ...files])
  } catch (error) {
    if (error instanceof Error) return false
    throw error
  }
  for (const file of files) {
    const { size, blocks } = await stat(file)
    if (size !== bytes || blocks * 512 < bytes) return false
  }
  return true
}

async function writeZeros(file: string, bytes: number): Promise<void> {
  const zeros = new Uint8Array(Math.min(bytes, mib))
  const handle = await open(file, 'w')
  try {
    for (let at = 0; at < bytes; at += zeros.length)
      await handle.write(zeros, 0, Math.min(zeros.length, bytes - at), at)
  } finally {
    await handle.close()
  }
}

async function writeSynced(file: string, text: string): Promise<void> {
  await writeFile(file, text, { flush: true })
}

async function syncFile(file: string): Promise<void> {
  const handle = await open(file, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
