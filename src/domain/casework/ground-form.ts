import type { ClauseRef } from '../ids.ts'
import type { Ground, Pack } from '../pack/rules.ts'
import { type RequesterKind, requestBases, requestBy } from '../pack/vocabulary.ts'
import { requestAct } from './case-question.ts'
import { mayBeCopied, requirementsOf } from './casework.ts'
import { fitting } from './fitting.ts'

/** What a clerk fills in to enter a case under a ground. */
export type GroundForm = {
  readonly id: string
  readonly title: string
  readonly clause: ClauseRef
  /** who can ask under it; `none` is the municipality itself */
  readonly requesters: readonly (RequesterKind | 'none')[]
  readonly purposes: readonly ('within' | 'beyond')[]
  readonly bases: readonly (typeof requestBases)[number][]
  /** papers of which one is needed, per requirement */
  readonly papers: readonly {
    readonly id: string
    readonly title: string
    readonly anyOf: readonly string[]
    /** those who have to bring it */
    readonly requesters: readonly (RequesterKind | 'none')[]
  }[]
  readonly asksLaw: boolean
  readonly asksIdentity: boolean
  /** how many people have to be there, whoever sees the footage included */
  readonly present: number
  /** questions of judgment that a named person answers before the decision */
  readonly tests: readonly {
    readonly id: string
    readonly title: string
    readonly asks: string
    readonly wants: boolean
    readonly clauses: readonly ClauseRef[]
  }[]
  readonly decided: boolean
  readonly copies: boolean
}

/** Every ground under which footage can be asked for. */
export function groundForms(pack: Pack): readonly GroundForm[] {
  return pack.grounds.flatMap((ground) => {
    const form = groundForm(pack, ground)
    return form === undefined ? [] : [form]
  })
}

function groundForm(pack: Pack, ground: Ground): GroundForm | undefined {
  const act = requestAct(pack, ground.id)
  const [clause] = ground.clauses
  if (act === undefined || clause === undefined) return undefined
  const needs = requirementsOf(pack, ground, act).filter(
    ({ acts }) => acts === undefined || acts.includes(act),
  )
  const papers = needs.filter(({ kind }) => kind === 'document' || kind === 'consent' || kind === 'notice')
  const requesters = fitting(ground.when, 'request.by', requestBy)
  return {
    id: ground.id,
    title: ground.title,
    clause,
    requesters,
    purposes: fitting(ground.when, 'request.purpose', ['within', 'beyond'] as const),
    bases: fitting(ground.when, 'request.basis', requestBases),
    papers: papers
      // a pledge of the actor's own is no paper of the case
      .filter(({ met }) => met === undefined || !JSON.stringify(met).includes('actor.'))
      .map(({ id, title, anyOf, kind, when }) => ({
        id,
        title,
        anyOf: anyOf ?? [kind],
        requesters: fitting(when, 'request.by', requesters),
      })),
    asksLaw: needs.some(({ met }) => met !== undefined && 'request.law' in met),
    asksIdentity: needs.some(({ kind }) => kind === 'identity'),
    present: Math.max(1, ...needs.map(({ kind, atLeast = 1 }) => (kind === 'person' ? atLeast : 1))),
    tests: needs
      .filter(({ kind }) => kind === 'test')
      .map(({ id, title, asks = title, wants = true, clauses }) => ({ id, title, asks, wants, clauses })),
    decided: needs.some(({ kind }) => kind === 'decision' || kind === 'instruction'),
    copies: mayBeCopied(pack, ground.id),
  }
}
