import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openFootageIndex } from '../src/adapters/sqlite/footage-index.ts'
import { openFootageIndexReader } from '../src/adapters/sqlite/footage-index-read.ts'
import { createFootageIndex } from '../src/adapters/sqlite/footage-index-schema.ts'
import type { CameraId, EpochId, HoldId, Instant, LocalDay } from '../src/domain/ids.ts'
import type { FootageIndex, LeafGrowth, SlotRow } from '../src/footage/footage-index.ts'
import { hourMs } from '../src/footage/hours.ts'
import type { GapRow, LeafRef } from '../src/footage/ports.ts'

const cameras = 14
const days = 14
const leafMs = 10_000
/** 10 s at 4 Mbps, in whole sectors */
const leafBytes = 5_001_216
const slotBytes = 64 * 1024 * 1024
const leavesPerSlot = Math.floor((slotBytes - 4_096) / leafBytes)
/** midnight of the first day in Japan */
const begin = Date.UTC(2026, 10, 6, 15)
const repetitions = 21

type Line = {
  readonly camera: CameraId
  slot: SlotRow | undefined
  epoch: EpochId
  filled: number
}

/**
 * Fills an index with 14 cameras x 14 days of 10 s leaves (4 Mbps, 64 MiB slots) through the calls the recorder makes, then reads it as the
 * camera page does, from a second connection.
 * @returns milliseconds; `...Ms` are medians of 21 unless the name says otherwise
 */
export async function run(options: { readonly json: boolean }): Promise<Record<string, unknown>> {
  const folder = await mkdtemp(join(tmpdir(), 'tsujiban-coverage-'))
  const file = join(folder, 'index.sqlite')
  const tell = (text: string): void => {
    if (!options.json) process.stderr.write(`${text}\n`)
  }
  try {
    const slots = Math.ceil((cameras * days * (24 * hourMs)) / leafMs / leavesPerSlot) + 2 * cameras * days
    createFootageIndex(file, { disk: randomUUID(), slotBytes, slots })
    const index = openFootageIndex(file)
    const started = performance.now()
    const made = fill(index, tell)
    const insertMs = performance.now() - started
    index.close()
    tell(`${made.leaves} leaves in ${Math.round(insertMs)} ms`)
    return { ...made.figures, insertMs: Math.round(insertMs), ...(await read(file, made.ids)) }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

type Made = {
  readonly leaves: number
  readonly ids: readonly CameraId[]
  readonly figures: Record<string, unknown>
}

function fill(index: FootageIndex, tell: (text: string) => void): Made {
  const lines: Line[] = Array.from({ length: cameras }, () => ({
    camera: randomUUID() as CameraId,
    slot: undefined,
    epoch: randomUUID() as EpochId,
    filled: 0,
  }))
  const firstDay: EpochId[] = []
  const toHold: LeafRef[] = []
  let leaves = 0
  for (let hour = 0; hour < days * 24; hour++) {
    const at = (begin + hour * hourMs) as Instant
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
    if (hour % 24 === 23) tell(`day ${(hour + 1) / 24}: ${leaves} leaves`)
  }
  const end = (begin + days * 24 * hourMs) as Instant
  for (const line of lines) leave(index, line, end)
  hold(index, toHold, end)
  const recycling = performance.now()
  const freed = index.recycleEpochs(firstDay, end, new Set())
  const recycleMsPerEpoch = (performance.now() - recycling) / firstDay.length
  return {
    leaves,
    ids: lines.map(({ camera }) => camera),
    figures: {
      cameras,
      days,
      leaves,
      held: toHold.length,
      recycledLeaves: freed.leaves,
      recycledSlots: freed.slots.length,
      recycleMsPerEpoch: Math.round(recycleMsPerEpoch * 100) / 100,
    },
  }
}

const nothing = { growth: [], closedLeaves: [], slots: [], closedSlots: [], gaps: [] }

function fillHour(index: FootageIndex, line: Line, hour: Instant): number {
  const growth: LeafGrowth[] = []
  const day = new Date(hour + 9 * hourMs).toISOString().slice(0, 10) as LocalDay
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
  const endsOn = '2027-11-21' as LocalDay
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

async function read(file: string, ids: readonly CameraId[]): Promise<Record<string, unknown>> {
  const index = openFootageIndexReader(file)
  try {
    const whole = { from: begin as Instant, to: (begin + days * 24 * hourMs) as Instant }
    const noon = begin + 9 * 24 * hourMs + 12 * hourMs
    const minutes = { from: noon as Instant, to: (noon + 600_000) as Instant }
    const day = { from: noon as Instant, to: (noon + 24 * hourMs) as Instant }
    const [some] = ids
    if (some === undefined) throw new Error('no camera')
    const coverage = timed(() => index.coverage(ids, whole))
    return {
      indexMiB: Math.round((await stat(file)).size / 1024 / 1024),
      hours: coverage.result.length,
      coverageFirstMs: coverage.firstMs,
      coverageMs: coverage.medianMs,
      cameraPageMs: timed(() => {
        index.coverage(ids, whole)
        index.capacity()
        for (const id of ids) index.gaps(id, whole)
      }).medianMs,
      leavesOf10MinutesMs: timed(() => index.leavesBetween(some, minutes)).medianMs,
      leavesOfADayMs: timed(() => index.leavesBetween(some, day)).medianMs,
      wrongHours: index.wrongHours().length,
    }
  } finally {
    index.close()
  }
}

function timed<T>(work: () => T): {
  readonly result: T
  readonly firstMs: number
  readonly medianMs: number
} {
  const times: number[] = []
  const measured = (): T => {
    const from = performance.now()
    const result = work()
    times.push(performance.now() - from)
    return result
  }
  const result = measured()
  while (times.length < repetitions) measured()
  const round = (ms: number | undefined): number => Math.round((ms ?? 0) * 100) / 100
  const sorted = times.toSorted((a, b) => a - b)
  return { result, firstMs: round(times[0]), medianMs: round(sorted[Math.floor(repetitions / 2)]) }
}
