import { afterEach, beforeEach, expect, test } from 'vitest'
import { funabashi } from '../../test/packs/load.ts'
import { ActsBench, ok } from '../../test/support/acts-bench.ts'
import { benchCamera, recordEpoch, windowOver } from '../../test/support/bench-camera.ts'
import { openKeys, viewedSearch } from '../../test/support/bench-case.ts'
import { day } from '../../test/support/step-clock.ts'
import type { Context } from '../acts/context.ts'
import { setOfficeValue } from '../acts/set-office-value.ts'
import { startProgram } from '../acts/start-program.ts'
import { type RulesOfToday, takeRules } from '../acts/take-rules.ts'
import type { CameraId, LocalDay } from '../domain/ids.ts'
import { Background } from './background.ts'
import { LinkFault } from './link/peer.ts'

let bench: ActsBench
let camera: CameraId
let told: string[]
let ready: boolean
let rules: RulesOfToday
beforeEach(async () => {
  told = []
  ready = true
  rules = { pack: await funabashi(), packSha256: 'ab', retentionDays: 14 }
  bench = await ActsBench.open({ slots: 4, slotBytes: 64 * 1024 })
  camera = await benchCamera(bench, '3', '玄関')
})
afterEach(() => bench.close())

/** Runs one round, and nothing by the clock. */
async function round(
  before: (background: Background) => void = () => undefined,
  context: Context = bench.context,
): Promise<void> {
  const background = new Background(context, {
    everyMs: 3_600_000,
    ready: () => ready,
    rulesOfToday: () => takeRules(context, rules),
    onFault: (error, what) => told.push(`${what}: ${String(error)}`),
  })
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
  expect(bench.kindsSince(before)).toEqual(['viewed', 'erasure-intended', 'erasure-completed', 'day-closed'])
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

test('a version that comes into force is gone over to and entered once, with the values of the office and without the recorder', async () => {
  await startProgram(bench.context, { version: '1', served: [], ...rules })
  ready = false
  const before = bench.context.records.size()
  await round()
  expect(bench.kindsSince(before)).toEqual([])
  const path = 'install.pixelsAtLeast'
  const set = { path, value: '640x480', decidedOn: '2026-10-01' as LocalDay, decidedBy: '見本 課長' }
  ok(await setOfficeValue(bench.context, bench.person('manager').actor, set))
  rules = { ...rules, pack: { ...rules.pack, title: '改正後', since: '2026-11-01' as LocalDay } }
  await round()
  await round()
  expect(told).toEqual([])
  expect(bench.context.pack).toMatchObject({
    title: '改正後',
    since: '2026-11-01',
    supplement: { [path]: '640x480' },
  })
  expect(bench.entries('pack-loaded').map(({ body }) => body.effectiveFrom)).toEqual([
    expect.anything(),
    '2026-11-01',
  ])
})

test('a viewing goes on while whoever sees it is signed in, and ends when the session has run out', async () => {
  const recorded = await recordEpoch(bench, camera, { leaves: 2 })
  await viewedSearch(bench, [camera], windowOver(recorded, 0, 0))
  const { person } = bench.person('operator').actor
  const now = bench.clock.now()
  await bench.context.records.db
    .insertInto('sessions')
    .values({ tokenHash: new Uint8Array(32), person, createdAt: now, seenAt: now })
    .execute()
  const before = bench.context.records.size()
  ready = false
  await round()
  expect(bench.kindsSince(before)).toEqual([])
  bench.clock.forward(61 * 60_000)
  await round()
  await round()
  expect(bench.entries('viewed').map(({ body }) => body.phase)).toEqual(['started', 'ended'])
})
