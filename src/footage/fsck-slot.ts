import { asFootageFault, type FootageFault } from './fault.ts'
import type { FootageIndexReader, IndexedPart, SlotRow } from './footage-index.ts'
import type { Finding, FsckOptions } from './fsck.ts'
import { decodeRecordHeader, looksLikeRecord, sectorBytes } from './record.ts'
import type { RecordWalker, RunRecord } from './record-walker.ts'
import type { SlotFiles } from './slot-files.ts'
import { slotHeaderBytes } from './slot-header.ts'

/** What the records of a leaf add up to. Leaves of several parts are remembered from slot to slot. */
type Tally = { parts: number; fragments: number; frames: number; first: number; last: number }
export type CheckedLeaves = Map<string, Tally>

type Check = {
  readonly row: SlotRow
  readonly files: SlotFiles
  readonly index: FootageIndexReader
  readonly walker: RecordWalker
  readonly leaves: CheckedLeaves
}

/** Compares the bytes of one slot in use with the parts that the index names in it. */
export async function* checkFootageOf(
  row: SlotRow,
  files: SlotFiles,
  index: FootageIndexReader,
  walker: RecordWalker,
  leaves: CheckedLeaves,
  { depth, live }: FsckOptions,
): AsyncGenerator<Finding> {
  const check: Check = { row, files, index, walker, leaves }
  const parts = index.partsIn(row)
  const end = parts.reduce((last, part) => Math.max(last, part.offset + part.bytes), slotHeaderBytes)
  const moving = live && row.open
  if (end > row.used && !moving)
    yield {
      code: 'row-without-bytes',
      slot: row.slot,
      offset: row.used,
      message: `a leaf ends at ${end}, the slot is filled up to ${row.used}`,
      ...placeOf(row, parts.at(-1)),
    }
  if (depth === 'headers') {
    for (const part of parts) yield* checkFirstHeader(check, part)
    return
  }
  let at = slotHeaderBytes
  for (const part of parts) {
    yield* unnamed(check, at, part.offset)
    yield* checkPart(check, part)
    at = part.offset + part.bytes
  }
  if (moving) return
  yield* unnamed(check, at, row.used)
  yield* behind(check)
}

function placeOf(row: SlotRow, part: IndexedPart | undefined): Pick<Finding, 'camera' | 'epoch' | 'leaf'> {
  if (part !== undefined) return { camera: part.camera, epoch: part.epoch, leaf: part.leaf }
  return row.camera === undefined ? {} : { camera: row.camera }
}

async function* checkFirstHeader({ row, files }: Check, part: IndexedPart): AsyncGenerator<Finding> {
  const place = { slot: row.slot, offset: part.offset, ...placeOf(row, part) }
  const sector = new Uint8Array(sectorBytes)
  try {
    const read = await files.read(row.slot, part.offset, sector)
    if (!looksLikeRecord(sector, 0)) {
      yield { code: 'row-without-bytes', message: 'no record begins here', ...place }
      return
    }
    const { camera, epoch, leaf } = decodeRecordHeader(sector.subarray(0, read))
    if (camera !== part.camera || epoch !== part.epoch || leaf !== part.leaf)
      yield { code: 'leaf-mismatch', message: `here lies leaf ${leaf} of epoch ${epoch}`, ...place }
  } catch (error) {
    yield torn(asFootageFault(error, 'disk-error'), place)
  }
}

type Place = Pick<Finding, 'slot' | 'offset' | 'camera' | 'epoch' | 'leaf'>

function torn(fault: FootageFault, place: Place): Finding {
  const code = fault.code === 'generation-mismatch' ? 'generation-mismatch' : 'torn-record'
  return { code, message: fault.reason, ...place }
}

/** Every record of the part intact and of its leaf; the whole leaf's figures when its last part was seen. */
async function* checkPart(check: Check, part: IndexedPart): AsyncGenerator<Finding> {
  const { row, walker, files } = check
  const place = { slot: row.slot, ...placeOf(row, part) }
  const tally: Tally = { parts: 1, fragments: 0, frames: 0, first: Number.POSITIVE_INFINITY, last: 0 }
  const walk = walker.walk({ ...part, slot: row.slot, generation: row.generation })
  for (let step = await walk.next(); ; step = await walk.next()) {
    if (step.done === true) {
      const { at, fault } = step.value
      if (fault === undefined) break
      const begun = fault.code !== 'record-damaged' || (await beginsRecord(files, row.slot, at))
      if (begun) yield torn(fault, { ...place, offset: at })
      else yield { code: 'row-without-bytes', message: 'no record begins here', ...place, offset: at }
      return
    }
    const { header } = step.value.record
    if (header.camera !== part.camera || header.epoch !== part.epoch || header.leaf !== part.leaf) {
      const message = `here lies leaf ${header.leaf} of epoch ${header.epoch}`
      yield { code: 'leaf-mismatch', message, ...place, offset: step.value.at }
      return
    }
    if (part.parts === 1 && header.fragment !== tally.fragments) {
      const message = `fragment ${header.fragment} lies where ${tally.fragments} belongs`
      yield { code: 'leaf-mismatch', message, ...place, offset: step.value.at }
      return
    }
    count(tally, step.value)
  }
  const whole = joinParts(check, part, tally)
  if (whole === undefined) return
  const wrong = (['fragments', 'frames', 'first', 'last'] as const).filter(
    (field) => whole[field] !== part[field],
  )
  if (wrong.length > 0)
    yield {
      code: 'leaf-mismatch',
      message: wrong.map((field) => `${field}: index ${part[field]}, records ${whole[field]}`).join('; '),
      ...place,
      offset: part.offset,
    }
}

async function beginsRecord(files: SlotFiles, slot: number, at: number): Promise<boolean> {
  const sector = new Uint8Array(sectorBytes)
  await files.read(slot, at, sector)
  return looksLikeRecord(sector, 0)
}

function count(tally: Tally, { record: { header } }: RunRecord): void {
  tally.fragments++
  tally.frames += header.frames
  tally.first = Math.min(tally.first, header.wallStart)
  tally.last = Math.max(tally.last, header.wallEnd)
}

/** @returns the leaf's figures once all its parts were seen */
function joinParts({ leaves }: Check, part: IndexedPart, tally: Tally): Tally | undefined {
  if (part.parts === 1) return tally
  const key = `${part.hold ?? ''} ${part.epoch} ${part.leaf}`
  const before = leaves.get(key)
  const sum: Tally =
    before === undefined
      ? tally
      : {
          parts: before.parts + 1,
          fragments: before.fragments + tally.fragments,
          frames: before.frames + tally.frames,
          first: Math.min(before.first, tally.first),
          last: Math.max(before.last, tally.last),
        }
  if (sum.parts < part.parts) {
    leaves.set(key, sum)
    return undefined
  }
  leaves.delete(key)
  return sum
}

/** What lies between two named parts: intact records of recycled epochs or holds, whose slot waits for others. */
async function* unnamed(check: Check, from: number, to: number): AsyncGenerator<Finding> {
  if (from >= to || check.row.kind === 'held') return
  const { row, walker, index } = check
  const walk = walker.walk({ slot: row.slot, generation: row.generation, offset: from, bytes: to - from })
  for (let step = await walk.next(); ; step = await walk.next()) {
    if (step.done === true) {
      if (step.value.fault !== undefined)
        yield torn(step.value.fault, { slot: row.slot, offset: step.value.at, ...placeOf(row, undefined) })
      return
    }
    if (!index.isErased(step.value.record.header.epoch)) yield notIndexed(row, step.value)
  }
}

/** Intact records behind what the index knows of the slot; a copy for a hold that was broken off is no loss. */
async function* behind({ row, walker, files }: Check): AsyncGenerator<Finding> {
  if (row.kind === 'held') return
  const bytes = files.identity.slotBytes - row.used
  const walk = walker.walk({ slot: row.slot, generation: row.generation, offset: row.used, bytes })
  for (let step = await walk.next(); step.done !== true; step = await walk.next())
    yield notIndexed(row, step.value)
}

function notIndexed(row: SlotRow, { record: { header }, at }: RunRecord): Finding {
  const { camera, epoch, leaf } = header
  const message = 'the index does not know this record'
  return { code: 'record-not-indexed', message, slot: row.slot, offset: at, camera, epoch, leaf }
}
