import { describe, expect, test } from 'vitest'
import { decided, told, town } from '../test-support/town.ts'

/** A town that lends footage to nobody but for these requirements. */
function asking(needs: readonly object[], more: object = {}) {
  return town({
    grounds: [{ id: 'law', title: '法令', acts: ['provide', 'copy'], clauses: ['town:2'], needs }],
    documents: [
      {
        id: 'form1',
        kind: 'application',
        title: '申請書',
        items: ['purpose', 'period'],
        clauses: ['town:3'],
      },
      { id: 'form2', kind: 'application', title: '別の申請書', clauses: ['town:3'] },
    ],
    ...more,
  })
}
const need = (kind: string, id: string, more: object = {}) => ({ kind, id, title: id, ...more })
const given = (documents: readonly unknown[]) => ({ act: 'provide', request: { documents } })

describe('papers', () => {
  const byKind = asking([need('document', 'paper', { anyOf: ['investigationInquiry', 'order'] })])
  const byId = asking([need('document', 'paper', { anyOf: ['form1'] })])
  const anyApplication = asking([need('document', 'paper', { anyOf: ['application'] })])

  test.each([
    ['none', byKind, [], false],
    ['another kind', byKind, ['agreement'], false],
    ['one of the kinds', byKind, ['order'], true],
    ['the form itself', byId, ['form1'], true],
    ['another form of the kind', byId, ['form2'], false],
    ['any form of the kind', anyApplication, ['form2'], true],
    ['all that the form has to hold', byId, [{ kind: 'form1', items: ['period', 'purpose'] }], true],
    ['a part of it', byId, [{ kind: 'form1', items: ['purpose'] }], false],
    ['an empty form', byId, [{ kind: 'form1', items: [] }], false],
    ['a form of which no items are told', byId, [{ kind: 'form1', on: '2026-10-30' }], true],
    ['one empty and one whole', byId, [{ kind: 'form1', items: [] }, 'form1'], true],
    ['one of the same day', byKind, [{ kind: 'order', on: '2026-11-01' }], true],
    ['one of a later day', byKind, [{ kind: 'order', on: '2026-11-02' }], false],
  ])('%s', (_, pack, documents, enough) => {
    expect(told(pack, given(documents))).toBe(enough ? 'permitted' : 'needs, document paper')
  })

  test('consent and notice are papers of their own kind', () => {
    const pack = asking([need('consent', 'who'), need('notice', 'told')])
    expect(told(pack, given([]))).toBe('needs, consent who, notice told')
    expect(told(pack, given(['consent', 'notice']))).toBe('permitted')
  })

  test('met as well where the pack says so', () => {
    const pack = asking([
      need('document', 'paper', { anyOf: ['order'], met: { 'request.law': { exists: true } } }),
    ])
    expect(told(pack, { act: 'provide', request: { law: '刑事訴訟法第197条第2項' } })).toBe('permitted')
    expect(told(pack, { act: 'provide', request: { law: '' } })).toBe('needs, document paper')
  })
})

describe('people', () => {
  test.each([
    [need('identity', 'who'), { request: { identityChecked: true } }],
    [need('identity', 'who'), { request: { documents: ['identity'] } }],
    [need('person', 'two', { atLeast: 2 }), { present: 2 }],
    [need('role', 'who', { in: ['responsibleManager'] }), { actor: { role: 'responsibleManager' } }],
  ])('%j is met by %j', (requirement, facts) => {
    expect(told(asking([requirement]), { act: 'provide', ...facts })).toBe('permitted')
  })

  test.each([
    [need('identity', 'who'), { request: { identityChecked: false } }],
    [need('identity', 'who'), {}],
    [need('person', 'two', { atLeast: 2 }), { present: 1 }],
    [need('person', 'two', { atLeast: 2 }), {}],
    [need('role', 'who', { in: ['responsibleManager'] }), { actor: { role: 'designatedOperator' } }],
  ])('%j is not met by %j', (requirement, facts) => {
    const { kind, id } = requirement
    expect(told(asking([requirement]), { act: 'provide', ...facts })).toBe(`needs, ${kind} ${id}`)
  })

  test('who acts is not asked where nobody says', () => {
    expect(told(asking([need('role', 'who', { in: ['responsibleManager'] })]), { act: 'provide' })).toBe(
      'permitted',
    )
  })
})

describe('tests', () => {
  const pack = asking([
    need('test', 'needed', { asks: '要るか' }),
    need('test', 'harm', { asks: '害するか', wants: false, clauses: ['town:2-proviso'] }),
  ])

  test('every one is asked', () => {
    expect(told(pack, { act: 'provide' })).toBe('needs, test needed, test harm')
    expect(told(pack, { act: 'provide', answers: { needed: true } })).toBe('needs, test harm')
    expect(told(pack, { act: 'provide', answers: { needed: true, harm: false } })).toBe('permitted')
  })

  test('answered against: the ground is closed', () => {
    expect(decided(pack, { act: 'provide', answers: { needed: false, harm: false } })).toMatchObject({
      answer: 'refused',
      why: 'no-ground',
      by: 'needed',
      clauses: ['town:2'],
    })
    expect(decided(pack, { act: 'provide', answers: { needed: true, harm: true } })).toMatchObject({
      answer: 'refused',
      why: 'forbidden',
      by: 'harm',
      clauses: ['town:2-proviso'],
    })
  })

  test('an answer to another question is none', () => {
    expect(told(pack, { act: 'provide', answers: { other: true } })).toBe('needs, test needed, test harm')
  })
})

describe('one of several', () => {
  const pack = asking([
    need('test', 'reason', {
      oneOf: [
        need('test', 'public', { asks: '公益' }),
        need('test', 'noOther', { asks: '代わる方法' }),
        need('document', 'paper', { anyOf: ['order'], acts: ['copy'] }),
      ],
    }),
  ])

  test.each([
    [{}, 'needs, test public, test noOther'],
    [{ answers: { public: true } }, 'permitted'],
    [{ answers: { noOther: true } }, 'permitted'],
    [{ answers: { public: false } }, 'needs, test noOther'],
    [{ answers: { public: false, noOther: true } }, 'permitted'],
    [{ answers: { public: false, noOther: false } }, 'refused, no-ground'],
  ])('%j', (facts, expected) => {
    expect(told(pack, { act: 'provide', ...facts })).toBe(expected)
  })

  test('a choice that is not asked of the act is no way around the others', () => {
    expect(told(pack, { act: 'copy' })).toBe('needs, test public, test noOther, document paper')
    expect(told(pack, { act: 'copy', request: { documents: ['order'] } })).toBe('permitted')
    expect(told(pack, { act: 'provide', request: { documents: ['order'] } })).toBe(
      'needs, test public, test noOther',
    )
  })
})

describe('asked only where', () => {
  const pack = asking([
    need('test', 'copyOnly', { asks: '?', acts: ['copy'] }),
    need('test', 'publicBody', { asks: '?', when: { 'request.by': 'administrativeBody' } }),
    need('test', 'known', { asks: '?', when: { 'request.channel': { exists: true, is: 'phone' } } }),
  ])

  test('the act is one of those named', () => {
    expect(told(pack, { act: 'copy', request: { by: 'press' } })).toBe('needs, test copyOnly')
    expect(told(pack, { act: 'provide', request: { by: 'press' } })).toBe('permitted')
  })

  test('the condition holds or may hold; with exists only where the fact is given', () => {
    expect(told(pack, { act: 'provide' })).toBe('needs, test publicBody')
    expect(told(pack, { act: 'provide', request: { by: 'press', channel: 'phone' } })).toBe(
      'needs, test known',
    )
  })
})

describe('decisions', () => {
  const pack = asking(
    [
      need('instruction', 'first', { by: ['responsibleManager'] }),
      need('instruction', 'second', { by: ['designatedOperator'], after: 'first' }),
      need('decision', 'heard', { by: ['committee'], did: 'hear', prior: true }),
    ],
    {
      roles: ['responsibleManager', 'designatedOperator', 'committee'].map((id) => ({
        id,
        clauses: ['town:1'],
        heldBy: id,
      })),
    },
  )
  const step = (role: string, did: string, more: object = {}) => ({ role, did, ...more })
  const whole = [
    step('responsibleManager', 'instruct'),
    step('designatedOperator', 'instruct'),
    step('committee', 'hear', { prior: true }),
  ]

  test.each([
    ['all in order', whole, 'permitted'],
    ['nothing', [], 'needs, instruction first, instruction second, decision heard'],
    ['the second without the first', whole.slice(1), 'needs, instruction first, instruction second'],
    ['the wrong way round', [whole[1], whole[0], whole[2]], 'needs, instruction second'],
    [
      'by somebody else',
      [step('designatedOperator', 'instruct'), step('designatedOperator', 'instruct'), whole[2]],
      'needs, instruction first, instruction second',
    ],
    [
      'another step than asked',
      [step('responsibleManager', 'decide'), whole[1], whole[2]],
      'needs, instruction first, instruction second',
    ],
    [
      'heard afterwards',
      [...whole.slice(0, 2), step('committee', 'hear', { prior: false })],
      'needs, decision heard',
    ],
    [
      'a vote instead of a hearing',
      [...whole.slice(0, 2), step('committee', 'vote')],
      'needs, decision heard',
    ],
  ])('%s', (_, chain, expected) => {
    expect(told(pack, { act: 'provide', chain })).toBe(expected)
  })

  test('a decision may be called an approval', () => {
    const decision = asking([need('decision', 'yes', { by: ['responsibleManager'] })])
    for (const did of ['decide', 'approve'])
      expect(told(decision, { act: 'provide', chain: [step('responsibleManager', did)] })).toBe('permitted')
    expect(told(decision, { act: 'provide', chain: [step('responsibleManager', 'consult')] })).toMatch(
      /^needs/,
    )
  })

  test('where the text names nobody, the office does, and nobody before', () => {
    const unnamed = asking([need('decision', 'who', { by: 'unnamed' })])
    const chain = [step('responsibleManager', 'decide')]
    const named = { 'grounds.law.decider': 'responsibleManager' }
    expect(told(unnamed, { act: 'provide' })).toBe('needs, decision who')
    expect(told(unnamed, { act: 'provide', chain })).toBe('needs, decision who')
    expect(told(unnamed, { act: 'provide', supplement: named })).toBe('needs, decision who')
    expect(told(unnamed, { act: 'provide', chain, supplement: named })).toBe('permitted')
    expect(
      told(unnamed, { act: 'provide', chain, supplement: { 'grounds.law.decider': 'designatedOperator' } }),
    ).toBe('needs, decision who')
    const office = { ...unnamed, supplement: named }
    expect(told(office, { act: 'provide', chain })).toBe('permitted')
  })
})

test('requirements of an act stand beside those of its ground', () => {
  const pack = asking([need('test', 'own', { asks: '?' })], {
    acts: [
      { id: 'all', acts: ['provide'], clauses: ['town:5'], needs: [need('identity', 'who')] },
      {
        id: 'lawOnly',
        acts: ['provide', 'copy'],
        grounds: ['law'],
        clauses: ['town:6'],
        needs: [need('person', 'two', { atLeast: 2 })],
      },
      {
        id: 'contractors',
        acts: ['provide'],
        when: { 'actor.of': { exists: true, is: 'contractor' } },
        clauses: ['town:7'],
        needs: [need('document', 'terms', { anyOf: ['agreement'] })],
      },
    ],
  })
  expect(told(pack, { act: 'provide' })).toBe('needs, test own, person two, identity who')
  expect(told(pack, { act: 'copy' })).toBe('needs, test own, person two')
  expect(told(pack, { act: 'provide', actor: { of: 'contractor' } })).toMatch(/document terms$/)
  expect(decided(pack, { act: 'provide' }).clauses).toEqual(['town:2', 'town:6', 'town:5'])
})

test('a general test answered against forbids the act, free or not', () => {
  const pack = town({
    acts: [
      {
        id: 'range',
        acts: ['install'],
        clauses: ['town:5'],
        needs: [need('test', 'least', { asks: '最小限か' })],
      },
    ],
  })
  expect(told(pack, { act: 'install' })).toBe('needs, test least')
  expect(told(pack, { act: 'install', answers: { least: true } })).toBe('permitted')
  expect(decided(pack, { act: 'install', answers: { least: false } })).toMatchObject({
    answer: 'refused',
    why: 'forbidden',
    by: 'least',
    clauses: ['town:5'],
  })
})
