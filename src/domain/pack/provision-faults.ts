import { type PackFault, type PackPath, packFault } from './fault.ts'
import { items, member, textsOf } from './raw.ts'

/**
 * Double entry: a provision says where in the pack it rests, and each of those parts cites the provision. What stands on one side only is a
 * slip of the pen, and is told before anybody relies on it.
 */
export function provisionFaults(rules: object, path: PackPath): readonly PackFault[] {
  const provisions = items(rules, 'provisions', path)
  const parts = partsOf(rules, path)
  const known = new Set(provisions.map(({ value }) => member(value, 'clause')))
  const rests = new Map(
    provisions.map(({ value }) => [
      String(member(value, 'clause')),
      new Set(textsOf(member(value, 'rests'))),
    ]),
  )
  const cites = new Map(
    parts.map(({ name, clauses }) => [name, new Set(clauses.map(({ clause }) => clause))]),
  )
  return [
    ...parts.flatMap(({ name, clauses }) =>
      clauses.flatMap(({ clause, at }) => {
        if (!known.has(clause)) return [packFault(at, 'wrong-clause', 'noProvision', { clause })]
        return rests.get(clause)?.has(name) === true
          ? []
          : [packFault(at, 'contradiction', 'provisionRestsElsewhere', { clause, part: name })]
      }),
    ),
    ...provisions.flatMap(({ value, path: at }) =>
      items(value, 'rests', at).flatMap(({ value: name, path: place }) => {
        if (typeof name !== 'string') return []
        const cited = cites.get(name)
        if (cited === undefined) return [packFault(place, 'unknown-id', 'unknownPart', { id: name })]
        const clause = String(member(value, 'clause'))
        return cited.has(clause)
          ? []
          : [packFault(place, 'contradiction', 'partCitesOther', { clause, part: name })]
      }),
    ),
  ]
}

type Cited = { readonly clause: string; readonly at: PackPath }
type Part = { readonly name: string; readonly clauses: readonly Cited[] }

const lists = ['scope', 'roles', 'documents', 'prohibitions', 'grounds', 'acts', 'duties', 'registers']

/** Every part of the rules that rests on clauses, by the name that provisions use for it. */
function partsOf(rules: object, path: PackPath): readonly Part[] {
  const values = member(rules, 'values')
  const retention = member(rules, 'retention')
  const single = ['register', 'unlocking'].flatMap((key) => {
    const value = member(rules, key)
    return typeof value === 'object' ? [{ name: key, clauses: citedIn(value, [...path, key]) }] : []
  })
  return [
    ...single,
    ...(typeof values === 'object' && values !== null ? Object.entries(values) : []).map(
      ([key, value]: [string, unknown]) => ({
        name: `values.${key}`,
        clauses: citedIn(value, [...path, 'values', key]),
      }),
    ),
    ...items(rules, 'addressees', path).map(({ value, path: at }) => ({
      name: `addressees.${String(member(value, 'class'))}`,
      clauses: citedIn(value, at),
    })),
    ...lists.flatMap((list) => named(list, items(rules, list, path))),
    ...['extensions', 'ends', 'byClass'].flatMap((list) =>
      named(`retention.${list}`, items(retention, list, [...path, 'retention'])),
    ),
  ]
}

function named(list: string, found: ReturnType<typeof items>): readonly Part[] {
  return found.map(({ value, path }) => ({
    name: `${list}.${String(member(value, 'id'))}`,
    clauses: citedIn(value, path),
  }))
}

/** Clauses that a part names, within its parts too. */
function citedIn(value: unknown, path: PackPath): readonly Cited[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    const here = [...path, Array.isArray(value) ? Number(key) : key]
    if (key !== 'clauses') return citedIn(inner, here)
    return textsOf(inner).map((clause, index) => ({ clause, at: [...here, index] }))
  })
}
