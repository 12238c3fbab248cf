import { addDays, isLocalDay } from '../../src/domain/calendar/days.ts'
import { dimensionOf } from '../../src/domain/pack/dimensions.ts'
import type { PackPath } from '../../src/domain/pack/fault.ts'
import { items, member } from '../../src/domain/pack/raw.ts'
import { approximations, documentKinds } from '../../src/domain/pack/vocabulary.ts'
import { conditionMutants } from './condition-mutants.ts'
import { dropAt, isMapping, type Mutant, mutant, removed, replaced, setAt } from './mutant.ts'
import { closedLists, forceInstead, kindLists, other, spanChanges } from './mutant-values.ts'

/** What one version of a pack may be changed to without leaving its own words. */
export type Known = {
  readonly roles: readonly string[]
  readonly grounds: readonly string[]
  readonly documents: readonly string[]
  readonly clauses: readonly string[]
}

/**
 * Every small change of what a pack file states, one at a time: numbers, units, forces, lists, roles, clauses, conditions; and everything
 * that can be left out. Words for people (titles, labels, remarks) are not changed.
 * @param data the parsed YAML of a pack
 */
export function mutantsOf(data: unknown): readonly Mutant[] {
  const versions = items(data, 'versions', [])
  return versions.flatMap(({ value, path }) => [
    ...(versions.length > 1 ? [removed(data, path)] : []),
    ...['since', 'until'].flatMap((key) => dayMutants(data, [...path, key], member(value, key))),
    ...rulesMutants(data, [...path, 'rules'], member(value, 'rules')),
  ])
}

function dayMutants(data: unknown, path: PackPath, day: unknown): readonly Mutant[] {
  if (typeof day !== 'string' || !isLocalDay(day)) return []
  return [-1, 1].map((days) => replaced(data, path, addDays(day as Parameters<typeof addDays>[0], days)))
}

/** Not stated by the instrument, or told by the double entry of clauses. */
const notChanged = new Set(['terms', 'provisions', 'values', 'silent'])

function rulesMutants(data: unknown, path: PackPath, rules: unknown): readonly Mutant[] {
  if (!isMapping(rules)) return []
  const ids = (key: string): readonly string[] =>
    items(rules, key, []).flatMap(({ value }) => {
      const id = member(value, key === 'provisions' ? 'clause' : 'id')
      return typeof id === 'string' ? [id] : []
    })
  const known = {
    roles: ids('roles'),
    grounds: ids('grounds'),
    documents: ids('documents'),
    clauses: ids('provisions'),
  }
  return [
    ...Object.entries(member(rules, 'values') ?? {}).flatMap(([name, value]: [string, unknown]) => [
      ...statedMutants(data, [...path, 'values', name], value, known),
      madeSilent(data, path, name),
    ]),
    ...items(rules, 'silent', path).map(({ path: at, value }) =>
      mutant(at, `${String(value)}: silent -> unknown`, dropAt(data, at)),
    ),
    ...Object.entries(rules)
      .filter(([key]) => !notChanged.has(key))
      .flatMap(([key, value]) => nodeMutants(data, [...path, key], value, known)),
  ]
}

function madeSilent(data: unknown, path: PackPath, name: string): Mutant {
  const silent = member(valueAt(data, path), 'silent')
  const without = dropAt(data, [...path, 'values', name])
  const list = [...(Array.isArray(silent) ? silent : []), name]
  return mutant([...path, 'values', name], 'stated -> silent', setAt(without, [...path, 'silent'], list))
}

function valueAt(data: unknown, path: PackPath): unknown {
  return path.reduce<unknown>((holder, key) => member(holder, key), data)
}

/** A stated value with its force, approximation and clauses, written or not. */
function statedMutants(data: unknown, path: PackPath, stated: unknown, known: Known): readonly Mutant[] {
  if (!isMapping(stated)) return []
  const name = String(path.at(-1))
  const { value, force, approx } = stated
  const measured = ['span', 'count', 'pixels'].includes(dimensionOf(name)?.type.is ?? 'span')
  return [
    ...valueMutants(data, [...path, 'value'], value, dimensionOf(name)?.type),
    replaced(data, [...path, 'force'], forceInstead(force ?? 'must'), force ?? 'must'),
    ...(measured || approx !== undefined
      ? [replaced(data, [...path, 'approx'], other(approximations, approx ?? 'exact'), approx ?? 'exact')]
      : []),
    ...nodeMutants(data, [...path, 'clauses'], stated['clauses'], known),
  ]
}

type ValueType = NonNullable<ReturnType<typeof dimensionOf>>['type']

function valueMutants(data: unknown, path: PackPath, value: unknown, type?: ValueType): readonly Mutant[] {
  const list = Array.isArray(value) ? value : []
  return [
    ...valuesInstead(value, type).map((one) => replaced(data, path, one)),
    ...list.flatMap((one: unknown, index) => {
      const here = [...path, index]
      return [
        ...(list.length > 1 ? [removed(data, here)] : []),
        ...memberInstead(one, list, type).map((changed) => replaced(data, here, changed)),
      ]
    }),
  ]
}

/** What a value may be instead; of lists see their members. */
function valuesInstead(value: unknown, type?: ValueType): readonly unknown[] {
  switch (type?.is) {
    case undefined:
    case 'span':
      return spanChanges(value)
    case 'count':
      return [Number(value) - 1, Number(value) + 1]
    case 'flag':
      return [value !== true]
    case 'text':
      return [`${String(value)}ほか`]
    case 'pixels':
      return [String(value).replace('x', '1x')]
    case 'choice':
      return of(type.of, value, [])
    case 'texts':
    case 'choices':
      return []
  }
}

function memberInstead(member: unknown, list: readonly unknown[], type?: ValueType): readonly unknown[] {
  return type?.is === 'choices' ? of(type.of, member, list) : [`${String(member)}ほか`]
}

const roleKeys = new Set(['role', 'keeper', 'by', 'appointedBy', 'holders', 'in', 'waivableBy'])
/** Words and names, and what has mutants of its own. */
const skipped = new Set(['id', 'row', 'title', 'heldBy', 'label', 'asks', 'to', 'facility', 'cameras'])
/** What may be left out of a part. */
const optional = new Set([
  'after',
  'atMost',
  'due',
  'every',
  'grounds',
  'met',
  'standsInFor',
  'waivableBy',
  'when',
])

/** Changes of a part of the rules and of all within it. */
function nodeMutants(data: unknown, path: PackPath, node: unknown, known: Known): readonly Mutant[] {
  if (Array.isArray(node)) return listMutants(data, path, node, known)
  if (isMapping(node)) return partMutants(data, path, node, known)
  return scalarMutants(data, path, node, known)
}

function listMutants(data: unknown, path: PackPath, list: readonly unknown[], known: Known) {
  const key = String(path.at(-1))
  const mayBeEmpty = list.some(isMapping) || ['gates', 'appointedBy', 'items'].includes(key)
  const order =
    key === 'countedFrom' && list.length > 1
      ? [mutant(path, 'order reversed', setAt(data, path, list.toReversed()))]
      : []
  return [
    ...order,
    ...list.flatMap((one, index) => {
      const here = [...path, index]
      const drop = list.length > 1 || mayBeEmpty ? [removed(data, here)] : []
      return [...drop, ...nodeMutants(data, here, one, known)]
    }),
  ]
}

function partMutants(data: unknown, path: PackPath, part: Readonly<Record<string, unknown>>, known: Known) {
  return [
    ...impliedMutants(data, path, part),
    ...roomMutants(data, path, part),
    ...Object.entries(part).flatMap(([key, value]) => {
      const here = [...path, key]
      if (skipped.has(key)) return []
      return [
        ...(optional.has(key) ? [removed(data, here)] : []),
        ...(key === 'when' || key === 'met'
          ? conditionMutants(data, here, value, known.roles)
          : inPart(data, here, value, known)),
      ]
    }),
  ]
}

function inPart(data: unknown, path: PackPath, value: unknown, known: Known): readonly Mutant[] {
  const key = path.at(-1)
  // a period of a class is a value like those of the list
  if (key === 'period' && isMapping(value)) return statedMutants(data, path, value, known)
  return nodeMutants(data, path, value, known)
}

/** What a part states by leaving it out. */
function impliedMutants(data: unknown, path: PackPath, part: Readonly<Record<string, unknown>>) {
  const list = String(path.at(-2))
  const asks = ['needs', 'oneOf'].includes(list)
  const force = (asks || list === 'duties') && part['force'] === undefined
  return [
    ...(force ? [replaced(data, [...path, 'force'], 'should', 'must')] : []),
    ...(asks && part['kind'] === 'test' && part['wants'] === undefined
      ? [replaced(data, [...path, 'wants'], false, true)]
      : []),
  ]
}

/** A row of the instrument's table with one camera more or less. */
function roomMutants(data: unknown, path: PackPath, { cameras }: Readonly<Record<string, unknown>>) {
  if (!Array.isArray(cameras)) return []
  const sized = (list: readonly unknown[], what: string): Mutant =>
    mutant(path, what, setAt(setAt(data, [...path, 'cameras'], list), [...path, 'count'], list.length))
  return [
    sized([...cameras, { place: '別の場所', range: '別の範囲' }], 'one camera more'),
    ...(cameras.length > 1 ? [sized(cameras.slice(0, -1), 'one camera less')] : []),
  ]
}

function scalarMutants(data: unknown, path: PackPath, value: unknown, known: Known): readonly Mutant[] {
  return instead(path, value, known, data).map((one) => replaced(data, path, one))
}

/** What stands there instead of a number, flag or word. */
function instead(path: PackPath, value: unknown, known: Known, data: unknown): readonly unknown[] {
  if (typeof value === 'number') return [value - 1, value + 1]
  if (typeof value === 'boolean') return [!value]
  // of a list the key that holds it
  const inList = typeof path.at(-1) === 'number'
  const key = String(inList ? path.at(-2) : path.at(-1))
  const siblings = inList ? valueAt(data, path.slice(0, -1)) : value
  const holder = String(path.at(-3))
  switch (key) {
    case 'force':
      return [forceInstead(value)]
    case 'clauses':
      return of(known.clauses, value, siblings)
    case 'kind':
      return of(kindLists[holder] ?? [], value, siblings)
    case 'yieldsTo':
      return inList ? of(known.grounds, value, siblings) : [value === 'none' ? 'grounds' : 'none']
    case 'grounds':
      return of(known.grounds, value, siblings)
    case 'anyOf':
      // of a duty's item one of several ids, of a requirement one of several papers
      return path.at(-4) === 'items' ? [] : of([...documentKinds, ...known.documents], value, siblings)
    case 'due':
      return value === 'withoutDelay' ? ['none'] : ['withoutDelay']
    case 'within':
    case 'every':
    case 'length':
      return value === 'unknown' ? ['P1Y'] : spanChanges(value)
    case 'lasts':
      return [{ until: 'returned' }]
    case 'period':
    case 'register':
      return [value === 'silent' ? 'unknown' : 'silent']
  }
  if (roleKeys.has(key)) return of(known.roles, value, siblings)
  return of(closedLists[key] ?? [], value, siblings)
}

function of(list: readonly string[], value: unknown, siblings: unknown): readonly string[] {
  const found = other(list, value, siblings)
  return found === undefined ? [] : [found]
}
