import { afterEach, beforeEach, expect, test } from 'vitest'
import { ActsBench } from '../../test/support/acts-bench.ts'
import { benchCamera, recordEpoch, windowOver } from '../../test/support/bench-camera.ts'
import { openKeys, viewedSearch } from '../../test/support/bench-case.ts'
import { day } from '../../test/support/step-clock.ts'
import type { Context } from '../acts/context.ts'
import type { CameraId } from '../domain/ids.ts'
import { Background } from './background.ts'
import { LinkFault } from './link/peer.ts'

let bench: ActsBench
let camera: CameraId
let told: string[]
let ready: boolean
beforeEach(async () => {
  told = []
  ready = true
  bench = await ActsBench.open({ slots: 4, slotBytes: 64 * 1024 })
  camera = await benchCamera(bench, '3', '玄関')
})
afterEach(() => bench.close())

/** Runs one round, and nothing by the clock. */
async function round(
  before: (background: Background) => void = () => undefined,
  context: Context = bench.context,
): Promise<void> {
  const background = new Background(
    context,
    3_600_000,
    () => ready,
    (error, what) => told.push(`${what}: ${String(error)}`),
  )
  before(background)
  await background.stop()
}

test('a round copies what is held, ends what is due, dates, reports and closes the day', async () => {
  const recorded = await recordEpoch(bench, camera, { leaves: 2 })
  const { caseId, viewing } = await viewedSearch(bench, [camera], windowOver(recorded, 0, 0))
  await openKeys(bench, bench.person('operator'), caseId, { viewing, export: null })
  bench.clock.forward(15 * day)
  const before = bench.context.records.size()
  await round()
  expect(told).toEqual([])
  expect(bench.kindsSince(before)).toEqual(['erasure-intended', 'erasure-completed', 'day-closed'])
  const { held } = await bench.context.footage.capacity()
  expect(held).toBe(1)
})

test('nothing is done while the recorder, which owns the store, does not answer', async () => {
  await recordEpoch(bench, camera, { leaves: 1 })
  bench.clock.forward(15 * day)
  ready = false
  const before = bench.context.records.size()
  await round((background) => background.storeFull())
  expect(bench.context.records.size()).toBe(before)
  ready = true
  await round()
  expect(bench.entries('erasure-completed')).toHaveLength(1)
})

test('one thing that fails is told and keeps none of the others from being done', async () => {
  await recordEpoch(bench, camera, { leaves: 1 })
  bench.clock.forward(15 * day)
  const mend = bench.breakTable('erasures', 'INSERT')
  await round()
  mend()
  expect(told).toEqual(['erase: Error: the bench breaks erasures'])
  // what came after the erasure was done all the same
  expect(bench.entries('day-closed')).toHaveLength(1)
  await round()
  expect(bench.entries('erasure-completed')).toHaveLength(1)
})

test('a recorder that goes in the midst of a round is no fault of this program', async () => {
  const gone = async (): Promise<never> => {
    throw new LinkFault('link-closed', 'the other process closed the connection')
  }
  await recordEpoch(bench, camera, { leaves: 1 })
  bench.clock.forward(15 * day)
  await round(undefined, { ...bench.context, footage: { ...bench.context.footage, openEpochs: gone } })
  expect(told).toEqual([])
  await round()
  expect(bench.entries('erasure-completed')).toHaveLength(1)
})

test('a store that says it is full ends its oldest footage in the next round', async () => {
  for (let i = 0; i < 4; i++) {
    await recordEpoch(bench, camera, { leaves: 1 })
    bench.clock.forward(day)
  }
  expect((await bench.context.footage.capacity()).free).toBe(0)
  await round()
  expect(bench.entries('erasure-completed')).toHaveLength(0)
  await round((background) => background.storeFull())
  expect(bench.entries('erasure-intended').map(({ body }) => body.cause)).toEqual(['capacity'])
  expect((await bench.context.footage.capacity()).free).toBe(1)
})
