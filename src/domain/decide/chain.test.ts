import { describe, expect, test } from 'vitest'
import { decided, told, town } from '../test-support/town.ts'

const roles = (standsInFor?: object) => [
  { id: 'responsibleManager', clauses: ['town:1'], heldBy: '課長' },
  { id: 'actingManager', clauses: ['town:1'], heldBy: '代行', ...(standsInFor && { standsInFor }) },
  { id: 'designatedOperator', clauses: ['town:1'], heldBy: '係員' },
]
const standsInFor = (namedBeforehand: boolean) => ({
  role: 'responsibleManager',
  causes: ['unable', 'vacant'],
  namedBeforehand,
  clauses: ['town:1-2'],
})

const deciding = (list: readonly object[]) =>
  town({
    roles: list,
    grounds: [
      {
        id: 'law',
        title: '法令',
        acts: ['provide'],
        clauses: ['town:2'],
        needs: [
          { kind: 'role', id: 'who', title: '行う者', in: ['responsibleManager'] },
          { kind: 'decision', id: 'yes', title: '決定', by: ['responsibleManager'] },
        ],
      },
    ],
  })

const manager = { role: 'responsibleManager', did: 'decide' }
const asManager = { role: 'responsibleManager' }
const acting = { role: 'actingManager', did: 'decide' }
const naming = { role: 'responsibleManager', did: 'name' }

describe('a substitute whom the instrument lets act once named', () => {
  const pack = deciding(roles(standsInFor(true)))

  test.each([
    ['named before', [naming, acting], 'permitted'],
    ['named before, as the step itself says', [acting, { ...naming, prior: true }], 'permitted'],
    ['not named', [acting], 'needs, decision yes'],
    ['named later', [acting, naming], 'needs, decision yes'],
    ['named, but not beforehand', [{ ...naming, prior: false }, acting], 'needs, decision yes'],
    ['named by somebody else', [{ ...naming, role: 'designatedOperator' }, acting], 'needs, decision yes'],
    ['by the manager in person', [manager], 'permitted'],
  ])('%s', (_, chain, expected) => {
    expect(told(pack, { act: 'provide', actor: asManager, chain })).toBe(expected)
  })

  test('what asks for the naming is told of the step and of the actor', () => {
    const needs = (facts: object) => {
      const answer = decided(pack, { act: 'provide', ...facts })
      return answer.needs.map(({ id, clauses }) => [id, ...clauses].join(' '))
    }
    expect(needs({ actor: asManager, chain: [acting] })).toEqual(['yes town:2 town:1-2'])
    expect(needs({ actor: asManager, chain: [] })).toEqual(['yes town:2'])
    expect(needs({ actor: asManager, chain: [{ ...acting, did: 'consult' }] })).toEqual(['yes town:2'])
    expect(needs({ actor: { role: 'actingManager' }, chain: [manager] })).toEqual(['who town:2 town:1-2'])
    expect(needs({ actor: { role: 'designatedOperator' }, chain: [manager] })).toEqual(['who town:2'])
  })

  test('whoever acts for the manager is known by the role or by the word', () => {
    const chain = [naming, { role: 'designatedOperator', did: 'decide', substitute: true }]
    expect(told(pack, { act: 'provide', actor: asManager, chain })).toMatch(/^needs/)
    const named = [naming, { role: 'responsibleManager', did: 'decide', substitute: true }]
    expect(told(pack, { act: 'provide', actor: asManager, chain: named })).toBe('permitted')
    expect(told(pack, { act: 'provide', actor: { role: 'actingManager' }, chain: [naming, acting] })).toBe(
      'permitted',
    )
    expect(told(pack, { act: 'provide', actor: { role: 'actingManager' }, chain: [manager] })).toBe(
      'needs, role who',
    )
  })
})

test('a substitute by rule needs no naming', () => {
  const pack = deciding(roles(standsInFor(false)))
  expect(told(pack, { act: 'provide', actor: { role: 'actingManager' }, chain: [acting] })).toBe('permitted')
})

describe('an instrument that says nothing of substitutes', () => {
  const pack = deciding(roles())

  test('a step of one counts for nothing', () => {
    const chain = [naming, { ...manager, substitute: true }]
    expect(told(pack, { act: 'provide', actor: asManager, chain })).toBe('needs, decision yes')
  })

  test('what one does is refused, whatever the act', () => {
    const actor = { role: 'responsibleManager', substitute: true }
    expect(told(pack, { act: 'provide', actor, chain: [manager] })).toBe('refused, silent')
    expect(told(pack, { act: 'stop', actor })).toBe('refused, silent')
  })
})
