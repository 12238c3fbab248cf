import { cameraFacts } from '../domain/casework/camera-facts.ts'
import { admitCamera, decideGoLive } from '../domain/casework/cameras.ts'
import type { CameraId, RoleId } from '../domain/ids.ts'
import { asked } from './case-facts.ts'
import type { Context, Outcome, PersonActor } from './context.ts'
import { done, refuse } from './context.ts'
import { doneFor } from './enter-evidence.ts'
import { ActFault } from './fault.ts'

export type NewCamera = {
  /** row of the instrument's register */
  readonly row: string
  readonly place: string
  /** rtsp:// address without credentials */
  readonly url: string
  readonly username: string
  readonly password: string
  readonly kbps: number
}

/** Enters a camera into the register if the instrument has room for it there. funabashi:4-2 */
export async function registerCamera(
  context: Context,
  actor: PersonActor,
  input: NewCamera,
): Promise<Outcome<CameraId>> {
  const url = URL.parse(input.url)
  if (
    url === null ||
    url.protocol !== 'rtsp:' ||
    url.hostname === '' ||
    url.username !== '' ||
    url.password !== ''
  ) {
    throw new ActFault('request-invalid', { field: 'url' })
  }
  const camera = context.newId() as CameraId
  // decided in the transaction: two who register at once must not both find the last place free
  const outcome = await context.records.transaction(async (tx): Promise<Outcome<CameraId>> => {
    const present = await tx.db.selectFrom('cameras').select(['row', 'place']).execute()
    const decision = admitCamera(context.pack, {
      ...asked(context, actor),
      row: input.row,
      place: input.place,
      present,
    })
    if (decision.kind === 'refused') return decision
    await tx.db
      .insertInto('cameras')
      .values({
        id: camera,
        ...input,
        state: 'registered',
        registeredAt: context.clock.now(),
        startedAt: null,
      })
      .execute()
    tx.enter({
      kind: 'camera-registered',
      actor,
      clauses: decision.clauses,
      camera,
      body: { row: input.row, place: input.place, kbps: input.kbps },
    })
    return done(camera)
  })
  return outcome.kind === 'refused' ? refuse(context, actor, 'register-camera', outcome) : outcome
}

/**
 * Lets a registered camera record; refused while a role that the instrument wants filled is empty, or something that it wants done before
 * is not. funabashi:5-1, nerima:6(1)①
 */
export async function startRecording(
  context: Context,
  actor: PersonActor,
  camera: CameraId,
): Promise<Outcome<CameraId>> {
  const row = await context.records.db
    .selectFrom('cameras')
    .selectAll()
    .where('id', '=', camera)
    .executeTakeFirst()
  if (row === undefined) throw new ActFault('not-found', { what: 'camera' })
  if (row.state === 'recording') throw new ActFault('wrong-state', { what: 'camera' })
  const people = await context.records.db.selectFrom('persons').select('role').execute()
  const decision = decideGoLive(context.pack, {
    ...asked(context, actor),
    ...(await doneFor(context, camera)),
    filled: people.map(({ role }) => role as RoleId),
    camera: cameraFacts(context.pack, row),
  })
  if (decision.kind === 'refused') return refuse(context, actor, 'start-recording', decision, { camera })
  const now = context.clock.now()
  await context.records.transaction(async (tx) => {
    const { numUpdatedRows } = await tx.db
      .updateTable('cameras')
      .set({ state: 'recording', startedAt: now })
      .where('id', '=', camera)
      .where('state', '=', 'registered')
      .executeTakeFirst()
    if (numUpdatedRows === 0n) throw new ActFault('wrong-state', { what: 'camera' })
    tx.enter({ kind: 'recording-started', actor, clauses: decision.clauses, camera, body: {} })
  })
  return done(camera)
}
