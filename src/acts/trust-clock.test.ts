import { afterEach, beforeEach, expect, test } from 'vitest'
import { ActsBench } from '../../test/support/acts-bench.ts'
import { benchCamera, recordEpoch } from '../../test/support/bench-camera.ts'
import { day, hour, minute } from '../../test/support/step-clock.ts'
import { eraseExpired } from './erase-expired.ts'
import { startProgram } from './start-program.ts'
import { clockDoubt, confirmClock, trustClock } from './trust-clock.ts'

let bench: ActsBench
let synced = false
beforeEach(async () => {
  synced = false
  bench = await ActsBench.open({ slots: 8, synced: () => synced })
  await recordEpoch(bench, await benchCamera(bench, '3', '玄関'), { leaves: 1 })
})
afterEach(() => bench.close())

const manager = () => bench.person('manager').actor
const program = { version: '0.0.0', served: [], packSha256: 'ab', retentionDays: 14 }
/** the footage's day is past, by a clock that is right */
const past = () => bench.clock.forward(15 * day)
const erase = () => eraseExpired(bench.context)

async function restart(): Promise<void> {
  await bench.restart()
  await startProgram(bench.context, program)
}

test('a wall clock that is set two days ahead erases nothing until a named person confirms it', async () => {
  bench.clock.forward(13 * day)
  await trustClock(bench.context)
  bench.clock.setBy(2 * day)
  const before = bench.context.records.size()
  expect(await erase()).toEqual({ erasures: 0, heldBack: 'stepped' })
  expect(await erase()).toEqual({ erasures: 0, heldBack: 'stepped' })
  expect(bench.kindsSince(before)).toEqual(['clock-untrusted'])
  expect(bench.entries('clock-untrusted')[0]?.body).toEqual({ cause: 'stepped', detail: '172800 s' })
  expect(await clockDoubt(bench.context)).toMatchObject({ cause: 'stepped', since: bench.clock.now() })
  await confirmClock(bench.context, manager())
  expect(bench.entries('clock-confirmed')[0]).toMatchObject({
    actor: { person: manager().person },
    body: { how: 'person', cause: 'stepped' },
  })
  expect(await clockDoubt(bench.context)).toBeNull()
  expect(await erase()).toEqual({ erasures: 1, heldBack: null })
})

test('a clock that is set back to what it was is trusted again', async () => {
  bench.clock.setBy(2 * hour)
  expect(await trustClock(bench.context)).toBe('stepped')
  bench.clock.forward(minute)
  bench.clock.setBy(-2 * hour)
  // the entry of the doubt lies ahead now: until then nothing is erased
  expect(await trustClock(bench.context)).toBe('behind-ledger')
  bench.clock.forward(2 * hour)
  expect(await trustClock(bench.context)).toBeNull()
  expect(await clockDoubt(bench.context)).toBeNull()
})

test('what a stepped clock writes does not vouch for it', async () => {
  bench.clock.setBy(2 * day)
  for (let i = 0; i < 3; i++) {
    await startProgram(bench.context, program)
    bench.clock.forward(minute)
  }
  expect(await trustClock(bench.context)).toBe('stepped')
})

test('time that truly passes is trusted, however long', async () => {
  past()
  expect(await erase()).toEqual({ erasures: 1, heldBack: null })
  expect(bench.entries('clock-untrusted')).toEqual([])
})

test('after a restart a day and more that nobody saw pass erases nothing until a named person confirms it', async () => {
  past()
  await restart()
  expect(await erase()).toEqual({ erasures: 0, heldBack: 'jumped' })
  await confirmClock(bench.context, manager())
  expect(await erase()).toEqual({ erasures: 1, heldBack: null })
})

test('after a restart within a day the clock is trusted', async () => {
  bench.clock.forward(14 * day)
  await startProgram(bench.context, program)
  bench.clock.forward(23 * hour)
  await restart()
  expect(await erase()).toEqual({ erasures: 1, heldBack: null })
})

test('a doubt outlives any number of restarts: the entries of a wrong clock do not make it right', async () => {
  past()
  await restart()
  for (let i = 0; i < 3; i++) {
    await restart()
    expect(await erase()).toEqual({ erasures: 0, heldBack: 'jumped' })
  }
  await confirmClock(bench.context, manager())
  await restart()
  expect(await erase()).toEqual({ erasures: 1, heldBack: null })
})

test('a clock that is set ahead outlives a restart, too, though nothing was due yet', async () => {
  await eraseExpired(bench.context)
  bench.clock.setBy(12 * day)
  expect(await erase()).toEqual({ erasures: 0, heldBack: null })
  expect(bench.entries('clock-untrusted')).toHaveLength(1)
  await restart()
  bench.clock.forward(3 * day)
  expect(await erase()).toEqual({ erasures: 0, heldBack: 'jumped' })
})

test('a clock behind the ledger is not trusted until a named person confirms it', async () => {
  bench.clock.setBy(-hour)
  expect(await trustClock(bench.context)).toBe('behind-ledger')
  await confirmClock(bench.context, manager())
  expect(await trustClock(bench.context)).toBeNull()
})

test('a machine that keeps its time in sync needs no confirmation', async () => {
  past()
  await restart()
  expect(await erase()).toMatchObject({ heldBack: 'jumped' })
  synced = true
  expect(await erase()).toEqual({ erasures: 1, heldBack: null })
  expect(await clockDoubt(bench.context)).toBeNull()
})

test('a clock that nobody doubts is not confirmed', async () => {
  await expect(confirmClock(bench.context, manager())).rejects.toMatchObject({ code: 'wrong-state' })
})
