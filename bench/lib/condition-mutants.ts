import type { PackPath } from '../../src/domain/pack/fault.ts'
import { factOf } from '../../src/domain/question/facts.ts'
import { dropAt, isMapping, type Mutant, mutant, removed, replaced, setAt } from './mutant.ts'
import { other, spanChanges } from './mutant-values.ts'

/** Every small change of a condition: operands, members left out, joiners, a negation taken away. */
export function conditionMutants(
  data: unknown,
  path: PackPath,
  condition: unknown,
  roles: readonly string[],
): readonly Mutant[] {
  if (!isMapping(condition)) return []
  const entries = Object.entries(condition)
  return entries.flatMap(([key, value]) => {
    const here = [...path, key]
    const drop = entries.length > 1 ? [removed(data, here)] : []
    if (key === 'not') {
      const bare = { ...(dropAt(condition, ['not']) as object), ...(isMapping(value) ? value : {}) }
      return [
        ...drop,
        mutant(here, 'not taken away', setAt(data, path, bare)),
        ...conditionMutants(data, here, value, roles),
      ]
    }
    if ((key === 'all' || key === 'any') && Array.isArray(value)) {
      const many = value.length > 1
      const swapped = { ...(dropAt(condition, [key]) as object), [key === 'all' ? 'any' : 'all']: value }
      return [
        ...drop,
        ...(many ? [mutant(here, `${key} swapped`, setAt(data, path, swapped))] : []),
        ...value.flatMap((one, index) => [
          ...(many ? [removed(data, [...here, index])] : []),
          ...conditionMutants(data, [...here, index], one, roles),
        ]),
      ]
    }
    return [...drop, ...testMutants(data, here, value, key, roles)]
  })
}

function testMutants(data: unknown, path: PackPath, test: unknown, fact: string, roles: readonly string[]) {
  if (!isMapping(test)) return operands(test, test, fact, roles).map((value) => replaced(data, path, value))
  const entries = Object.entries(test)
  return entries.flatMap(([key, value]) => {
    const here = [...path, key]
    const drop = entries.length > 1 ? [removed(data, here)] : []
    if (!Array.isArray(value))
      return [...drop, ...operands(value, value, fact, roles).map((one) => replaced(data, here, one))]
    return value.flatMap((one: unknown, index) => [
      ...(value.length > 1 ? [removed(data, [...here, index])] : []),
      ...operands(one, value, fact, roles).map((changed) => replaced(data, [...here, index], changed)),
    ])
  })
}

/** What a fact may be compared with instead. */
function operands(
  value: unknown,
  beside: unknown,
  fact: string,
  roles: readonly string[],
): readonly unknown[] {
  if (typeof value === 'boolean') return [!value]
  if (typeof value === 'number') return [value - 1, value + 1]
  const spans = spanChanges(value)
  if (spans.length > 0) return spans
  const known = fact === 'actor.role' ? roles : factOf(fact)?.values
  if (known === undefined) return [`${String(value)}Other`]
  const found = other(known, value, beside)
  return found === undefined ? [] : [found]
}
