import { type Dimension, dimensions } from './dimensions.ts'
import type { Presence } from './presence.ts'
import type { Pack } from './rules.ts'
import { isLooser } from './stricter.ts'

/** What a value binds more or less by; `other` where neither is stricter. */
export type Effect = 'stricter' | 'looser' | 'other'
export type Change = 'added' | 'removed' | 'changed'

export type ValueChange = {
  readonly path: string
  readonly old: Presence<unknown>
  readonly new: Presence<unknown>
  readonly change: Change
  readonly effect: Effect
}

export type PartChange = {
  /** as provisions name it: `duties.sign`, `register.3` */
  readonly name: string
  readonly list: PartList
  readonly title: string
  readonly change: Change
  /** what differs within a changed part */
  readonly fields: readonly FieldChange[]
}

export type FieldChange = {
  /** `due.within`, `needs.decision.by` */
  readonly path: string
  /** null where it is not there */
  readonly old: unknown
  readonly new: unknown
}

export type RulesDiff = {
  readonly values: readonly ValueChange[]
  readonly parts: readonly PartChange[]
}

/** What differs between two versions. Clauses count without the pack's own id, so that two towns may be compared. */
export function diffRules(before: Pack, after: Pack): RulesDiff {
  return { values: valueChanges(before, after), parts: partChanges(before, after) }
}

const unwritten: Presence<unknown> = { is: 'unknown' }

function valueChanges(before: Pack, after: Pack): readonly ValueChange[] {
  return dimensions.flatMap((dimension) => {
    const { path } = dimension
    const old = before.values[path] ?? unwritten
    const now = after.values[path] ?? unwritten
    if (same(bare(old, before.id), bare(now, after.id))) return []
    return [{ path, old, new: now, ...changeOf(dimension, old, now) }]
  })
}

function changeOf(
  dimension: Dimension,
  old: Presence<unknown>,
  now: Presence<unknown>,
): { readonly change: Change; readonly effect: Effect } {
  if (old.is !== 'stated') return { change: now.is === 'stated' ? 'added' : 'changed', effect: 'other' }
  if (now.is !== 'stated') return { change: 'removed', effect: 'other' }
  const looser = isLooser(dimension, now.value, old)
  const stricter = isLooser(dimension, old.value, now)
  // a list that loses one member and gains another is neither
  if (looser === stricter) return { change: 'changed', effect: 'other' }
  return { change: 'changed', effect: looser ? 'looser' : 'stricter' }
}

const partLists = [
  'provisions',
  'scope',
  'addressees',
  'roles',
  'unlocking',
  'register',
  'documents',
  'prohibitions',
  'grounds',
  'acts',
  'duties',
  'retention',
  'extensions',
  'ends',
  'byClass',
  'registers',
  'terms',
] as const
export type PartList = (typeof partLists)[number]

type Part = { readonly name: string; readonly title: string; readonly value: unknown }

function partChanges(before: Pack, after: Pack): readonly PartChange[] {
  return partLists.flatMap((list) => {
    const [was, is] = [partsIn(before, list), partsIn(after, list)]
    const names = [...new Set([...was.keys(), ...is.keys()])]
    return names.flatMap((name): readonly PartChange[] => {
      const [old, now] = [was.get(name), is.get(name)]
      const title = now?.title ?? old?.title ?? name
      if (old === undefined) return [{ name, list, title, change: 'added', fields: [] }]
      if (now === undefined) return [{ name, list, title, change: 'removed', fields: [] }]
      const fields = fieldChanges(bare(old.value, before.id), bare(now.value, after.id))
      return fields.length === 0 ? [] : [{ name, list, title, change: 'changed', fields }]
    })
  })
}

function partsIn(pack: Pack, list: PartList): ReadonlyMap<string, Part> {
  const parts = partsOf(pack, list)
  return new Map(parts.map((part) => [part.name, part]))
}

function partsOf(rules: Pack, list: PartList): readonly Part[] {
  const { register, retention } = rules
  switch (list) {
    case 'provisions':
      return rules.provisions.map((one) => {
        const clause = one.clause.slice(rules.id.length + 1)
        return { name: `provisions.${clause}`, title: one.says, value: one }
      })
    case 'addressees':
      return rules.addressees.map((one) => ({ name: `${list}.${one.class}`, title: one.class, value: one }))
    case 'unlocking':
      return [{ name: list, title: list, value: rules.unlocking }]
    case 'terms':
      return Object.entries(rules.terms).map(([id, word]) => ({
        name: `${list}.${id}`,
        title: word,
        value: word,
      }))
    case 'register':
      return (register.is === 'stated' ? register.value : []).map((one) => ({
        name: `${list}.${one.row}`,
        title: one.facility,
        value: one,
      }))
    case 'retention':
      return [
        {
          name: list,
          title: list,
          value: { classes: retention.classes, countedFrom: retention.countedFrom },
        },
      ]
    case 'extensions':
    case 'ends':
    case 'byClass':
      return listed(`retention.${list}`, retention[list])
    case 'scope':
    case 'roles':
    case 'documents':
    case 'prohibitions':
    case 'grounds':
    case 'acts':
    case 'duties':
    case 'registers':
      return listed(list, rules[list])
  }
}

function listed(
  list: string,
  members: readonly { readonly id: string; readonly title?: string; readonly heldBy?: string }[],
): readonly Part[] {
  return members.map((one) => ({
    name: `${list}.${one.id}`,
    title: one.title ?? one.heldBy ?? one.id,
    value: one,
  }))
}

/** What differs, path by path; members of lists are told by their ids, other lists as a whole. */
function fieldChanges(old: unknown, now: unknown, path = ''): readonly FieldChange[] {
  if (same(old, now)) return []
  const [was, is] = [keyed(old), keyed(now)]
  if (was === null || is === null) return [{ path, old: old ?? null, new: now ?? null }]
  const keys = [...new Set([...was.keys(), ...is.keys()])]
  return keys.flatMap((key) => fieldChanges(was.get(key), is.get(key), path === '' ? key : `${path}.${key}`))
}

function keyed(value: unknown): ReadonlyMap<string, unknown> | null {
  if (typeof value !== 'object' || value === null) return null
  if (!Array.isArray(value)) return new Map(Object.entries(value))
  const ids = value.map((one: unknown) =>
    typeof one === 'object' && one !== null && 'id' in one && typeof one.id === 'string' ? one.id : null,
  )
  if (value.length === 0 || ids.includes(null)) return null
  return new Map(value.map((one: unknown, index) => [ids[index] ?? '', one]))
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

/** The same without the pack's id before its clauses. */
function bare(value: unknown, id: string): unknown {
  if (typeof value === 'string') return value.startsWith(`${id}:`) ? value.slice(id.length + 1) : value
  if (Array.isArray(value)) return value.map((one: unknown) => bare(one, id))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]: [string, unknown]) => [key, bare(inner, id)]),
  )
}
