import { describe, expect, test } from 'vitest'
import { instrumentOf, question, townData } from '../test-support/town.ts'
import { ask, questionFaults } from './ask.ts'

const period = (value: string) => ({
  terms: {},
  provisions: [
    { clause: 'town:1', says: '役', how: ['recorded'], rests: ['roles.responsibleManager', 'unlocking'] },
    { clause: 'town:8', says: '期間', how: ['enforced'], rests: ['values.retention.period'] },
  ],
  values: { 'retention.period': { value, clauses: ['town:8'] } },
  roles: [{ id: 'responsibleManager', clauses: ['town:1'], heldBy: '課長' }],
  unlocking: { holders: ['responsibleManager'], clauses: ['town:1'] },
  retention: { countedFrom: ['recordingDay'] },
})
const version = (since: string, rules: unknown, more: object = {}) => ({
  since,
  clauses: ['town:附則'],
  rules,
  ...more,
})
const instrument = (...versions: readonly object[]) => instrumentOf(townData({}, {}, { versions }))

const whole = instrument(
  version('2018-04-01', 'unknown', { until: '2020-03-31' }),
  version('2023-04-01', period('P14D')),
  version('2026-04-01', period('P7D'), { until: '2027-03-31' }),
)
const days = (recordedAt: string) => ask(whole, question({ ask: 'expiry', footage: { recordedAt } }))

describe('the version in force', () => {
  test.each([
    ['2023-04-01T00:00+09:00', '2023-04-14'],
    ['2026-03-31T23:59+09:00', '2026-04-13'],
    ['2026-04-01T00:00+09:00', '2026-04-07'],
    // the day of the town, not of the instant
    ['2026-03-31T15:00Z', '2026-04-07'],
    ['2027-03-31T23:59+09:00', '2027-04-06'],
  ])('on the day of the recording: %s', (recordedAt, lastDay) => {
    expect(days(recordedAt)).toMatchObject({ answer: 'ends', lastDay })
  })

  test.each([
    ['before the first', '2018-03-31T12:00+09:00', 'refused'],
    ['whose text is not at hand', '2018-04-01T12:00+09:00', 'unknown'],
    ['between two', '2020-04-01T12:00+09:00', 'refused'],
    ['after the last', '2027-04-01T12:00+09:00', 'refused'],
  ])('%s: nothing is borrowed from another', (_, on, answer) => {
    expect(days(on)).toMatchObject({ answer, why: 'out-of-dates', lastDay: null })
    expect(ask(whole, question({ ask: 'decide', act: 'stop', at: on }))).toMatchObject({
      answer: 'refused',
      why: 'out-of-dates',
      clauses: ['town:附則'],
    })
    expect(ask(whole, question({ ask: 'duties', at: on }))).toMatchObject({ answer: [] })
    expect(ask(whole, question({ ask: 'value', value: 'retention.period', at: on }))).toMatchObject({
      answer,
      value: null,
    })
  })

  test('without a day the newest text', () => {
    const asked = { ...question({ ask: 'value', value: 'retention.period' }), at: undefined }
    expect(ask(whole, asked)).toMatchObject({ answer: 'stated', value: 'P7D' })
  })

  test('a first version without its day answers for all before the next', () => {
    const open = instrument(version('unknown', period('P14D')), version('2026-04-01', period('P7D')))
    const at = (recordedAt: string) => ask(open, question({ ask: 'expiry', footage: { recordedAt } }))
    expect(at('1990-01-01T12:00+09:00')).toMatchObject({ lastDay: '1990-01-14' })
    expect(at('2026-04-01T12:00+09:00')).toMatchObject({ lastDay: '2026-04-07' })
  })
})

test('faults of a question are those of the version asked', () => {
  const asked = { ask: 'decide', act: 'stop', actor: { role: 'nobody' } }
  expect(questionFaults(whole, question(asked))).toMatchObject([{ code: 'unknown-id', path: 'actor.role' }])
  expect(questionFaults(whole, question({ ...asked, at: '2020-06-01T00:00+09:00' }))).toEqual([])
})
