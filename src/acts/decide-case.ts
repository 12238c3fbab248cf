import type { Paper } from '../domain/casework/case-question.ts'
import { decideStep } from '../domain/casework/casework.ts'
import type { CaseId } from '../domain/ids.ts'
import { asked, caseFacts, type StoredFacts } from './case-facts.ts'
import type { Context, Outcome, PersonActor } from './context.ts'
import { done, refuse } from './context.ts'
import { ActFault } from './fault.ts'

export type CaseDecision = {
  readonly outcome: 'approved' | 'refused'
  readonly reason: string
  /** what this person answers to the instrument's open wording, by the test's id */
  readonly answers: Readonly<Record<string, boolean>>
  /** papers that came in since the case was entered */
  readonly papers: readonly Paper[]
}

/**
 * The step that the case waits for, decision or instruction, by whoever the instrument names, with the reason. A no ends the case; a yes
 * takes it on, to the next step or to approval. funabashi:9(6)
 */
export async function decideCase(
  context: Context,
  actor: PersonActor,
  caseId: CaseId,
  input: CaseDecision,
): Promise<Outcome<null>> {
  const row = await context.records.db
    .selectFrom('cases')
    .selectAll()
    .where('id', '=', caseId)
    .executeTakeFirst()
  if (row === undefined) throw new ActFault('not-found', { what: 'case' })
  if (row.state !== 'entered') throw new ActFault('wrong-state', { what: 'case' })
  const stored = JSON.parse(row.facts) as StoredFacts
  const merged: StoredFacts = {
    ...stored,
    answers: { ...stored.answers, ...input.answers },
    papers: [...stored.papers, ...input.papers],
  }
  const facts = await caseFacts(context, { ...row, facts: JSON.stringify(merged) })
  const decision = decideStep(context.pack, facts, {
    ...asked(context, actor),
    reason: input.reason,
    approving: input.outcome === 'approved',
  })
  if (decision.kind === 'refused') return refuse(context, actor, 'decide', decision, { case: caseId })
  const now = context.clock.now()
  await context.records.transaction(async (tx) => {
    await tx.db
      .insertInto('caseSteps')
      .values({
        caseId,
        step: facts.chain.length,
        did: decision.did,
        role: actor.role,
        person: actor.person,
        at: now,
        reason: input.reason,
      })
      .execute()
    const { numUpdatedRows } = await tx.db
      .updateTable('cases')
      .set({
        facts: JSON.stringify(merged),
        ...(decision.complete && {
          state: input.outcome,
          decidedAt: now,
          decidedBy: actor.person,
          decisionReason: input.reason,
        }),
      })
      .where('id', '=', caseId)
      .where('state', '=', 'entered')
      .executeTakeFirst()
    if (numUpdatedRows === 0n) throw new ActFault('wrong-state', { what: 'case' })
    tx.enter({
      kind: 'decided',
      actor,
      clauses: decision.clauses,
      case: caseId,
      body: { ...input, did: decision.did },
    })
  })
  return done(null)
}
