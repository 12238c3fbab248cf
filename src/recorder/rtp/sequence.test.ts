import { expect, test } from 'vitest'
import { SequenceTracker } from './sequence.ts'

function follow(...sequence: readonly number[]): unknown[] {
  const tracker = new SequenceTracker()
  return sequence.map((number) => tracker.next(number))
}

test('counts through the wrap-around', () => {
  expect(follow(65_534, 65_535, 0, 1)).toEqual([0, 0, 0, 0])
})

test('says how many are missing', () => {
  expect(follow(10, 12, 20)).toEqual([0, 1, 7])
  expect(follow(65_535, 3)).toEqual([0, 3])
})

test('repeated and late packets do not move it', () => {
  expect(follow(10, 10, 11, 9, 12)).toEqual([0, 'repeated', 0, 'repeated', 0])
})

test('a camera that begins to count anew has lost something, not tens of thousands', () => {
  expect(follow(40_000, 5, 6)).toEqual([0, 25_540, 0])
  expect(follow(30_000, 100, 101)).toEqual([0, 1, 0])
})

test('restart forgets', () => {
  const tracker = new SequenceTracker()
  tracker.next(5)
  tracker.restart()
  expect(tracker.next(500)).toBe(0)
})
