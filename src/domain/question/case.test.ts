import { describe, expect, test } from 'vitest'
import type { Answer, DecideAnswer } from '../decide/answer.ts'
import { caseSchema, deviations } from './case.ts'

const words = { situation: '状況', question: '問い', answer: '答え', clause: 'town:1' }
const decide = { ask: 'decide', at: '2026-11-01T12:00+09:00', act: 'provide' }
const need = { kind: 'test', id: 'fit', title: '適否', clauses: ['town:2'], force: 'must', due: null }
const given = {
  ask: 'decide',
  answer: 'needs',
  why: null,
  by: 'fit',
  clauses: ['town:2', 'town:1'],
  ground: 'law',
  needs: [need, { ...need, kind: 'document', id: 'paper' }],
  then: [],
} as unknown as DecideAnswer

const found = (expected: object, answer: Answer = given) =>
  deviations(answer, caseSchema.parse({ ...words, ...decide, expect: expected })).map(
    (text) => text.split(':')[0],
  )

describe('a case of a decision', () => {
  test.each<[object, readonly string[]]>([
    [{ answer: 'needs' }, []],
    [{ answer: 'permitted' }, ['answer']],
    [{ answer: 'needs', why: null, ground: 'law' }, []],
    [{ answer: 'needs', why: 'silent', ground: 'other' }, ['why', 'ground']],
    // clauses as a set, but all of them
    [{ answer: 'needs', clauses: ['town:1', 'town:2'] }, []],
    [{ answer: 'needs', clauses: ['town:1'] }, ['clauses']],
    [{ answer: 'needs', clauses: ['town:1', 'town:2', 'town:3'] }, ['clauses']],
    // needs as a whole list, each in what is said of it
    [{ answer: 'needs', needs: [{ kind: 'test' }, { id: 'paper' }] }, []],
    [{ answer: 'needs', needs: [{ kind: 'test', id: 'fit', clauses: ['town:2'] }, {}] }, []],
    [{ answer: 'needs', needs: [{ kind: 'test' }] }, ['needs']],
    [{ answer: 'needs', needs: [{ kind: 'document' }, { kind: 'test' }] }, ['needs']],
    [{ answer: 'needs', needs: [{ kind: 'test', clauses: [] }, {}] }, ['needs']],
    [{ answer: 'needs', needs: [] }, ['needs']],
    [{ answer: 'needs', then: [] }, []],
    [{ answer: 'needs', then: [{ kind: 'record' }] }, ['then']],
  ])('%j', (expected, keys) => {
    expect(found(expected)).toEqual(keys)
  })
})

describe('a case of an expiry', () => {
  const answer = {
    ask: 'expiry',
    answer: 'ends',
    lastDay: '2026-11-14',
    other: [{ lastDay: '2026-11-15', clauses: ['town:2'] }],
    holds: [{ lastDay: null, clauses: [] }],
  } as unknown as Answer

  test.each<[object, readonly string[]]>([
    [{ answer: 'ends', lastDay: '2026-11-14', other: ['2026-11-15'], holds: [null] }, []],
    [{ answer: 'ends', lastDay: '2026-11-15' }, ['lastDay']],
    [{ answer: 'ends', other: [] }, ['other']],
    [{ answer: 'ends', holds: ['2026-12-01'] }, ['holds']],
  ])('%j', (expected, keys) => {
    expect(found(expected, answer)).toEqual(keys)
  })
})

describe('a case of duties', () => {
  const duty = (id: string, state: string) => ({ id, state, due: null, clauses: ['town:7'] })
  const answer = {
    ask: 'duties',
    answer: [duty('sign', 'missing'), duty('rules', 'done')],
  } as unknown as Answer

  test.each<[object, readonly string[]]>([
    [{ answer: [{ id: 'rules', state: 'done' }] }, []],
    [{ answer: [{ id: 'rules', state: 'missing' }] }, ['answer']],
    [{ answer: [{ id: 'other', state: 'done' }] }, ['answer']],
    [
      {
        answer: [
          { id: 'sign', state: 'missing', clauses: ['town:7'] },
          { id: 'rules', state: 'done' },
        ],
      },
      [],
    ],
    [{ answer: [{ id: 'sign', state: 'missing', clauses: ['town:8'] }] }, ['answer']],
    [{ answer: [] }, ['answer']],
  ])('%j', (expected, keys) => {
    expect(found(expected, answer)).toEqual(keys)
  })
})

describe('a case of a value', () => {
  const answer = {
    ask: 'value',
    answer: 'stated',
    value: { kind: 'sign', items: ['a', 'b'] },
  } as unknown as Answer

  test.each<[unknown, readonly string[]]>([
    [{ kind: 'sign' }, []],
    [{ kind: 'sign', items: ['a', 'b'] }, []],
    [{ items: ['b', 'a'] }, ['value']],
    [{ kind: 'notice' }, ['value']],
    ['sign', ['value']],
  ])('%j', (value, keys) => {
    expect(found({ answer: 'stated', value }, answer)).toEqual(keys)
  })
})

test.each([
  ['no situation', { ...words, situation: '' }],
  ['no clause', { ...words, clause: undefined }],
  ['an unknown key', { ...words, colour: 'red' }],
  ['an unknown expectation', { ...words, expect: { answer: 'needs', colour: 'red' } }],
  ['no act', { ...words, act: undefined }],
])('%s: no case', (_, odd) => {
  expect(caseSchema.safeParse({ ...decide, expect: { answer: 'needs' }, ...odd }).success).toBe(false)
})
