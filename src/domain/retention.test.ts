import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { funabashi, oneOfficer } from '../../test/packs/load.ts'
import { addDays, dayOf } from './calendar.ts'
import { isRefused } from './decision.ts'
import type { Instant, LocalDay } from './ids.ts'
import type { Pack } from './pack.ts'
import {
  endOfDay,
  expiryOf,
  type FootageEvent,
  holdFor,
  retentionDays,
  retentionToday,
  withRetentionPeriod,
} from './retention.ts'

const pack = await funabashi()
const other = await oneOfficer()
const at = (text: string) => Temporal.Instant.from(text).epochMilliseconds as Instant
const on = (text: string) => text as LocalDay

function kept(days: number): Pack {
  const answer = withRetentionPeriod(pack, days)
  if (isRefused(answer)) throw new Error(answer.reason)
  return answer
}

const recorded = fc.integer({ min: 0, max: 365 * 60 }).map((days) => addDays(on('2023-04-01'), days))
/** an instant so many milliseconds after the recording day began */
const after = (day: LocalDay, ms: number) => (endOfDay(addDays(day, -1), pack.timeZone) + ms) as Instant
const dayMs = 86_400_000

describe('funabashi:9(8) at most fourteen days', () => {
  test('the recording day is the first; the other reading is shown', () => {
    expect(expiryOf(pack, on('2026-11-01'))).toMatchObject({
      lastDay: '2026-11-14',
      endsAt: at('2026-11-15T00:00+09:00'),
      approx: 'atMost',
      other: [{ lastDay: '2026-11-15' }],
      holds: [],
    })
  })

  test('a cap ends on the earlier reading whatever the order in which the pack lists them', () => {
    const turned = {
      ...pack,
      retention: { ...pack.retention, countedFrom: pack.retention.countedFrom.toReversed() },
    }
    expect(expiryOf(turned, on('2026-11-01')).lastDay).toBe('2026-11-14')
  })

  test('never before the shortest reading nor after the longest, each day of sixty years', () => {
    fc.assert(
      fc.property(recorded, (day) => {
        const { lastDay, other: others, endsAt } = expiryOf(pack, day)
        expect(lastDay).toBe(addDays(day, 13))
        expect(others.map((reading) => reading.lastDay)).toEqual([addDays(day, 14)])
        expect(dayOf((endsAt - 1) as Instant, pack.timeZone)).toBe(lastDay)
        expect(dayOf(endsAt, pack.timeZone)).toBe(addDays(lastDay, 1))
      }),
    )
  })

  test('footage of a later day never ends earlier', () => {
    fc.assert(
      fc.property(recorded, fc.nat(400), (day, later) => {
        expect(expiryOf(pack, addDays(day, later)).endsAt).toBeGreaterThanOrEqual(expiryOf(pack, day).endsAt)
      }),
    )
  })

  test('the office may keep it for less, never for more', () => {
    expect(expiryOf(kept(1), on('2026-11-01')).lastDay).toBe('2026-11-01')
    expect(expiryOf(kept(14), on('2026-11-01')).lastDay).toBe('2026-11-14')
    for (const days of [0, 15, 1.5, -3, Number.NaN])
      expect(withRetentionPeriod(pack, days)).toMatchObject({
        kind: 'refused',
        reason: 'period-not-allowed',
        clauses: ['funabashi:9(8)'],
        params: { most: '14' },
      })
  })

  test('what the coverage page says of today', () => {
    expect(retentionToday(pack, at('2026-11-01T23:59+09:00'))).toEqual({
      days: 14,
      lastDay: '2026-11-14',
      otherLastDay: '2026-11-15',
      clause: 'funabashi:9(8)',
    })
    expect(retentionDays(kept(3), on('2026-11-01'))).toBe(3)
  })
})

describe('funabashi:9(9) a year after a use', () => {
  test('the day of the use is not counted; the duty to keep takes the later reading', () => {
    expect(holdFor(pack, { kind: 'searched', at: at('2026-11-01T15:00+09:00') })).toMatchObject({
      endsOn: '2027-11-01',
      endsAt: at('2027-11-02T00:00+09:00'),
      other: [{ lastDay: '2027-10-31' }],
      clause: 'funabashi:9(9)',
    })
  })

  test('the day of the use is the day in Japan', () => {
    expect(holdFor(pack, { kind: 'provided', at: at('2026-11-01T14:59:59Z') })?.endsOn).toBe('2027-11-01')
    expect(holdFor(pack, { kind: 'provided', at: at('2026-11-01T15:00:00Z') })?.endsOn).toBe('2027-11-02')
  })

  test('a use that the clause does not name lengthens nothing', () => {
    expect(holdFor(pack, { kind: 'copied', at: at('2026-11-01T15:00+09:00') })).toBeNull()
  })

  test('the recording itself still ends on its own day', () => {
    const expiry = expiryOf(pack, on('2026-11-01'), [{ kind: 'searched', at: at('2026-11-05T12:00+09:00') }])
    expect(expiry.recording.lastDay).toBe('2026-11-14')
    expect(expiry.lastDay).toBe('2027-11-05')
  })

  test('a use after the end, or before the recording, concerns other footage', () => {
    const end = expiryOf(pack, on('2026-11-01')).endsAt
    const use = (instant: number): FootageEvent[] => [{ kind: 'searched', at: instant as Instant }]
    expect(expiryOf(pack, on('2026-11-01'), use(end)).lastDay).toBe('2026-11-14')
    expect(expiryOf(pack, on('2026-11-01'), use(end - 1)).lastDay).toBe('2027-11-14')
    expect(expiryOf(pack, on('2026-11-01'), use(after(on('2026-11-01'), -1))).lastDay).toBe('2026-11-14')
  })

  test('a use during the held year holds for a year from then', () => {
    const uses = ['2026-11-02T09:00+09:00', '2027-10-01T09:00+09:00'].map(
      (text): FootageEvent => ({ kind: 'searched', at: at(text) }),
    )
    expect(expiryOf(pack, on('2026-11-01'), uses).lastDay).toBe('2028-10-01')
    expect(expiryOf(pack, on('2026-11-01'), uses.toReversed()).lastDay).toBe('2028-10-01')
  })

  test('a hold never shortens, and is never earlier than a year from its day', () => {
    const event = fc.record({
      kind: fc.constantFrom('searched', 'provided', 'used', 'copied'),
      ms: fc.nat(20 * dayMs),
    })
    fc.assert(
      fc.property(recorded, fc.array(event, { maxLength: 5 }), (day, list) => {
        const events = list.map(({ kind, ms }) => ({ kind, at: after(day, ms) }))
        const without = expiryOf(pack, day)
        const expiry = expiryOf(pack, day, events)
        expect(expiry.endsAt).toBeGreaterThanOrEqual(without.endsAt)
        expect(expiry.recording).toEqual(without.recording)
        for (const { endsAt } of expiry.holds) {
          expect(expiry.endsAt).toBeGreaterThanOrEqual(endsAt)
          expect(endsAt).toBeGreaterThanOrEqual(after(day, 365 * dayMs))
        }
        for (const more of events)
          expect(expiryOf(pack, day, [...events, more]).endsAt).toBeGreaterThanOrEqual(expiry.endsAt)
      }),
    )
  })
})

describe('another instrument', () => {
  test('about a week from the next day, in its one reading, with nothing that lengthens it', () => {
    const use: FootageEvent = { kind: 'searched', at: at('2026-11-02T09:00+09:00') }
    expect(expiryOf(other, on('2026-11-01'), [use])).toMatchObject({
      lastDay: '2026-11-08',
      approx: 'about',
      other: [],
      holds: [],
    })
  })

  test('about is not a cap: neither more nor less without the instrument saying so', () => {
    expect(isRefused(withRetentionPeriod(other, 6))).toBe(true)
    expect(isRefused(withRetentionPeriod(other, 7))).toBe(false)
    expect(isRefused(withRetentionPeriod(other, 8))).toBe(true)
  })

  test.each(['silent', 'unknown'] as const)('a period that is %s is not made up', (is) => {
    const quiet: Pack = { ...pack, retention: { ...pack.retention, period: { is } } }
    expect(() => expiryOf(quiet, on('2026-11-01'))).toThrow(RangeError)
    expect(withRetentionPeriod(quiet, 7)).toMatchObject({ reason: 'period-unstated' })
  })
})
