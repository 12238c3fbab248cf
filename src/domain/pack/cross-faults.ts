import { isFactPath } from '../question/facts.ts'
import type { Condition } from './condition.ts'
import { pathsOf } from './condition.ts'
import { type PackFault, type PackPath, packFault } from './fault.ts'
import { groundFaults } from './ground-faults.ts'
import { provisionFaults } from './provision-faults.ts'
import { items, keyed, member, shown } from './raw.ts'
import { lengthOf, type Span } from './span.ts'

/** Keys whose values are lists of role ids, and keys whose value is one. */
const roleLists = new Set(['appointedBy', 'by', 'holders', 'in', 'waivableBy'])
const roleFields = new Set(['role', 'keeper', 'by'])

/** What no single value shows: ids that lead nowhere, foreign clauses, order of versions, contradictions. Works on any shape. */
export function crossFaults(data: unknown): readonly PackFault[] {
  const id = member(data, 'id')
  const versions = items(data, 'versions', [])
  return [
    ...(typeof id === 'string' ? clauseFaults(data, `${id}:`, []) : []),
    ...orderFaults(versions),
    ...versions.flatMap(({ value, path }) => rulesFaults(member(value, 'rules'), [...path, 'rules'])),
  ]
}

function clauseFaults(value: unknown, prefix: string, path: PackPath): readonly PackFault[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    const here = [...path, keyed(value, key)]
    const listed = key === 'clauses' ? items(value, 'clauses', path) : []
    const one = key === 'clause' ? [{ value: inner, path: here }] : []
    if (listed.length === 0 && one.length === 0) return clauseFaults(inner, prefix, here)
    return [...listed, ...one]
      .filter(
        ({ value: clause }) =>
          typeof clause === 'string' && clause.includes(':') && !clause.startsWith(prefix),
      )
      .map(({ path: at }) => packFault(at, 'wrong-clause', 'foreignClause', { prefix }))
  })
}

function orderFaults(versions: ReturnType<typeof items>): readonly PackFault[] {
  return versions.flatMap(({ value, path }, index) => {
    const since = member(value, 'since')
    const before = versions[index - 1]?.value
    const [from, until] = [member(before, 'since'), member(before, 'until')]
    const own = member(value, 'until')
    if (typeof own === 'string' && typeof since === 'string' && since !== 'unknown' && own < since)
      return [packFault([...path, 'until'], 'wrong-order', 'untilBeforeSince', { since })]
    if (before === undefined || typeof since !== 'string') return []
    if (since === 'unknown') return [packFault([...path, 'since'], 'wrong-order', 'unknownNotFirst')]
    if (typeof from === 'string' && from !== 'unknown' && from >= since)
      return [packFault([...path, 'since'], 'wrong-order', 'notAfter', { since: from })]
    if (typeof until === 'string' && until >= since)
      return [packFault([...path, 'since'], 'wrong-order', 'overlaps', { until })]
    return []
  })
}

function rulesFaults(rules: unknown, path: PackPath): readonly PackFault[] {
  if (typeof rules !== 'object' || rules === null) return []
  const known = new Set(items(rules, 'roles', path).map(({ value }) => member(value, 'id')))
  return [
    ...repeatedFaults(rules, path),
    ...roleFaults(rules, known, path),
    ...conditionFaults(rules, path),
    ...silentFaults(rules, path),
    ...groundFaults(rules, path),
    ...provisionFaults(rules, path),
  ]
}

const listsWithIds = ['roles', 'scope', 'documents', 'prohibitions', 'grounds', 'acts', 'duties', 'registers']

function repeatedFaults(rules: object, path: PackPath): readonly PackFault[] {
  const retention = member(rules, 'retention')
  return [
    ...listsWithIds.flatMap((key) => repeated(items(rules, key, path), 'id')),
    ...['extensions', 'ends', 'byClass'].flatMap((key) =>
      repeated(items(retention, key, [...path, 'retention']), 'id'),
    ),
    ...repeated(items(member(rules, 'register'), 'value', [...path, 'register']), 'row'),
    ...repeated(items(rules, 'provisions', path), 'clause'),
    ...repeatedNeeds(rules, path),
  ]
}

/** Answers, decisions and papers are told by the id of what asks for them, wherever in the pack it stands. */
function repeatedNeeds(rules: object, path: PackPath): readonly PackFault[] {
  return ['grounds', 'acts'].flatMap((key) =>
    items(rules, key, path).flatMap(({ value, path: at }) => [
      ...repeated(items(value, 'needs', at), 'id'),
      ...repeated(items(value, 'then', at), 'id'),
    ]),
  )
}

function repeated(list: ReturnType<typeof items>, key: string): readonly PackFault[] {
  const seen = new Set<unknown>()
  return list.flatMap(({ value, path }) => {
    const id = member(value, key)
    if (id === undefined || !seen.has(id)) {
      seen.add(id)
      return []
    }
    return [packFault([...path, key], 'repeated-id', 'repeated', { id: shown(id) })]
  })
}

function roleFaults(value: unknown, known: ReadonlySet<unknown>, path: PackPath): readonly PackFault[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    // conditions compare roles by other keys, and their `in` lists hold whatever the fact holds
    if (key === 'when' || key === 'met') return []
    const here = [...path, keyed(value, key)]
    const unknown = (at: PackPath, role: string): PackFault =>
      packFault(at, 'unknown-id', 'unknownRole', { id: role, known: [...known].join('、') })
    if (roleFields.has(key) && typeof inner === 'string')
      return known.has(inner) || inner === 'unnamed' ? [] : [unknown(here, inner)]
    if (!roleLists.has(key)) return roleFaults(inner, known, here)
    return items(value, key, path).flatMap(({ value: role, path: at }) =>
      typeof role === 'string' && !known.has(role) ? [unknown(at, role)] : roleFaults(role, known, at),
    )
  })
}

function conditionFaults(value: unknown, path: PackPath): readonly PackFault[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    const here = [...path, keyed(value, key)]
    if (key !== 'when' && key !== 'met') return conditionFaults(inner, here)
    return rawPaths(inner)
      .filter((fact) => !isFactPath(fact))
      .map((fact) => packFault([...here, fact], 'unknown-id', 'unknownFact', { id: fact }))
  })
}

/** Fact paths of whatever stands where a condition belongs; a wrong shape is told elsewhere. */
function rawPaths(condition: unknown): readonly string[] {
  if (typeof condition !== 'object' || condition === null || Array.isArray(condition)) return []
  return Object.entries(condition).flatMap(([key, value]: [string, unknown]) => {
    if (key === 'all' || key === 'any') return Array.isArray(value) ? value.flatMap(rawPaths) : []
    return key === 'not' ? rawPaths(value) : pathsOf({ [key]: true } satisfies Condition)
  })
}

function silentFaults(rules: object, path: PackPath): readonly PackFault[] {
  const values = member(rules, 'values')
  const silent = items(rules, 'silent', path)
  const both = silent.flatMap(({ value, path: at }) =>
    typeof value === 'string' && member(values, value) !== undefined
      ? [packFault(at, 'contradiction', 'statedAndSilent', { path: value })]
      : [],
  )
  const seen = new Set<unknown>()
  const twice = silent.flatMap(({ value, path: at }) => {
    if (!seen.has(value)) {
      seen.add(value)
      return []
    }
    return [packFault(at, 'repeated-id', 'repeated', { id: String(value) })]
  })
  return [...both, ...twice, ...periodFaults(values, [...path, 'values']), ...openDayFaults(rules, path)]
}

/** Spans that footage is kept for, by the keys that lead to them; erasure counts no business days. */
function openDayFaults(rules: object, path: PackPath): readonly PackFault[] {
  const [values, retention] = [member(rules, 'values'), member(rules, 'retention')]
  const stated = ['retention.period', 'retention.soundPeriod', 'retention.least'].map((key) => ({
    span: member(member(values, key), 'value'),
    at: [...path, 'values', key, 'value'],
  }))
  const listed = ['byClass', 'extensions', 'ends'].flatMap((key) =>
    items(retention, key, [...path, 'retention']).flatMap(({ value, path: at }) => [
      { span: member(member(value, 'period'), 'value'), at: [...at, 'period', 'value'] },
      { span: member(member(value, 'lasts'), 'length'), at: [...at, 'lasts', 'length'] },
      { span: member(value, 'within'), at: [...at, 'within'] },
    ]),
  )
  return [...stated, ...listed]
    .filter(({ span }) => member(span, 'unit') === 'businessDay')
    .map(({ at }) => packFault(at, 'contradiction', 'erasureOnBusinessDays'))
}

/** A least period that is longer than the longest leaves no day on which footage could end. */
function periodFaults(values: unknown, path: PackPath): readonly PackFault[] {
  const period = member(member(values, 'retention.period'), 'value')
  const least = member(member(values, 'retention.least'), 'value')
  const at = (key: string): PackPath => [...path, key, 'value']
  const both = typeof period === 'string' && typeof least === 'string'
  return both && lengthOf(least as Span) > lengthOf(period as Span)
    ? [packFault(at('retention.least'), 'contradiction', 'leastLonger', { period })]
    : []
}
