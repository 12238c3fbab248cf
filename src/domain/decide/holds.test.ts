import { describe, expect, test } from 'vitest'
import { keeping } from '../test-support/keeping.ts'
import { ends } from '../test-support/town.ts'
import { holdDays } from './holds.ts'

const recorded = '2026-11-01T10:00+09:00'
const on = (kind: string, at: string, more: object = {}) => ({ kind, at: `${at}T12:00+09:00`, ...more })

describe('holds', () => {
  const pack = keeping('P14D', {
    approx: 'atMost',
    extensions: [
      {
        id: 'year',
        title: '一年',
        events: ['searched', 'provided'],
        lasts: { length: 'P1Y', countedFrom: ['eventDay', 'nextDay'] },
        clauses: ['town:9(9)'],
      },
      {
        id: 'case',
        title: '照会中',
        events: ['inquiryReceived'],
        when: { not: { 'event.basis': { in: ['request', 'none'] } } },
        lasts: { until: 'inquiryEnded' },
        clauses: ['town:10'],
      },
      { id: 'set', title: '別の定め', events: ['extended'], lasts: 'setDay', clauses: ['town:11'] },
    ],
  })
  const held = (...events: readonly object[]) => ends(pack, recorded, { events })

  test('a duty to keep takes the later reading and shows the other', () => {
    expect(held(on('searched', '2026-11-01'))).toEqual({
      ask: 'expiry',
      answer: 'ends',
      why: null,
      lastDay: '2027-11-01',
      endsAt: '2027-11-02T00:00:00+09:00',
      due: null,
      approx: 'atMost',
      other: [{ lastDay: '2027-10-31', clauses: ['town:9(9)'] }],
      holds: [{ lastDay: '2027-11-01', clauses: ['town:9(9)'] }],
      clauses: ['town:8', 'town:9(9)'],
    })
  })

  test('an extension by `recordingDay` counts from the recording, by `nextDay` from the day after the event', () => {
    const by = (length: string, counting: string) =>
      keeping('P14D', {
        extensions: [
          {
            id: 'needed',
            title: '要る録画',
            events: ['judgedRelevant'],
            lasts: { length, countedFrom: [counting] },
            clauses: ['town:9'],
          },
        ],
      })
    const events = [on('judgedRelevant', '2026-11-10')]
    expect(ends(by('P91D', 'recordingDay'), recorded, { events }).lastDay).toBe('2027-01-30')
    expect(ends(by('P90D', 'nextDay'), recorded, { events }).lastDay).toBe('2027-02-08')
  })

  test('events before the recording or after its end concern other footage', () => {
    expect(held(on('searched', '2026-10-31')).lastDay).toBe('2026-11-14')
    expect(held(on('searched', '2026-11-14')).lastDay).toBe('2027-11-14')
    expect(held(on('searched', '2026-11-15')).lastDay).toBe('2026-11-14')
  })

  test.each([
    ['around it', '2026-11-01T09:00+09:00', '2026-11-01T11:00+09:00', '2027-11-05'],
    ['from it', recorded, '2026-11-01T11:00+09:00', '2027-11-05'],
    ['up to it', '2026-11-01T09:00+09:00', recorded, '2027-11-05'],
    ['before it', '2026-11-01T08:00+09:00', '2026-11-01T09:59+09:00', '2026-11-14'],
    ['after it', '2026-11-01T10:01+09:00', '2026-11-01T11:00+09:00', '2026-11-14'],
  ])('of a stretch %s', (_, from, to, lastDay) => {
    expect(held(on('searched', '2026-11-05', { window: { from, to } })).lastDay).toBe(lastDay)
  })

  test('a stretch says nothing where nobody says when the footage was recorded', () => {
    const window = { from: recorded, to: recorded }
    const [year] = pack.retention.extensions
    const event = on('searched', '2026-11-05', { window })
    if (year === undefined) throw new Error('no extension')
    expect(holdDays(pack, year, event as never, { ask: 'expiry' })?.lastDay).toBe('2027-11-05')
  })

  test('one hold opens the way to the next, in whatever order they are told', () => {
    const two = [on('provided', '2027-05-01'), on('searched', '2026-11-10')]
    expect(held(...two)).toMatchObject({ lastDay: '2028-05-01' })
    expect(held(...two).holds).toHaveLength(2)
  })

  test('kept while no end is known', () => {
    expect(held(on('inquiryReceived', '2026-11-05', { basis: 'law' }))).toMatchObject({
      answer: 'kept',
      lastDay: null,
      endsAt: null,
      other: [],
      holds: [{ lastDay: null }],
    })
  })

  test('an inquiry that has ended: to that day, never less than the period', () => {
    const received = on('inquiryReceived', '2026-11-05', { basis: 'law', case: 'a' })
    const ended = (day: string, of = 'a') => on('inquiryEnded', day, { case: of })
    expect(held(received, ended('2026-12-24')).lastDay).toBe('2026-12-24')
    expect(held(received, ended('2026-11-06')).lastDay).toBe('2026-11-14')
    expect(held(received, ended('2026-12-24', 'b')).answer).toBe('kept')
    expect(held(received, ended('2026-11-04')).answer).toBe('kept')
  })

  test('a basis that the extension does not cover extends nothing; one not given may', () => {
    expect(held(on('inquiryReceived', '2026-11-05', { basis: 'request' })).lastDay).toBe('2026-11-14')
    expect(held(on('inquiryReceived', '2026-11-05')).answer).toBe('kept')
  })

  test('to a day that was set, never a shorter one', () => {
    expect(held(on('extended', '2026-11-05', { newLastDay: '2026-12-31' })).lastDay).toBe('2026-12-31')
    expect(held(on('extended', '2026-11-05', { newLastDay: '2026-11-06' })).lastDay).toBe('2026-11-14')
    expect(held(on('extended', '2026-11-05')).holds).toEqual([])
  })

  test('after one without an end nothing is shorter', () => {
    const open = on('inquiryReceived', '2026-11-05', { basis: 'law' })
    expect(held(open, on('searched', '2026-11-06'))).toMatchObject({ answer: 'kept', lastDay: null })
    expect(held(on('searched', '2026-11-04'), open)).toMatchObject({ answer: 'kept' })
  })

  test('other events hold nothing', () => {
    expect(held(on('incident', '2026-11-05'))).toMatchObject({ lastDay: '2026-11-14', holds: [] })
  })
})

describe('what ends at once', () => {
  const pack = keeping('P14D', {
    classes: ['recorded', 'copy'],
    ends: [
      {
        id: 'returned',
        title: '返却',
        events: ['returned'],
        classes: ['copy'],
        within: 'withoutDelay',
        clauses: ['town:12'],
      },
      {
        id: 'useless',
        title: '不要',
        events: ['judgedIrrelevant'],
        classes: ['recorded'],
        within: 'P1W',
        clauses: ['town:13'],
      },
    ],
  })
  const ended = (footage: object, ...events: readonly object[]) =>
    ends(pack, recorded, { footage: { recordedAt: recorded, ...footage }, events })

  test('a copy that came back: without delay, no day', () => {
    expect(ended({ class: 'copy' }, on('returned', '2026-11-05'))).toMatchObject({
      answer: 'ends',
      lastDay: null,
      endsAt: null,
      due: 'withoutDelay',
      clauses: ['town:12'],
    })
    expect(ended({ class: 'copy' }).lastDay).toBe('2026-11-14')
  })

  test('the original stays', () => {
    expect(ended({}, on('returned', '2026-11-05')).lastDay).toBe('2026-11-14')
  })

  test('within a time of its own, which never lengthens', () => {
    expect(ended({}, on('judgedIrrelevant', '2026-11-03')).lastDay).toBe('2026-11-10')
    expect(ended({}, on('judgedIrrelevant', '2026-11-10')).lastDay).toBe('2026-11-14')
    const twice = ['2026-11-05', '2026-11-02'].map((day) => on('judgedIrrelevant', day))
    expect(ended({}, ...twice).lastDay).toBe('2026-11-09')
  })

  test('an event before the recording was about other footage', () => {
    expect(ended({}, on('judgedIrrelevant', '2026-10-20')).lastDay).toBe('2026-11-14')
  })
})
