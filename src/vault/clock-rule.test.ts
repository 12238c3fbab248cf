import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Instant } from '../domain/ids.ts'
import {
  type ClockMarks,
  judgeClock,
  largestJump,
  largestStep,
  marksAfterConfirmation,
  marksAfterEntry,
  marksAtStart,
} from './clock-rule.ts'

const start = Date.UTC(2026, 3, 1) as Instant
const at = (ms: number): Instant => (start + ms) as Instant
const minutes = 60_000
const hours = 60 * minutes
/** wall `wall` ms and monotonic `run` ms after the start of the test */
const point = (wall: number, run: number) => ({ now: at(wall), monotonic: run * 1000 })
const judge = (marks: ClockMarks, wall: number, run: number, synced = false) =>
  judgeClock({ ...point(wall, run), ...marks, synced })

describe('judgeClock', () => {
  test('a new ledger has nothing to judge by', () => {
    expect(judge(marksAtStart(null), 0, 0)).toEqual({ kind: 'trusted' })
  })

  test('behind the last entry, by a millisecond or a day, synchronised or not', () => {
    const marks = marksAtStart(at(0))
    expect(judge(marks, 0, 0)).toEqual({ kind: 'trusted' })
    for (const synced of [false, true])
      expect(judge(marks, -1, 0, synced)).toEqual({
        kind: 'untrusted',
        cause: 'behind-ledger',
        against: at(0),
        by: 1,
      })
  })

  test('an entry written by a clock that went back does not make the earlier one forgotten', () => {
    const marks = marksAfterEntry(marksAtStart(at(0)), point(-2 * hours, 1000), false)
    expect(judge(marks, -2 * hours + 2000, 2000)).toMatchObject({ cause: 'behind-ledger', against: at(0) })
  })

  test('within five minutes of monotonic time since the last entry, both ways', () => {
    const marks = marksAfterEntry(marksAtStart(at(0)), point(1000, 1000), false)
    expect(judge(marks, 1000 + 10 * hours + largestStep, 1000 + 10 * hours)).toEqual({ kind: 'trusted' })
    expect(judge(marks, 1001 + 10 * hours + largestStep, 1000 + 10 * hours)).toEqual({
      kind: 'untrusted',
      cause: 'stepped',
      against: at(1000 + 10 * hours),
      by: largestStep + 1,
    })
    expect(judge(marks, 1000 + 10 * hours - largestStep - 1, 1000 + 10 * hours)).toMatchObject({
      cause: 'stepped',
      by: largestStep + 1,
    })
  })

  test('a step is not vouched for by the entry that follows it', () => {
    let marks = marksAfterEntry(marksAtStart(at(0)), point(1000, 1000), false)
    const days = 14 * 24 * hours
    marks = marksAfterEntry(marks, point(days, 2000), false)
    expect(judge(marks, days + 1000, 3000)).toMatchObject({ cause: 'stepped' })
    expect(judge(marks, days + 1000, 3000, true)).toMatchObject({ cause: 'stepped' })
    expect(judge(marksAfterConfirmation(point(days + 1000, 3000)), days + 2000, 4000)).toEqual({
      kind: 'trusted',
    })
  })

  test('not even under time synchronisation does an entry vouch for a step', () => {
    const marks = marksAfterEntry(marksAtStart(at(0)), point(1000, 1000), false)
    const stepped = marksAfterEntry(marks, point(48 * hours, 2000), true)
    expect(judge(stepped, 48 * hours + 1000, 3000, true)).toMatchObject({ cause: 'stepped' })
    expect(stepped.reference).toEqual(marks.reference)
  })

  test('a named person lifts an entry that a glitch dated years ahead', () => {
    const marks = marksAfterEntry(marksAtStart(at(0)), point(10 * 365 * 24 * hours, 1000), false)
    expect(judge(marks, hours, 2000)).toMatchObject({ cause: 'behind-ledger' })
    const confirmed = marksAfterConfirmation(point(hours, 2000))
    expect(judge(confirmed, hours + 1000, 2000 + 1)).toEqual({ kind: 'trusted' })
    expect(judge(confirmed, hours - 1000, 2000)).toMatchObject({ cause: 'behind-ledger' })
  })

  test('after a restart a day ahead is taken, more needs time sync or a person', () => {
    const marks = marksAtStart(at(0))
    expect(judge(marks, largestJump, 5)).toEqual({ kind: 'trusted' })
    expect(judge(marks, largestJump + 1, 5)).toEqual({
      kind: 'untrusted',
      cause: 'jumped',
      against: at(0),
      by: largestJump + 1,
    })
    expect(judge(marks, largestJump + 1, 5, true)).toEqual({ kind: 'trusted' })
    const confirmed = marksAfterConfirmation(point(largestJump + 1, 5))
    expect(judge(confirmed, largestJump + 1000, 1004)).toEqual({ kind: 'trusted' })
    expect(judge(confirmed, largestJump + 30 * minutes, 1004)).toMatchObject({ cause: 'stepped' })
  })

  test('the entries of the start do not vouch for a jumped clock', () => {
    const marks = marksAfterEntry(marksAtStart(at(0)), point(30 * 24 * hours, 10), false)
    expect(judge(marks, 30 * 24 * hours + 1000, 1010)).toMatchObject({ cause: 'jumped', against: at(0) })
  })

  test('without sync or a person, no run of entries takes an erasure more than a day and five minutes ahead of monotonic time', () => {
    const step = fc.record({
      run: fc.nat(20 * hours),
      skew: fc.integer({ min: -40 * hours, max: 40 * hours }),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        let marks = marksAtStart(at(0))
        let run = 0
        for (const { run: passed, skew } of steps) {
          run += passed
          const wall = run + skew
          // every reference taken afresh may add its own five minutes
          const room = largestJump + largestStep * (steps.length + 1)
          if (judge(marks, wall, run).kind === 'trusted') expect(wall - run).toBeLessThanOrEqual(room)
          marks = marksAfterEntry(marks, point(wall, run), false)
        }
      }),
    )
  })
})
