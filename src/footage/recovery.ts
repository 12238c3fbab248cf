import type { CameraId, Instant } from '../domain/ids.ts'
import { FootageFault, faultAt } from './fault.ts'
import type { FootageIndex, LastRecorded, LeafGrowth, SlotRow } from './footage-index.ts'
import { joined } from './group-commit.ts'
import { maxUnindexedBytes } from './open-slots.ts'
import { decodeRecordHeader, looksLikeRecord, type RecordHeader, sectorBytes } from './record.ts'
import { RecordWalker } from './record-walker.ts'
import type { SlotFiles } from './slot-files.ts'
import { decodeSlotHeader, slotHeaderBytes } from './slot-header.ts'
import { alignedBytes } from './staging.ts'

/** A record that was being written when the recorder died; everything before it is kept. */
export type TornTail = { readonly slot: number; readonly offset: number; readonly camera: CameraId }

/** What was found when the store was opened. */
export type Recovery = {
  /** the store was closed in order; if not, the recorder was killed or the power failed */
  readonly clean: boolean
  readonly cameras: readonly LastRecorded[]
  /** fragments that were on the disk and not yet in the index */
  readonly fragments: number
  readonly torn: readonly TornTail[]
  /** slots that could not be read; they take no more records */
  readonly faults: readonly FootageFault[]
}

type Found = { growth: LeafGrowth[]; end: number; torn: boolean }

/**
 * Brings the index up to what stands in the open slots (docs/design/footage-store.md, recovery). Safe to be interrupted and run again.
 */
export async function recover(files: SlotFiles, index: FootageIndex, now: () => Instant): Promise<Recovery> {
  const { clean } = index.begin()
  const torn: TornTail[] = []
  const faults: FootageFault[] = []
  let fragments = 0
  const walker = new RecordWalker(files)
  // a camera's older slot first: what follows in the newer one counts only if the older has everything before it
  const rows = [...index.openSlots()].sort((a, b) => a.generation - b.generation)
  for (const row of rows) {
    if (row.kind === 'held') {
      if (row.used === slotHeaderBytes) index.closeSlot(row, now())
      continue
    }
    try {
      if (!(await headerStands(files, row))) {
        index.closeSlot(row, now())
        continue
      }
      const found = await tail(files, index, walker, row)
      if (found.torn && row.camera !== undefined)
        torn.push({ slot: row.slot, offset: found.end, camera: row.camera })
      fragments += found.growth.reduce((sum, growth) => sum + growth.fragments, 0)
      if (!clean) await clearBehind(files, row, found.end)
      await files.sync(row.slot)
      const isLast = rows.findLast(({ camera }) => camera === row.camera) === row
      index.commit(
        {
          growth: found.growth,
          closedLeaves: [],
          slots: [{ ...row, used: found.end, reach: clean ? found.end : zoneEnd(files, row) }],
          closedSlots: isLast ? [] : [row],
          gaps: [],
        },
        now(),
      )
    } catch (error) {
      faults.push(faultAt(error, 'disk-error', { slot: row.slot }))
      index.closeSlot(row, now())
    }
    await files.release(row.slot)
  }
  index.closeLeftovers()
  return { clean, cameras: index.lastRecorded(), fragments, torn, faults }
}

/**
 * False for a slot that was taken from the pool and whose header never reached the disk: nothing else of it did.
 * @throws FootageFault where the header of a slot with footage is not what the index says
 */
async function headerStands(files: SlotFiles, row: SlotRow): Promise<boolean> {
  const bytes = new Uint8Array(slotHeaderBytes)
  const read = await files.read(row.slot, 0, bytes)
  try {
    const header = decodeSlotHeader(bytes.subarray(0, read))
    if (header.disk !== files.identity.disk || header.slot !== row.slot)
      throw new FootageFault('disk-swapped', `the file is slot ${header.slot} of disk ${header.disk}`)
    if (header.generation !== row.generation)
      throw new FootageFault(
        'generation-mismatch',
        `the slot is of generation ${header.generation}, not ${row.generation}`,
      )
    return true
  } catch (error) {
    const old =
      error instanceof FootageFault && (error.code === 'slot-damaged' || error.code === 'generation-mismatch')
    if (old && row.used === slotHeaderBytes) return false
    throw error
  }
}

function zoneEnd(files: SlotFiles, row: SlotRow): number {
  return Math.min(files.identity.slotBytes, row.used + maxUnindexedBytes)
}

/** The intact records behind the last indexed one, as long as each is the next fragment of its leaf. */
async function tail(
  files: SlotFiles,
  index: FootageIndex,
  walker: RecordWalker,
  row: SlotRow,
): Promise<Found> {
  const found: Found = { growth: [], end: row.used, torn: false }
  const walk = walker.walk({
    slot: row.slot,
    generation: row.generation,
    offset: row.used,
    bytes: zoneEnd(files, row) - row.used,
  })
  for (let step = await walk.next(); ; step = await walk.next()) {
    if (step.done === true) {
      const fault = step.value.fault
      found.torn = fault?.code === 'record-damaged' && (await beginsRecord(files, row, found.end))
      return found
    }
    const { record, at } = step.value
    const growth = growthOf(row, record.header, at, record.bytes)
    const last = found.growth.at(-1)
    const same = last?.epoch === growth.epoch && last.leaf === growth.leaf ? last : undefined
    const known = (index.leaf(growth)?.fragments ?? 0) + (same?.fragments ?? 0)
    if (record.header.camera !== row.camera || record.header.fragment !== known) return found
    if (same === undefined) found.growth.push(growth)
    else found.growth[found.growth.length - 1] = joined(same, growth)
    found.end = at + record.bytes
  }
}

function growthOf(row: SlotRow, header: RecordHeader, offset: number, bytes: number): LeafGrowth {
  return {
    camera: header.camera,
    epoch: header.epoch,
    leaf: header.leaf,
    day: row.day,
    slot: row.slot,
    offset,
    bytes,
    first: header.wallStart,
    last: header.wallEnd,
    missing: 0,
    fragments: 1,
    frames: header.frames,
  }
}

/** Whether a record of the slot's camera begins there, intact or not; remains of an earlier use seldom do. */
async function beginsRecord(files: SlotFiles, row: SlotRow, offset: number): Promise<boolean> {
  const sector = new Uint8Array(sectorBytes)
  const read = await files.read(row.slot, offset, sector)
  try {
    return decodeRecordHeader(sector.subarray(0, read)).camera === row.camera
  } catch (error) {
    if (error instanceof FootageFault && error.code === 'record-damaged') return false
    throw error
  }
}

/**
 * Zeroes the beginning of every record behind the last one kept. A disk may have stored a later record and lost an earlier one; such a
 * record, of this very generation, must not be found by a later recovery behind records that were written after this one.
 */
async function clearBehind(files: SlotFiles, row: SlotRow, from: number): Promise<void> {
  const zeros = alignedBytes(sectorBytes)
  const window = new Uint8Array(1024 * 1024)
  const end = zoneEnd(files, row)
  for (let at = from; at < end; at += window.length) {
    const read = await files.read(row.slot, at, window.subarray(0, Math.min(window.length, end - at)))
    for (let sector = 0; sector < read; sector += sectorBytes)
      if (looksLikeRecord(window, sector)) await files.write(row.slot, at + sector, zeros)
  }
}
