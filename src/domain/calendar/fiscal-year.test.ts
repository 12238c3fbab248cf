import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { LocalDay } from '../ids.ts'
import { addDays } from './days.ts'
import { fiscalYearOf, fiscalYearsAfter, lastDayOfFiscalYear } from './fiscal-year.ts'

const on = (text: string) => text as LocalDay

test.each([
  ['2026-03-31', 2025],
  ['2026-04-01', 2026],
  ['2026-12-31', 2026],
  ['2027-01-01', 2026],
  ['2028-02-29', 2027],
])('%s is in the fiscal year %i', (day, year) => {
  expect(fiscalYearOf(on(day))).toBe(year)
})

test.each([
  ['2026-11-28', 5, '2032-03-31'],
  ['2026-04-01', 5, '2032-03-31'],
  ['2027-03-31', 5, '2032-03-31'],
  ['2027-04-01', 5, '2033-03-31'],
  ['2026-11-28', 1, '2028-03-31'],
  ['2026-03-31', 1, '2027-03-31'],
  ['2026-11-28', 30, '2057-03-31'],
])('made on %s and kept %i fiscal years: to %s', (day, n, last) => {
  expect(fiscalYearsAfter(on(day), n)).toBe(last)
})

test('the last day of a fiscal year is the eve of the next', () => {
  expect(lastDayOfFiscalYear(2026)).toBe('2027-03-31')
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9998 }), (year) => {
      const last = lastDayOfFiscalYear(year)
      expect(fiscalYearOf(last)).toBe(year)
      expect(year === 9998 || fiscalYearOf(addDays(last, 1)) === year + 1).toBe(true)
    }),
  )
})

test('a period of fiscal years is as long in days as in years, whatever the day of the year', () => {
  const day = fc.integer({ min: 0, max: 365 * 140 }).map((days) => addDays(on('1960-01-01'), days))
  fc.assert(
    fc.property(day, fc.integer({ min: 1, max: 100 }), (made, n) => {
      const last = fiscalYearsAfter(made, n)
      const begins = addDays(lastDayOfFiscalYear(fiscalYearOf(made)), 1)
      expect(begins > made).toBe(true)
      expect(Temporal.PlainDate.from(begins).add({ years: n }).subtract({ days: 1 }).toString()).toBe(last)
    }),
  )
})

test('refuses what is no number of years', () => {
  for (const n of [0, -1, 1.5, Number.NaN, 9999])
    expect(() => fiscalYearsAfter(on('2026-11-28'), n)).toThrow(RangeError)
  for (const year of [-2, 9999, 2026.5, Number.NaN])
    expect(() => lastDayOfFiscalYear(year)).toThrow(RangeError)
})
