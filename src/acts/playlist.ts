import type { CaseId, EpochId } from '../domain/ids.ts'
import { instructedLeaves, instructionFor, loadCase } from './case-window.ts'
import type { Context, PersonActor } from './context.ts'

/** The unlocked leaves of a case that still exist, with the grants sealed to this person. */
export async function loadPlaylist(context: Context, actor: PersonActor, caseId: CaseId) {
  const row = await loadCase(context, caseId)
  const { canonical, instruction } = await instructionFor(context, actor, caseId)
  const grants = await context.records.db
    .selectFrom('grants')
    .selectAll()
    .where('instruction', '=', instruction.id)
    .where('operator', '=', actor.person)
    .execute()
  return {
    instruction: canonical,
    leaves: await instructedLeaves(context, row.window, instruction.epochs),
    grants: grants.map(({ epoch, firstLeaf, lastLeaf, sealed }) => ({
      epoch: epoch as EpochId,
      first: firstLeaf,
      last: lastLeaf,
      sealed,
    })),
  }
}
