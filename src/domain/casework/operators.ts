import type { ClauseRef, RoleId } from '../ids.ts'
import type { Pack } from '../pack/rules.ts'
import { type Act, freeActs } from '../pack/vocabulary.ts'
import { type Permitted, permitted, type Refused, refused } from './refusal.ts'

const seeing: ReadonlySet<Act> = new Set<Act>(['search', 'view', 'retrieve'])

type Operators = { readonly roles: readonly RoleId[]; readonly clauses: readonly ClauseRef[] }

/**
 * Who operates cameras and recorders: those whom the instrument names for that, else those whom it lets see recordings, else those who hold
 * the key.
 */
export function operatorsOf(pack: Pack): Operators {
  const rules = [...pack.acts, ...pack.grounds]
  const named = roleNeeds(
    rules.filter(({ acts }) => acts.some((act) => freeActs.has(act) && act !== 'appoint')),
  )
  if (named.roles.length > 0) return named
  const viewers = roleNeeds(rules.filter(({ acts }) => acts.some((act) => seeing.has(act))))
  if (viewers.roles.length > 0) return viewers
  return { roles: pack.unlocking.holders, clauses: pack.unlocking.clauses }
}

function roleNeeds(rules: readonly (Pack['acts'][number] | Pack['grounds'][number])[]): Operators {
  const needs = rules.flatMap(({ needs: all }) => all.filter(({ kind }) => kind === 'role'))
  return {
    roles: [...new Set(needs.flatMap((need) => need.in ?? []))],
    clauses: [...new Set(needs.flatMap(({ clauses }) => clauses))],
  }
}

export function mayOperate(pack: Pack, role: RoleId): Permitted | Refused {
  const { roles, clauses } = operatorsOf(pack)
  if (roles.includes(role)) return permitted(clauses)
  return refused('role-not-permitted', clauses, { role, wanted: roles.join(',') })
}

/** Who enters what the office has done: whoever operates, holds the key, or manages. */
export function mayEnterForOffice(pack: Pack, role: RoleId): Permitted | Refused {
  const operator = mayOperate(pack, role)
  const { holders, clauses } = pack.unlocking
  if (operator.kind === 'permitted' || holders.includes(role) || role === 'responsibleManager')
    return permitted(operator.clauses, clauses)
  return operator
}

/**
 * Who sets what the instrument leaves to the office, and appoints where it names no appointer: the manager, or whoever set the office up.
 * An operator who could do either would name whoever decides about her own case.
 */
export function mayManage(pack: Pack, role: RoleId): Permitted | Refused {
  const founder = founderRole(pack)
  const managers = pack.roles.filter(({ id }) => id === 'responsibleManager' || id === founder)
  const clauses = managers.flatMap((one) => one.clauses)
  if (managers.some(({ id }) => id === role)) return permitted(clauses)
  return refused('role-not-permitted', clauses, { role, wanted: managers.map(({ id }) => id).join(',') })
}

/** Who sets up: the manager where the instrument lets the manager hold the key, else the first role that may. */
export function founderRole({ id, unlocking: { holders } }: Pack): RoleId {
  const role = holders.find((one) => one === 'responsibleManager') ?? holders[0]
  if (role === undefined) throw new RangeError(`${id} lets nobody hold the key`)
  return role
}
