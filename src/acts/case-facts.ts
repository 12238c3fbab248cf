import type { CaseFacts } from '../domain/casework/case-question.ts'
import { askedAt } from '../domain/casework/keeping.ts'
import type { RequesterKind } from '../domain/pack/vocabulary.ts'
import type { Context, PersonActor } from './context.ts'

/** What of a case's facts stands in its record beside the chain of decisions. */
export type StoredFacts = Omit<CaseFacts, 'ground' | 'chain' | 'purpose'> & { readonly beyond: boolean }

export type Applicant = {
  readonly agency: string
  readonly agencyKind: RequesterKind
  readonly officer: string
  readonly officerPost: string
  readonly contact: string
  readonly identityChecked: string
}

type CaseRow = {
  readonly id: string
  readonly groundId: string
  readonly purpose: string
  readonly facts: string
}

/** The facts of a case as its ground looks at them, with all that has been decided so far. */
export async function caseFacts(context: Context, row: CaseRow): Promise<CaseFacts> {
  const chain = await context.records.db
    .selectFrom('caseSteps')
    .select(['role', 'did'])
    .where('caseId', '=', row.id)
    .orderBy('step')
    .execute()
  const { beyond, ...stored } = JSON.parse(row.facts) as StoredFacts
  return {
    ...stored,
    ground: row.groundId,
    purpose: statedPurpose(row.purpose, beyond),
    chain: chain as CaseFacts['chain'],
  }
}

/** A purpose that nobody has written down is not stated. */
export function statedPurpose(purpose: string, beyond: boolean): CaseFacts['purpose'] {
  if (purpose.trim() === '') return null
  return beyond ? 'beyond' : 'within'
}

/** Who asks the instrument, and when. */
export function asked(context: Context, actor: PersonActor) {
  return { role: actor.role, at: askedAt(context.clock.now(), context.pack.timeZone) }
}
