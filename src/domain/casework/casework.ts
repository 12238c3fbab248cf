import { type DecideAnswer, isBlocking, type Need, unique } from '../decide/answer.ts'
import { decide } from '../decide/decide.ts'
import { decidersOf } from '../decide/requirements.ts'
import { subjectOf } from '../decide/subject.ts'
import type { ClauseRef, RoleId } from '../ids.ts'
import type { Ground, Pack, Requirement } from '../pack/rules.ts'
import type { Act } from '../pack/vocabulary.ts'
import {
  type Brought,
  type CaseFacts,
  caseQuestion,
  requestAct,
  seeingAct,
  withBrought,
} from './case-question.ts'
import { fitting } from './fitting.ts'
import { type Permitted, permitted, type Refused, refusalForNeeds, refused, settle } from './refusal.ts'

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
 * Footage opens by the instrument's own grounds, whomever it binds: advice is for whoever puts up a camera, and a program that took it for
 * leave would open everything.
 */
function answerTo(pack: Pack, facts: CaseFacts, act: Act, role: RoleId | null, at: string): DecideAnswer {
  return decide({ ...pack, addressees: [] }, caseQuestion(facts, act, role, at), facts.ground)
}

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
  const answer = answerTo(pack, facts, act, role, at)
  if (answer.answer === 'permitted')
    return { ...permitted(answer.clauses), ground: clauseOf(ground), decided: true }
  if (answer.answer !== 'needs') return settleRefusal(answer)
  const needs = answer.needs.filter(isBlocking)
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
  const open = answerTo(pack, facts, act, null, at).needs.find(isStep)
  const own = ownNeeds(pack, ground, act).find(({ id }) => id === open?.id)
  const requirement = own ?? generalNeeds(pack, act).find(({ id }) => id === open?.id)
  if (requirement === undefined) return null
  const subject = subjectOf(pack, caseQuestion(facts, act, null, at))
  // who decides whatever the ground is named for the requirement
  const by = decidersOf(subject, requirement, own === undefined ? null : ground)
  return { requirement, by: by as readonly RoleId[] }
}

/** Requirements of a ground, of the rules that name it, and of the act whatever its ground. */
export function requirementsOf(pack: Pack, ground: Ground, act: Act): readonly Requirement[] {
  return [...ownNeeds(pack, ground, act), ...generalNeeds(pack, act)]
}

function ownNeeds(pack: Pack, ground: Ground, act: Act): readonly Requirement[] {
  const rules = pack.acts.filter(
    ({ acts, grounds }) => acts.includes(act) && grounds?.includes(ground.id) === true,
  )
  return singly([...ground.needs, ...rules.flatMap(({ needs }) => needs)])
}

function generalNeeds(pack: Pack, act: Act): readonly Requirement[] {
  const rules = pack.acts.filter(({ acts, grounds }) => acts.includes(act) && grounds === undefined)
  return singly(rules.flatMap(({ needs }) => needs))
}

function singly(needs: readonly Requirement[]): readonly Requirement[] {
  return needs.flatMap((need) => need.oneOf ?? [need])
}

export type Decided = Permitted & {
  /** no further step waits */
  readonly complete: boolean
  readonly did: NonNullable<Requirement['did']>
}

/**
 * Whether this person takes the step that the case waits for, with a reason; an approval that leaves papers or answers missing after the
 * last step is refused with their names. A no needs none of them, and may rest on an answer that closes the ground.
 */
export function decideStep(
  pack: Pack,
  before: CaseFacts,
  {
    role,
    at,
    reason,
    approving,
    brought,
  }: Asked & { readonly reason: string; readonly approving: boolean; readonly brought: Brought },
): Decided | Refused {
  const facts = approving ? withBrought(before, brought) : before
  const ground = groundOf(pack, facts.ground)
  const act = requestAct(pack, facts.ground)
  if (ground === undefined || act === undefined)
    return refused('no-ground', prohibitionOf(pack), { ground: facts.ground })
  // an answer to an open question can close the ground before anybody decides
  const standing = answerTo(pack, facts, act, null, at)
  if (standing.answer === 'refused') return settleRefusal(standing)
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
  const answer = answerTo(pack, after, act, null, at)
  if (answer.answer === 'refused' || answer.answer === 'notApplicable') return settleRefusal(answer)
  const needs = answer.needs.filter(isBlocking)
  if (needs.some(isStep)) return { ...permitted(clauses), complete: false, did }
  return needs.length > 0 ? refusalForNeeds(needs) : { ...permitted(clauses), complete: true, did }
}

/** Whether this actor unlocks footage: a holder of the key, once the case is decided, as long as the rules in force still allow it. */
export function decideUnlock(pack: Pack, facts: CaseFacts, { role, at }: Asked): Permitted | Refused {
  const holder = mayHoldRoleKey(pack, role)
  if (holder.kind === 'refused') return holder
  const ground = groundOf(pack, facts.ground)
  const act = requestAct(pack, facts.ground)
  if (ground === undefined || act === undefined)
    return refused('no-ground', prohibitionOf(pack), { ground: facts.ground })
  const allowed = settle(answerTo(pack, facts, act, null, at))
  return allowed.kind === 'refused' ? allowed : permitted(holder.clauses, ground.clauses)
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
  return settle(answerTo(pack, facts, act, role, at))
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
  const answer = answerTo(pack, facts, act, role, at)
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
    /** null: seeing lengthens nothing */
    hold: searched?.clauses[0] ?? null,
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
