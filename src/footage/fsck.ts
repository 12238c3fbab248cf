import type { CameraId, EpochId } from '../domain/ids.ts'
import { asFootageFault, FootageFault } from './fault.ts'
import type { FootageIndexReader } from './footage-index.ts'
import { type CheckedLeaves, checkFootageOf } from './fsck-slot.ts'
import { RecordWalker } from './record-walker.ts'
import type { SlotFiles } from './slot-files.ts'
import { decodeSlotHeader, slotHeaderBytes } from './slot-header.ts'

export const findingCodes = [
  /** the slots are those of another disk, or in another number or size, than the index describes */
  'swapped-disk',
  /** the database says of itself that it is damaged or contradicts itself */
  'index-damaged',
  /** a slot was used after what the index last knows: the index is an old copy */
  'index-behind',
  'missing-slot',
  'slot-size',
  /** the slot header is torn or altered */
  'slot-header',
  /** the file is a slot of another disk or another slot of this one */
  'foreign-slot',
  /** header or record belongs to another use of the slot than the index says */
  'generation-mismatch',
  /** a record is torn or altered, or the disk does not read it */
  'torn-record',
  /** the index names bytes where no record begins */
  'row-without-bytes',
  /** fragments, frames or times of a leaf disagree with its records, or the records are another leaf's */
  'leaf-mismatch',
  /** an intact record that the index does not know */
  'record-not-indexed',
  /** an hourly sum is not the sum of its rows */
  'hour-sum',
] as const
export type FindingCode = (typeof findingCodes)[number]

export type Finding = {
  readonly code: FindingCode
  readonly message: string
  readonly slot?: number
  readonly offset?: number
  readonly camera?: CameraId
  readonly epoch?: EpochId
  readonly leaf?: number
}

export type FsckOptions = {
  /** `headers`: slot headers and the first record header of each leaf part; `hashes`: every byte in use */
  readonly depth: 'headers' | 'hashes'
  /** the recorder is running: what lies behind the index in open slots is on its way into it */
  readonly live: boolean
  readonly onProgress?: (slotsDone: number, slots: number) => void
}

/**
 * Proves index and slots against each other (docs/design/footage-store.md). Reads only, one slot at a time; findings come as they are
 * found. What a running recorder changes meanwhile is no finding.
 */
export async function* fsck(
  files: SlotFiles,
  index: FootageIndexReader,
  options: FsckOptions,
): AsyncGenerator<Finding> {
  const swapped = swappedDisk(files, index)
  if (swapped !== undefined) {
    yield swapped
    return
  }
  try {
    for (const message of index.selfCheck()) yield { code: 'index-damaged', message }
    const walker = new RecordWalker(files)
    const leaves: CheckedLeaves = new Map()
    const { slots } = files.identity
    for (let slot = 0; slot < slots; slot++) {
      yield* checkSlot(files, index, walker, leaves, slot, options)
      options.onProgress?.(slot + 1, slots)
    }
    for (const { camera, hour, column, stored, summed } of index.wrongHours())
      yield {
        code: 'hour-sum',
        camera,
        message: `hour ${new Date(hour).toISOString()}: ${column} ${stored} ms, its rows give ${summed} ms`,
      }
  } catch (error) {
    if (!(error instanceof FootageFault) || error.code !== 'index-failed') throw error
    yield { code: 'index-damaged', message: error.message }
  }
}

function swappedDisk(files: SlotFiles, index: FootageIndexReader): Finding | undefined {
  const { disk, slotBytes, slots } = files.identity
  const known = index.identity
  if (disk === known.disk && slotBytes === known.slotBytes && slots === known.slots) return undefined
  return {
    code: 'swapped-disk',
    message: `disk ${disk} with ${slots} slots of ${slotBytes} bytes; the index is of ${known.disk} with ${known.slots} of ${known.slotBytes}`,
  }
}

async function* checkSlot(
  files: SlotFiles,
  index: FootageIndexReader,
  walker: RecordWalker,
  leaves: CheckedLeaves,
  slot: number,
  options: FsckOptions,
): AsyncGenerator<Finding> {
  const size = await files.size(slot)
  if (size === undefined) {
    yield { code: 'missing-slot', slot, message: 'the slot file is not there', ...ownerOf(index, slot) }
    return
  }
  if (size !== files.identity.slotBytes)
    yield {
      code: 'slot-size',
      slot,
      message: `${size} bytes, not ${files.identity.slotBytes}`,
      ...ownerOf(index, slot),
    }
  const row = index.slot(slot)
  const findings: Finding[] = []
  for await (const finding of checkHeader(files, index, slot)) findings.push(finding)
  if (row !== undefined && findings.length === 0)
    for await (const finding of checkFootageOf(row, files, index, walker, leaves, options))
      findings.push(finding)
  // the recorder may have recycled the slot while it was read
  if (options.live && index.slot(slot)?.generation !== row?.generation) return
  yield* findings
}

function ownerOf(index: FootageIndexReader, slot: number): { readonly camera?: CameraId } {
  const camera = index.slot(slot)?.camera
  return camera === undefined ? {} : { camera }
}

async function* checkHeader(
  files: SlotFiles,
  index: FootageIndexReader,
  slot: number,
): AsyncGenerator<Finding> {
  const bytes = new Uint8Array(slotHeaderBytes)
  const row = index.slot(slot)
  const place = { slot, offset: 0, ...ownerOf(index, slot) }
  try {
    const read = await files.read(slot, 0, bytes)
    if (row === undefined && bytes.every((byte) => byte === 0)) return
    const header = decodeSlotHeader(bytes.subarray(0, read))
    if (header.disk !== files.identity.disk || header.slot !== slot)
      yield { code: 'foreign-slot', message: `slot ${header.slot} of disk ${header.disk}`, ...place }
    else if (header.generation >= index.nextGeneration())
      yield {
        code: 'index-behind',
        message: `generation ${header.generation}; the index counts up to ${index.nextGeneration() - 1}`,
        ...place,
      }
    else if (row !== undefined && header.generation !== row.generation)
      yield {
        code: 'generation-mismatch',
        message: `the header is of generation ${header.generation}, not ${row.generation}`,
        ...place,
      }
    else if (
      row !== undefined &&
      (header.kind !== row.kind || header.camera !== row.camera || header.day !== row.day)
    )
      yield {
        code: 'slot-header',
        message: `${header.kind} of ${header.camera ?? 'nobody'} on ${header.day}; the index says ${row.kind} of ${row.camera ?? 'nobody'} on ${row.day}`,
        ...place,
      }
  } catch (error) {
    const fault = asFootageFault(error, 'disk-error')
    // an empty open slot: its header is on its way to the disk
    if (row?.open === true && row.used === slotHeaderBytes && fault.code === 'slot-damaged') return
    // nothing in a slot of the pool is believed or needed; its header is written anew with the next use
    if (row === undefined && fault.code === 'slot-damaged') return
    yield { code: 'slot-header', message: fault.reason, ...place }
  }
}
