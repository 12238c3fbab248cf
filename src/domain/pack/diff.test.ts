import { expect, test } from 'vitest'
import { load } from '../../../test/packs/load.ts'
import type { ClauseRef } from '../ids.ts'
import { diffRules } from './diff.ts'
import type { Presence } from './presence.ts'
import type { Pack } from './rules.ts'

const kuruma = await load('./kuruma')
const clause = (text: string): readonly ClauseRef[] => [`kuruma:${text}` as ClauseRef]

function withValue(path: string, value: Presence<unknown>): Pack {
  return { ...kuruma, values: { ...kuruma.values, [path]: value } }
}

function stated(value: unknown, approx: 'exact' | 'atMost' = 'atMost'): Presence<unknown> {
  return { is: 'stated', value, force: 'must', approx, clauses: clause('6(1)') }
}

test('a pack does not differ from itself', () => {
  expect(diffRules(kuruma, kuruma)).toEqual({ values: [], parts: [] })
})

test.each([
  ['shorter', 'retention.period', stated('PT48H'), 'changed', 'stricter'],
  ['longer', 'retention.period', stated('P5D'), 'changed', 'looser'],
  ['as long, said otherwise', 'retention.period', stated('PT72H', 'exact'), 'changed', 'other'],
  ['made silent', 'retention.period', { is: 'silent' }, 'removed', 'other'],
  ['said for the first time', 'operation.analysis', stated('forbidden', 'exact'), 'added', 'other'],
  ['no longer written', 'operation.analysis', { is: 'unknown' }, 'changed', 'other'],
  ['fewer purposes', 'purposes.installation', stated(['crimePrevention'], 'exact'), 'changed', 'stricter'],
  ['other purposes', 'purposes.installation', stated(['traffic'], 'exact'), 'changed', 'other'],
] as const)('a value %s', (_, path, value, change, effect) => {
  const { values, parts } = diffRules(kuruma, withValue(path, value))
  expect(parts).toEqual([])
  expect(values).toEqual([{ path, old: kuruma.values[path], new: value, change, effect }])
})

test('parts that are added, removed and changed are told by name, with what differs within', () => {
  const operators = kuruma.roles.flatMap(({ id }) => (id === 'designatedOperator' ? [id] : []))
  const changed: Pack = {
    ...kuruma,
    terms: { ...kuruma.terms, footage: '映像' },
    duties: kuruma.duties.filter(({ id }) => id !== 'training'),
    roles: kuruma.roles.map((role) => (role.id === 'designatedOperator' ? { ...role, atLeast: 1 } : role)),
    grounds: kuruma.grounds.map((ground) => ({
      ...ground,
      needs: ground.needs.map((need) => (need.id === 'replayDecision' ? { ...need, by: operators } : need)),
    })),
    retention: { ...kuruma.retention, countedFrom: ['nextDay'] },
  }
  const told = diffRules(kuruma, changed).parts.map(({ name, change, fields }) => [name, change, fields])
  expect(told).toEqual([
    ['roles.designatedOperator', 'changed', [{ path: 'atLeast', old: 2, new: 1 }]],
    [
      'grounds.checking',
      'changed',
      [{ path: 'needs.replayDecision.by', old: ['responsibleManager'], new: operators }],
    ],
    ['duties.training', 'removed', []],
    ['retention', 'changed', [{ path: 'countedFrom', old: ['recordingDay'], new: ['nextDay'] }]],
    ['terms.footage', 'changed', [{ path: '', old: '記録', new: '映像' }]],
  ])
  expect(diffRules(changed, kuruma).parts.map(({ name, change }) => `${name} ${change}`)).toContain(
    'duties.training added',
  )
})

test('clauses count without the id of the pack', () => {
  const renamed = JSON.parse(JSON.stringify(kuruma).replaceAll('kuruma:', 'other:')) as Pack
  expect(diffRules(kuruma, { ...renamed, id: 'other' as Pack['id'] })).toEqual({ values: [], parts: [] })
})
