import type { ClauseRef } from '../ids.ts'
import { type Condition, evaluate, type Truth } from '../pack/condition.ts'
import type { Ground, Requirement } from '../pack/rules.ts'
import type { Act } from '../pack/vocabulary.ts'
import { factOf } from '../question/facts.ts'
import { isBlocking, type Need } from './answer.ts'
import { standingOf } from './requirements.ts'
import type { Subject } from './subject.ts'

/** A ground that may carry the act, with all that it still lacks. */
export type Candidate = {
  readonly ground: Ground
  /** whether the facts fit it, or may fit it */
  readonly fits: Truth
  readonly needs: readonly Need[]
  /** clauses of what is met */
  readonly clauses: readonly ClauseRef[]
  /** a test that was answered against it */
  readonly closedBy: Requirement | null
}

/** Every ground for an act that the facts do not rule out. */
export function candidatesFor(subject: Subject, act: Act): readonly Candidate[] {
  return subject.pack.grounds
    .filter(({ acts }) => acts.includes(act))
    .flatMap((ground) => {
      const fits = ground.when === undefined ? true : evaluate(ground.when, subject.fact)
      return fits === false ? [] : [candidate(subject, ground, act, fits)]
    })
}

/** One ground, whether its condition fits or not: for asking what a ground chosen by somebody still lacks. */
export function candidate(subject: Subject, ground: Ground, act: Act, fits: Truth): Candidate {
  const rules = subject.pack.acts.filter(
    (rule) => rule.grounds?.includes(ground.id) === true && rule.acts.includes(act) && applies(subject, rule),
  )
  const requirements = [...ground.needs, ...rules.flatMap(({ needs }) => needs)]
  const standings = requirements.map((requirement) =>
    standingOf(subject, requirement, { act, ground, siblings: requirements }),
  )
  const open = fits === 'unknown' ? [factNeed(subject, ground)] : []
  return {
    ground,
    fits,
    needs: [...open, ...standings.flatMap((one) => (one.is === 'missing' ? one.needs : []))],
    clauses: standings.flatMap((one) => (one.is === 'met' ? one.clauses : [])),
    closedBy: standings.flatMap((one) => (one.is === 'closed' ? [one.requirement] : []))[0] ?? null,
  }
}

function applies(subject: Subject, { when }: { readonly when?: Ground['when'] }): boolean {
  return when === undefined || evaluate(when, subject.fact) !== false
}

/** The first fact on which it hangs whether a ground fits at all. */
function factNeed(subject: Subject, { when, clauses }: Ground): Need {
  const path = when === undefined ? '' : (openPath(subject, when) ?? '')
  const kind = path === 'request.by' ? 'identity' : path.startsWith('supplement.') ? 'supplement' : 'test'
  return { kind, id: path, title: factOf(path)?.ja ?? path, clauses, force: 'must', due: null }
}

/** A fact that is missing where it matters: not one whose place is taken by another. */
function openPath(subject: Subject, condition: Condition): string | undefined {
  for (const [key, test] of Object.entries(condition)) {
    if (evaluate({ [key]: test }, subject.fact) !== 'unknown') continue
    const inner = innerOf(key, test)
    if (inner === undefined) return key
    for (const one of inner) {
      const path = openPath(subject, one)
      if (path !== undefined) return path
    }
  }
  return undefined
}

function innerOf(key: string, test: unknown): readonly Condition[] | undefined {
  if (key === 'not') return [test as Condition]
  return key === 'all' || key === 'any' ? (test as readonly Condition[]) : undefined
}

/** The one to go by: nothing missing, else what fits for certain, else what lacks least; then the order of the pack. */
export function best(candidates: readonly Candidate[]): Candidate | undefined {
  const open = candidates.filter(({ closedBy }) => closedBy === null)
  return open.toSorted((a, b) => rank(a) - rank(b))[0]
}

function rank({ fits, needs }: Candidate): number {
  const blocking = needs.filter(isBlocking).length
  return (fits === true ? 0 : 1000) + blocking
}
