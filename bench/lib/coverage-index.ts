import { randomUUID } from 'node:crypto'
import { openFootageIndex } from '../../src/adapters/sqlite/footage-index.ts'
import { createFootageIndex } from '../../src/adapters/sqlite/footage-index-schema.ts'
import type { CameraId, EpochId, HoldId, Instant, LocalDay } from '../../src/domain/ids.ts'
import type { FootageIndex, LeafGrowth, SlotRow } from '../../src/footage/footage-index.ts'
import { hourMs } from '../../src/footage/hours.ts'
import type { GapRow, LeafRef } from '../../src/footage/ports.ts'

const leafMs = 10_000
/** 10 s at 4 Mbps, in whole sectors */
const leafBytes = 5_001_216
const slotBytes = 64 * 1024 * 1024
const leavesPerSlot = Math.floor((slotBytes - 4_096) / leafBytes)
const japan = 9 * hourMs
const nothing = { growth: [], closedLeaves: [], slots: [], closedSlots: [], gaps: [] }

export type MadeIndex = {
  readonly leaves: number
  readonly held: number
  /** of the first day, as if it had expired */
  readonly recycledLeaves: number
  /** the whole days, in Japan */
  readonly from: Instant
  readonly to: Instant
}

type Line = {
  readonly camera: CameraId
  slot: SlotRow | undefined
  epoch: EpochId
  filled: number
}

/**
 * Fills an index with leaves of 10 s (4 Mbps, 64 MiB slots) through the calls that the recorder makes: an epoch an hour, a gap a day, a held
 * leaf a day, the first day recycled.
 * @param now the last day is this instant's
 */
export function makeCoverageIndex(
  file: string,
  cameras: readonly CameraId[],
  days: number,
  now: number,
  log: (line: string) => void,
): MadeIndex {
  const to = (Math.ceil((now + japan) / (24 * hourMs)) * 24 * hourMs - japan) as Instant
  const from = (to - days * 24 * hourMs) as Instant
  const hours = cameras.length * days * 24
  const slots = Math.ceil((hours * (hourMs / leafMs)) / leavesPerSlot) + 2 * cameras.length * days
  createFootageIndex(file, { disk: randomUUID(), slotBytes, slots })
  const index = openFootageIndex(file)
  try {
    return { ...fill(index, cameras, from, to, log), from, to }
  } finally {
    index.close()
  }
}

function fill(
  index: FootageIndex,
  cameras: readonly CameraId[],
  from: Instant,
  to: Instant,
  log: (line: string) => void,
): Omit<MadeIndex, 'from' | 'to'> {
  const lines: Line[] = cameras.map((camera) => ({
    camera,
    slot: undefined,
    epoch: randomUUID() as EpochId,
    filled: 0,
  }))
  const firstDay: EpochId[] = []
  const toHold: LeafRef[] = []
  let leaves = 0
  for (let at = from; at < to; at = (at + hourMs) as Instant) {
    const hour = (at - from) / hourMs
    index.atomically(() => {
      for (const line of lines) {
        line.epoch = randomUUID() as EpochId
        if (hour < 24) firstDay.push(line.epoch)
        if (hour % 24 === 0) leave(index, line, at)
        leaves += fillHour(index, line, at)
        if (hour % 24 === 12) {
          index.commit({ ...nothing, gaps: [gapAt(line.camera, at)] }, at)
          toHold.push({ epoch: line.epoch, leaf: 7 })
        }
      }
    })
    if (hour % 48 === 47) log(`day ${(hour + 1) / 24}: ${leaves} leaves`)
  }
  for (const line of lines) leave(index, line, to)
  hold(index, toHold, to)
  const freed = index.recycleEpochs(firstDay, to, new Set())
  return { leaves, held: toHold.length, recycledLeaves: freed.leaves }
}

function fillHour(index: FootageIndex, line: Line, hour: Instant): number {
  const growth: LeafGrowth[] = []
  const day = new Date(hour + japan).toISOString().slice(0, 10) as LocalDay
  for (let leaf = 0; leaf * leafMs < hourMs; leaf++) {
    if (line.filled === leavesPerSlot) leave(index, line, hour)
    line.slot ??= index.openSlot({ kind: 'recording', camera: line.camera, day })
    if (line.slot === undefined) throw new Error('the store is too small')
    const first = (hour + leaf * leafMs) as Instant
    growth.push({
      camera: line.camera,
      epoch: line.epoch,
      leaf,
      day,
      slot: line.slot.slot,
      offset: 4_096 + line.filled * leafBytes,
      bytes: leafBytes,
      first,
      last: (first + leafMs) as Instant,
      missing: 0,
      fragments: 10,
      frames: 250,
    })
    line.filled++
  }
  const closedLeaves = growth.map(({ epoch, leaf }) => ({ epoch, leaf }))
  index.commit({ ...nothing, growth, closedLeaves }, hour)
  return growth.length
}

/** The line's slot takes no more. */
function leave(index: FootageIndex, line: Line, at: Instant): void {
  if (line.slot !== undefined) {
    const end = 4_096 + line.filled * leafBytes
    const { slot, generation } = line.slot
    const slots = [{ slot, generation, used: end, reach: end }]
    index.commit({ ...nothing, slots, closedSlots: [line.slot] }, at)
  }
  line.slot = undefined
  line.filled = 0
}

function gapAt(camera: CameraId, at: Instant): GapRow {
  const to = (at + 30_000) as Instant
  return { camera, from: at, to, cause: 'camera-unreachable', detail: 'connection refused', open: false }
}

function hold(index: FootageIndex, leaves: readonly LeafRef[], at: Instant): void {
  const endsOn = new Date(at + 365 * 24 * hourMs).toISOString().slice(0, 10) as LocalDay
  const id = randomUUID() as HoldId
  for (let from = 0; from < leaves.length; from += leavesPerSlot) {
    const slot = index.openSlot({ kind: 'held', day: endsOn })
    if (slot === undefined) throw new Error('the store is too small')
    const copies = leaves.slice(from, from + leavesPerSlot).map((leaf, i) => ({
      hold: id,
      endsOn,
      leaf,
      parts: [{ slot: slot.slot, offset: 4_096 + i * leafBytes, bytes: leafBytes }],
    }))
    const end = 4_096 + copies.length * leafBytes
    index.addHeld(copies, [{ ...slot, used: end, reach: end }], at)
  }
}
