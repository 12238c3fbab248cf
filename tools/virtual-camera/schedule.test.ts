import { expect, it } from 'vitest'
import { loadClip } from './clip.ts'
import { type Due, Schedule } from './schedule.ts'

class HandClock {
  wall: number
  #monotonic = 5_000
  constructor(wall: number) {
    this.wall = wall
  }
  now = () => this.wall
  monotonic = () => this.#monotonic
  pass(milliseconds: number): void {
    this.wall += milliseconds
    this.#monotonic += milliseconds
  }
}

/** Lets the time pass until the next frame is due and takes it. */
function next(schedule: Schedule, clock: HandClock): Due | undefined {
  clock.pass(Math.max(0, schedule.due - clock.monotonic()))
  return schedule.take()
}

const noon = Date.UTC(2026, 10, 21, 3, 0, 0)

it("shows the wall clock's second, whenever it is started", () => {
  const clock = new HandClock(noon + 37_437)
  const schedule = new Schedule(loadClip('entrance'), 1, clock)
  for (let i = 0; i < 1300; i++) {
    const due = next(schedule, clock)!
    expect(due.wall).toBe(noon + 37_500 + i * 100)
    expect(due.position).toBe((375 + i) % 600)
    expect(due.ticks).toBe(i * 9000)
    expect(Math.abs(clock.wall - due.wall)).toBeLessThan(1)
  }
})

it('is true again after the next key frame when the wall clock was stepped', () => {
  const clock = new HandClock(noon)
  const schedule = new Schedule(loadClip('entrance'), 1, clock)
  for (let i = 0; i < 5; i++) next(schedule, clock)
  clock.wall += 7_300
  const taken: Due[] = []
  while (taken.length < 40) {
    const due = next(schedule, clock)
    if (due !== undefined) taken.push(due)
  }
  const truly = taken.slice(15)
  for (const due of truly) expect(due.position).toBe(Math.round((due.wall % 60_000) / 100))
  expect(truly[0]!.wall).toBe(noon + 10_000)
  expect(clock.wall - taken.at(-1)!.wall).toBeLessThan(1)
})

it('follows a slow drift of the wall clock without leaving a frame out', () => {
  const clock = new HandClock(noon)
  const schedule = new Schedule(loadClip('entrance'), 1, clock)
  for (let i = 0; i < 600; i++) {
    expect(next(schedule, clock)!.position).toBe(i)
    clock.wall += 0.4
  }
  expect(Math.abs(clock.wall - (noon + 59_900))).toBeLessThan(10)
})

it('runs faster in order from the first frame', () => {
  const clock = new HandClock(noon + 37_437)
  const schedule = new Schedule(loadClip('entrance'), 20, clock)
  const taken = Array.from({ length: 601 }, () => next(schedule, clock)!)
  expect(taken.map((due) => due.position)).toEqual(Array.from({ length: 601 }, (_, i) => i % 600))
  expect(taken[600]!.ticks).toBe(600 * 9000)
  expect(clock.wall - (noon + 37_437)).toBeCloseTo(3000, 3)
})

it('tells where a client will be let in', () => {
  const clock = new HandClock(noon + 300)
  const schedule = new Schedule(loadClip('entrance'), 1, clock)
  expect(schedule.ticksAhead(false)).toBe(0)
  expect(schedule.ticksAhead(true)).toBe(17 * 9000)
})

it('gives up what it missed and is true afterwards', () => {
  const clock = new HandClock(noon)
  const schedule = new Schedule(loadClip('entrance'), 1, clock)
  next(schedule, clock)
  clock.pass(10_050)
  expect(schedule.skipMissed()).toBe(99)
  expect(next(schedule, clock)).toEqual({ position: 101, wall: noon + 10_100, ticks: 100 * 9000 })
})

it('goes on with another clip at a key frame', () => {
  const clock = new HandClock(noon + 1_000)
  const schedule = new Schedule(loadClip('entrance'), 1, clock)
  schedule.switchTo(loadClip('entrance-small'))
  expect(schedule.upcoming).toBe(loadClip('entrance-small'))
  for (let i = 0; i < 10; i++) {
    next(schedule, clock)
    expect(schedule.clip).toBe(loadClip('entrance'))
  }
  expect(next(schedule, clock)?.position).toBe(20)
  expect(schedule.clip).toBe(loadClip('entrance-small'))
})
