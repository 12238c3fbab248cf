import { describe, expect, test } from 'vitest'
import { decided, told, town } from '../test-support/town.ts'

const ground = (id: string, more: object = {}) => ({
  id,
  title: id,
  acts: ['provide', 'copy'],
  clauses: [`town:2(${id})`],
  ...more,
})
const ban = (id: string, more: object = {}) => ({
  id,
  title: id,
  acts: ['provide'],
  clauses: ['town:3'],
  ...more,
})

describe('prohibition is the default', () => {
  test.each([
    'watch-live',
    'search',
    'view',
    'retrieve',
    'copy',
    'provide',
    'publish',
    'take-out',
    'extend',
    'edit',
    'steer',
    'analyse',
    'record-sound',
    'delegate',
    'lend',
    'access-own',
    'attend',
  ])('a town that says nothing: %s is refused', (act) => {
    expect(decided(town(), { act })).toMatchObject({
      answer: 'refused',
      why: 'silent',
      clauses: [],
      ground: null,
    })
  })

  test.each(['install', 'add', 'go-live', 'change', 'move', 'remove', 'record', 'stop', 'erase', 'appoint'])(
    'putting up, running and taking down need no ground: %s',
    (act) => {
      expect(told(town(), { act })).toBe('permitted')
    },
  )

  test('neither silent nor unknown values permit', () => {
    for (const silent of [[], ['live.watching', 'operation.sound', 'operation.editing']])
      for (const act of ['watch-live', 'record-sound', 'edit'])
        expect(told(town({ silent }), { act })).toBe('refused, silent')
  })

  test('a value that allows is no ground either', () => {
    const pack = town({ values: { 'operation.copying': { value: 'allowed', clauses: ['town:4'] } } })
    expect(told(pack, { act: 'copy' })).toBe('refused, silent')
  })
})

describe('grounds', () => {
  const pack = town({
    grounds: [
      ground('law', { when: { 'request.basis': 'law' } }),
      ground('police', { when: { 'request.by': 'police', 'request.basis': 'request' } }),
    ],
  })

  test('permit what they are for, and name their clauses', () => {
    expect(decided(pack, { act: 'provide', request: { basis: 'law' } })).toEqual({
      ask: 'decide',
      answer: 'permitted',
      why: null,
      by: 'law',
      clauses: ['town:2(law)'],
      ground: 'law',
      needs: [],
      then: [],
    })
  })

  test('none fits: refused, with the clauses of those that there are', () => {
    expect(decided(pack, { act: 'provide', request: { by: 'press', basis: 'request' } })).toMatchObject({
      answer: 'refused',
      why: 'no-ground',
      clauses: ['town:2(law)', 'town:2(police)'],
    })
  })

  test('a fact not given is unknown: what it hangs on is asked, never permitted', () => {
    expect(told(pack, { act: 'provide', request: { by: 'police' } })).toBe('needs, test request.basis')
    expect(told(pack, { act: 'provide', request: { basis: 'request' } })).toBe('needs, identity request.by')
    expect(told(pack, { act: 'provide' })).toMatch(/^needs/)
  })

  test('asked is a fact that matters, not one whose place another takes', () => {
    const open = town({
      grounds: [
        ground('law', {
          when: {
            any: [{ 'request.by': { exists: false } }, { 'request.by': 'police' }],
            all: [{ 'request.channel': 'post' }, { not: { 'request.purpose': 'beyond' } }],
          },
        }),
      ],
    })
    const asked = (request: object) => told(open, { act: 'provide', request })
    expect(asked({})).toBe('needs, test request.channel')
    expect(asked({ channel: 'post' })).toBe('needs, test request.purpose')
    expect(asked({ channel: 'post', purpose: 'within' })).toBe('permitted')
    expect(asked({ channel: 'post', purpose: 'beyond' })).toBe('refused, no-ground')
  })

  test('the one that lacks least is gone by, one that fits before one that may', () => {
    const chosen = town({
      grounds: [
        ground('long', { needs: [need('a'), need('b')] }),
        ground('short', { needs: [need('c')] }),
        ground('maybe', { when: { 'request.law': { is: 'x' } } }),
      ],
    })
    expect(decided(chosen, { act: 'provide' })).toMatchObject({ answer: 'needs', ground: 'short' })
    expect(decided(chosen, { act: 'provide', answers: { a: true, b: true } })).toMatchObject({
      answer: 'permitted',
      ground: 'long',
    })
  })

  function need(id: string) {
    return { kind: 'test', id, title: id, asks: `${id}?` }
  }
})

describe('prohibitions', () => {
  test('one that does not yield beats every ground', () => {
    for (const yieldsTo of ['none', undefined]) {
      const pack = town({
        grounds: [ground('law', { acts: ['copy'] })],
        prohibitions: [ban('never', { acts: ['publish'], ...(yieldsTo && { yieldsTo }) })],
      })
      expect(told(pack, { act: 'publish' })).toBe('refused, forbidden')
    }
    const both = town({ grounds: [ground('law')], prohibitions: [ban('never', { yieldsTo: 'none' })] })
    expect(decided(both, { act: 'provide' })).toMatchObject({
      answer: 'refused',
      why: 'forbidden',
      by: 'never',
      clauses: ['town:3'],
    })
    expect(told(both, { act: 'copy' })).toBe('permitted')
  })

  test('one that yields: no ground, and its clauses', () => {
    const pack = town({
      grounds: [ground('law', { when: { 'request.basis': 'law' } })],
      prohibitions: [ban('use', { yieldsTo: 'grounds' })],
    })
    expect(told(pack, { act: 'provide', request: { basis: 'law' } })).toBe('permitted')
    expect(decided(pack, { act: 'provide', request: { basis: 'consent' } })).toMatchObject({
      answer: 'refused',
      why: 'no-ground',
      clauses: ['town:3'],
    })
  })

  test('one that yields to some grounds only', () => {
    const pack = town({
      grounds: [
        ground('law', { when: { 'request.basis': 'law' } }),
        ground('consent', { when: { 'request.basis': 'consent' } }),
      ],
      prohibitions: [ban('use', { yieldsTo: ['law'] })],
    })
    expect(told(pack, { act: 'provide', request: { basis: 'law' } })).toBe('permitted')
    expect(told(pack, { act: 'provide', request: { basis: 'consent' } })).toBe('refused, no-ground')
    expect(told(pack, { act: 'copy', request: { basis: 'consent' } })).toBe('permitted')
  })

  test('every one in the way has to be lifted', () => {
    const pack = town({
      grounds: [ground('law')],
      prohibitions: [ban('a', { yieldsTo: ['law'] }), ban('b', { yieldsTo: 'none', when: { present: 1 } })],
    })
    expect(told(pack, { act: 'provide' })).toBe('permitted')
    expect(told(pack, { act: 'provide', present: 1 })).toBe('refused, forbidden')
  })

  test('a free act that is forbidden needs a ground', () => {
    const pack = town({
      grounds: [ground('repair', { acts: ['stop'], when: { 'request.basis': 'managerDecision' } })],
      prohibitions: [ban('running', { acts: ['stop'], yieldsTo: 'grounds' })],
    })
    expect(told(pack, { act: 'stop', request: { basis: 'none' } })).toBe('refused, no-ground')
    expect(told(pack, { act: 'stop', request: { basis: 'managerDecision' } })).toBe('permitted')
  })
})

describe('scope and addressees', () => {
  const scoped = town({
    scope: [
      { id: 'road', title: '道路', when: { 'camera.place': 'publicRoad' }, clauses: ['town:5(1)'] },
      { id: 'records', title: '録画', when: { 'camera.recorder': true }, clauses: ['town:5(2)'] },
    ],
    prohibitions: [ban('never', { acts: ['install'], yieldsTo: 'none' })],
  })

  test('only false puts a camera out of scope, and every test that fails is named', () => {
    expect(told(scoped, { act: 'install' })).toBe('refused, forbidden')
    expect(told(scoped, { act: 'install', camera: { place: 'publicRoad', recorder: true } })).toBe(
      'refused, forbidden',
    )
    expect(decided(scoped, { act: 'install', camera: { place: 'home', recorder: false } })).toMatchObject({
      answer: 'notApplicable',
      why: 'out-of-scope',
      by: 'road',
      clauses: ['town:5(1)', 'town:5(2)'],
    })
  })

  const advising = town({
    addressees: [
      { class: 'mandatory', when: { 'camera.installer': 'municipality' }, clauses: ['town:6(1)'] },
      { class: 'advisory', when: { not: { 'camera.installer': 'municipality' } }, clauses: ['town:6(2)'] },
    ],
    prohibitions: [ban('never', { acts: ['install'], yieldsTo: 'none' })],
    grounds: [
      ground('law', { acts: ['provide'], needs: [{ kind: 'test', id: 'fit', title: '適否', asks: '?' }] }),
    ],
    acts: [
      {
        id: 'after',
        acts: ['provide'],
        then: [{ kind: 'record', id: 'entry', title: '記録', clauses: ['town:7'] }],
      },
    ],
  })

  test('whom the instrument does not bind is advised where others are refused', () => {
    expect(told(advising, { act: 'install', camera: { installer: 'municipality' } })).toBe(
      'refused, forbidden',
    )
    expect(decided(advising, { act: 'install', camera: { installer: 'association' } })).toMatchObject({
      answer: 'permitted',
      why: null,
      needs: [],
      then: [{ kind: 'advice', id: 'never', clauses: ['town:3'] }],
    })
  })

  test('who it is not known binds', () => {
    expect(told(advising, { act: 'install' })).toBe('refused, forbidden')
  })

  test('what is missing becomes advice, what follows stays', () => {
    const advised = decided(advising, { act: 'provide', camera: { installer: 'business' } })
    expect(advised.then.map(({ kind, id }) => `${kind} ${id}`)).toEqual(['advice fit', 'record entry'])
  })

  test('nothing is missing: no advice', () => {
    const given = { act: 'provide', camera: { installer: 'business' }, answers: { fit: true } }
    expect(decided(advising, given).then.map(({ kind }) => kind)).toEqual(['record'])
  })
})

test('urgency never settles an open test', () => {
  const pack = town({
    grounds: [
      ground('danger', {
        when: { 'request.basis': 'danger' },
        needs: [{ kind: 'test', id: 'now', title: '緊急', asks: '?' }],
      }),
    ],
  })
  const asked = { act: 'provide', request: { basis: 'danger', urgent: true } }
  expect(told(pack, asked)).toBe('needs, test now')
  expect(told(pack, { ...asked, answers: { now: true } })).toBe('permitted')
})

test('what is only striven for is listed and never blocks', () => {
  const pack = town({
    grounds: [
      ground('law', {
        needs: [
          { kind: 'test', id: 'wish', title: '望ましい', asks: '?', force: 'should' },
          { kind: 'document', id: 'option', title: '任意', anyOf: ['notice'], force: 'may' },
        ],
      }),
    ],
  })
  expect(told(pack, { act: 'provide' })).toBe('permitted, test wish (should)')
  expect(told(pack, { act: 'provide', answers: { wish: false } })).toBe('permitted, test wish (should)')
  expect(told(pack, { act: 'provide', answers: { wish: true } })).toBe('permitted')
})
