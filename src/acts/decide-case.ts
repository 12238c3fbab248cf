import { type Brought, withBrought } from '../domain/casework/case-question.ts'
import { decideStep } from '../domain/casework/casework.ts'
import type { CaseId } from '../domain/ids.ts'
import { asked, caseFacts, type StoredFacts } from './case-facts.ts'
import type { Context, Outcome, PersonActor } from './context.ts'
import { done, refuse } from './context.ts'
import { ActFault } from './fault.ts'
import { inTurn } from './in-turn.ts'

/** With what this person answers to the instrument's open wording, and the papers that came in since the case was entered. */
export type CaseDecision = Brought & {
  readonly outcome: 'approved' | 'refused'
  readonly reason: string
}

/**
 * The step that the case waits for, decision or instruction, by whoever the instrument names, with the reason. A no ends the case; a yes
 * takes it on, to the next step or to approval. funabashi:9(6)
 */
export function decideCase(
  context: Context,
  actor: PersonActor,
  caseId: CaseId,
  input: CaseDecision,
): Promise<Outcome<null>> {
  // each decides on what the others have left
  return inTurn(context, () => decideInTurn(context, actor, caseId, input))
}

async function decideInTurn(
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
  const facts = await caseFacts(context, row)
  // an answer stands for whoever gave it: another sees it otherwise by saying no
  if (Object.entries(input.answers).some(([id, answer]) => (facts.answers[id] ?? answer) !== answer))
    throw new ActFault('request-invalid', { field: 'answers' })
  const decision = decideStep(context.pack, facts, {
    ...asked(context, actor),
    reason: input.reason,
    approving: input.outcome === 'approved',
    brought: input,
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
        facts: JSON.stringify(withBrought(JSON.parse(row.facts) as StoredFacts, input)),
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
