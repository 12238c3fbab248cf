import type { ClauseRef, LocalDay } from '../ids.ts'
import type { Approximation, Force, NeedKind, TaskKind } from '../pack/vocabulary.ts'

export const whys = ['forbidden', 'no-ground', 'silent', 'out-of-scope', 'out-of-dates'] as const
export type Why = (typeof whys)[number]

/** A day, or how soon where the instrument gives no day. */
export type Due = LocalDay | 'withoutDelay' | null

export type Need = {
  readonly kind: NeedKind
  /** of the pack's requirement or duty, or the path of a fact that is missing */
  readonly id: string
  readonly title: string
  readonly clauses: readonly ClauseRef[]
  /** `should` never stands in the way */
  readonly force: Force
  readonly due: Due
}

/** What is only striven for is listed, but stands in the way of nothing. */
export function isBlocking({ force }: Pick<Need, 'force'>): boolean {
  return force !== 'should' && force !== 'may'
}

export type Task = {
  readonly kind: TaskKind
  readonly id: string
  readonly title: string
  readonly to: string
  readonly due: Due
  readonly clauses: readonly ClauseRef[]
}

export type DecideAnswer = {
  readonly ask: 'decide'
  readonly answer: 'permitted' | 'needs' | 'refused' | 'notApplicable'
  readonly why: Why | null
  /** what was in the way, or what fitted: id of a prohibition, a test, a scope test; empty where nothing has an id */
  readonly by: string
  readonly clauses: readonly ClauseRef[]
  readonly ground: string | null
  readonly needs: readonly Need[]
  readonly then: readonly Task[]
}

export type ExpiryAnswer = {
  readonly ask: 'expiry'
  readonly answer: 'ends' | 'kept' | 'silent' | 'unknown' | 'refused'
  readonly why: Why | null
  readonly lastDay: LocalDay | null
  /** ISO 8601 with the offset of the pack's time zone: the first instant after the last day */
  readonly endsAt: string | null
  readonly due: 'withoutDelay' | null
  readonly approx: Approximation
  readonly other: readonly Reading[]
  readonly holds: readonly Reading[]
  readonly clauses: readonly ClauseRef[]
}
export type Reading = { readonly lastDay: LocalDay | null; readonly clauses: readonly ClauseRef[] }

export type DutyState = 'missing' | 'due' | 'overdue' | 'done' | 'unknown'
export type DutyAnswer = {
  readonly id: string
  readonly kind: string
  readonly title: string
  readonly force: Force
  readonly state: DutyState
  readonly due: Due
  readonly clauses: readonly ClauseRef[]
}
export type DutiesAnswer = {
  readonly ask: 'duties'
  readonly answer: readonly DutyAnswer[]
  readonly why: Why | null
}

export type ValueAnswer = {
  readonly ask: 'value'
  readonly answer: 'stated' | 'silent' | 'unknown' | 'refused'
  readonly why: Why | null
  readonly value: unknown
  readonly force: Force | ''
  readonly approx: Approximation | ''
  readonly clauses: readonly ClauseRef[]
  /** whose value it is: the instrument's, or the office's own */
  readonly source: 'instrument' | 'office' | null
}

export type Answer = DecideAnswer | ExpiryAnswer | DutiesAnswer | ValueAnswer

export function unique<T>(...lists: readonly (readonly T[])[]): readonly T[] {
  return lists.length === 1 && (lists[0]?.length ?? 0) < 2 ? (lists[0] ?? []) : [...new Set(lists.flat())]
}
