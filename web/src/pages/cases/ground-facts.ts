import type { GroundMessage } from '../../../../src/http/contract.ts'

type Requester = GroundMessage['requesters'][number]
type Basis = GroundMessage['bases'][number]
/** More bases than this and the ground does not look at them at all. */
const everyBasis = 12

/** Whom a clerk can choose as the one who asks, and whom the form begins with. */
export function firstRequester({ requesters }: GroundMessage): Requester {
  return requesters.includes('police') ? 'police' : (requesters[0] ?? 'none')
}

/** Bases to choose from; empty where there is nothing to choose. */
export function basesToAsk({ bases }: GroundMessage): readonly Basis[] {
  return bases.length > 1 && bases.length < everyBasis ? bases : []
}

/** The basis a case under this ground has when nobody chose one. */
export function givenBasis(ground: GroundMessage): Basis | null {
  return ground.bases.length < everyBasis ? (ground.bases[0] ?? null) : null
}
