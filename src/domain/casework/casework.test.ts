import { expect, test } from 'vitest'
import { at, town } from '../test-support/town.ts'
import type { CaseFacts } from './case-question.ts'
import { decideUnlock, nextStep } from './casework.ts'

const decision = (id: string) => ({ kind: 'decision', id, title: id, by: 'unnamed' })
const pack = town({
  grounds: [
    { id: 'own', title: '一', acts: ['search', 'view'], clauses: ['town:2'], needs: [decision('useful')] },
  ],
  acts: [{ id: 'anySearch', acts: ['search'], clauses: ['town:3'], needs: [decision('searched')] }],
})
const facts: CaseFacts = {
  ground: 'own',
  by: 'none',
  purpose: 'within',
  basis: null,
  law: '',
  papers: [],
  identityChecked: false,
  witnesses: [],
  answers: {},
  chain: [{ role: 'responsibleManager', did: 'decide' }],
}
const named = (supplement: Record<string, string>) => ({ ...pack, supplement })

test('who decides under a ground is named for the ground, who decides whatever the ground for the requirement', () => {
  const both = named({
    'grounds.own.decider': 'responsibleManager',
    'grounds.searched.decider': 'designatedOperator',
  })
  expect(nextStep(both, facts, at)).toMatchObject({
    requirement: { id: 'searched' },
    by: ['designatedOperator'],
  })
  expect(nextStep(named({ 'grounds.own.decider': 'responsibleManager' }), facts, at)?.by).toEqual([])
})

test('a decider whom the office has replaced since has decided nothing', () => {
  const same = {
    'grounds.own.decider': 'responsibleManager',
    'grounds.searched.decider': 'responsibleManager',
  }
  const holder = { role: pack.unlocking.holders[0] ?? ('' as never), at }
  expect(decideUnlock(named(same), facts, holder)).toMatchObject({ kind: 'permitted' })
  const other = { ...same, 'grounds.own.decider': 'designatedOperator' }
  expect(decideUnlock(named(other), facts, holder)).toMatchObject({
    kind: 'refused',
    reason: 'decision-missing',
    clauses: ['town:2'],
  })
})
