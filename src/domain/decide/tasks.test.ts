import { describe, expect, test } from 'vitest'
import { decided, town } from '../test-support/town.ts'

const task = (kind: string, id: string, more: object = {}) => ({ kind, id, title: id, ...more })

/** A town that lends footage to whoever asks, and what follows. */
function following(then: readonly object[], more: object = {}) {
  return town({
    grounds: [{ id: 'law', title: '法令', acts: ['provide', 'copy'], clauses: ['town:2'], then }],
    ...more,
  })
}
const after = (pack: ReturnType<typeof town>, facts: object = {}) =>
  decided(pack, { act: 'provide', ...facts }).then.map(({ kind, id, due }) => `${kind} ${id} ${due}`)

describe('due', () => {
  test.each([
    [undefined, {}, null],
    ['none', {}, null],
    ['withoutDelay', {}, 'withoutDelay'],
    ['withoutDelay', { supplement: { 'tasks.told.within': 'P3D' } }, '2026-11-04'],
    [{ within: 'P7D' }, {}, '2026-11-08'],
    [{ within: 'P7D', counted: 'eventDay' }, {}, '2026-11-07'],
    [{ within: 'P7D' }, { supplement: { 'tasks.told.within': 'P2D' } }, '2026-11-03'],
    [{ within: 'P7D' }, { supplement: { 'tasks.told.within': 'soon' } }, '2026-11-08'],
    [{ within: { n: 3, unit: 'businessDay' } }, {}, '2026-11-05'],
    [{ within: 'P1D', roll: 'forward' }, { at: '2026-10-30T12:00+09:00' }, '2026-11-02'],
    [{ within: 'unknown' }, {}, null],
    [{ within: 'P1M', from: 'returned' }, {}, null],
    [
      { within: 'P1M', from: 'returned' },
      { events: [{ kind: 'returned', at: '2026-11-20T09:00+09:00' }] },
      '2026-12-20',
    ],
  ])('%j with %j: %s', (due, facts, expected) => {
    const pack = following([task('report', 'told', due === undefined ? {} : { due })])
    expect(after(pack, facts)).toEqual([`report told ${expected}`])
  })
})

test('what follows from the ground, then from the act, of the acts and facts that each names', () => {
  const pack = following([task('record', 'own'), task('form', 'copyOnly', { acts: ['copy'] })], {
    acts: [
      {
        id: 'all',
        acts: ['provide', 'search'],
        clauses: ['town:3'],
        then: [
          task('record', 'entry'),
          task('notice', 'press', { when: { 'request.by': 'press' }, clauses: ['town:4'] }),
        ],
      },
      {
        id: 'lawOnly',
        acts: ['provide'],
        grounds: ['law'],
        clauses: ['town:5'],
        then: [task('form', 'form2')],
      },
      {
        id: 'contractors',
        acts: ['provide'],
        when: { 'actor.of': { exists: true, is: 'contractor' } },
        clauses: ['town:6'],
        then: [task('report', 'terms')],
      },
    ],
  })
  expect(after(pack, { request: { by: 'police' } })).toEqual([
    'record own null',
    'record entry null',
    'form form2 null',
  ])
  expect(after(pack)).toContain('notice press null')
  expect(after(pack, { actor: { of: 'contractor' } })).toContain('report terms null')
  expect(after(pack, { act: 'copy' })).toEqual(['record own null', 'form copyOnly null'])
  const [, entry, notice] = decided(pack, { act: 'provide' }).then
  expect([entry?.clauses, notice?.clauses]).toEqual([['town:3'], ['town:4']])
})

test('nothing follows from what does not take place', () => {
  const pack = town({
    grounds: [
      {
        id: 'law',
        title: '法令',
        acts: ['provide'],
        clauses: ['town:2'],
        needs: [{ kind: 'test', id: 'fit', title: '適否', asks: '?' }],
        then: [task('record', 'own')],
      },
    ],
  })
  expect(after(pack)).toEqual([])
  expect(after(pack, { answers: { fit: false } })).toEqual([])
  expect(after(pack, { answers: { fit: true } })).toEqual(['record own null'])
})

describe('holds', () => {
  const pack = town({
    grounds: [{ id: 'law', title: '法令', acts: ['search', 'copy', 'provide', 'view'], clauses: ['town:2'] }],
    retention: {
      countedFrom: ['recordingDay'],
      extensions: [
        {
          id: 'year',
          title: '一年',
          events: ['searched', 'provided'],
          when: { not: { 'event.basis': { is: 'consent' } } },
          lasts: { length: 'P1Y', countedFrom: ['eventDay', 'nextDay'] },
          clauses: ['town:9'],
        },
        {
          id: 'back',
          title: '返却まで',
          events: ['copied'],
          lasts: { until: 'returned' },
          clauses: ['town:10'],
        },
      ],
    },
  })

  test.each([
    ['search', ['hold year 2027-11-01']],
    ['provide', ['hold year 2027-11-01']],
    ['copy', ['hold back null']],
    ['view', []],
  ])('that %s starts', (act, expected) => {
    expect(after(pack, { act })).toEqual(expected)
  })

  test('only where the request is of their kind', () => {
    expect(after(pack, { request: { basis: 'consent' } })).toEqual([])
    expect(after(pack, { request: { basis: 'law' } })).toEqual(['hold year 2027-11-01'])
  })
})
