import type { ClauseRef, RoleId } from '../ids.ts'
import type { Pack, Role } from '../pack/rules.ts'
import type { ChainStep } from '../pack/vocabulary.ts'
import type { Question } from '../question/question.ts'

type Step = NonNullable<Question['chain']>[number]

/** As whom somebody's act counts. */
export type Acting =
  | { readonly as: string; readonly clauses: readonly ClauseRef[] }
  /** acts for another, but nobody named them beforehand */
  | {
      readonly as: null
      readonly why: 'not-named'
      readonly insteadOf: RoleId
      readonly clauses: readonly ClauseRef[]
    }
  /** acts for another, of which the instrument says nothing */
  | { readonly as: null; readonly why: 'silent' }

/**
 * The role in which an act counts: a substitute's counts as that of the role stood in for, once named as the pack asks.
 * @param place of the act in the chain; what stands there or later was done beforehand only if it says so
 */
export function actingAs(
  pack: Pack,
  who: { readonly role?: string | undefined; readonly substitute?: boolean | undefined },
  chain: readonly Step[],
  place = chain.length,
): Acting {
  const role = who.role ?? ''
  const stand = standing(pack, role, who.substitute === true)
  if (stand === undefined)
    return who.substitute === true ? { as: null, why: 'silent' } : { as: role, clauses: [] }
  const named = chain.some(
    ({ did, role: by, prior }, index) => did === 'name' && by === stand.role && (prior ?? index < place),
  )
  if (stand.namedBeforehand && !named)
    return { as: null, why: 'not-named', insteadOf: stand.role, clauses: stand.clauses }
  return { as: stand.role, clauses: stand.clauses }
}

function standing(
  pack: Pack,
  role: string,
  substitute: boolean,
): NonNullable<Role['standsInFor']> | undefined {
  const byOwnRole = pack.roles.find(({ id, standsInFor }) => id === role && standsInFor !== undefined)
  if (byOwnRole || !substitute) return byOwnRole?.standsInFor
  return pack.roles.find(({ standsInFor }) => standsInFor?.role === role)?.standsInFor
}

export type StepQuery = {
  readonly did: readonly ChainStep[]
  readonly by: readonly (RoleId | string)[]
  /** comes after the step at this place */
  readonly after: number
  readonly prior: boolean
}

/** Place of the first step in the chain that answers the query; -1 where none does. */
export function findStep(pack: Pack, chain: readonly Step[], { did, by, after, prior }: StepQuery): number {
  return chain.findIndex((step, index) => {
    if (index <= after || !did.includes(step.did)) return false
    if (prior && step.prior === false) return false
    const acting = actingAs(pack, step, chain, index)
    return acting.as !== null && by.includes(acting.as)
  })
}
