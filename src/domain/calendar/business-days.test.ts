import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { LocalDay } from '../ids.ts'
import {
  addBusinessDays,
  type ClosingDays,
  isBusinessDay,
  municipalClosing,
  rollForward,
} from './business-days.ts'
import { addDays } from './days.ts'

const on = (text: string) => text as LocalDay
const neverClosed: ClosingDays = { weekend: [], nationalHolidays: false, yearEnd: null, local: [] }
const neverOpen: ClosingDays = { ...neverClosed, weekend: [1, 2, 3, 4, 5, 6, 7] }

const day = fc.integer({ min: 0, max: 365 * 140 }).map((days) => addDays(on('1960-01-01'), days))
const closing = fc.record<ClosingDays>({
  weekend: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { maxLength: 4 }),
  nationalHolidays: fc.boolean(),
  yearEnd: fc.constantFrom(null, { from: '12-29', to: '01-03' }, { from: '08-13', to: '08-15' }),
  local: fc.subarray(['06-15', '11-01', '2026-11-04', '02-29']),
})

describe('a municipal office', () => {
  test.each([
    ['2026-11-02', true],
    // Tuesday, 文化の日
    ['2026-11-03', false],
    ['2026-11-07', false],
    ['2026-11-08', false],
    // 国民の休日 and 振替休日
    ['2026-09-22', false],
    ['2026-05-06', false],
    ['2026-12-28', true],
    ['2026-12-29', false],
    ['2026-12-31', false],
    ['2024-01-03', false],
    ['2024-01-04', true],
  ])('%s open: %s', (text, open) => {
    expect(isBusinessDay(on(text), municipalClosing)).toBe(open)
  })

  test.each([
    ['2026-11-02', '2026-11-02'],
    ['2026-11-03', '2026-11-04'],
    ['2026-09-19', '2026-09-24'],
    ['2019-04-27', '2019-05-07'],
    // Saturday 28 December to Sunday 5 January
    ['2024-12-28', '2025-01-06'],
  ])('%s rolls forward to %s', (text, open) => {
    expect(rollForward(on(text), municipalClosing)).toBe(open)
  })

  test.each([
    ['2026-11-02', 0, '2026-11-02'],
    ['2026-11-03', 0, '2026-11-03'],
    ['2026-11-02', 1, '2026-11-04'],
    ['2026-11-03', 1, '2026-11-04'],
    ['2026-09-18', 3, '2026-09-28'],
    ['2026-12-28', 1, '2027-01-04'],
    ['2027-01-04', -1, '2026-12-28'],
    ['2027-01-01', -1, '2026-12-28'],
    ['2019-05-07', -1, '2019-04-26'],
  ])('%s and %i open days: %s', (text, n, reached) => {
    expect(addBusinessDays(on(text), n, municipalClosing)).toBe(reached)
  })
})

describe('closing days of another office', () => {
  test('days of its own, each year or once', () => {
    const local = { ...municipalClosing, local: ['06-15', '2026-11-04'] }
    expect(rollForward(on('2026-11-03'), local)).toBe('2026-11-05')
    expect(rollForward(on('2027-11-03'), local)).toBe('2027-11-04')
    expect([2026, 2027].map((year) => isBusinessDay(on(`${year}-06-15`), local))).toEqual([false, false])
  })

  test('open on Sundays and holidays, closed on Mondays', () => {
    const mondays = { ...municipalClosing, weekend: [1], nationalHolidays: false }
    expect(isBusinessDay(on('2026-05-03'), mondays)).toBe(true)
    expect(isBusinessDay(on('2026-05-04'), mondays)).toBe(false)
    expect(isBusinessDay(on('2027-01-01'), mondays)).toBe(false)
  })

  test('a closing within one year does not reach over its end', () => {
    const summer = { ...neverClosed, yearEnd: { from: '08-13', to: '08-15' } }
    expect(rollForward(on('2026-08-13'), summer)).toBe('2026-08-16')
    expect(isBusinessDay(on('2027-01-01'), summer)).toBe(true)
  })

  test('never closed: calendar days', () => {
    expect(addBusinessDays(on('2026-12-31'), 1, neverClosed)).toBe('2027-01-01')
    expect(addBusinessDays(on('2027-01-01'), -1, neverClosed)).toBe('2026-12-31')
  })
})

test('no answer rather than an endless search', () => {
  expect(() => rollForward(on('2026-11-02'), neverOpen)).toThrow(
    new RangeError('the office has no open day within 400 days after 2026-11-02'),
  )
  expect(() => addBusinessDays(on('2026-11-02'), -1, neverOpen)).toThrow('400 days before 2026-11-02')
  for (const n of [0.5, Number.NaN, Number.POSITIVE_INFINITY])
    expect(() => addBusinessDays(on('2026-11-02'), n, municipalClosing)).toThrow(RangeError)
  expect(() => addBusinessDays(on('9999-12-27'), 10_000, municipalClosing)).toThrow(RangeError)
  expect(() => addBusinessDays(on('0000-01-04'), -10_000, municipalClosing)).toThrow(RangeError)
})

test('rolling forward ends on an open day, never earlier, passes none, and changes nothing the second time', () => {
  fc.assert(
    fc.property(day, closing, (from, days) => {
      const open = rollForward(from, days)
      expect(open >= from).toBe(true)
      expect(isBusinessDay(open, days)).toBe(true)
      expect(rollForward(open, days)).toBe(open)
      for (let passed = from; passed < open; passed = addDays(passed, 1))
        expect(isBusinessDay(passed, days)).toBe(false)
    }),
  )
})

test('so many open days on and as many back is the day itself if it is open', () => {
  fc.assert(
    fc.property(day, closing, fc.integer({ min: -60, max: 60 }), (from, days, n) => {
      const open = rollForward(from, days)
      const reached = addBusinessDays(open, n, days)
      expect(Math.sign(Temporal.PlainDate.compare(reached, open))).toBe(Math.sign(n))
      expect(isBusinessDay(reached, days)).toBe(true)
      expect(addBusinessDays(reached, -n, days)).toBe(open)
    }),
  )
})

test('one after the other is the same as both at once', () => {
  fc.assert(
    fc.property(day, closing, fc.nat(30), fc.nat(30), (from, days, a, b) => {
      expect(addBusinessDays(addBusinessDays(from, a, days), b, days)).toBe(
        addBusinessDays(from, a + b, days),
      )
    }),
  )
})
