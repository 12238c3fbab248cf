import { type PackFault, type PackPath, packFault } from './fault.ts'
import { type Found, items, member, shown, textsOf } from './raw.ts'
import type { Rules } from './rules.ts'
import { valueBars } from './value-bars.ts'
import { documentKinds } from './vocabulary.ts'

/** Grounds against prohibitions: where both speak of an act, the pack says which yields. */
export function groundFaults(rules: object, path: PackPath): readonly PackFault[] {
  const grounds = items(rules, 'grounds', path)
  const prohibitions = items(rules, 'prohibitions', path)
  return [
    ...prohibitions.flatMap((prohibition) => yieldFaults(prohibition, grounds)),
    ...barFaults(rules, grounds),
    ...[...grounds, ...items(rules, 'acts', path)].flatMap(needFaults),
    ...actRuleFaults(items(rules, 'acts', path), grounds),
    ...formFaults(rules, [...grounds, ...items(rules, 'acts', path)]),
  ]
}

function sharesAct(a: unknown, b: unknown): boolean {
  const acts = textsOf(member(a, 'acts'))
  return textsOf(member(b, 'acts')).some((act) => acts.includes(act))
}

function yieldFaults({ value, path }: Found, grounds: readonly Found[]): readonly PackFault[] {
  const yieldsTo = member(value, 'yieldsTo')
  const rivals = grounds.filter((ground) => sharesAct(value, ground.value))
  if (yieldsTo === undefined) {
    return rivals
      .slice(0, 1)
      .map(({ value: rival }) =>
        packFault(path, 'contradiction', 'saysNotWhichYields', { ground: String(member(rival, 'id')) }),
      )
  }
  const known = grounds.map(({ value: ground }) => member(ground, 'id'))
  return items(value, 'yieldsTo', path).flatMap(({ value: id, path: at }) =>
    known.includes(id) ? [] : [packFault(at, 'unknown-id', 'unknownGround', { id: String(id) })],
  )
}

/** A value such as `operation.editing: forbidden` forbids for good: no ground of the pack can speak of that act. */
function barFaults(rules: object, grounds: readonly Found[]): readonly PackFault[] {
  const stated = Object.entries(member(rules, 'values') ?? {}).map(([path, value]: [string, unknown]) => [
    path,
    { is: 'stated', value: member(value, 'value'), clauses: [] },
  ])
  const bars = valueBars({ values: Object.fromEntries(stated) as Rules['values'] })
  return bars
    .filter(({ yieldsTo, when }) => yieldsTo === 'none' && when === undefined)
    .flatMap((bar) =>
      grounds
        .filter(({ value }) => sharesAct(value, bar))
        .map(({ path }) => packFault(path, 'contradiction', 'valueForbids', { path: bar.id })),
    )
}

/** What each kind of requirement has to say. */
function needFaults({ value, path }: Found): readonly PackFault[] {
  const needs = items(value, 'needs', path)
  const all = needs.flatMap((need) => [need, ...items(need.value, 'oneOf', need.path)])
  const ids = needs.map(({ value: need }) => member(need, 'id'))
  return all.flatMap(({ value: need, path: at }) => {
    const wanted = keyFor[String(member(need, 'kind'))]
    const lacks =
      wanted !== undefined && member(need, wanted) === undefined && member(need, 'oneOf') === undefined
    const after = member(need, 'after')
    return [
      ...(lacks && member(need, 'met') === undefined
        ? [
            packFault([...at, wanted], 'wrong-shape', 'needWants', {
              key: wanted,
              kind: String(member(need, 'kind')),
            }),
          ]
        : []),
      ...(after !== undefined && !ids.includes(after)
        ? [packFault([...at, 'after'], 'unknown-id', 'unknownNeed', { id: shown(after) })]
        : []),
      ...(leadsBack(need, needs)
        ? [packFault([...at, 'after'], 'contradiction', 'afterCycle', { id: shown(member(need, 'id')) })]
        : []),
    ]
  })
}

/** A requirement that comes after itself, at once or by way of others, could never be met. */
function leadsBack(need: unknown, needs: readonly Found[]): boolean {
  const after = new Map(needs.map(({ value }) => [member(value, 'id'), member(value, 'after')]))
  let before = member(need, 'after')
  for (let steps = 0; before !== undefined && steps < needs.length; steps++) {
    if (before === member(need, 'id')) return true
    before = after.get(before)
  }
  return false
}

const keyFor: Readonly<Record<string, string>> = {
  document: 'anyOf',
  decision: 'by',
  instruction: 'by',
  role: 'in',
  person: 'atLeast',
  test: 'asks',
  supplement: 'met',
  sign: 'met',
  measure: 'met',
  filing: 'met',
}

function actRuleFaults(rules: readonly Found[], grounds: readonly Found[]): readonly PackFault[] {
  const known = grounds.map(({ value }) => member(value, 'id'))
  return rules.flatMap(({ value, path }) => {
    const parts = [...items(value, 'needs', path), ...items(value, 'then', path)]
    const bare = member(value, 'clauses') === undefined
    return [
      ...items(value, 'grounds', path).flatMap(({ value: id, path: at }) =>
        known.includes(id) ? [] : [packFault(at, 'unknown-id', 'unknownGround', { id: String(id) })],
      ),
      ...parts.flatMap(({ value: part, path: at }) =>
        bare && member(part, 'clauses') === undefined
          ? [packFault([...at, 'clauses'], 'wrong-shape', 'missing', { expected: 'clauses' })]
          : [],
      ),
    ]
  })
}

const paperKinds: ReadonlySet<string> = new Set(documentKinds)

/** Papers that are asked for are of a known kind, or stand among the pack's documents. */
function formFaults(rules: object, holders: readonly Found[]): readonly PackFault[] {
  const forms = items(rules, 'documents', []).map(({ value }) => member(value, 'id'))
  return holders.flatMap(({ value, path }) =>
    items(value, 'needs', path)
      .flatMap((need) => [need, ...items(need.value, 'oneOf', need.path)])
      .flatMap(({ value: need, path: at }) => items(need, 'anyOf', at))
      .flatMap(({ value: paper, path: at }) =>
        typeof paper !== 'string' || paperKinds.has(paper) || forms.includes(paper)
          ? []
          : [packFault(at, 'unknown-id', 'unknownDocument', { id: paper })],
      ),
  )
}
