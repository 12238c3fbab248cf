import {
  type Decision,
  isRefused,
  type Need,
  needing,
  type Permitted,
  type RefusalCode,
  type Refused,
  refused,
  settle,
} from './decision.ts'
import type { ClauseRef, Instant, RoleId } from './ids.ts'
import type { Ground, GroundId, Pack, RequesterKind, Statement, UseEvent } from './pack.ts'
import { type HoldDemand, holdFor } from './retention.ts'
import { type Actor, operatingNeed, roleNeed } from './roles.ts'

/** Who asks from outside, as far as grounds look at it. */
export type Requester = {
  readonly agencyKind: RequesterKind
  readonly agency: string
  readonly officer: string
}

/** What somebody wants to open, and why. A text that is missing is empty; cameras and window count as given when left out. */
export type Application = {
  readonly ground: GroundId | string
  readonly actor: Actor
  readonly purpose: string
  /** the use goes beyond the purposes of the installation */
  readonly beyond?: boolean
  readonly cameras?: readonly unknown[]
  readonly window?: { readonly from: Instant; readonly to: Instant }
  readonly applicant: Requester | null
}

export type Accepted = Permitted & {
  /** the clause the case rests on */
  readonly ground: ClauseRef
  /** who decides; null where the ground asks for no decision */
  readonly decider: RoleId | null
}

const statementReasons: Readonly<Record<Statement, RefusalCode>> = {
  purpose: 'purpose-missing',
  cameras: 'cameras-missing',
  window: 'window-missing',
  recipient: 'recipient-missing',
}

function missing(id: string, reason: RefusalCode, clauses: readonly ClauseRef[]): Need {
  return { kind: id === 'recipient' ? 'identity' : 'test', id, clauses, reason, params: {} }
}

function given(statement: Statement, application: Application): boolean {
  const { purpose, cameras, window, applicant } = application
  switch (statement) {
    case 'purpose':
      return purpose.trim() !== ''
    case 'cameras':
      return cameras === undefined || cameras.length > 0
    case 'window':
      return window === undefined || window.from < window.to
    case 'recipient':
      return applicant !== null && applicant.agency.trim() !== '' && applicant.officer.trim() !== ''
  }
}

/** The ground, or the refusal that the instrument's prohibition gives for what it does not permit. */
function groundOf(pack: Pack, id: string): Ground | Refused {
  const ground = pack.grounds.find((candidate) => candidate.id === id)
  return ground ?? refused('no-ground', pack.prohibition.clauses, { ground: id })
}

/** Whether a request may be entered under a ground, and what it still lacks. */
export function considerApplication(pack: Pack, application: Application): Decision {
  const ground = groundOf(pack, application.ground)
  if (isRefused(ground)) return ground
  // the grounds written so far all lie within the purposes; a use beyond them finds none
  if (application.beyond === true) return refused('purpose-beyond', pack.prohibition.clauses)
  const uncovered = requesterRefusal(pack, ground, application.applicant)
  if (uncovered) return uncovered
  const role = roleNeed(pack, application.actor, ground.entering, ground.clauses)
  if (isRefused(role)) return role
  const unstated = ground.asks
    .filter((statement) => !given(statement, application))
    .map((statement) => missing(statement, statementReasons[statement], ground.clauses))
  return needing(
    [...role.needs, ...unstated, ...unwrittenPapers(ground)],
    [...ground.clauses, ...role.clauses],
  )
}

function requesterRefusal(pack: Pack, ground: Ground, applicant: Requester | null): Refused | undefined {
  if (applicant === null) return undefined
  if (ground.requesters.includes(applicant.agencyKind)) return undefined
  const clauses = [...ground.clauses, ...pack.prohibition.clauses]
  return refused('requester-not-covered', clauses, { requester: applicant.agencyKind, ground: ground.id })
}

/** Papers that the pack does not have yet cannot be checked: the office says first which it wants. */
function unwrittenPapers(ground: Ground): readonly Need[] {
  if (ground.documents.is !== 'unknown') return []
  return [
    {
      kind: 'supplement',
      id: `grounds.${ground.id}.documents`,
      clauses: ground.clauses,
      reason: 'text-unknown',
      params: {},
    },
  ]
}

/** `considerApplication` for an act: what is missing refuses. */
export function decideApplication(pack: Pack, application: Application): Accepted | Refused {
  const answer = settle(considerApplication(pack, application))
  if (answer.kind === 'refused') return answer
  const ground = groundOf(pack, application.ground)
  if (isRefused(ground)) return ground
  const clause = firstClause(ground)
  return { ...answer, ground: clause, decider: ground.decision?.by[0] ?? null }
}

function firstClause(ground: Ground): ClauseRef {
  const [clause] = ground.clauses
  if (!clause) throw new RangeError(`ground ${ground.id} has no clause`)
  return clause
}

type Case = { readonly ground: GroundId | string; readonly actor: Actor }

/** Whether this actor decides the case now: the deciding role, with the reason that the ground asks for. */
export function decideDecision(pack: Pack, facts: Case & { readonly reason: string }): Permitted | Refused {
  return settle(considerDecision(pack, facts))
}

export function considerDecision(pack: Pack, facts: Case & { readonly reason: string }): Decision {
  const ground = groundOf(pack, facts.ground)
  if (isRefused(ground)) return ground
  const { decision } = ground
  if (!decision) return refused('decision-not-asked', ground.clauses, { ground: ground.id })
  const role = roleNeed(pack, facts.actor, decision.by, decision.clauses)
  if (isRefused(role)) return role
  const unstated =
    decision.states.includes('need') && facts.reason.trim() === ''
      ? [missing('need', 'need-missing', decision.clauses)]
      : []
  return needing([...role.needs, ...unstated], [...decision.clauses, ...role.clauses])
}

/** Whether the case has been approved by whoever decides it; of no account where the ground asks for no decision. */
type Progress = { readonly decided: boolean }

function undecided(ground: Ground, progress: Progress): readonly Need[] {
  if (!ground.decision || progress.decided) return []
  const { by, clauses } = ground.decision
  return [
    {
      kind: 'decision',
      id: by.join(','),
      clauses,
      reason: 'decision-missing',
      params: { wanted: by.join(',') },
    },
  ]
}

/** Whether this actor unlocks footage for a case that is decided as its ground asks. */
export function decideUnlock(pack: Pack, facts: Case): Permitted | Refused {
  return settle(considerUnlock(pack, { ...facts, decided: true }))
}

/** A holder of the key unlocks, once the case is decided. */
export function considerUnlock(pack: Pack, facts: Case & Progress): Decision {
  const ground = groundOf(pack, facts.ground)
  if (isRefused(ground)) return ground
  const { holders, clauses } = pack.unlocking
  const role = roleNeed(pack, facts.actor, holders, clauses)
  if (isRefused(role)) return role
  return needing(
    [...role.needs, ...undecided(ground, facts)],
    [...clauses, ...ground.clauses, ...role.clauses],
  )
}

/** Whether somebody in this role is given the leaves of a case under this ground. */
export function mayView(pack: Pack, role: RoleId, ground: GroundId | string): boolean {
  const found = groundOf(pack, ground)
  return !isRefused(found) && found.viewing.roles.includes(role)
}

/** Whether this actor sees playback of a case that is decided as its ground asks. */
export function decideView(pack: Pack, facts: Case & { readonly purpose: string }): Permitted | Refused {
  return settle(considerView(pack, { ...facts, decided: true }))
}

/** A viewing role sees playback, for a purpose, once the case is decided. */
export function considerView(pack: Pack, facts: Case & Progress & { readonly purpose: string }): Decision {
  const ground = groundOf(pack, facts.ground)
  if (isRefused(ground)) return ground
  const { roles, clauses } = ground.viewing
  const operating = operatingNeed(pack, facts.actor)
  if (isRefused(operating)) return operating
  const role = roleNeed(pack, facts.actor, roles, clauses)
  if (isRefused(role)) return role
  const unstated = facts.purpose.trim() === '' ? [missing('purpose', 'purpose-missing', clauses)] : []
  return needing(
    [...operating.needs, ...role.needs, ...unstated, ...undecided(ground, facts)],
    [...clauses, ...role.clauses],
  )
}

/** Whether this actor makes a copy in a case that is decided as its ground asks. */
export function decideExport(pack: Pack, facts: Case & { readonly recipient: string }): Permitted | Refused {
  return settle(considerExport(pack, { ...facts, decided: true }))
}

/** A copy is made for a recipient, once the case is decided; every ground that does not say so forbids it. */
export function considerExport(
  pack: Pack,
  facts: Case & Progress & { readonly recipient: string },
): Decision {
  const ground = groundOf(pack, facts.ground)
  if (isRefused(ground)) return ground
  const { allowed, roles, clauses } = ground.copying
  if (!allowed) return refused('copy-not-permitted', clauses, { ground: ground.id })
  const role = roleNeed(pack, facts.actor, roles, clauses)
  if (isRefused(role)) return role
  const unstated = facts.recipient.trim() === '' ? [missing('recipient', 'recipient-missing', clauses)] : []
  return needing([...role.needs, ...unstated, ...undecided(ground, facts)], [...clauses, ...role.clauses])
}

/**
 * The hold that a release of leaves demands, or (for `provided`) the handing over of a copy; null where the instrument demands none.
 * A release is a search of playback whatever the ground: whoever provides looks first.
 */
export function holdAfter(
  pack: Pack,
  facts: { readonly ground: GroundId | string; readonly at: Instant; readonly event?: UseEvent },
): HoldDemand | null {
  return holdFor(pack, { kind: facts.event ?? 'searched', at: facts.at })
}

/** The clauses that the steps of a case rest on, for showing beside them. */
export function caseClauses(
  pack: Pack,
  ground: GroundId | string,
): {
  readonly apply: ClauseRef
  readonly decide: ClauseRef
  readonly hold: ClauseRef
  readonly export: ClauseRef | null
} {
  const found = groundOf(pack, ground)
  if (isRefused(found)) throw new RangeError(`${pack.id} has no ground ${ground}`)
  const apply = firstClause(found)
  const searched = pack.retention.extensions.find(({ events }) => events.includes('searched'))
  return {
    apply,
    decide: found.decision?.clauses[0] ?? apply,
    hold: searched?.clauses[0] ?? apply,
    export: found.copying.allowed ? (found.copying.clauses[0] ?? null) : null,
  }
}
