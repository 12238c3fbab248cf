import { type DecideAnswer, type Need, unique } from '../decide/answer.ts'
import { decide } from '../decide/decide.ts'
import { decidersOf } from '../decide/requirements.ts'
import { subjectOf } from '../decide/subject.ts'
import type { ClauseRef, RoleId } from '../ids.ts'
import type { Ground, Pack, Requirement } from '../pack/rules.ts'
import type { Act } from '../pack/vocabulary.ts'
import { type CaseFacts, caseQuestion, requestAct, seeingAct } from './case-question.ts'
import { fitting } from './fitting.ts'
import {
  blocks,
  type Permitted,
  permitted,
  type Refused,
  refusalForNeeds,
  refused,
  settle,
} from './refusal.ts'

/** Who asks and acts, and when (ISO 8601 with offset). */
type Asked = { readonly role: RoleId; readonly at: string }

export type Accepted = Permitted & {
  /** the clause that the case rests on */
  readonly ground: ClauseRef
  /** nothing waits for a decision */
  readonly decided: boolean
}

/** Needs that whoever decides brings, after a case is entered. */
const later = new Set<Need['kind']>([
  'decision',
  'instruction',
  'test',
  'document',
  'identity',
  'consent',
  'notice',
])

/**
 * Whether a case may be entered under its ground. Papers and answers may still be missing where somebody decides later; where nobody does,
 * everything has to be there.
 * @param named whoever asks from outside is named
 */
export function decideEntry(
  pack: Pack,
  facts: CaseFacts,
  { role, at, named }: Asked & { readonly named: boolean },
): Accepted | Refused {
  const ground = groundOf(pack, facts.ground)
  const act = requestAct(pack, facts.ground)
  if (ground === undefined || act === undefined)
    return refused('no-ground', prohibitionOf(pack), { ground: facts.ground })
  if (!named) return refused('recipient-missing', ground.clauses)
  if (facts.by === 'none' && fitting(ground.when, 'request.by', ['none']).length === 0)
    return refused('recipient-missing', ground.clauses)
  const answer = decide(pack, caseQuestion(facts, act, role, at), facts.ground)
  if (answer.answer === 'permitted')
    return { ...permitted(answer.clauses), ground: clauseOf(ground), decided: true }
  if (answer.answer !== 'needs') return settleRefusal(answer)
  const needs = answer.needs.filter(blocks)
  const decided = !needs.some(isStep)
  const now = decided ? needs : needs.filter((need) => !later.has(need.kind) || isFact(need))
  if (now.length > 0) return refusalForNeeds(now)
  return { ...permitted(ground.clauses), ground: clauseOf(ground), decided }
}

/** What does not hang on the ground's own parts but on a fact of the request. */
function isFact({ id }: Need): boolean {
  return id.startsWith('request.')
}

function isStep({ kind }: Need): boolean {
  return kind === 'decision' || kind === 'instruction'
}

function settleRefusal(answer: DecideAnswer): Refused {
  const settled = settle(answer)
  if (settled.kind === 'permitted') throw new RangeError('a permission is no refusal')
  return settled
}

export type Step = {
  readonly requirement: Requirement
  /** roles that may take it; empty while the office has not named whoever decides */
  readonly by: readonly RoleId[]
}

/** The decision or instruction that a case waits for now; null where none is left. */
export function nextStep(pack: Pack, facts: CaseFacts, at: string): Step | null {
  const ground = groundOf(pack, facts.ground)
  const act = requestAct(pack, facts.ground)
  if (ground === undefined || act === undefined) return null
  const question = caseQuestion(facts, act, null, at)
  const open = decide(pack, question, facts.ground).needs.find(isStep)
  const requirement = requirementsOf(pack, ground, act).find(({ id }) => id === open?.id)
  if (requirement === undefined) return null
  return { requirement, by: decidersOf(subjectOf(pack, question), requirement, ground) as readonly RoleId[] }
}

/** Requirements of a ground and of the rules that name it. */
export function requirementsOf(pack: Pack, ground: Ground, act: Act): readonly Requirement[] {
  const rules = pack.acts.filter(
    ({ acts, grounds }) => acts.includes(act) && (grounds === undefined || grounds.includes(ground.id)),
  )
  return [...ground.needs, ...rules.flatMap(({ needs }) => needs)].flatMap((need) => need.oneOf ?? [need])
}

export type Decided = Permitted & {
  /** no further step waits */
  readonly complete: boolean
  readonly did: NonNullable<Requirement['did']>
}

/**
 * Whether this person takes the step that the case waits for, with a reason; an approval that leaves papers or answers missing after the
 * last step is refused with their names.
 */
export function decideStep(
  pack: Pack,
  facts: CaseFacts,
  { role, at, reason, approving }: Asked & { readonly reason: string; readonly approving: boolean },
): Decided | Refused {
  const ground = groundOf(pack, facts.ground)
  const act = requestAct(pack, facts.ground)
  if (ground === undefined || act === undefined)
    return refused('no-ground', prohibitionOf(pack), { ground: facts.ground })
  // an answer to an open question can close the ground before anybody decides
  const before = decide(pack, caseQuestion(facts, act, null, at), facts.ground)
  if (before.answer === 'refused') return settleRefusal(before)
  const step = nextStep(pack, facts, at)
  if (step === null) return refused('decision-not-asked', ground.clauses, { ground: facts.ground })
  const { requirement, by } = step
  const { clauses } = requirement
  if (by.length === 0) return refused('supplement-missing', clauses, { title: requirement.title })
  if (!by.includes(role)) return refused('role-not-permitted', clauses, { role, wanted: by.join(',') })
  if (reason.trim() === '') return refused('reason-missing', clauses, { title: requirement.title })
  const did = requirement.did ?? (requirement.kind === 'instruction' ? 'instruct' : 'decide')
  if (!approving) return { ...permitted(clauses), complete: true, did }
  const after = { ...facts, chain: [...facts.chain, { role, did }] }
  const answer = decide(pack, caseQuestion(after, act, null, at), facts.ground)
  if (answer.answer === 'refused' || answer.answer === 'notApplicable') return settleRefusal(answer)
  const needs = answer.needs.filter(blocks)
  if (needs.some(isStep)) return { ...permitted(clauses), complete: false, did }
  return needs.length > 0 ? refusalForNeeds(needs) : { ...permitted(clauses), complete: true, did }
}

/** Whether this actor unlocks footage: a holder of the key, once the case is decided. */
export function decideUnlock(pack: Pack, facts: CaseFacts, { role, at }: Asked): Permitted | Refused {
  const holder = mayHoldRoleKey(pack, role)
  if (holder.kind === 'refused') return holder
  const ground = groundOf(pack, facts.ground)
  if (ground === undefined) return refused('no-ground', prohibitionOf(pack), { ground: facts.ground })
  const step = nextStep(pack, facts, at)
  if (step) return refused('decision-missing', step.requirement.clauses, { title: step.requirement.title })
  return permitted(holder.clauses, ground.clauses)
}

/** Whether a role may hold the key that opens footage. */
export function mayHoldRoleKey(pack: Pack, role: RoleId): Permitted | Refused {
  const { holders, clauses } = pack.unlocking
  if (holders.includes(role)) return permitted(clauses)
  return refused('role-not-permitted', clauses, { role, wanted: holders.join(',') })
}

/** Whether this actor sees the footage of a case. */
export function decideView(pack: Pack, facts: CaseFacts, { role, at }: Asked): Permitted | Refused {
  const act = seeingAct(pack, facts.ground)
  if (act === undefined) return refused('no-ground', prohibitionOf(pack), { ground: facts.ground })
  return settle(decide(pack, caseQuestion(facts, act, role, at), facts.ground))
}

/** Whether somebody in this role is given the leaves of a case under this ground, whatever the case still lacks. */
export function mayView(pack: Pack, ground: string, { role, at }: Asked): boolean {
  const act = seeingAct(pack, ground)
  const found = groundOf(pack, ground)
  if (act === undefined || found === undefined) return false
  const subject = subjectOf(pack, { ask: 'decide', at, act, actor: { role } })
  const roles = requirementsOf(pack, found, act).filter(
    ({ kind, acts }) => kind === 'role' && (acts === undefined || acts.includes(act)),
  )
  return (
    roles.every((need) => need.in?.some((one) => one === subject.question.actor?.role) === true) &&
    (roles.length > 0 || pack.unlocking.holders.includes(role))
  )
}

/** Whether this actor makes a copy for a recipient; a ground that does not speak of copies opens none. */
export function decideExport(
  pack: Pack,
  facts: CaseFacts,
  { role, at, recipient }: Asked & { readonly recipient: string },
): Permitted | Refused {
  const ground = groundOf(pack, facts.ground)
  const act = copyingAct(ground)
  const answer = decide(pack, caseQuestion(facts, act, role, at), facts.ground)
  const settled = settle(answer)
  if (settled.kind === 'refused') return settled
  return recipient.trim() === '' ? refused('recipient-missing', settled.clauses) : settled
}

function copyingAct(ground: Ground | undefined): Act {
  return ground?.acts.includes('copy') === false && ground.acts.includes('provide') ? 'provide' : 'copy'
}

export function mayBeCopied(pack: Pack, ground: string): boolean {
  const acts = groundOf(pack, ground)?.acts ?? []
  return acts.includes('copy') || acts.includes('provide')
}

/** The clauses that the steps of a case rest on, for showing beside them. */
export function caseClauses(pack: Pack, ground: string) {
  const found = groundOf(pack, ground)
  if (found === undefined) throw new RangeError(`${pack.id} has no ground ${ground}`)
  const apply = clauseOf(found)
  const step = found.needs.find(({ kind }) => kind === 'decision' || kind === 'instruction')
  const searched = pack.retention.extensions.find(({ events }) => events.includes('searched'))
  return {
    apply,
    decide: step?.clauses[0] ?? apply,
    hold: searched?.clauses[0] ?? apply,
    export: mayBeCopied(pack, ground) ? apply : null,
  }
}

function groundOf(pack: Pack, id: string): Ground | undefined {
  return pack.grounds.find((ground) => ground.id === id)
}

function clauseOf(ground: Ground): ClauseRef {
  const [clause] = ground.clauses
  if (clause === undefined) throw new RangeError(`ground ${ground.id} has no clause`)
  return clause
}

/** The clauses that forbid whatever no ground permits. */
function prohibitionOf(pack: Pack): readonly ClauseRef[] {
  return unique(
    pack.prohibitions.filter(({ yieldsTo }) => yieldsTo === 'grounds').flatMap(({ clauses }) => clauses),
  )
}
