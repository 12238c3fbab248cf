import { decideApplication } from '../domain/access.ts'
import type { CameraId, CaseId, Window } from '../domain/ids.ts'
import { nextCaseNumber } from './case-number.ts'
import type { Context, Outcome, PersonActor } from './context.ts'
import { done, refuse } from './context.ts'
import { ActFault } from './fault.ts'

export type Applicant = {
  readonly agency: string
  readonly agencyKind: 'police' | 'prosecutor' | 'court' | 'otherInvestigator'
  readonly officer: string
  readonly officerPost: string
  readonly contact: string
  readonly documentNumber: string
  readonly documentDate: string
  readonly identityChecked: string
}

export type NewCase = {
  readonly kind: 'search' | 'provision'
  readonly purpose: string
  readonly cameras: readonly CameraId[]
  readonly window: Window
  readonly applicant: Applicant | null
}

/** Enters a request for footage, by a person inside (funabashi:9(5)) or an investigative agency (funabashi:9(6)). */
export async function enterCase(
  context: Context,
  actor: PersonActor,
  input: NewCase,
): Promise<Outcome<CaseId>> {
  const { from, to } = input.window
  if (to <= from || from >= context.clock.now()) throw new ActFault('window-empty')
  const cameras = [...new Set(input.cameras)]
  const known = await context.records.db
    .selectFrom('cameras')
    .select('id')
    .where('id', 'in', cameras)
    .execute()
  if (known.length !== cameras.length) throw new ActFault('not-found', { what: 'camera' })
  const decision = decideApplication(context.pack, {
    ground: input.kind,
    actor: actor.role,
    purpose: input.purpose,
    applicant: input.applicant,
  })
  if (decision.kind === 'refused') return refuse(context, actor, `apply-${input.kind}`, decision)

  const id = context.newId() as CaseId
  const now = context.clock.now()
  await context.records.transaction(async (tx) => {
    await tx.db
      .insertInto('cases')
      .values({
        id,
        number: await nextCaseNumber(tx, now, context.pack.timeZone),
        kind: input.kind,
        // a search needs no decision but the searcher's own, named with its purpose
        state: decision.decider === null ? 'approved' : 'entered',
        ground: decision.ground,
        purpose: input.purpose,
        windowFrom: from,
        windowTo: to,
        applicant: input.applicant === null ? null : JSON.stringify(input.applicant),
        enteredAt: now,
        enteredBy: actor.person,
        decidedAt: null,
        decidedBy: null,
        decisionReason: null,
      })
      .execute()
    await tx.db
      .insertInto('caseCameras')
      .values(cameras.map((camera) => ({ caseId: id, camera })))
      .execute()
    tx.enter({
      kind: 'application-entered',
      actor,
      clauses: decision.clauses,
      case: id,
      body: {
        kind: input.kind,
        purpose: input.purpose,
        cameras,
        from,
        to,
        applicant: input.applicant,
      },
    })
  })
  return done(id)
}
