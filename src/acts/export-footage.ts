import { decideExport } from '../domain/casework/casework.ts'
import type { CameraId, CaseId, ClauseRef } from '../domain/ids.ts'
import type { LeafRow } from '../footage/ports.ts'
import { asked, caseFacts } from './case-facts.ts'
import { instructedLeaves, instructionFor, loadCase } from './case-window.ts'
import type { Context, Outcome, PersonActor } from './context.ts'
import { done, refuse } from './context.ts'
import { ActFault } from './fault.ts'

export type ExportPlan = {
  readonly id: string
  readonly caseNumber: string
  readonly ground: ClauseRef
  readonly recipient: string
  readonly medium: string
  readonly window: { readonly from: number; readonly to: number }
  /** those of the case, with or without footage */
  readonly cameras: readonly CameraId[]
  /** camera by camera, each in order of time */
  readonly leaves: readonly LeafRow[]
  /** the export's own ledger entry */
  readonly entrySeq: number
}

/** Enters that a copy of the unlocked window is made for this recipient; the copy is bound to the case. funabashi:9(6), 9(7) */
export async function exportFootage(
  context: Context,
  actor: PersonActor,
  caseId: CaseId,
  input: { readonly recipient: string; readonly medium: string },
): Promise<Outcome<ExportPlan>> {
  const row = await loadCase(context, caseId)
  const decision = decideExport(context.pack, await caseFacts(context, row), {
    ...asked(context, actor),
    recipient: input.recipient,
  })
  if (decision.kind === 'refused') return refuse(context, actor, 'export', decision, { case: caseId })
  const { instruction } = await instructionFor(context, actor, caseId)
  const leaves = await instructedLeaves(context, row.window, instruction.epochs)
  if (leaves.length === 0) throw new ActFault('footage-gone')
  const id = context.newId()
  const entrySeq = await context.records.transaction(async (tx) => {
    const seq = tx.enter({
      kind: 'exported',
      actor,
      clauses: decision.clauses,
      case: caseId,
      instruction: instruction.id,
      body: { export: id, ...input, cameras: row.cameras, ...row.window },
    })
    await tx.db
      .insertInto('exports')
      .values({ id, caseId, by: actor.person, at: context.clock.now(), ...input, entrySeq: seq })
      .execute()
    return seq
  })
  return done({
    id,
    caseNumber: row.number,
    ground: row.ground as ClauseRef,
    ...input,
    window: row.window,
    cameras: row.cameras,
    leaves,
    entrySeq,
  })
}
