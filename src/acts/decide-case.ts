import { decideDecision } from '../domain/access.ts'
import type { CaseId } from '../domain/ids.ts'
import type { Context, Outcome, PersonActor } from './context.ts'
import { done, refuse } from './context.ts'
import { ActFault } from './fault.ts'

/** The deciding post says yes or no, with its reason. funabashi:9(6) */
export async function decideCase(
  context: Context,
  actor: PersonActor,
  caseId: CaseId,
  input: { readonly outcome: 'approved' | 'refused'; readonly reason: string },
): Promise<Outcome<null>> {
  const row = await context.records.db
    .selectFrom('cases')
    .selectAll()
    .where('id', '=', caseId)
    .executeTakeFirst()
  if (row === undefined) throw new ActFault('not-found', { what: 'case' })
  if (row.state !== 'entered') throw new ActFault('wrong-state', { what: 'case' })
  const decision = decideDecision(context.pack, { ground: row.kind, actor: actor.role, reason: input.reason })
  if (decision.kind === 'refused') return refuse(context, actor, 'decide', decision, { case: caseId })
  await context.records.transaction(async (tx) => {
    const { numUpdatedRows } = await tx.db
      .updateTable('cases')
      .set({
        state: input.outcome,
        decidedAt: context.clock.now(),
        decidedBy: actor.person,
        decisionReason: input.reason,
      })
      .where('id', '=', caseId)
      .where('state', '=', 'entered')
      .executeTakeFirst()
    if (numUpdatedRows === 0n) throw new ActFault('wrong-state', { what: 'case' })
    tx.enter({ kind: 'decided', actor, clauses: decision.clauses, case: caseId, body: { ...input } })
  })
  return done(null)
}
