import type { ClauseRef } from '../ids.ts'
import { evaluate } from '../pack/condition.ts'
import type { Ground, Pack, Requirement } from '../pack/rules.ts'
import type { Act } from '../pack/vocabulary.ts'
import { documentsOf } from '../question/lookup.ts'
import { isBlocking, type Need, unique } from './answer.ts'
import { type Acting, actingAs, findStep } from './chain.ts'
import { officeValue, type Subject } from './subject.ts'

/** How a requirement stands: met or not asked, still missing, or answered in a way that closes the ground. */
export type Standing =
  | { readonly is: 'met'; readonly clauses: readonly ClauseRef[] }
  | { readonly is: 'missing'; readonly needs: readonly Need[] }
  | { readonly is: 'closed'; readonly requirement: Requirement }

const met: Standing = { is: 'met', clauses: [] }

export function standingOf(
  subject: Subject,
  requirement: Requirement,
  context: { readonly act: Act; readonly ground: Ground | null; readonly siblings: readonly Requirement[] },
): Standing {
  const { oneOf } = requirement
  if (!isAsked(subject, requirement, context.act)) return met
  if (requirement.met !== undefined && evaluate(requirement.met, subject.fact) === true)
    return { is: 'met', clauses: requirement.clauses }
  if (oneOf !== undefined) return oneOfStanding(subject, oneOf, context, requirement)
  if (requirement.kind === 'test') return testStanding(subject, requirement)
  if (isMet(subject, requirement, context)) return { is: 'met', clauses: requirement.clauses }
  const unnamed = unnamedClauses(subject, requirement, context.ground)
  return { is: 'missing', needs: [needFor(requirement, unnamed)] }
}

function isAsked(subject: Subject, { acts, when, force }: Requirement, act: Act): boolean {
  return (
    force !== 'may' &&
    (acts === undefined || acts.includes(act)) &&
    (when === undefined || evaluate(when, subject.fact) !== false)
  )
}

function needFor({ kind, id, title, clauses, force }: Requirement, besides: readonly ClauseRef[] = []): Need {
  return { kind, id, title, clauses: unique(clauses, besides), force, due: null }
}

/** What asks for the naming, where somebody acts for another who has not named them. */
function unnamedClauses(
  subject: Subject,
  requirement: Requirement,
  ground: Ground | null,
): readonly ClauseRef[] {
  const { pack, question } = subject
  const { actor = {}, chain = [] } = question
  const unnamed = (acting: Acting, wanted: readonly string[]): readonly ClauseRef[] =>
    acting.as === null && acting.why === 'not-named' && wanted.includes(acting.insteadOf)
      ? acting.clauses
      : []
  if (requirement.kind === 'role') return unnamed(actingAs(pack, actor, chain), requirement.in ?? [])
  if (requirement.kind !== 'decision' && requirement.kind !== 'instruction') return []
  const deciders = decidersOf(subject, requirement, ground)
  const did: readonly string[] = didOf(requirement)
  return chain.flatMap((step, index) =>
    did.includes(step.did) ? unnamed(actingAs(pack, step, chain, index), deciders) : [],
  )
}

/** One of the choices that are open here is enough; one that is not asked here is no choice. */
function oneOfStanding(
  subject: Subject,
  choices: readonly Requirement[],
  context: Parameters<typeof standingOf>[2],
  whole: Requirement,
): Standing {
  const open = choices.filter((choice) => isAsked(subject, choice, context.act))
  if (open.length === 0) return met
  const standings = open.map((choice) => standingOf(subject, choice, context))
  const good = standings.find(({ is }) => is === 'met')
  if (good) return good
  const needs = standings.flatMap((standing) => (standing.is === 'missing' ? standing.needs : []))
  return needs.length > 0 ? { is: 'missing', needs } : { is: 'closed', requirement: whole }
}

/** A named person's answer settles it; the program never does. */
function testStanding({ question }: Subject, requirement: Requirement): Standing {
  const answer = question.answers?.[requirement.id]
  if (answer === undefined) return { is: 'missing', needs: [needFor(requirement)] }
  if (answer === (requirement.wants ?? true)) return { is: 'met', clauses: requirement.clauses }
  // what is only striven for closes nothing
  return isBlocking(requirement)
    ? { is: 'closed', requirement }
    : { is: 'missing', needs: [needFor(requirement)] }
}

function isMet(
  subject: Subject,
  requirement: Requirement,
  context: { readonly ground: Ground | null; readonly siblings: readonly Requirement[] },
): boolean {
  const { question, pack } = subject
  switch (requirement.kind) {
    case 'document':
    case 'consent':
    case 'notice':
      return paperGiven(subject, requirement)
    case 'decision':
    case 'instruction':
      return stepPlace(subject, requirement, context) >= 0
    case 'identity':
      return (
        question.request?.identityChecked === true ||
        documentsOf(question, pack.documents).includes('identity')
      )
    case 'person':
      return (question.present ?? 0) >= (requirement.atLeast ?? 1)
    case 'role':
      return actorIs(subject, requirement)
    case 'test':
    case 'supplement':
    case 'sign':
    case 'measure':
    case 'filing':
      return false
  }
}

function paperGiven({ question, pack, today }: Subject, { kind, anyOf }: Requirement): boolean {
  const wanted = anyOf ?? (kind === 'consent' || kind === 'notice' ? [kind] : [])
  return (question.request?.documents ?? []).some((given) => {
    const name = typeof given === 'string' ? given : given.kind
    // a paper of a later day is not there yet
    if (typeof given !== 'string' && given.on !== undefined && given.on > today) return false
    const form = formOf(pack, name)
    if (!wanted.includes(name) && !(form !== undefined && wanted.includes(form.kind))) return false
    // whoever lists what stands in a paper lists all of it
    if (typeof given === 'string' || given.items === undefined) return true
    const items = itemsOf(pack, wanted, name)
    return items.every((item) => given.items?.includes(item))
  })
}

function formOf(pack: Pack, name: string) {
  return pack.documents.find(({ id }) => id === name)
}

/** What a paper has to hold: its own form's items, or those of the form wanted of its kind. */
function itemsOf(pack: Pack, wanted: readonly string[], name: string): readonly string[] {
  const form =
    formOf(pack, name) ?? pack.documents.find(({ id, kind }) => wanted.includes(id) && kind === name)
  return form?.items ?? []
}

/** Where in the chain the step of a decision or an instruction stands; -1 where it does not. */
function stepPlace(
  subject: Subject,
  requirement: Requirement,
  context: { readonly ground: Ground | null; readonly siblings: readonly Requirement[] },
): number {
  const { pack, question } = subject
  const before = context.siblings.find(({ id }) => id === requirement.after)
  const after = before === undefined ? -1 : stepPlace(subject, before, context)
  if (before !== undefined && after < 0) return -1
  return findStep(pack, question.chain ?? [], {
    did: didOf(requirement),
    by: decidersOf(subject, requirement, context.ground),
    after,
    prior: requirement.prior === true,
  })
}

function didOf({ kind, did }: Requirement) {
  if (did !== undefined) return [did]
  return kind === 'instruction' ? (['instruct'] as const) : (['decide', 'approve'] as const)
}

/** Who decides: whom the instrument names, or whom the office has named where it names nobody. */
export function decidersOf(
  subject: Subject,
  { by, id }: Requirement,
  ground: Ground | null,
): readonly string[] {
  if (by !== 'unnamed') return by ?? []
  const named = officeValue(subject, `grounds.${ground?.id ?? id}.decider`)
  return typeof named === 'string' ? [named] : []
}

function actorIs({ pack, question }: Subject, requirement: Requirement): boolean {
  const { actor } = question
  if (actor?.role === undefined) return true
  const acting = actingAs(pack, actor, question.chain ?? [])
  return acting.as !== null && (requirement.in ?? []).some((role) => role === acting.as)
}
