import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  axisMarks,
  joinStretches,
  missingBetween,
  nextWanted,
  releaseBatch,
  stretchAt,
  totalLength,
} from './timeline.ts'

const s = (from: number, to: number) => ({ from: from * 1000, to: to * 1000 })

describe('stretches', () => {
  it('joins what follows at once and keeps what does not', () => {
    expect(joinStretches([s(10, 20), s(0, 10), s(21, 30), s(40, 50)])).toEqual([s(0, 30), s(40, 50)])
  })

  it('names what is missing, at both ends too', () => {
    expect(missingBetween([s(10, 20), s(30, 40)], 0, 60_000)).toEqual([s(0, 10), s(20, 30), s(40, 60)])
    expect(missingBetween([], 0, 5_000)).toEqual([s(0, 5)])
    expect(missingBetween([s(0, 10), s(11, 20)], 0, 20_000)).toEqual([])
  })

  it('finds the stretch that shows, else the next', () => {
    const leaves = [s(0, 10), s(10, 20), s(30, 40)]
    expect([0, 9_999, 10_000, 25_000, 39_999, 40_000].map((at) => stretchAt(leaves, at))).toEqual([
      0,
      0,
      1,
      2,
      2,
      null,
    ])
  })

  it('counts overlaps once', () => {
    expect(totalLength([s(0, 10), s(5, 20), s(30, 31)])).toBe(21_000)
  })

  it('splits the whole window into shown and missing', () => {
    const stretches = fc.array(
      fc
        .tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 2, max: 20 }))
        .map(([from, length]) => s(from * 2, from * 2 + length)),
      { maxLength: 12 },
    )
    fc.assert(
      fc.property(stretches, (list) => {
        const to = 240_000
        const missing = missingBetween(list, 0, to)
        for (const gap of missing)
          for (const one of list)
            expect(Math.min(gap.to, one.to) - Math.max(gap.from, one.from)).toBeLessThanOrEqual(0)
        const joined = joinStretches(list).reduce((sum, one) => sum + one.to - one.from, 0)
        const lacking = missing.reduce((sum, one) => sum + one.to - one.from, 0)
        expect(joined + lacking).toBeGreaterThan(to - 1_501)
        expect(joined + lacking).toBeLessThanOrEqual(to)
      }),
    )
  })
})

describe('a release', () => {
  const leaves = Array.from({ length: 100 }, (_, index) => s(index * 10, index * 10 + 10))

  it('takes at most ten minutes of footage', () => {
    expect(releaseBatch(leaves, 5, 600_000, () => false)).toEqual(Array.from({ length: 60 }, (_, i) => i + 5))
  })

  it('stops at what is released already, and at the end', () => {
    expect(releaseBatch(leaves, 5, 600_000, (index) => index === 8)).toEqual([5, 6, 7])
    expect(releaseBatch(leaves, 98, 600_000, () => false)).toEqual([98, 99])
    expect(releaseBatch(leaves, 5, 600_000, (index) => index === 5)).toEqual([])
  })

  it('gives one leaf even when that alone is longer', () => {
    expect(releaseBatch([s(0, 700)], 0, 600_000, () => false)).toEqual([0])
  })
})

it('marks a time axis at round instants that fit', () => {
  expect(axisMarks(s(0, 0).from + 1_000, 500_000, 10)).toEqual([
    60_000, 120_000, 180_000, 240_000, 300_000, 360_000, 420_000, 480_000,
  ])
  for (const length of [3_000, 90_000, 4_000_000, 90_000_000])
    expect(axisMarks(1_234, 1_234 + length, 8).length).toBeLessThanOrEqual(9)
})

describe('what to load next', () => {
  const leaves = [s(0, 10), s(10, 20), s(20, 30), s(500, 510), s(510, 520)]
  const nothing = () => undefined
  const upTo =
    (last: number, size = 1) =>
    (index: number) =>
      index <= last ? size : undefined

  it('begins with what shows, and goes on in order within reach', () => {
    expect(nextWanted(leaves, 12_000, 15_000, 100, nothing)).toBe(1)
    expect(nextWanted(leaves, 12_000, 15_000, 100, upTo(1))).toBe(2)
    expect(nextWanted(leaves, 2_000, 15_000, 100, upTo(1))).toBeNull()
  })

  it('looks over a hole', () => {
    expect(nextWanted(leaves, 25_000, 15_000, 100, upTo(2))).toBe(3)
    expect(nextWanted(leaves, 300_000, 15_000, 100, nothing)).toBe(3)
  })

  it('stops at the size that may be kept, and behind the last', () => {
    expect(nextWanted(leaves, 0, 600_000, 100, upTo(1, 60))).toBeNull()
    expect(nextWanted(leaves, 520_000, 600_000, 100, nothing)).toBeNull()
  })
})
