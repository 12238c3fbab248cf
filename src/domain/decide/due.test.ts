import { describe, expect, test } from 'vitest'
import { municipalClosing } from '../calendar/business-days.ts'
import type { LocalDay } from '../ids.ts'
import type { DueRule } from '../pack/rules.ts'
import type { Span } from '../pack/span.ts'
import { question, town } from '../test-support/town.ts'
import { dueDay, limitOf } from './due.ts'
import { subjectOf } from './subject.ts'

const businessDays = (n: number): Span => ({ n, unit: 'businessDay' })
const fiscalYears = (n: number): Span => ({ n, unit: 'fiscalYear' })

describe('so long after an event', () => {
  test.each<[string, Span, string, string]>([
    // day of the event not counted (Civil Code 140); a month ends on the day of its number, or the last of the month (143)
    ['2026-11-01', 'P1D', '2026-11-02', '2026-11-01'],
    ['2026-11-01', 'P2W', '2026-11-15', '2026-11-14'],
    ['2026-01-31', 'P1M', '2026-02-28', '2026-02-27'],
    ['2024-01-31', 'P1M', '2024-02-29', '2024-02-28'],
    ['2024-02-29', 'P1Y', '2025-02-28', '2025-02-27'],
    ['2026-12-31', 'P1D', '2027-01-01', '2026-12-31'],
    // Friday before a Tuesday holiday (2026-11-03)
    ['2026-10-30', businessDays(1), '2026-11-02', '2026-10-30'],
    ['2026-10-30', businessDays(2), '2026-11-04', '2026-11-02'],
    // over the end of the year, when the office is closed
    ['2026-12-28', businessDays(1), '2027-01-04', '2026-12-28'],
    ['2026-03-31', fiscalYears(1), '2027-03-31', '2027-03-31'],
    ['2026-04-01', fiscalYears(1), '2028-03-31', '2028-03-31'],
    ['2026-11-01', 'PT24H', '2026-11-02', '2026-11-02'],
    ['2026-11-01', 'PT25H', '2026-11-03', '2026-11-03'],
  ])('%s %j: %s, the day itself counted %s', (day, span, next, own) => {
    expect(limitOf(day as LocalDay, span, { direction: 'after', counted: 'nextDay' }, municipalClosing)).toBe(
      next,
    )
    expect(
      limitOf(day as LocalDay, span, { direction: 'after', counted: 'eventDay' }, municipalClosing),
    ).toBe(own)
  })
})

describe('so long before an event', () => {
  test.each<[string, Span, string, string]>([
    ['2026-12-01', 'P14D', '2026-11-17', '2026-11-18'],
    ['2026-12-01', 'P2W', '2026-11-17', '2026-11-18'],
    ['2026-03-31', 'P1M', '2026-02-28', '2026-03-01'],
    ['2024-02-29', 'P1Y', '2023-02-28', '2023-03-01'],
    ['2026-11-04', businessDays(1), '2026-11-02', '2026-11-04'],
    ['2027-01-04', businessDays(1), '2026-12-28', '2027-01-04'],
    ['2026-11-02', 'PT24H', '2026-11-01', '2026-11-01'],
    ['2026-11-01', fiscalYears(1), '2025-11-01', '2025-11-02'],
  ])('%s %j: %s, the day itself counted %s', (day, span, next, own) => {
    expect(
      limitOf(day as LocalDay, span, { direction: 'before', counted: 'nextDay' }, municipalClosing),
    ).toBe(next)
    expect(
      limitOf(day as LocalDay, span, { direction: 'before', counted: 'eventDay' }, municipalClosing),
    ).toBe(own)
  })
})

describe('a rule of the pack', () => {
  const rule: DueRule = {
    within: 'P7D',
    from: 'act',
    direction: 'after',
    counted: 'nextDay',
    roll: 'none',
  }
  const day = (more: Partial<DueRule>, facts: object = {}) =>
    dueDay(subjectOf(town(), question({ ask: 'duties', ...facts })), { ...rule, ...more })

  test('counts from the act, the planned day or an event', () => {
    expect(day({})).toBe('2026-11-08')
    expect(day({ from: 'installOn' }, { planned: { installOn: '2026-12-01' } })).toBe('2026-12-08')
    expect(day({ from: 'installOn' }, { events: [event('installed', '2026-12-02T09:00+09:00')] })).toBe(
      '2026-12-09',
    )
    expect(day({ from: 'provided' }, { events: [event('provided', '2026-11-10T09:00+09:00')] })).toBe(
      '2026-11-17',
    )
  })

  test('of several events the last', () => {
    const events = ['2026-11-10T09:00+09:00', '2026-11-20T09:00+09:00'].map((at) => event('provided', at))
    expect(day({ from: 'provided' }, { events })).toBe('2026-11-27')
    expect(day({ from: 'provided' }, { events: events.toReversed() })).toBe('2026-11-27')
  })

  test('the day of an event is that of the town, not of the instant', () => {
    expect(day({ from: 'provided' }, { events: [event('provided', '2026-11-09T15:00Z')] })).toBe('2026-11-17')
    expect(day({ from: 'provided' }, { events: [event('provided', '2026-11-09T14:59Z')] })).toBe('2026-11-16')
  })

  test('no event, no day; no length, no day', () => {
    expect(day({ from: 'provided' })).toBeNull()
    expect(day({ from: 'installOn' })).toBeNull()
    expect(day({ within: 'unknown' })).toBeNull()
  })

  test('rolls to the next open day after, to the last open one before', () => {
    expect(day({ within: 'P2D' })).toBe('2026-11-03')
    expect(day({ within: 'P2D', roll: 'forward' })).toBe('2026-11-04')
    const planned = { planned: { installOn: '2026-11-10' } }
    const before = { from: 'installOn', direction: 'before', within: 'P7D' } as const
    expect(day(before, planned)).toBe('2026-11-03')
    expect(day({ ...before, roll: 'forward' }, planned)).toBe('2026-11-02')
  })

  test('an open day stays', () => {
    expect(day({ within: 'P1D', roll: 'forward' })).toBe('2026-11-02')
    const planned = { planned: { installOn: '2026-11-13' } }
    expect(day({ from: 'installOn', direction: 'before', roll: 'forward' }, planned)).toBe('2026-11-06')
  })

  test("the office's own closing days count", () => {
    const closed = { supplement: { 'calendar.closedOn': ['11-02', '2026-11-04'] } }
    expect(day({ within: 'P1D', roll: 'forward' }, closed)).toBe('2026-11-05')
    expect(day({ within: businessDays(1) }, closed)).toBe('2026-11-05')
    expect(day({ within: 'P1D', roll: 'forward' }, { ...closed, at: '2027-11-01T12:00+09:00' })).toBe(
      '2027-11-04',
    )
  })

  function event(kind: string, at: string) {
    return { kind, at }
  }
})
