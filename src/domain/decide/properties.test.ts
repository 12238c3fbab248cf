import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays } from '../calendar/days.ts'
import type { LocalDay } from '../ids.ts'
import { approximations, countings, eventKinds } from '../pack/vocabulary.ts'
import { ends, town } from '../test-support/town.ts'
import { readingsOf } from './holds.ts'

const span = fc.oneof(
  fc
    .tuple(fc.integer({ min: 1, max: 400 }), fc.constantFrom('D', 'W', 'M'))
    .map(([n, unit]) => `P${n}${unit}` as const),
  fc.integer({ min: 1, max: 10 }).map((n) => `P${n}Y` as const),
  fc.integer({ min: 1, max: 10 }).map((n) => ({ n, unit: 'fiscalYear' as const })),
)
const countedFrom = fc.uniqueArray(fc.constantFrom(...countings), { minLength: 1 })
/** Days in Tokyo with the ends of months, years, fiscal years and leap days among them. */
const day = fc.oneof(
  fc.constantFrom(
    '2024-02-28',
    '2024-02-29',
    '2026-03-31',
    '2026-04-01',
    '2026-12-31',
    '2027-01-01',
    '2027-01-31',
    '2028-02-29',
  ),
  fc.integer({ min: 0, max: 40_000 }).map((days) => addDays('2000-01-01' as LocalDay, days)),
)
const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map((parts) => parts.map((part) => `${part}`.padStart(2, '0')).join(':'))
const recording = fc.tuple(day, time).map(([on, at]) => `${on}T${at}+09:00`)

const keeping = fc
  .record({ value: span, approx: fc.constantFrom(...approximations), countedFrom })
  .map(({ countedFrom: counted, ...period }) => ({
    period,
    counted,
    pack: town({
      values: { 'retention.period': { ...period, clauses: ['town:8'] } },
      retention: {
        countedFrom: counted,
        extensions: [
          {
            id: 'year',
            title: '一年',
            events: ['searched', 'provided'],
            lasts: { length: 'P1Y', countedFrom: ['eventDay', 'nextDay'] },
            clauses: ['town:9'],
          },
          {
            id: 'case',
            title: '照会',
            events: ['inquiryReceived'],
            lasts: { until: 'inquiryEnded' },
            clauses: ['town:9'],
          },
          { id: 'set', title: '延長', events: ['extended'], lasts: 'setDay', clauses: ['town:9'] },
        ],
      },
    }),
  }))

test('footage ends within its readings: of a cap with the first, of a least period with the last', () => {
  fc.assert(
    fc.property(keeping, recording, ({ period, counted, pack }, recordedAt) => {
      const { lastDay, other } = ends(pack, recordedAt)
      const readings = readingsOf(recordedAt.slice(0, 10) as LocalDay, period.value, counted).toSorted()
      expect([lastDay, ...other.map((one) => one.lastDay)].map(String).toSorted()).toEqual(readings)
      if (period.approx === 'atMost') expect(lastDay).toBe(readings[0])
      if (period.approx === 'atLeast') expect(lastDay).toBe(readings.at(-1))
    }),
    { numRuns: 300 },
  )
})

test('what is recorded later ends no earlier, also across midnight', () => {
  fc.assert(
    fc.property(keeping, recording, fc.integer({ min: 0, max: 3000 }), ({ pack }, first, minutes) => {
      const second = Temporal.Instant.from(first).add({ minutes }).toString()
      expect(String(ends(pack, first).lastDay) <= String(ends(pack, second).lastDay)).toBe(true)
    }),
    { numRuns: 300 },
  )
})

test('events only ever lengthen, and the order in which they are told changes nothing', () => {
  const event = fc.record({
    kind: fc.oneof(
      fc.constantFrom(...eventKinds),
      fc.constantFrom('searched', 'extended', 'inquiryReceived', 'inquiryEnded'),
    ),
    hours: fc.oneof(fc.integer({ min: -100, max: 20_000 }), fc.integer({ min: 0, max: 300 })),
    case: fc.constantFrom('a', 'b'),
    newLastDay: day,
  })
  fc.assert(
    fc.property(keeping, recording, fc.array(event, { maxLength: 5 }), ({ pack }, recordedAt, given) => {
      const events = given.map(({ hours, ...one }) => ({
        ...one,
        at: Temporal.Instant.from(recordedAt).add({ hours }).toString(),
      }))
      const held = ends(pack, recordedAt, { events })
      if (held.lastDay === null) expect(held.answer).toBe('kept')
      else expect(held.lastDay >= String(ends(pack, recordedAt).lastDay)).toBe(true)
      // of one instant the order told is the order they happened in
      if (new Set(events.map(({ at }) => at)).size < events.length) return
      const { lastDay } = ends(pack, recordedAt, { events: events.toReversed() })
      expect(lastDay).toBe(held.lastDay)
    }),
    { numRuns: 300 },
  )
})
