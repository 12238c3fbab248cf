import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Instant, LocalDay } from '../ids.ts'
import { addDays, dayOf, isLocalDay, isTimeZone, lastDayOf } from './days.ts'

// Civil Code, articles 140 to 143
test.each([
  ['2026-11-01', 'P14D', '2026-11-14'],
  ['2026-11-02', 'P14D', '2026-11-15'],
  ['2026-11-01', 'P2W', '2026-11-14'],
  ['2026-11-02', 'P1Y', '2027-11-01'],
  ['2026-11-01', 'P1Y', '2027-10-31'],
  // begins on the first day of a month: ends with the last day of one, 29 February where there is one
  ['2027-03-01', 'P1Y', '2028-02-29'],
  ['2028-03-01', 'P1Y', '2029-02-28'],
  // no corresponding day: the last day of the month, not the day before it
  ['2028-02-29', 'P1Y', '2029-02-28'],
  ['2027-01-31', 'P1M', '2027-02-28'],
  ['2027-01-30', 'P1M', '2027-02-28'],
  ['2027-01-28', 'P1M', '2027-02-27'],
  ['2028-01-31', 'P1M', '2028-02-29'],
  ['2026-12-31', 'P2M', '2027-02-28'],
  ['2026-12-31', 'P1D', '2026-12-31'],
])('a period from %s of %s ends with %s', (first, span, last) => {
  expect(lastDayOf(first as LocalDay, span)).toBe(last)
})

const day = fc.integer({ min: 0, max: 365 * 200 }).map((days) => addDays('1970-01-01' as LocalDay, days))

test('a later first day never ends earlier, and a longer span never ends earlier', () => {
  fc.assert(
    fc.property(
      day,
      fc.nat(500),
      fc.integer({ min: 1, max: 60 }),
      fc.constantFrom('D', 'W', 'M', 'Y'),
      (first, later, n, unit) => {
        const span = (count: number) => `P${count}${unit}`
        expect(lastDayOf(addDays(first, later), span(n)) >= lastDayOf(first, span(n))).toBe(true)
        expect(lastDayOf(first, span(n + 1)) > lastDayOf(first, span(n))).toBe(true)
      },
    ),
  )
})

test('the day changes at midnight of the time zone', () => {
  const midnight = Date.parse('2026-11-02T00:00+09:00')
  expect(dayOf((midnight - 1) as Instant, 'Asia/Tokyo')).toBe('2026-11-01')
  expect(dayOf(midnight as Instant, 'Asia/Tokyo')).toBe('2026-11-02')
  expect(dayOf(midnight as Instant, 'UTC')).toBe('2026-11-01')
})

test('forms of days, spans and zones', () => {
  expect(['2026-02-28', '2028-02-29'].every(isLocalDay)).toBe(true)
  expect(['2026-02-29', '2026-2-1', '2026-13-01', '20261101', ''].some(isLocalDay)).toBe(false)
  expect(isTimeZone('Asia/Tokyo')).toBe(true)
  expect(['Asia/Edo', '', '+09:00:00'].some(isTimeZone)).toBe(false)
})
