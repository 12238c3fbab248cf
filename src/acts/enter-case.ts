import type { CaseFacts, Paper } from '../domain/casework/case-question.ts'
import { decideEntry } from '../domain/casework/casework.ts'
import type { CameraId, CaseId, Window } from '../domain/ids.ts'
import { type Applicant, asked, type StoredFacts, statedPurpose } from './case-facts.ts'
import { nextCaseNumber } from './case-number.ts'
import type { Context, Outcome, PersonActor } from './context.ts'
import { done, refuse } from './context.ts'
import { ActFault } from './fault.ts'

export type NewCase = {
  /** id of the ground under which the case is entered */
  readonly ground: string
  readonly purpose: string
  /** the use goes beyond the purposes of the installation */
  readonly beyond: boolean
  readonly basis: CaseFacts['basis']
  readonly law: string
  readonly papers: readonly Paper[]
  readonly answers: Readonly<Record<string, boolean>>
  /** names of those who are there beside whoever sees the footage */
  readonly witnesses: readonly string[]
  readonly cameras: readonly CameraId[]
  readonly window: Window
  readonly applicant: Applicant | null
}

/** Enters a request for footage under a ground of the instrument. funabashi:9(5), funabashi:9(6) */
export async function enterCase(
  context: Context,
  actor: PersonActor,
  input: NewCase,
): Promise<Outcome<CaseId>> {
  const { from, to } = input.window
  if (to <= from || from >= context.clock.now()) throw new ActFault('window-empty')
  const cameras = await knownCameras(context, input.cameras)
  const stored = storedFacts(input)
  const facts: CaseFacts = {
    ...stored,
    ground: input.ground,
    purpose: statedPurpose(input.purpose, input.beyond),
    chain: [],
  }
  const decision = decideEntry(context.pack, facts, {
    ...asked(context, actor),
    named: isNamed(input.applicant),
  })
  if (decision.kind === 'refused') return refuse(context, actor, `apply-${input.ground}`, decision)
  // where somebody decides, whoever decides answers
  if (!decision.decided && Object.keys(input.answers).length > 0)
    throw new ActFault('request-invalid', { field: 'answers' })

  const id = context.newId() as CaseId
  const now = context.clock.now()
  await context.records.transaction(async (tx) => {
    await tx.db
      .insertInto('cases')
      .values({
        id,
        number: await nextCaseNumber(tx, now, context.pack.timeZone),
        groundId: input.ground,
        // a search needs no decision but the searcher's own, named with its purpose
        state: decision.decided ? 'approved' : 'entered',
        ground: decision.ground,
        purpose: input.purpose,
        facts: JSON.stringify(stored),
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
    const { ground: kind, purpose, beyond, basis, applicant, papers, law, answers, witnesses } = input
    tx.enter({
      kind: 'application-entered',
      actor,
      clauses: decision.clauses,
      case: id,
      body: { kind, purpose, beyond, basis, cameras, from, to, applicant, papers, law, answers, witnesses },
    })
  })
  return done(id)
}

function storedFacts({ beyond, basis, law, papers, answers, applicant, witnesses }: NewCase): StoredFacts {
  return {
    by: applicant?.agencyKind ?? 'none',
    beyond,
    basis,
    law,
    papers,
    identityChecked: applicant !== null && applicant.identityChecked.trim() !== '',
    answers,
    witnesses,
  }
}

/** Whoever asks from outside has a name, of an agency or their own, and somebody who speaks for it. */
function isNamed(applicant: Applicant | null): boolean {
  return applicant === null || (applicant.agency.trim() !== '' && applicant.officer.trim() !== '')
}

async function knownCameras(context: Context, asked: readonly CameraId[]): Promise<readonly CameraId[]> {
  const cameras = [...new Set(asked)]
  const known = await context.records.db
    .selectFrom('cameras')
    .select('id')
    .where('id', 'in', cameras)
    .execute()
  if (known.length !== cameras.length) throw new ActFault('not-found', { what: 'camera' })
  return cameras
}
