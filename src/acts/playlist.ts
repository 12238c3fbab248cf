import type { CaseId, EpochId } from '../domain/ids.ts'
import { parseInstruction } from '../vault/instruction.ts'
import { instructedLeaves, loadCase } from './case-window.ts'
import type { Context, PersonActor } from './context.ts'
import { ActFault } from './fault.ts'

/** The unlocked leaves of a case that still exist, with the grants sealed to this person. */
export async function loadPlaylist(context: Context, actor: PersonActor, caseId: CaseId) {
  const row = await loadCase(context, caseId)
  const stored = await context.records.db
    .selectFrom('instructions')
    .select(['id', 'canonical'])
    .where('caseId', '=', caseId)
    .executeTakeFirst()
  if (stored === undefined) throw new ActFault('wrong-state', { what: 'case' })
  const grants = await context.records.db
    .selectFrom('grants')
    .selectAll()
    .where('instruction', '=', stored.id)
    .where('operator', '=', actor.person)
    .execute()
  if (grants.length === 0) throw new ActFault('key-not-held')
  return {
    instruction: stored.canonical,
    leaves: await instructedLeaves(context, row.window, parseInstruction(stored.canonical).epochs),
    grants: grants.map(({ epoch, firstLeaf, lastLeaf, sealed }) => ({
      epoch: epoch as EpochId,
      first: firstLeaf,
      last: lastLeaf,
      sealed,
    })),
  }
}
