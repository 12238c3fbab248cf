import { expect, test } from 'vitest'
import { MediaClock } from './media-clock.ts'

/** Media times for [timestamp, arrival in ms] pairs. */
function times(...frames: readonly (readonly [number, number])[]): { media: number[]; clock: MediaClock } {
  const clock = new MediaClock()
  return { media: frames.map(([timestamp, ms]) => clock.next(timestamp >>> 0, ms * 1000)), clock }
}

test('follows the timestamps, not the arrival', () => {
  const { media } = times([1000, 0], [4600, 90], [8200, 91], [11_800, 120])
  expect(media).toEqual([0, 3600, 7200, 10_800])
})

test('Timestamp: 32-bit wrap every 13.3 h', () => {
  const { media, clock } = times([0xffff_f000, 0], [0xffff_fe10, 40], [0xc20, 80])
  expect(media).toEqual([0, 3600, 7200])
  expect(clock.leaps).toBe(0)
})

test('Timestamp leaps by hours: what passed on arrival counts, and the new timestamps are followed', () => {
  const { media, clock } = times([0, 0], [3600, 40], [3600 + 7200 * 90_000, 80], [7200 + 7200 * 90_000, 120])
  expect(media).toEqual([0, 3600, 7200, 10_800])
  expect(clock.leaps).toBe(1)
})

test('Timestamp runs backwards: a usual frame, and on from there', () => {
  const { media, clock } = times([900_000, 0], [903_600, 40], [100, 80], [3700, 120])
  expect(media).toEqual([0, 3600, 7200, 10_800])
  expect(clock.leaps).toBe(1)
})

test('Timestamp repeats: every frame lasts', () => {
  const { media, clock } = times([0, 0], [3600, 40], [3600, 80], [7200, 120])
  expect(media).toEqual([0, 3600, 7200, 10_800])
  expect(clock.leaps).toBe(0)
})

test('Burst of pre-buffered frames at start keeps its true durations', () => {
  const { media } = times([0, 0], [90_000, 1], [180_000, 2], [270_000, 3])
  expect(media).toEqual([0, 90_000, 180_000, 270_000])
})

test('a camera that pauses and says so is followed', () => {
  const { media, clock } = times([0, 0], [3600, 40], [3600 + 60 * 90_000, 60_040])
  expect(media).toEqual([0, 3600, 3600 + 60 * 90_000])
  expect(clock.leaps).toBe(0)
})

test('a new session goes on by what passed on arrival', () => {
  const clock = new MediaClock()
  clock.next(5000, 1_000_000)
  clock.next(8600, 1_040_000)
  clock.restart()
  expect(clock.next(77, 4_040_000)).toBe(3600 + 270_000)
  expect(clock.next(3677, 4_080_000)).toBe(3600 + 270_000 + 3600)
})

test('nothing begins before what was promised', () => {
  const clock = new MediaClock()
  clock.next(0, 0)
  clock.hold(9000)
  expect(clock.next(3600, 40_000)).toBe(9000)
  expect(clock.next(7200, 80_000)).toBe(12_600)
})
