import { cameraRow } from '../domain/casework/cameras.ts'
import { caseClauses, decideExport, decideUnlock, decideView } from '../domain/casework/casework.ts'
import { holdAfter, keepingOf } from '../domain/casework/keeping.ts'
import type { CaseId, LocalDay } from '../domain/ids.ts'
import { type Instruction, parseInstruction } from '../vault/instruction.ts'
import { type Applicant, asked, caseFacts } from './case-facts.ts'
import { caseSteps, groundOfCase } from './case-steps.ts'
import { instructedLeaves, loadCase, type WindowPart, windowParts } from './case-window.ts'
import type { Context, PersonActor } from './context.ts'
import { localDay } from './local-day.ts'

/** A window part in words of people: true edges, how many pieces, what is missing. */
export function partView(labels: ReadonlyMap<string, string>, part: WindowPart) {
  const [first, last] = [part.leaves[0], part.leaves.at(-1)]
  return {
    camera: part.camera,
    label: labels.get(part.camera) ?? '',
    from: first?.first ?? null,
    to: last?.last ?? null,
    pieces: part.leaves.length,
    gaps: part.gaps.map(({ from, to, cause }) => ({ from, to, cause })),
    unfinished: part.unfinished,
  }
}

export async function cameraLabels(context: Context): Promise<ReadonlyMap<string, string>> {
  const rows = await context.records.db.selectFrom('cameras').select(['id', 'row', 'place']).execute()
  return new Map(
    rows.map(({ id, row, place }) => [id, `${cameraRow(context.pack, row, place).facility} ${place}`]),
  )
}

/** What the case's window would open, and how long it is kept from then on. */
export async function previewWindow(context: Context, caseId: CaseId) {
  const row = await loadCase(context, caseId)
  const labels = await cameraLabels(context)
  const parts = await windowParts(context, row.cameras, row.window)
  return {
    parts: parts.map((part) => partView(labels, part)),
    hold: holdAfter(context.pack, 'searched', context.clock.now()),
  }
}

/** @param withParts false leaves out what the unlocked window holds, for lists */
export async function caseView(context: Context, actor: PersonActor, caseId: CaseId, withParts = true) {
  const row = await loadCase(context, caseId)
  const labels = await cameraLabels(context)
  const people = new Map(
    (await context.records.db.selectFrom('persons').select(['id', 'name']).execute()).map(({ id, name }) => [
      id,
      name,
    ]),
  )
  const who = (id: string | null): string => (id === null ? '' : (people.get(id) ?? ''))
  const instruction = await context.records.db
    .selectFrom('instructions')
    .selectAll()
    .where('caseId', '=', caseId)
    .executeTakeFirst()
  const [viewings, exports, hold] = await Promise.all([
    context.records.db
      .selectFrom('viewings')
      .selectAll()
      .where('caseId', '=', caseId)
      .orderBy('at')
      .execute(),
    context.records.db.selectFrom('exports').selectAll().where('caseId', '=', caseId).orderBy('at').execute(),
    context.records.db
      .selectFrom('holds')
      .select((eb) => eb.fn.max('endsOn').as('endsOn'))
      .where('caseId', '=', caseId)
      .where('endedAt', 'is', null)
      .executeTakeFirst(),
  ])
  const signed = instruction === undefined ? null : parseInstruction(instruction.canonical)
  const may = (decision: { readonly kind: string }): boolean => decision.kind !== 'refused'
  const facts = await caseFacts(context, row)
  const asking = asked(context, actor)
  return {
    id: caseId,
    number: row.number,
    ...groundOfCase(context, row.groundId),
    state: row.state,
    ground: row.ground,
    purpose: row.purpose,
    ...row.window,
    enteredAt: row.enteredAt,
    enteredBy: who(row.enteredBy),
    applicant: row.applicant === null ? null : (JSON.parse(row.applicant) as Applicant),
    cameras: row.cameras.map((id) => ({ id, label: labels.get(id) ?? '' })),
    ...(await caseSteps(context, actor, row, facts)),
    decision:
      row.decidedAt === null
        ? null
        : {
            outcome: row.state === 'refused' ? ('refused' as const) : ('approved' as const),
            by: who(row.decidedBy),
            at: row.decidedAt,
            reason: row.decisionReason ?? '',
          },
    unlocked:
      instruction === undefined || signed === null
        ? null
        : {
            by: who(instruction.unlocker),
            at: instruction.at,
            instruction: instruction.id,
            operators: signed.operators.map((id) => ({ id, name: who(id) })),
            parts: withParts ? await openedParts(context, row, signed, labels) : [],
          },
    expiresOn: keepingOf(context.pack, localDay(context, row.window.from)).lastDay,
    heldUntil: (hold?.endsOn ?? null) as LocalDay | null,
    viewings: viewings.map(({ person, at, endedAt }) => ({ by: who(person), at, endedAt })),
    exports: exports.map(({ id, by, at, recipient, medium }) => ({ id, by: who(by), at, recipient, medium })),
    may: {
      unlock: row.state === 'approved' && may(decideUnlock(context.pack, facts, asking)),
      view:
        row.state === 'unlocked' &&
        signed?.operators.includes(actor.person) === true &&
        may(decideView(context.pack, facts, asking)),
      export:
        row.state === 'unlocked' &&
        signed?.operators.includes(actor.person) === true &&
        may(decideExport(context.pack, facts, { ...asking, recipient: '-' })),
    },
    clauses: caseClauses(context.pack, row.groundId),
  }
}

/** What the signed instruction opened, of what still exists: footage that was closed after the signature is none of it. */
async function openedParts(
  context: Context,
  row: Awaited<ReturnType<typeof loadCase>>,
  signed: Instruction,
  labels: ReadonlyMap<string, string>,
) {
  const opened = new Set(
    (await instructedLeaves(context, row.window, signed.epochs)).map((leaf) => `${leaf.epoch}/${leaf.leaf}`),
  )
  const parts = await windowParts(context, row.cameras, row.window)
  return parts.map((part) =>
    partView(labels, {
      ...part,
      leaves: part.leaves.filter(({ epoch, leaf }) => opened.has(`${epoch}/${leaf}`)),
      unfinished: false,
    }),
  )
}

/** The newest 200 cases. */
export async function caseViews(context: Context, actor: PersonActor) {
  const rows = await context.records.db
    .selectFrom('cases')
    .select('id')
    .orderBy('enteredAt', 'desc')
    .limit(200)
    .execute()
  return Promise.all(rows.map(({ id }) => caseView(context, actor, id as CaseId, false)))
}
