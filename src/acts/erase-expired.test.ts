import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { funabashi } from '../../test/packs/load.ts'
import { ActsBench } from '../../test/support/acts-bench.ts'
import { benchCamera, recordEpoch, windowOver } from '../../test/support/bench-camera.ts'
import { opened, openKeys, viewedSearch } from '../../test/support/bench-case.ts'
import { day, hour, minute, morning } from '../../test/support/step-clock.ts'
import { withRetentionPeriod } from '../domain/casework/keeping.ts'
import { isRefused } from '../domain/casework/refusal.ts'
import type { CameraId, HoldId, Instant } from '../domain/ids.ts'
import { copyHolds } from './copy-holds.ts'
import { eraseExpired, lateErasures } from './erase-expired.ts'
import { erasureViews } from './erasure-views.ts'
import { watchOverwriting } from './watch-overwriting.ts'

let bench: ActsBench
let camera: CameraId
beforeEach(async () => {
  bench = await ActsBench.open()
  camera = await benchCamera(bench, '3', '玄関')
})
afterEach(() => bench.close())

/** 15 November, 0:00 in Japan: the first instant after fourteen days that began on the 1st */
const due = Date.UTC(2026, 10, 14, 15)

function until(at: number): void {
  bench.clock.forward(at - bench.clock.now())
}

async function epochRows() {
  return bench.context.records.db
    .selectFrom('epochs')
    .select(['id', 'erasedAt', 'sealedOfficeLock'])
    .orderBy('beganAt')
    .execute()
}

test('funabashi:9(8) footage is kept through its fourteenth day and not a moment longer', async () => {
  const { epoch } = await recordEpoch(bench, camera, { leaves: 3 })
  until(due - 1)
  expect(await eraseExpired(bench.context)).toEqual({ erasures: 0, heldBack: null })
  expect(bench.context.vault.contents().epochs).toEqual([epoch])
  until(due)
  expect(await eraseExpired(bench.context)).toEqual({ erasures: 1, heldBack: null })
  expect(bench.context.vault.contents().epochs).toEqual([])
  expect(await epochRows()).toEqual([{ id: epoch, erasedAt: due, sealedOfficeLock: null }])
  expect(await bench.context.footage.leafRow({ epoch, leaf: 0 })).toBeUndefined()
  expect(await eraseExpired(bench.context)).toEqual({ erasures: 0, heldBack: null })
})

test('funabashi:9(10) an erasure is entered before it begins and when it is done, with its figures', async () => {
  await recordEpoch(bench, camera, { leaves: 3 })
  until(due)
  const before = bench.context.records.size()
  await eraseExpired(bench.context)
  expect(bench.kindsSince(before)).toEqual(['erasure-intended', 'erasure-completed'])
  const [intended] = bench.entries('erasure-intended')
  expect(intended).toMatchObject({
    actor: 'system',
    refs: { clauses: ['funabashi:9(8)', 'funabashi:9(10)'] },
    body: { cause: 'expired', day: '2026-11-01', dueAt: due, cameras: [camera], epochs: 1, holds: 0 },
  })
  expect(bench.entries('erasure-completed')[0]?.body).toEqual({
    erasure: intended?.body.erasure,
    dueAt: due,
    erasedAt: due,
    late: false,
    epochs: 1,
    holds: 0,
    leaves: 3,
    slots: 1,
    bytes: 6 * 4096,
    footageMs: 30_000,
    anchor: 'file',
  })
  expect(await erasureViews(bench.context)).toMatchObject([
    {
      cause: 'expired',
      day: '2026-11-01',
      late: false,
      slots: 1,
      cameras: 1,
      hours: 30 / 3600,
      overwrittenAt: null,
      clause: 'funabashi:9(8)',
    },
  ])
})

test('funabashi:9(8) the epochs of one day end together, those of the next day a day later', async () => {
  const other = await benchCamera(bench, '5', '北側外壁')
  await recordEpoch(bench, camera, { leaves: 1 })
  await recordEpoch(bench, other, { leaves: 1 })
  bench.clock.forward(hour)
  await recordEpoch(bench, camera, { leaves: 1 })
  bench.clock.forward(day)
  const next = await recordEpoch(bench, camera, { leaves: 1 })
  until(due)
  expect(await eraseExpired(bench.context)).toEqual({ erasures: 1, heldBack: null })
  expect(bench.entries('erasure-completed').at(-1)?.body).toMatchObject({ epochs: 3, leaves: 3 })
  expect(bench.entries('erasure-intended').at(-1)?.body.cameras.toSorted()).toEqual(
    [camera, other].toSorted(),
  )
  expect(bench.context.vault.contents().epochs).toEqual([next.epoch])
  until(due + day)
  expect(await eraseExpired(bench.context)).toMatchObject({ erasures: 1 })
  expect(bench.context.vault.contents().epochs).toEqual([])
})

test('an epoch that the recorder still writes is left until it has ended', async () => {
  const ended = await recordEpoch(bench, camera, { leaves: 1 })
  const other = await benchCamera(bench, '5', '北側外壁')
  const running = await recordEpoch(bench, other, { leaves: 1, running: true })
  until(due)
  await eraseExpired(bench.context)
  expect(bench.context.vault.contents().epochs).toEqual([running.epoch])
  expect((await epochRows()).map(({ id, erasedAt }) => [id, erasedAt !== null])).toEqual([
    [ended.epoch, true],
    [running.epoch, false],
  ])
  await bench.owned.sink.closeLeaf(other)
  bench.clock.forward(minute)
  await eraseExpired(bench.context)
  expect(bench.context.vault.contents().epochs).toEqual([])
})

test('funabashi:9(10) an erasure that comes late is told as late, and as missing until then', async () => {
  await recordEpoch(bench, camera, { leaves: 1 })
  until(due + hour)
  expect(await lateErasures(bench.context)).toBe(0)
  until(due + hour + 1)
  expect(await lateErasures(bench.context)).toBe(1)
  await eraseExpired(bench.context)
  expect(await lateErasures(bench.context)).toBe(0)
  expect(bench.entries('erasure-completed')[0]?.body).toMatchObject({
    late: true,
    dueAt: due,
    erasedAt: due + hour + 1,
  })
  expect(await erasureViews(bench.context)).toMatchObject([{ late: true }])
})

test('funabashi:9(8) an office that keeps footage for one day has it end with the day', async () => {
  const pack = withRetentionPeriod(await funabashi(), 1)
  if (isRefused(pack)) throw new Error(pack.reason)
  const sample = await ActsBench.open({ pack })
  try {
    const one = await benchCamera(sample, '3', '玄関')
    await recordEpoch(sample, one, { leaves: 1 })
    sample.clock.forward(morning + 14 * hour - 1 - sample.clock.now())
    expect(await eraseExpired(sample.context)).toMatchObject({ erasures: 0 })
    sample.clock.forward(1)
    expect(await eraseExpired(sample.context)).toMatchObject({ erasures: 1 })
  } finally {
    await sample.close()
  }
})

test('a failure half-way is taken up in the next round, and entered as it went', async () => {
  const { epoch } = await recordEpoch(bench, camera, { leaves: 1 })
  until(due)
  const mend = bench.breakTable('erasures', 'INSERT')
  await expect(eraseExpired(bench.context)).rejects.toThrow('the bench breaks erasures')
  mend()
  expect(bench.context.vault.contents().epochs).toEqual([])
  expect((await epochRows())[0]).toMatchObject({ id: epoch, erasedAt: null })
  const before = bench.context.records.size()
  expect(await eraseExpired(bench.context)).toMatchObject({ erasures: 1 })
  expect(bench.kindsSince(before)).toEqual(['erasure-intended', 'erasure-completed'])
  expect((await epochRows())[0]?.erasedAt).toBe(due)
})

test('funabashi:9(8)-overwrite a certificate is dated again when new footage has overwritten all of it', async () => {
  const small = await ActsBench.open({ slots: 3 })
  try {
    const one = await benchCamera(small, '3', '玄関')
    const overwritten = () => watchOverwriting(small.context)
    const dayLater = async (days: number) => {
      small.clock.forward(days * day)
      await eraseExpired(small.context)
      await recordEpoch(small, one, { leaves: 1 })
      await small.owned.idle()
    }
    await recordEpoch(small, one, { leaves: 2 })
    // the freed slot comes last in the pool: two others are used before it
    await dayLater(14)
    await dayLater(1)
    expect(await overwritten()).toBe(0)
    await dayLater(1)
    expect(await overwritten()).toBe(0)
    // its use ends when the camera goes on in another slot; what its new content left of the old is zeroed then. That other slot is
    // covered at once: its new content is as long as its old.
    await dayLater(12)
    expect(await overwritten()).toBe(2)
    const certificates = await erasureViews(small.context)
    const first = certificates.find((view) => view.day === '2026-11-01')
    expect(first).toMatchObject({ overwritten: 1, slots: 1, overwrittenAt: small.clock.now() })
    expect(small.entries('overwritten')).toContainEqual(
      expect.objectContaining({
        actor: 'system',
        body: { erasure: first?.id, slots: 1, at: small.clock.now() },
      }),
    )
    expect(await overwritten()).toBe(0)
  } finally {
    await small.close()
  }
})

describe('held footage', () => {
  test('funabashi:9(9) what was looked at outlives the recording, leaf by leaf; nothing else does', async () => {
    const recorded = await recordEpoch(bench, camera, { leaves: 6 })
    const { caseId, viewing } = await viewedSearch(bench, [camera], windowOver(recorded, 2, 3))
    const serving = { viewing, export: null }
    const operator = bench.person('operator')
    const keys = await openKeys(bench, operator, caseId, serving)
    const before = await opened(bench, keys)
    await copyHolds(bench.context)
    until(due)
    await eraseExpired(bench.context)
    expect(bench.context.vault.contents()).toEqual({
      epochs: [],
      holds: [bench.entries('hold-placed')[0]?.body.hold as HoldId],
    })
    const window = { from: 0 as Instant, to: bench.clock.now() }
    const left = await bench.context.footage.leavesBetween(camera, window)
    expect(left.map(({ leaf }) => leaf)).toEqual([2, 3])
    expect((await epochRows())[0]?.sealedOfficeLock).not.toBeNull()
    const again = await openKeys(bench, operator, caseId, serving)
    expect(await opened(bench, again)).toEqual(before)
  })

  test('funabashi:9(9) after its year the hold ends: keys, copies and the sealed office lock are gone', async () => {
    const recorded = await recordEpoch(bench, camera, { leaves: 3 })
    const { caseId, viewing } = await viewedSearch(bench, [camera], windowOver(recorded, 1, 1))
    await openKeys(bench, bench.person('operator'), caseId, { viewing, export: null })
    await copyHolds(bench.context)
    until(due)
    await eraseExpired(bench.context)
    until(Date.UTC(2027, 10, 1, 15) - 1)
    expect(await eraseExpired(bench.context)).toMatchObject({ erasures: 0 })
    until(Date.UTC(2027, 10, 1, 15))
    expect(await eraseExpired(bench.context)).toMatchObject({ erasures: 1 })
    expect(bench.context.vault.contents()).toEqual({ epochs: [], holds: [] })
    expect((await epochRows())[0]?.sealedOfficeLock).toBeNull()
    expect(await bench.context.footage.leafRow({ epoch: recorded.epoch, leaf: 1 })).toBeUndefined()
    expect(bench.entries('erasure-intended').at(-1)).toMatchObject({
      refs: { clauses: ['funabashi:9(9)'] },
      body: { cause: 'hold-ended', day: '2027-11-01', epochs: 0, holds: 1 },
    })
    expect(bench.entries('erasure-completed').at(-1)?.body).toMatchObject({ leaves: 1, slots: 1 })
    const [hold] = await bench.context.records.db.selectFrom('holds').selectAll().execute()
    expect(hold).toMatchObject({ sealedLeaves: new Uint8Array(0) })
    await expect(
      openKeys(bench, bench.person('operator'), caseId, { viewing, export: null }, [
        { epoch: recorded.epoch, leaf: 1 },
      ]),
    ).rejects.toMatchObject({ code: 'malformed' })
  })

  test('an epoch is not ended before its held leaves are copied', async () => {
    const recorded = await recordEpoch(bench, camera, { leaves: 3 })
    const unheld = await recordEpoch(bench, camera, { leaves: 1 })
    const { caseId, viewing } = await viewedSearch(bench, [camera], windowOver(recorded, 1, 1))
    await openKeys(bench, bench.person('operator'), caseId, { viewing, export: null })
    until(due)
    await eraseExpired(bench.context)
    expect(bench.context.vault.contents().epochs).toEqual([recorded.epoch])
    expect((await epochRows()).map(({ id, erasedAt }) => [id, erasedAt])).toEqual([
      [recorded.epoch, null],
      [unheld.epoch, due],
    ])
    await copyHolds(bench.context)
    await eraseExpired(bench.context)
    expect(bench.context.vault.contents().epochs).toEqual([])
    const left = await bench.context.footage.leafRow({ epoch: recorded.epoch, leaf: 1 })
    expect(left).toBeDefined()
  })
})
