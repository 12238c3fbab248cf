import { expect, test } from 'vitest'
import { told, town } from '../test-support/town.ts'
import { officePaths } from './office-paths.ts'

const decision = (id: string) => ({ kind: 'decision', id, title: id, by: 'unnamed' })
const pack = town({
  grounds: [
    { id: 'own', title: '一', acts: ['provide'], clauses: ['town:2'], needs: [decision('a')] },
    {
      id: 'oneOf',
      title: '二',
      acts: ['view'],
      clauses: ['town:2'],
      needs: [
        {
          kind: 'decision',
          id: 'either',
          title: 'どちらか',
          oneOf: [decision('b'), { kind: 'test', id: 'c', title: 'c', asks: '?' }],
        },
      ],
    },
    { id: 'byRule', title: '三', acts: ['search'], clauses: ['town:2'] },
    {
      id: 'named',
      title: '四',
      acts: ['copy'],
      clauses: ['town:2'],
      needs: [{ ...decision('d'), by: ['responsibleManager'] }],
    },
  ],
  acts: [
    { id: 'x', acts: ['search'], grounds: ['byRule'], clauses: ['town:3'], needs: [decision('e')] },
    { id: 'y', acts: ['stop'], clauses: ['town:3'], needs: [decision('pause')] },
    {
      id: 'z',
      acts: ['remove'],
      clauses: ['town:3'],
      then: [
        { kind: 'report', id: 'soon', title: '報告', due: 'withoutDelay' },
        { kind: 'record', id: 'entry', title: '記録' },
      ],
    },
  ],
  duties: [
    { id: 'check', kind: 'inspection', title: '点検', every: 'unknown', clauses: ['town:4'] },
    {
      id: 'filing',
      kind: 'filing',
      title: '届出',
      due: { within: 'unknown', from: 'incident' },
      clauses: ['town:4'],
    },
    { id: 'sign', kind: 'sign', title: '表示', clauses: ['town:4'] },
  ],
})

test('what this instrument leaves to the office', () => {
  expect(officePaths(pack).map(({ path, type }) => `${path} ${type}`)).toEqual([
    'grounds.own.decider role',
    'grounds.oneOf.decider role',
    'grounds.byRule.decider role',
    'grounds.pause.decider role',
    'duties.check.every span',
    'duties.filing.within span',
    'tasks.soon.within span',
    'calendar.closedOn days',
    'retention.longer.reason text',
  ])
})

test.each([
  ['own', 'provide'],
  ['oneOf', 'view'],
  ['byRule', 'search'],
  ['pause', 'stop'],
])('naming who decides settles %s', (id, act) => {
  const chain = [{ role: 'responsibleManager', did: 'decide' }]
  const answered = { answers: { c: true } }
  expect(told(pack, { act, chain, ...(id === 'oneOf' ? {} : answered) })).toMatch(/^needs, decision/)
  expect(told(pack, { act, chain, supplement: { [`grounds.${id}.decider`]: 'responsibleManager' } })).toBe(
    'permitted',
  )
})
