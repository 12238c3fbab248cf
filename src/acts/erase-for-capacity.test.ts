import { afterEach, beforeEach, expect, test } from 'vitest'
import { ActsBench } from '../../test/support/acts-bench.ts'
import { benchCamera, recordEpoch, windowOver } from '../../test/support/bench-camera.ts'
import { opened, openKeys, viewedSearch } from '../../test/support/bench-case.ts'
import { day, hour } from '../../test/support/step-clock.ts'
import type { CameraId } from '../domain/ids.ts'
import { copyHolds } from './copy-holds.ts'
import { eraseExpired, eraseForCapacity } from './erase-expired.ts'
import { erasureViews } from './erasure-views.ts'

let bench: ActsBench
let camera: CameraId
beforeEach(async () => {
  bench = await ActsBench.open({ slots: 4, slotBytes: 64 * 1024 })
  camera = await benchCamera(bench, '3', '玄関')
})
afterEach(() => bench.close())

/** Records an epoch on each of so many days, each in a slot of its own. */
async function recordDays(days: number) {
  const epochs = []
  for (let i = 0; i < days; i++) {
    epochs.push(await recordEpoch(bench, camera, { leaves: 2 }))
    bench.clock.forward(day)
  }
  return epochs
}

const free = async () => (await bench.context.footage.capacity()).free

test('a store that is full ends the oldest footage early, says so, and no more than it needs', async () => {
  const [oldest, ...others] = await recordDays(4)
  expect(await free()).toBe(0)
  const before = bench.context.records.size()
  expect(await eraseForCapacity(bench.context)).toBe(1)
  expect(await free()).toBe(1)
  expect(bench.context.vault.contents().epochs.toSorted()).toEqual(
    others.map(({ epoch }) => epoch).toSorted(),
  )
  expect(bench.kindsSince(before)).toEqual(['erasure-intended', 'erasure-completed'])
  expect(bench.entries('erasure-intended')[0]?.body).toMatchObject({
    cause: 'capacity',
    day: oldest?.day,
    cameras: [camera],
    epochs: 1,
  })
  expect(await erasureViews(bench.context)).toMatchObject([{ cause: 'capacity', day: oldest?.day, slots: 1 }])
  expect(await eraseForCapacity(bench.context)).toBe(0)
})

test('of a day with several epochs all end before its slot is free', async () => {
  await recordEpoch(bench, camera, { leaves: 1 })
  bench.clock.forward(hour)
  await recordEpoch(bench, camera, { leaves: 1 })
  bench.clock.forward(day)
  await recordDays(3)
  expect(await free()).toBe(0)
  expect(await eraseForCapacity(bench.context)).toBe(2)
  expect(await free()).toBe(1)
})

test('what the recorder still writes is not ended for space', async () => {
  const running = await recordEpoch(bench, camera, { leaves: 2, running: true })
  const other = await benchCamera(bench, '5', '北側外壁')
  for (let i = 0; i < 3; i++) {
    await recordEpoch(bench, other, { leaves: 2 })
    bench.clock.forward(day)
  }
  expect(await free()).toBe(0)
  expect(await eraseForCapacity(bench.context)).toBe(1)
  expect(bench.context.vault.contents().epochs).toContain(running.epoch)
})

test('funabashi:9(9) held footage is not sacrificed for space', async () => {
  const recorded = await recordEpoch(bench, camera, { leaves: 2 })
  const { caseId, viewing } = await viewedSearch(bench, [camera], windowOver(recorded, 0, 0))
  const operator = bench.person('operator')
  const before = await opened(bench, await openKeys(bench, operator, caseId, { viewing, export: null }))
  await copyHolds(bench.context)
  bench.clock.forward(day)
  await recordDays(2)
  expect(await free()).toBe(0)
  expect(await eraseForCapacity(bench.context)).toBe(1)
  expect(bench.context.vault.contents().epochs).not.toContain(recorded.epoch)
  const again = await openKeys(bench, operator, caseId, { viewing, export: null })
  expect(await opened(bench, again)).toEqual(before)
})

test('a hold that finds no slot for its copy keeps neither space nor day from being served', async () => {
  const [first, second, third, fourth] = await recordDays(4)
  if (first === undefined || second === undefined) throw new Error('not recorded')
  const { caseId, viewing } = await viewedSearch(bench, [camera], windowOver(first, 0, 0))
  const operator = bench.person('operator')
  const before = await opened(bench, await openKeys(bench, operator, caseId, { viewing, export: null }))
  await expect(copyHolds(bench.context)).rejects.toMatchObject({ code: 'no-slot' })
  expect(await eraseForCapacity(bench.context)).toBe(1)
  expect(bench.context.vault.contents().epochs.toSorted()).toEqual(
    [first, third, fourth].map((epoch) => epoch?.epoch ?? '').toSorted(),
  )
  expect(await copyHolds(bench.context)).toBe(1)
  bench.clock.forward(20 * day)
  expect(await eraseExpired(bench.context)).toMatchObject({ erasures: 3 })
  expect(bench.context.vault.contents().epochs).toEqual([])
  const again = await openKeys(bench, operator, caseId, { viewing, export: null })
  expect(await opened(bench, again)).toEqual(before)
})

test('a hold that cannot be copied keeps no other hold waiting', async () => {
  const one = await recordEpoch(bench, camera, { leaves: 1 })
  const other = await benchCamera(bench, '5', '北側外壁')
  const two = await recordEpoch(bench, other, { leaves: 1 })
  for (const recorded of [one, two]) {
    const { caseId, viewing } = await viewedSearch(bench, [recorded.camera], windowOver(recorded, 0, 0))
    await openKeys(bench, bench.person('operator'), caseId, { viewing, export: null })
  }
  bench.behind((records) =>
    records.prepare('UPDATE holdLeaves SET epoch = ? WHERE epoch = ?').run(crypto.randomUUID(), one.epoch),
  )
  await expect(copyHolds(bench.context)).rejects.toMatchObject({ code: 'leaf-unknown' })
  const holds = await bench.context.records.db
    .selectFrom('holds')
    .innerJoin('holdLeaves', 'holdLeaves.hold', 'holds.id')
    .select(['epoch', 'copiedAt'])
    .execute()
  expect(holds.find(({ epoch }) => epoch === two.epoch)?.copiedAt).toBe(bench.clock.now())
})

test('nothing is ended for space while the clock is not to be trusted', async () => {
  await recordDays(4)
  bench.clock.setBy(2 * day)
  expect(await eraseForCapacity(bench.context)).toBe(0)
  expect(await free()).toBe(0)
})
