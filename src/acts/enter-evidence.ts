import { judgmentsOf } from '../domain/casework/cameras.ts'
import { mayEnterForOffice } from '../domain/casework/operators.ts'
import { permitted, refused } from '../domain/casework/refusal.ts'
import { dutiesOf } from '../domain/decide/duties.ts'
import type { CameraId, LocalDay } from '../domain/ids.ts'
import type { Pack } from '../domain/pack/rules.ts'
import type { DoneThing } from '../domain/question/question.ts'
import type { Context, Outcome, PersonActor } from './context.ts'
import { done, refuse } from './context.ts'
import { ActFault } from './fault.ts'
import { localDay } from './local-day.ts'

export type NewEvidence = {
  /** id of the pack's duty */
  readonly duty: string
  /** null: done for all cameras */
  readonly camera: CameraId | null
  readonly doneOn: LocalDay
  /** those of the duty's items that are done */
  readonly items: readonly string[]
  readonly note: string
}

/** Enters that a duty of the instrument has been done: a sign put up, people told, an inspection made. nerima:6(2)①, inzai:3(8) */
export async function enterEvidence(
  context: Context,
  actor: PersonActor,
  input: NewEvidence,
): Promise<Outcome<string>> {
  const duty = dutyOrJudgment(context.pack, input.duty)
  if (duty === undefined) throw new ActFault('not-found', { what: 'duty' })
  const known = new Set(duty.items.flatMap(({ id, anyOf }) => [id, ...(anyOf ?? [])]))
  if (input.items.some((item) => !known.has(item))) throw new ActFault('request-invalid', { field: 'items' })
  if (input.doneOn > localDay(context, context.clock.now()))
    throw new ActFault('request-invalid', { field: 'doneOn' })
  if (input.camera !== null) await knownCamera(context, input.camera)
  const allowed = await mayEnter(context, actor, duty.id)
  if (allowed.kind === 'refused') return refuse(context, actor, 'enter-evidence', allowed)
  if (isJudgment(duty) && input.note.trim() === '')
    return refuse(
      context,
      actor,
      'enter-evidence',
      refused('reason-missing', duty.clauses, { title: duty.title }),
    )
  const id = context.newId()
  const items = duty.items.length === 0 ? null : input.items
  await context.records.transaction(async (tx) => {
    const entrySeq = tx.enter({
      kind: 'duty-done',
      actor,
      clauses: duty.clauses,
      ...(input.camera !== null && { camera: input.camera }),
      body: { evidence: id, duty: duty.id, doneOn: input.doneOn, items, note: input.note },
    })
    await tx.db
      .insertInto('evidence')
      .values({
        id,
        duty: duty.id,
        kind: duty.kind,
        camera: input.camera,
        doneOn: input.doneOn,
        items: items === null ? null : JSON.stringify(items),
        note: input.note,
        enteredAt: context.clock.now(),
        enteredBy: actor.person,
        entrySeq,
      })
      .execute()
  })
  return done(id)
}

/** A decision is entered by whoever takes it; where nobody of that role works with the program, by whoever enters for the office. */
async function mayEnter({ records, pack }: Context, actor: PersonActor, id: string) {
  const judgment = judgmentsOf(pack).find((one) => one.id === id)
  if (judgment?.by === undefined || judgment.by === 'unnamed') return mayEnterForOffice(pack, actor.role)
  const { by, clauses } = judgment
  if (by.includes(actor.role)) return permitted(clauses)
  const decider = await records.db
    .selectFrom('persons')
    .select('id')
    .where('role', 'in', [...by])
    .where('state', '=', 'enrolled')
    .executeTakeFirst()
  return decider === undefined
    ? mayEnterForOffice(pack, actor.role)
    : refused('role-not-permitted', clauses, { role: actor.role, wanted: by.join(',') })
}

/**
 * Enters everything that a camera waits for before it goes live, as done today.
 * @returns the first refusal, else how many were entered
 */
export async function enterGateEvidence(
  context: Context,
  actor: PersonActor,
  note: string,
): Promise<Outcome<number>> {
  const gates = dutiesOf(context.pack).filter(
    ({ kind, gates: acts }) => kind !== 'appointment' && acts.includes('go-live'),
  )
  const doneOn = localDay(context, context.clock.now())
  const waiting = [...gates, ...judgmentsOf(context.pack)]
  for (const { id } of waiting) {
    const items = gates.find((duty) => duty.id === id)?.items.map((item) => item.id) ?? []
    const entered = await enterEvidence(context, actor, { duty: id, camera: null, doneOn, items, note })
    if (entered.kind === 'refused') return entered
  }
  return done(waiting.length)
}

/** Somebody is appointed under people, not here. */
function dutyOrJudgment(pack: Pack, id: string) {
  const duty = dutiesOf(pack).find((one) => one.id === id && one.kind !== 'appointment')
  if (duty !== undefined) return duty
  const judgment = judgmentsOf(pack).find((one) => one.id === id)
  return judgment === undefined ? undefined : { ...judgment, items: [] }
}

async function knownCamera(context: Context, camera: CameraId): Promise<void> {
  const row = await context.records.db
    .selectFrom('cameras')
    .select('id')
    .where('id', '=', camera)
    .executeTakeFirst()
  if (row === undefined) throw new ActFault('not-found', { what: 'camera' })
}

export type DoneFor = {
  readonly done: readonly DoneThing[]
  /** judgments and decisions that somebody has made, by id */
  readonly judged: readonly string[]
}

/** What has been done for the duties of one camera: what was entered for it, and what was entered for all. */
export async function doneFor(context: Context, camera: CameraId | null): Promise<DoneFor> {
  const rows = await context.records.db
    .selectFrom('evidence')
    .select(['duty', 'kind', 'camera', 'doneOn', 'items'])
    .orderBy('enteredAt')
    .execute()
  const own = rows.filter((row) => row.camera === null || row.camera === camera)
  const done = own
    .filter((row) => !isJudgment(row))
    .map(({ duty, kind, doneOn, items }) => ({
      id: duty,
      kind: kind as DoneThing['kind'],
      on: doneOn,
      ...(items !== null && { items: JSON.parse(items) as string[] }),
    }))
  return { done, judged: own.filter(isJudgment).map(({ duty }) => duty) }
}

function isJudgment({ kind }: { readonly kind: string }): boolean {
  return kind === 'test' || kind === 'decision'
}
