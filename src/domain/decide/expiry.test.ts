import { describe, expect, test } from 'vitest'
import type { LocalDay } from '../ids.ts'
import { keeping } from '../test-support/keeping.ts'
import { ends, question, town } from '../test-support/town.ts'
import { endOfDay, expiry } from './expiry.ts'

const both = ['recordingDay', 'nextDay']
const recorded = '2026-11-01T10:00+09:00'
const on = (kind: string, at: string, more: object = {}) => ({ kind, at: `${at}T12:00+09:00`, ...more })

test('the whole answer', () => {
  const pack = keeping('P14D', {
    approx: 'atMost',
    countedFrom: both,
    values: { 'retention.erasureDue': { value: 'withoutDelay', clauses: ['town:9'] } },
  })
  expect(ends(pack, recorded)).toEqual({
    ask: 'expiry',
    answer: 'ends',
    why: null,
    lastDay: '2026-11-14',
    endsAt: '2026-11-15T00:00:00+09:00',
    due: null,
    approx: 'atMost',
    other: [{ lastDay: '2026-11-15', clauses: ['town:8'] }],
    holds: [],
    clauses: ['town:8', 'town:9'],
  })
})

describe('the last day', () => {
  test.each([
    ['P7D', 'recordingDay', '2026-11-01', '2026-11-07'],
    ['P7D', 'nextDay', '2026-11-01', '2026-11-08'],
    ['P2W', 'recordingDay', '2026-11-01', '2026-11-14'],
    ['P1M', 'recordingDay', '2026-11-01', '2026-11-30'],
    ['P1M', 'nextDay', '2026-11-30', '2026-12-31'],
    // a month that has no such day ends with its last (Civil Code 143)
    ['P1M', 'recordingDay', '2026-01-31', '2026-02-28'],
    ['P1M', 'recordingDay', '2024-01-30', '2024-02-29'],
    ['P14D', 'recordingDay', '2024-02-20', '2024-03-04'],
    ['P14D', 'recordingDay', '2026-02-20', '2026-03-05'],
    ['P10D', 'nextDay', '2026-12-31', '2027-01-10'],
    ['P1Y', 'nextDay', '2024-02-28', '2025-02-28'],
    ['P1Y', 'recordingDay', '2024-02-29', '2025-02-28'],
    ['P5Y', 'nextFiscalYear', '2026-03-31', '2031-03-31'],
    ['P5Y', 'nextFiscalYear', '2026-04-01', '2032-03-31'],
    ['P14D', 'nextFiscalYear', '2026-11-01', '2027-04-14'],
  ])('%s from %s, recorded %s: %s', (period, counting, day, last) => {
    expect(ends(keeping(period, { countedFrom: [counting] }), `${day}T10:00+09:00`).lastDay).toBe(last)
  })

  test.each([
    ['2026-03-31', '2027-03-31'],
    ['2026-04-01', '2028-03-31'],
  ])('a fiscal year after %s: %s', (day, last) => {
    expect(ends(keeping({ n: 1, unit: 'fiscalYear' }), `${day}T10:00+09:00`).lastDay).toBe(last)
  })

  test('is that of the town: a recording across midnight', () => {
    const pack = keeping('P14D')
    expect(ends(pack, '2026-11-01T23:59:59+09:00').lastDay).toBe('2026-11-14')
    expect(ends(pack, '2026-11-02T00:00+09:00').lastDay).toBe('2026-11-15')
    expect(ends(pack, '2026-11-01T14:59:59Z').lastDay).toBe('2026-11-14')
    expect(ends(pack, '2026-11-01T15:00Z').lastDay).toBe('2026-11-15')
  })

  test('is not moved by a holiday, nor by a closed office', () => {
    // 2026-11-03 is a holiday; 2027-01-01 too, and the office is closed
    const pack = keeping('P3D')
    expect(ends(pack, recorded).lastDay).toBe('2026-11-03')
    expect(ends(pack, '2026-12-30T10:00+09:00').lastDay).toBe('2027-01-01')
    const closed = { supplement: { 'calendar.closedOn': ['11-03', '11-04'] } }
    expect(ends(pack, recorded, closed).lastDay).toBe('2026-11-03')
  })
})

describe('two readings', () => {
  test.each([
    ['atMost', both, '2026-11-14', '2026-11-15'],
    ['atMost', both.toReversed(), '2026-11-14', '2026-11-15'],
    ['atLeast', both, '2026-11-15', '2026-11-14'],
    ['exact', both, '2026-11-14', '2026-11-15'],
    ['exact', both.toReversed(), '2026-11-15', '2026-11-14'],
    ['about', both, '2026-11-14', '2026-11-15'],
    ['inPrinciple', both.toReversed(), '2026-11-15', '2026-11-14'],
  ])('%s, listed %j: %s binds', (approx, countedFrom, last, other) => {
    const answer = ends(keeping('P14D', { approx, countedFrom }), recorded)
    expect(answer).toMatchObject({ lastDay: last, other: [{ lastDay: other }] })
  })

  test('that come to the same day are one', () => {
    const pack = keeping({ n: 1, unit: 'fiscalYear' }, { countedFrom: ['recordingDay', 'nextDay'] })
    expect(ends(pack, recorded).other).toEqual([])
  })
})

describe('hours', () => {
  const pack = keeping('PT72H', {
    extensions: [
      {
        id: 'week',
        title: '一週間',
        events: ['searched'],
        lasts: { length: 'P7D', countedFrom: ['eventDay'] },
        clauses: ['town:9'],
      },
    ],
  })

  test.each([
    ['2026-11-01T10:30+09:00', '2026-11-04', '2026-11-04T10:30:00+09:00'],
    ['2026-11-01T00:00+09:00', '2026-11-03', '2026-11-04T00:00:00+09:00'],
  ])('end with their hour: %s', (at, lastDay, endsAt) => {
    expect(ends(pack, at)).toMatchObject({ answer: 'ends', lastDay, endsAt, other: [] })
  })

  test('held like everything else', () => {
    expect(ends(pack, recorded, { events: [on('searched', '2026-11-03')] })).toMatchObject({
      lastDay: '2026-11-09',
      endsAt: '2026-11-10T00:00:00+09:00',
      holds: [{ lastDay: '2026-11-09' }],
    })
    expect(ends(pack, recorded, { events: [on('searched', '2026-11-04')] })).toMatchObject({ holds: [] })
  })
})

describe('what is not stated', () => {
  test('silent, unknown, no recording', () => {
    expect(ends(town({ silent: ['retention.period'] }), recorded)).toMatchObject({
      answer: 'silent',
      lastDay: null,
      endsAt: null,
    })
    expect(ends(town(), recorded).answer).toBe('unknown')
    expect(expiry(keeping('P14D'), question({ ask: 'expiry', footage: {} })).answer).toBe('unknown')
  })

  test('a class that the period does not cover is silent', () => {
    expect(
      ends(keeping('P14D'), recorded, { footage: { recordedAt: recorded, class: 'copy' } }),
    ).toMatchObject({ answer: 'silent' })
  })

  test('the office sets what the instrument leaves open', () => {
    const supplement = { 'retention.period': 'P5D' }
    expect(ends(town({ silent: ['retention.period'] }), recorded, { supplement })).toMatchObject({
      answer: 'ends',
      lastDay: '2026-11-05',
      clauses: [],
    })
    expect(ends({ ...town(), supplement }, recorded).lastDay).toBe('2026-11-05')
  })
})

describe("the office's own period", () => {
  const longer = (value: string) => ({
    values: { 'retention.longer': { value, clauses: ['town:8-proviso'] } },
  })

  test.each([
    ['shorter', {}, { 'retention.period': 'P7D' }, '2026-11-07'],
    ['the same in another unit', {}, { 'retention.period': 'P2W' }, '2026-11-14'],
    ['longer', {}, { 'retention.period': 'P15D' }, 'refused'],
    ['longer, which is forbidden', longer('forbidden'), reasoned('P15D'), 'refused'],
    ['longer without a reason', longer('reasonAndPeriod'), { 'retention.period': 'P30D' }, 'refused'],
    ['longer with a reason', longer('reasonAndPeriod'), reasoned('P30D'), '2026-11-30'],
    ['longer with an empty reason', longer('reasonAndPeriod'), reasoned('P30D', ' '), 'refused'],
  ])('%s', (_, options, supplement, expected) => {
    const { answer, lastDay } = ends(keeping('P14D', options), recorded, { supplement })
    expect(lastDay ?? answer).toBe(expected)
  })

  test('refused with the clauses that bind it', () => {
    const pack = keeping('P14D', longer('reasonAndPeriod'))
    expect(ends(pack, recorded, { supplement: { 'retention.period': 'P15D' } })).toMatchObject({
      answer: 'refused',
      clauses: ['town:8', 'town:8-proviso'],
    })
  })

  test('within the tolerance of "about"', () => {
    const set = (days: string) => ({ supplement: { 'retention.period': days, 'retention.tolerance': 'P3D' } })
    const pack = keeping('P7D', { approx: 'about' })
    expect(ends(pack, recorded, set('P10D')).lastDay).toBe('2026-11-10')
    expect(ends(pack, recorded, set('P11D')).answer).toBe('refused')
    expect(ends(keeping('P7D'), recorded, set('P10D')).answer).toBe('refused')
  })

  test('not below the least period', () => {
    const pack = keeping('P14D', { values: { 'retention.least': { value: 'P7D', clauses: ['town:8-2'] } } })
    expect(ends(pack, recorded, { supplement: { 'retention.period': 'P6D' } })).toMatchObject({
      answer: 'refused',
      clauses: ['town:8-2'],
    })
    expect(ends(pack, recorded, { supplement: { 'retention.period': 'P7D' } }).lastDay).toBe('2026-11-07')
  })

  test('whom the instrument does not bind may keep it longer', () => {
    const pack = {
      ...keeping('P14D'),
      ...town({
        addressees: [{ class: 'advisory', when: { 'camera.installer': 'person' }, clauses: ['town:6'] }],
        values: { 'retention.period': { value: 'P14D', clauses: ['town:8'] } },
      }),
    }
    const supplement = { 'retention.period': 'P30D' }
    expect(ends(pack, recorded, { supplement, camera: { installer: 'person' } }).lastDay).toBe('2026-11-30')
    expect(ends(pack, recorded, { supplement }).answer).toBe('refused')
  })
})

describe('periods of some of the footage', () => {
  const pack = keeping('P14D', {
    classes: ['recorded', 'still'],
    byClass: [
      {
        id: 'sound',
        classes: ['sound'],
        period: { value: 'P3D', approx: 'atMost', clauses: ['town:8-3'] },
        countedFrom: ['nextDay'],
      },
      {
        id: 'bins',
        when: { 'camera.place': 'wasteSite' },
        period: { value: 'P30D', clauses: ['town:8-4'] },
        countedFrom: ['recordingDay'],
      },
      { id: 'print', classes: ['print'], period: 'silent', countedFrom: ['recordingDay'] },
    ],
    values: { 'retention.soundPeriod': { value: 'P1D', clauses: ['town:8-5'] } },
  })
  const of = (footage: object, more: object = {}) => {
    const { answer, lastDay } = ends(pack, recorded, {
      footage: { recordedAt: recorded, ...footage },
      ...more,
    })
    return lastDay ?? answer
  }

  test('by class, by camera, and the general one for the rest', () => {
    expect(of({ class: 'sound' })).toBe('2026-11-04')
    expect(of({}, { camera: { place: 'wasteSite' } })).toBe('2026-11-30')
    expect(of({}, { camera: { place: 'park' } })).toBe('2026-11-14')
    expect(of({ class: 'still' })).toBe('2026-11-14')
    expect(of({ class: 'print' })).toBe('silent')
    expect(of({ class: 'live' })).toBe('silent')
  })

  test('what is unknown takes the general period', () => {
    expect(of({})).toBe('2026-11-14')
  })

  test('sound has a period of its own where the instrument gives one', () => {
    const sounding = keeping('P14D', {
      values: { 'retention.soundPeriod': { value: 'P1D', clauses: ['town:8-5'] } },
    })
    const footage = { recordedAt: recorded, class: 'sound' }
    expect(ends(sounding, recorded, { footage })).toMatchObject({
      lastDay: '2026-11-01',
      clauses: ['town:8-5'],
    })
  })
})

test('of a camera out of scope the instrument says nothing', () => {
  const pack = town({
    values: { 'retention.period': { value: 'P14D', clauses: ['town:8'] } },
    scope: [{ id: 'records', title: '録画', when: { 'camera.recorder': true }, clauses: ['town:2'] }],
  })
  const camera = (recorder: boolean) => ends(pack, recorded, { camera: { recorder } })
  expect(camera(false)).toMatchObject({
    answer: 'silent',
    why: 'out-of-scope',
    lastDay: null,
    clauses: ['town:2'],
  })
  expect(camera(true)).toMatchObject({ answer: 'ends', lastDay: '2026-11-14' })
})

test('the first instant after a day', () => {
  expect(endOfDay('2026-11-14' as LocalDay, 'Asia/Tokyo')).toBe(Date.parse('2026-11-15T00:00+09:00'))
  expect(endOfDay('2024-02-29' as LocalDay, 'Asia/Tokyo')).toBe(Date.parse('2024-03-01T00:00+09:00'))
})

function reasoned(period: string, reason = '行事のため') {
  return { 'retention.period': period, 'retention.longer.reason': reason }
}
