import { expect, test } from 'vitest'
import { FrameClock } from './frame-clock.ts'
import { ManualTime } from './test-support/manual-time.ts'

function at(text: string): number {
  return Date.parse(text)
}

function started(): { time: ManualTime; clock: FrameClock } {
  const time = new ManualTime('2026-11-21T12:00:00Z')
  const clock = new FrameClock(time)
  clock.read()
  return { time, clock }
}

test('follows both clocks', () => {
  const { time, clock } = started()
  time.advance(1500)
  clock.read()
  expect(clock.wall).toBe(at('2026-11-21T12:00:01.500Z'))
  expect(clock.monotonic).toBe(2_500_000)
})

test('a step forward is taken as it comes', () => {
  const { time, clock } = started()
  time.step(3_600_000)
  clock.read()
  expect(clock.wall).toBe(at('2026-11-21T13:00:00Z'))
  expect(clock.stepped).toBe(false)
})

test('a small correction never lets time go back', () => {
  const { time, clock } = started()
  time.step(-300)
  time.advance(100)
  clock.read()
  expect(clock.wall).toBe(at('2026-11-21T12:00:00Z'))
  expect(clock.stepped).toBe(false)
  time.advance(400)
  clock.read()
  expect(clock.wall).toBe(at('2026-11-21T12:00:00.200Z'))
})

test('after a backward step the old time goes on until a new run begins', () => {
  const { time, clock } = started()
  time.step(-1_800_000)
  time.advance(2000)
  clock.read()
  expect(clock.stepped).toBe(true)
  expect(clock.wall).toBe(at('2026-11-21T12:00:02Z'))
  expect(clock.run).toBe(0)
  clock.begin()
  expect(clock.wall).toBe(at('2026-11-21T11:30:02Z'))
  expect(clock.stepped).toBe(false)
  expect(clock.run).toBe(1)
})

test('many small steps back are a step back', () => {
  const { time, clock } = started()
  for (let i = 0; i < 5 && !clock.stepped; i++) {
    time.step(-400)
    time.advance(1)
    clock.read()
  }
  expect(clock.stepped).toBe(true)
})
