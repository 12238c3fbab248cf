import { cameraFacts } from '../domain/casework/camera-facts.ts'
import { judgmentsOf } from '../domain/casework/cameras.ts'
import { askedAt } from '../domain/casework/keeping.ts'
import type { Due, DutyState } from '../domain/decide/answer.ts'
import { answerDuties, dutiesOf } from '../domain/decide/duties.ts'
import { subjectOf } from '../domain/decide/subject.ts'
import type { CameraId } from '../domain/ids.ts'
import type { Duty, Provision } from '../domain/pack/rules.ts'
import { cameraLabels } from './case-views.ts'
import type { Context } from './context.ts'
import { type DoneFor, doneFor } from './enter-evidence.ts'
import { lateErasures } from './erase-expired.ts'

export type GuidelineState = 'kept' | 'due' | 'broken' | 'notApplicable'

/** A duty, or a judgment that a named person makes, as it stands today. */
export type DutyView = {
  readonly id: string
  readonly title: string
  readonly kind: string
  readonly force: string
  readonly state: GuidelineState
  readonly due: Due
  readonly items: readonly { readonly id: string; readonly label: string }[]
  /** cameras for which it is not done */
  readonly lacking: readonly { readonly id: string; readonly label: string }[]
}

type Camera = { readonly id: CameraId; readonly label: string; readonly recording: boolean }
type PerCamera = Camera & { readonly state: DutyState | 'none'; readonly due: Due }

/** The state of every part of the pack that can be kept or broken, and of every provision, today. */
export async function guidelineToday(context: Context) {
  const cameras = await camerasOf(context)
  const duties = await dutyViews(context, cameras)
  const roles = await roleStates(context, cameras)
  const late = await lateErasures(context)
  const uses = await clauseUses(context)
  const evidence = await evidenceViews(context)
  const stateOfPart = (part: string): GuidelineState => {
    const [list = '', id = ''] = part.split('.')
    if (list === 'duties') return duties.get(id)?.state ?? 'notApplicable'
    if (list === 'roles') return roles.get(id) ?? 'kept'
    if (part.startsWith('values.retention.') || list === 'retention') return late > 0 ? 'broken' : 'kept'
    if (list === 'acts') return worst(judgmentsIn(context, id).map((one) => duties.get(one)?.state ?? 'kept'))
    return 'kept'
  }
  return {
    late,
    articles: context.pack.provisions.map((provision) => ({
      clause: provision.clause,
      state: provisionState(provision, stateOfPart),
      parts: provision.rests.map((name) => ({ name, state: stateOfPart(name) })),
      duties: dutiesIn(context, provision).flatMap((id) => duties.get(id) ?? []),
      uses: uses.get(provision.clause) ?? [],
      evidence: dutiesIn(context, provision).flatMap((id) => evidence.get(id) ?? []),
    })),
  }
}

function provisionState({ rests }: Provision, stateOfPart: (part: string) => GuidelineState): GuidelineState {
  return worst(rests.map(stateOfPart))
}

const order: readonly GuidelineState[] = ['broken', 'due', 'kept', 'notApplicable']

/** The state that matters most; what rests on nothing but its record is kept by being shown. */
function worst(states: readonly GuidelineState[]): GuidelineState {
  return order.find((state) => states.includes(state)) ?? 'kept'
}

function dutiesIn(context: Context, { rests }: Provision): readonly string[] {
  return rests.flatMap((part) => {
    const [list = '', id = ''] = part.split('.')
    if (list === 'duties') return [id]
    return list === 'acts' ? judgmentsIn(context, id) : []
  })
}

function judgmentsIn({ pack }: Context, rule: string): readonly string[] {
  const judged = new Set(judgmentsOf(pack).map(({ id }) => id))
  const needs = pack.acts.find(({ id }) => id === rule)?.needs ?? []
  return needs.map(({ id }) => id).filter((id) => judged.has(id))
}

async function camerasOf(context: Context): Promise<readonly (Camera & { row: string; place: string })[]> {
  const labels = await cameraLabels(context)
  const rows = await context.records.db
    .selectFrom('cameras')
    .select(['id', 'row', 'place', 'state'])
    .execute()
  return rows.map(({ id, row, place, state }) => ({
    id: id as CameraId,
    label: labels.get(id) ?? '',
    recording: state === 'recording',
    row,
    place,
  }))
}

async function dutyViews(
  context: Context,
  cameras: Awaited<ReturnType<typeof camerasOf>>,
): Promise<ReadonlyMap<string, DutyView>> {
  const { pack } = context
  const at = askedAt(context.clock.now(), pack.timeZone)
  const asked =
    cameras.length > 0 ? cameras : [{ id: null, label: '', recording: false, row: '', place: '' } as const]
  const states = await Promise.all(
    asked.map(async (camera) => {
      const given = await doneFor(context, camera.id)
      const facts = cameraFacts(pack, camera)
      const subject = subjectOf(pack, { ask: 'duties', at, camera: facts, done: [...given.done] })
      return { camera, given, duties: new Map(answerDuties(subject).answer.map((duty) => [duty.id, duty])) }
    }),
  )
  const own = dutiesOf(pack).filter(({ kind }) => kind !== 'appointment')
  const views = own.map((duty) => {
    const perCamera = states.map(({ camera, duties }) => ({
      ...(camera as Camera),
      state: duties.get(duty.id)?.state ?? ('none' as const),
      due: duties.get(duty.id)?.due ?? null,
    }))
    return dutyView(duty, perCamera)
  })
  const judged = judgmentsOf(pack).map((one) => {
    const perCamera = states.map(({ camera, given }) => ({
      ...(camera as Camera),
      state: isJudged(given, one.id) ? ('done' as const) : ('missing' as const),
      due: null,
    }))
    const { id, force, clauses, asks, title } = one
    const asDuty: Duty = { id, force, clauses, kind: 'measure', gates: [], items: [], title: asks ?? title }
    return { ...dutyView(asDuty, perCamera), kind: 'test' }
  })
  return new Map([...views, ...judged].map((view) => [view.id, view]))
}

function isJudged({ judged }: DoneFor, id: string): boolean {
  return judged.includes(id)
}

function dutyView(duty: Duty, cameras: readonly PerCamera[]): DutyView {
  const states = cameras.map((camera) => dutyState(duty, camera))
  const lacking = cameras.filter(
    (camera) => camera.id !== null && camera.state !== 'done' && camera.state !== 'none',
  )
  return {
    id: duty.id,
    title: duty.title,
    kind: duty.kind,
    force: duty.force,
    state: worst(states),
    due: cameras.find(({ due }) => due !== null)?.due ?? null,
    items: duty.items.flatMap(({ id, label, anyOf }) => (anyOf ?? [id]).map((one) => ({ id: one, label }))),
    lacking: lacking.map(({ id, label }) => ({ id, label })),
  }
}

/** What a running camera lacks is broken, what one that is still to come lacks is due. */
function dutyState({ force }: Duty, { state, recording }: PerCamera): GuidelineState {
  if (state === 'none') return 'notApplicable'
  if (state === 'done') return 'kept'
  if (state === 'overdue') return 'broken'
  return state === 'missing' && recording && force === 'must' ? 'broken' : 'due'
}

async function roleStates(
  context: Context,
  cameras: readonly Camera[],
): Promise<ReadonlyMap<string, GuidelineState>> {
  const people = await context.records.db.selectFrom('persons').select('role').execute()
  const lacking = cameras.some(({ recording }) => recording) ? 'broken' : 'due'
  return new Map(
    context.pack.roles.map(({ id, atLeast }) => {
      const holders = people.filter(({ role }) => role === id).length
      return [id, holders < atLeast ? lacking : 'kept']
    }),
  )
}

async function clauseUses(context: Context) {
  const rows = await context.records.db
    .selectFrom('clauseUse')
    .selectAll()
    .orderBy('lastAt', 'desc')
    .execute()
  return Map.groupBy(rows, ({ clause }) => clause)
}

async function evidenceViews(context: Context) {
  const labels = await cameraLabels(context)
  const rows = await context.records.db
    .selectFrom('evidence')
    .innerJoin('persons', 'persons.id', 'evidence.enteredBy')
    .select(['evidence.id', 'duty', 'camera', 'doneOn', 'note', 'enteredAt', 'name', 'entrySeq'])
    .orderBy('enteredAt', 'desc')
    .execute()
  const views = rows.map(({ camera, name, ...row }) => ({
    ...row,
    by: name,
    camera: camera === null ? null : (labels.get(camera) ?? ''),
  }))
  return Map.groupBy(views, ({ duty }) => duty)
}

/** What the office has set, and what it can set. */
export async function officeViews(context: Context) {
  return context.records.db
    .selectFrom('officeValues')
    .select(['path', 'value', 'decidedOn', 'decidedBy'])
    .execute()
}
