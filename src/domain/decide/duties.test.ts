import { describe, expect, test } from 'vitest'
import type { Pack } from '../pack/rules.ts'
import { decided, question, told, town } from '../test-support/town.ts'
import { answerDuties } from './duties.ts'
import { subjectOf } from './subject.ts'

const duty = (id: string, kind: string, more: object = {}) => ({
  id,
  kind,
  title: id,
  clauses: [`town:7(${id})`],
  ...more,
})
const with1 = (one: object) => town({ duties: [one] })

/** `sign missing`, `filing due 2026-11-15` by duty. */
function states(pack: Pack, facts: object = {}): readonly string[] {
  const { answer } = answerDuties(subjectOf(pack, question({ ask: 'duties', ...facts })))
  return answer.map(({ id, state, due }) => [id, state, ...(due === null ? [] : [due])].join(' '))
}

describe('something to be done once', () => {
  const sign = with1(
    duty('sign', 'sign', {
      gates: ['go-live'],
      items: [
        { id: 'present', label: '設置していること' },
        { id: 'who', label: '設置者又は連絡先', anyOf: ['installer', 'contact'] },
      ],
    }),
  )
  const done = (more: object) => ({ done: [{ kind: 'sign', ...more }] })

  test.each([
    ['nothing entered', {}, 'missing'],
    ['entered', done({ id: 'sign' }), 'done'],
    ['entered by its kind', done({}), 'done'],
    ['another duty of the kind', done({ id: 'other' }), 'missing'],
    ['another kind', { done: [{ kind: 'notice', id: 'sign' }] }, 'missing'],
    ['all items', done({ items: ['present', 'contact'] }), 'done'],
    ['one item missing', done({ items: ['present'] }), 'missing'],
    [
      'items entered one after the other',
      {
        done: [
          { kind: 'sign', items: ['present'] },
          { kind: 'sign', items: ['installer'] },
        ],
      },
      'done',
    ],
    ['done tomorrow', done({ on: '2026-11-02' }), 'missing'],
    ['done today', done({ on: '2026-11-01' }), 'done'],
  ])('%s', (_, facts, state) => {
    expect(states(sign, facts)).toEqual([`sign ${state}`])
    expect(told(sign, { act: 'go-live', ...facts })).toBe(state === 'done' ? 'permitted' : 'needs, sign sign')
  })

  test('a measure may be entered as anything, under its id', () => {
    const locked = with1(duty('locked', 'measure'))
    expect(states(locked, { done: [{ kind: 'report', id: 'locked' }] })).toEqual(['locked done'])
    expect(states(locked, { done: [{ kind: 'report', id: 'other' }] })).toEqual(['locked missing'])
    expect(states(locked, { done: [{ kind: 'report' }] })).toEqual(['locked missing'])
    expect(states(locked, { done: [{ kind: 'measure' }] })).toEqual(['locked done'])
  })

  test('stands in the way of the acts that wait for it alone', () => {
    expect(told(sign, { act: 'install' })).toBe('permitted')
    expect(decided(sign, { act: 'go-live' }).clauses).toEqual(['town:7(sign)'])
  })
})

test.each([
  ['sign', 'sign'],
  ['filing', 'filing'],
  ['notice', 'notice'],
  ['consent', 'consent'],
  ['mask', 'measure'],
  ['measure', 'measure'],
  ['rules', 'document'],
  ['publication', 'notice'],
  ['appointment', 'role'],
  ['inspection', 'measure'],
  ['report', 'measure'],
  ['pledge', 'document'],
])('a duty of kind %s is a need of kind %s', (kind, need) => {
  expect(told(with1(duty('one', kind, { gates: ['go-live'] })), { act: 'go-live' })).toBe(
    `needs, ${need} one`,
  )
})

describe('force', () => {
  test('what is only striven for is listed and never blocks', () => {
    const pack = with1(duty('rules', 'rules', { force: 'should', gates: ['go-live'] }))
    expect(told(pack, { act: 'go-live' })).toBe('permitted, document rules (should)')
    expect(states(pack)).toEqual(['rules missing'])
  })

  test('what may be done is a duty of nobody', () => {
    const pack = with1(duty('rules', 'rules', { force: 'may', gates: ['go-live'] }))
    expect(told(pack, { act: 'go-live' })).toBe('permitted')
  })
})

describe('only where', () => {
  const pack = with1(
    duty('mask', 'mask', {
      gates: ['go-live'],
      when: { not: { 'camera.shows': { only: ['person', 'plate'] } } },
    }),
  )

  test('the condition holds or may hold', () => {
    expect(states(pack)).toEqual(['mask missing'])
    expect(states(pack, { camera: { shows: ['person', 'privateSpace'] } })).toEqual(['mask missing'])
    expect(states(pack, { camera: { shows: ['person'] } })).toEqual([])
    expect(told(pack, { act: 'go-live', camera: { shows: ['person'] } })).toBe('permitted')
  })

  test('the event has happened that it follows', () => {
    const filing = with1(duty('filing', 'filing', { due: { within: 'P14D', from: 'incident' } }))
    expect(states(filing)).toEqual([])
    const events = [{ kind: 'incident', at: '2026-10-30T10:00+09:00' }]
    expect(states(filing, { events })).toEqual(['filing due 2026-11-13'])
  })
})

describe('time limits', () => {
  const before = with1(
    duty('filing', 'filing', {
      gates: ['install'],
      due: { within: 'P14D', from: 'installOn', direction: 'before' },
    }),
  )

  test.each([
    ['2026-11-15', 'due 2026-11-01'],
    ['2026-11-14', 'overdue 2026-10-31'],
  ])('a filing fourteen days before %s: %s', (installOn, state) => {
    expect(states(before, { planned: { installOn } })).toEqual([`filing ${state}`])
  })

  test('the planned day is not known', () => {
    expect(states(before)).toEqual(['filing missing'])
  })

  test('filed on the last day; what it gates waits for it', () => {
    const facts = { planned: { installOn: '2026-11-15' } }
    expect(decided(before, { act: 'install', ...facts }).needs).toMatchObject([{ due: '2026-11-01' }])
    const done = [{ kind: 'filing', id: 'filing', on: '2026-11-01' }]
    expect(told(before, { act: 'install', ...facts, done })).toBe('permitted')
  })

  test('without delay', () => {
    expect(states(with1(duty('report', 'report', { due: 'withoutDelay' })))).toEqual([
      'report due withoutDelay',
    ])
  })

  test('a length that the text leaves open is unknown until the office sets it', () => {
    const pack = with1(duty('report', 'report', { due: { within: 'unknown', from: 'incident' } }))
    const events = [{ kind: 'incident', at: '2026-10-30T10:00+09:00' }]
    expect(states(pack, { events })).toEqual(['report unknown'])
    expect(states(pack, { events, supplement: { 'duties.report.within': 'P3D' } })).toEqual([
      'report due 2026-11-02',
    ])
    expect(states(pack, { events, supplement: { 'duties.report.within': 'P1D' } })).toEqual([
      'report overdue 2026-10-31',
    ])
  })
})

describe('again and again', () => {
  const yearly = with1(duty('inspection', 'inspection', { every: 'P1Y' }))
  const inspected = (...days: readonly string[]) => ({
    done: days.map((on) => ({ kind: 'inspection', on })),
  })
  const installed = (day: string) => ({ events: [{ kind: 'installed', at: `${day}T10:00+09:00` }] })

  test.each([
    ['never, and nobody knows since when', {}, 'missing'],
    ['not yet due', installed('2026-05-01'), 'due 2027-05-01'],
    ['never in a year and a day', installed('2025-10-31'), 'overdue 2026-10-31'],
    ['a year ago today', inspected('2025-11-01'), 'done 2026-11-01'],
    ['a year and a day ago', inspected('2025-10-31'), 'overdue 2026-10-31'],
    ['the last counts, however entered', inspected('2026-08-01', '2024-01-01'), 'done 2027-08-01'],
    ['on a leap day', inspected('2024-02-29'), 'overdue 2025-02-28'],
    ['done, but not when', { done: [{ kind: 'inspection' }] }, 'done'],
    ['in the future', inspected('2026-12-01'), 'missing'],
  ])('%s', (_, facts, state) => {
    expect(states(yearly, facts)).toEqual([`inspection ${state}`])
  })

  test('how often is left to the office', () => {
    const open = with1(duty('inspection', 'inspection', { every: 'unknown' }))
    expect(states(open, installed('2026-05-01'))).toEqual(['inspection unknown'])
    const set = { ...installed('2026-05-01'), supplement: { 'duties.inspection.every': 'P3M' } }
    expect(states(open, set)).toEqual(['inspection overdue 2026-08-01'])
    expect(
      states({ ...open, supplement: { 'duties.inspection.every': 'P1Y' } }, installed('2026-05-01')),
    ).toEqual(['inspection due 2027-05-01'])
  })

  test('each fiscal year', () => {
    const fiscal = with1(duty('report', 'report', { every: { n: 1, unit: 'fiscalYear' } }))
    const done = (on: string) => ({ done: [{ kind: 'report', on }] })
    expect(states(fiscal, done('2026-03-31'))).toEqual(['report done 2027-03-31'])
    expect(states(fiscal, done('2025-03-31'))).toEqual(['report overdue 2026-03-31'])
  })
})

describe('roles that have to be filled', () => {
  const pack = town({
    terms: { responsibleManager: '管理責任者' },
    roles: [
      { id: 'responsibleManager', clauses: ['town:5'], heldBy: '課長', atLeast: 1 },
      { id: 'designatedOperator', clauses: ['town:6'], heldBy: '係員' },
    ],
    duties: [duty('notes', 'appointment')],
  })
  const appointed = (more: object) => ({ done: [{ kind: 'appointment', ...more }] })

  test('stand before going live, under their terms', () => {
    expect(decided(pack, { act: 'go-live' }).needs).toEqual([
      {
        kind: 'role',
        id: 'responsibleManager',
        title: '管理責任者',
        clauses: ['town:5'],
        force: 'must',
        due: null,
      },
    ])
    expect(told(pack, { act: 'install' })).toBe('permitted')
  })

  test.each([
    ['by id', appointed({ id: 'responsibleManager' }), true],
    ['among the items', appointed({ items: ['responsibleManager'] }), true],
    ['under another heading that lists it', appointed({ id: 'people', items: ['responsibleManager'] }), true],
    ['without saying who', appointed({}), true],
    ['somebody else', appointed({ items: ['designatedOperator'] }), false],
    ['another role', appointed({ id: 'designatedOperator' }), false],
  ])('%s', (_, facts, filled) => {
    expect(told(pack, { act: 'go-live', ...facts })).toBe(
      filled ? 'permitted' : 'needs, role responsibleManager',
    )
  })
})

describe('items that rest on clauses of their own', () => {
  const items = [
    { id: 'present', label: '設置していること', clauses: ['town:7(1)'] },
    { id: 'who', label: '設置者', clauses: ['town:7(2)'] },
  ]
  const sign = duty('sign', 'sign', { gates: ['go-live'], clauses: ['town:7(1)', 'town:7(2)'], items })
  const cited = (one: object, given: readonly string[] | null) =>
    decided(with1(one), {
      act: 'go-live',
      done: given === null ? [] : [{ kind: 'sign', items: given }],
    }).needs.flatMap(({ clauses }) => clauses)

  test('an answer cites those of what is missing', () => {
    expect(cited(sign, ['present'])).toEqual(['town:7(2)'])
    expect(cited(sign, ['who'])).toEqual(['town:7(1)'])
    expect(cited(sign, [])).toEqual(['town:7(1)', 'town:7(2)'])
    expect(cited(sign, null)).toEqual(['town:7(1)', 'town:7(2)'])
  })

  test('where one item has none, all of the duty', () => {
    const [first, { clauses: _, ...second } = { clauses: [] }] = items
    expect(cited({ ...sign, items: [first, second] }, ['present'])).toEqual(['town:7(1)', 'town:7(2)'])
  })
})

describe('whose duties', () => {
  const pack = town({
    scope: [{ id: 'records', title: '録画', when: { 'camera.recorder': true }, clauses: ['town:2'] }],
    addressees: [{ class: 'advisory', when: { 'camera.installer': 'person' }, clauses: ['town:6'] }],
    duties: [duty('sign', 'sign'), duty('rules', 'rules', { force: 'may' })],
  })
  const answered = (camera: object) => answerDuties(subjectOf(pack, question({ ask: 'duties', camera })))

  test('whom the instrument does not bind should, where others must', () => {
    const forces = (installer: string) => answered({ installer }).answer.map(({ force }) => force)
    expect(forces('municipality')).toEqual(['must', 'may'])
    expect(forces('person')).toEqual(['should', 'may'])
  })

  test('of a camera out of scope nothing is asked', () => {
    expect(answered({ recorder: false })).toEqual({ ask: 'duties', answer: [], why: 'out-of-scope' })
    expect(answered({ recorder: true }).answer).toHaveLength(2)
  })
})

describe('waived', () => {
  const pack = with1(duty('sign', 'sign', { gates: ['go-live'], waivableBy: ['responsibleManager'] }))
  const waive = (role: string, waives = 'sign') => ({ chain: [{ role, did: 'waive', waives }] })

  test('by whom the instrument lets', () => {
    expect(told(pack, { act: 'go-live', ...waive('responsibleManager') })).toBe('permitted')
    expect(states(pack, waive('responsibleManager'))).toEqual(['sign done'])
  })

  test('not by others, not another duty, not where nobody may', () => {
    expect(told(pack, { act: 'go-live', ...waive('designatedOperator') })).toBe('needs, sign sign')
    expect(told(pack, { act: 'go-live', ...waive('responsibleManager', 'rules') })).toBe('needs, sign sign')
    const strict = with1(duty('sign', 'sign', { gates: ['go-live'] }))
    expect(told(strict, { act: 'go-live', ...waive('responsibleManager') })).toBe('needs, sign sign')
  })
})
