import {
  type Decision,
  isRefused,
  type Need,
  needing,
  type Permitted,
  permitted,
  type Refused,
  refused,
  settle,
} from './decision.ts'
import type { ClauseRef, LocalDay, RoleId } from './ids.ts'
import type { Pack, Role, SubstitutionCause } from './pack.ts'

/** Somebody who acts for the holder of another role, and what stands on file about it. */
export type StandIn = {
  /** the role of the one who stands in: `actingManager` */
  readonly role: RoleId
  /** the role that named the substitute, and the day of the naming */
  readonly namedBy: RoleId
  readonly namedOn: LocalDay
  readonly cause: SubstitutionCause
  /** first day of the substitution */
  readonly from: LocalDay
  /** last day, once it is known */
  readonly until?: LocalDay
  /** the day of the act */
  readonly today: LocalDay
}

/** The role in which somebody acts. */
export type Actor = RoleId | StandIn

/** In which role an actor's act counts, with the clauses that make a substitute's act count. */
export type ActingRole = { readonly role: RoleId; readonly clauses: readonly ClauseRef[] }

function roleOf(pack: Pack, id: RoleId): Role | undefined {
  return pack.roles.find((role) => role.id === id)
}

/** @returns refused `substitute-not-named` when somebody acts for another without having been named beforehand */
export function actingRole(pack: Pack, actor: Actor): ActingRole | Refused {
  const id = typeof actor === 'string' ? actor : actor.role
  const standsInFor = roleOf(pack, id)?.standsInFor
  if (!standsInFor) return { role: id, clauses: [] }
  const notNamed = refused('substitute-not-named', standsInFor.clauses, { role: standsInFor.role })
  if (typeof actor === 'string') return notNamed
  const covered =
    standsInFor.causes.includes(actor.cause) &&
    actor.namedBy === standsInFor.role &&
    actor.from <= actor.today &&
    (actor.until === undefined || actor.today <= actor.until) &&
    (!standsInFor.namedBeforehand || actor.namedOn < actor.from)
  return covered ? { role: standsInFor.role, clauses: standsInFor.clauses } : notNamed
}

/** Missing when none of `wanted` is the actor's role; refused when the actor may not act in any. */
export function roleNeed(
  pack: Pack,
  actor: Actor,
  wanted: readonly RoleId[],
  clauses: readonly ClauseRef[],
): { readonly needs: readonly Need[]; readonly clauses: readonly ClauseRef[] } | Refused {
  const acting = actingRole(pack, actor)
  if (isRefused(acting)) return acting
  if (wanted.includes(acting.role)) return { needs: [], clauses: acting.clauses }
  const params = { role: acting.role, wanted: wanted.join(',') }
  const need: Need = {
    kind: 'role',
    id: wanted.join(','),
    clauses,
    reason: 'role-not-permitted',
    params,
  }
  return { needs: [need], clauses: acting.clauses }
}

/** Whether only those whom the instrument lets operate the equipment do so; an instrument that is silent lets nobody. */
export function operatingNeed(pack: Pack, actor: Actor): ReturnType<typeof roleNeed> {
  const { operating } = pack
  return operating.is === 'stated'
    ? roleNeed(pack, actor, operating.value, operating.clauses)
    : roleNeed(pack, actor, [], [])
}

/** Whether a role may hold the key that opens footage. */
export function mayHoldRoleKey(pack: Pack, role: RoleId): Permitted | Refused {
  const { holders, clauses } = pack.unlocking
  if (holders.includes(role)) return permitted(clauses)
  return refused('role-not-permitted', clauses, { role, wanted: holders.join(',') })
}

/** Who puts whom into which role; a role for which the instrument names nobody is not filled on screen. */
export function decideAppointment(
  pack: Pack,
  facts: { readonly appointer: Actor; readonly role: RoleId },
): Permitted | Refused {
  return settle(considerAppointment(pack, facts))
}

export function considerAppointment(
  pack: Pack,
  facts: { readonly appointer: Actor; readonly role: RoleId },
): Decision {
  const role = roleOf(pack, facts.role)
  if (!role) return refused('role-not-permitted', pack.prohibition.clauses, { role: facts.role, wanted: '' })
  const { appointedBy, clauses } = role
  const answer = roleNeed(pack, facts.appointer, appointedBy, clauses)
  if (isRefused(answer)) return answer
  return needing(answer.needs, [...clauses, ...answer.clauses])
}
