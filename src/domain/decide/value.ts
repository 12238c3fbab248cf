import type { ClauseRef } from '../ids.ts'
import { dimensionOf } from '../pack/dimensions.ts'
import type { Presence } from '../pack/presence.ts'
import type { Pack } from '../pack/rules.ts'
import type { Force } from '../pack/vocabulary.ts'
import type { Question } from '../question/question.ts'
import type { ValueAnswer } from './answer.ts'
import { subjectOf } from './subject.ts'
import { looserValues } from './supplement.ts'

/** Nothing to say. */
export const noValue: ValueAnswer = {
  ask: 'value',
  answer: 'unknown',
  why: null,
  value: null,
  force: '',
  approx: '',
  clauses: [],
  source: null,
}

/** Lists of the rules whose members have an id: `duties.sign`, `roles.responsibleManager.heldBy`. */
const lists = [
  'roles',
  'duties',
  'grounds',
  'prohibitions',
  'acts',
  'scope',
  'documents',
  'registers',
] as const

/** Paths besides the values that answer to `ask: value`. */
export function partPaths(pack: Pack): readonly string[] {
  const parts = lists.flatMap((list) => pack[list].map(({ id }) => `${list}.${id}`))
  const keeping = [
    ...pack.retention.extensions.map(({ id }) => `retention.extensions.${id}`),
    ...pack.retention.ends.map(({ id }) => `retention.ends.${id}`),
    ...pack.retention.byClass.map(({ id }) => `retention.byClass.${id}`),
  ]
  return [
    'register',
    'addressees',
    'unlocking',
    'terms',
    'silent',
    ...pack.provisions.map(({ clause }) => `provisions.${clause}`),
    'retention.countedFrom',
    'retention.classes',
    ...parts,
    ...keeping,
  ]
}

/** What the pack says at a path: a value of the language's list, or a part of it by its id. */
export function answerValue(pack: Pack, question: Question): ValueAnswer {
  const path = question.value ?? ''
  const dimension = dimensionOf(path)
  if (dimension === undefined) return partAnswer(pack, path)
  const office = question.supplement?.[path] ?? pack.supplement[path]
  const stated = pack.values[path] ?? { is: 'unknown' }
  if (office === undefined) return presenceAnswer(stated)
  const given = { ...pack.supplement, ...question.supplement }
  const looser = looserValues(pack, given).find((one) => one.path === path)
  if (looser && subjectOf(pack, question).binding === 'mandatory')
    return {
      ...noValue,
      answer: 'refused',
      why: 'forbidden',
      value: office,
      clauses: looser.clauses,
      source: 'office',
    }
  const from = presenceAnswer(stated)
  return { ...from, answer: 'stated', value: office, source: 'office' }
}

function presenceAnswer(presence: Presence<unknown>): ValueAnswer {
  if (presence.is !== 'stated') return { ...noValue, answer: presence.is }
  const { value, force, approx, clauses } = presence
  return { ask: 'value', answer: 'stated', why: null, value, force, approx, clauses, source: 'instrument' }
}

function partAnswer(pack: Pack, path: string): ValueAnswer {
  if (path === 'register') return presenceAnswer(pack.register)
  const [part, rest] = partAt(pack, path)
  if (part === undefined) return noValue
  if (Array.isArray(part)) return { ...noValue, answer: 'stated', value: part, source: 'instrument' }
  const value = rest.reduce<unknown>(memberOf, part)
  if (value === undefined) return noValue
  const { clauses, force } = part as { readonly clauses?: readonly ClauseRef[]; readonly force?: Force }
  return {
    ask: 'value',
    answer: 'stated',
    why: null,
    value,
    force: force ?? '',
    approx: '',
    clauses: clauses ?? [],
    source: 'instrument',
  }
}

function partAt(pack: Pack, path: string): readonly [object | undefined, readonly string[]] {
  const [head = '', ...rest] = path.split('.')
  if (head === 'addressees') return [pack.addressees, rest]
  if (head === 'unlocking') return [pack.unlocking, rest]
  if (head === 'terms') return [pack.terms, rest]
  if (head === 'silent') return [silentPaths(pack), rest]
  if (head === 'provisions') return [provisionAt(pack, rest[0]), rest.slice(1)]
  if (head === 'retention') {
    const [list = '', id, ...more] = rest
    if (list === 'countedFrom' || list === 'classes') return [pack.retention[list], []]
    if (list !== 'extensions' && list !== 'ends' && list !== 'byClass') return [undefined, []]
    return [(pack.retention[list] as readonly { id: string }[]).find((one) => one.id === id), more]
  }
  const list = lists.find((one) => one === head)
  if (list === undefined) return [undefined, []]
  const [id, ...more] = rest
  return [(pack[list] as readonly { readonly id: string }[]).find((one) => one.id === id), more]
}

/** Everything that the instrument does not say, in the order of the language's list. */
function silentPaths({ values }: Pack): readonly string[] {
  return Object.entries(values).flatMap(([path, { is }]) => (is === 'silent' ? [path] : []))
}

/** A provision by its clause, which it rests on itself. */
function provisionAt(pack: Pack, clause: string | undefined): object | undefined {
  const provision = pack.provisions.find((one) => one.clause === clause)
  return provision && { ...provision, clauses: [provision.clause] }
}

/** A key of a mapping, or the member of a list that has this id. */
function memberOf(holder: unknown, key: string): unknown {
  if (Array.isArray(holder))
    return holder.find(
      (one: unknown) => typeof one === 'object' && one !== null && 'id' in one && one.id === key,
    )
  return typeof holder === 'object' && holder !== null && Object.hasOwn(holder, key)
    ? (holder as Readonly<Record<string, unknown>>)[key]
    : undefined
}
