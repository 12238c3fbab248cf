import type { z } from 'zod'
import { lateErasures } from '../../acts/erase-expired.ts'
import { ActFault } from '../../acts/fault.ts'
import { registerCamera, startRecording } from '../../acts/register-camera.ts'
import { clockDoubt, confirmClock } from '../../acts/trust-clock.ts'
import { cameraRow, registerTable } from '../../domain/casework/cameras.ts'
import { retentionToday } from '../../domain/casework/keeping.ts'
import type { CameraId, Instant } from '../../domain/ids.ts'
import type { CameraStatus } from '../../recorder/ports.ts'
import type { camera, warnings } from '../contract.ts'
import type { Installation } from '../host.ts'
import { type Handlers, settled, signedIn } from '../router.ts'

const lowStore = 0.1
const fewestHolders = 2

export async function cameraViews(installation: Installation): Promise<z.input<typeof camera>[]> {
  const { context } = installation
  const rows = await context.records.db.selectFrom('cameras').selectAll().orderBy('registeredAt').execute()
  const statuses = await installation.cameraStatus()
  return rows.map((row) => {
    const place = cameraRow(context.pack, row.row, row.place)
    const shared = {
      id: row.id,
      label: `${place.facility} ${row.place}`,
      row: row.row,
      facility: place.facility,
      place: row.place,
      range: place.range,
      kbps: row.kbps,
    }
    const none = { cause: null, detail: null, lastFrame: null }
    if (row.state === 'registered')
      return { ...shared, ...none, state: 'registered', since: row.registeredAt }
    const status = statuses?.get(row.id as CameraId)
    if (statuses === null) return { ...shared, ...none, state: 'recorder-down', since: context.clock.now() }
    if (status === undefined)
      return { ...shared, ...none, state: 'connecting', since: row.startedAt ?? row.registeredAt }
    return { ...shared, ...statusView(status) }
  })
}

function statusView(status: CameraStatus) {
  return {
    state: status.state,
    since: status.since,
    cause: status.cause ?? null,
    detail: status.detail ?? null,
    lastFrame: status.lastFrame ?? null,
  }
}

async function cameraView(installation: Installation, id: string): Promise<z.input<typeof camera>> {
  const view = (await cameraViews(installation)).find((candidate) => candidate.id === id)
  if (view === undefined) throw new ActFault('not-found', { what: 'camera' })
  return view
}

async function warningsView(installation: Installation): Promise<z.input<typeof warnings>> {
  const { context } = installation
  const views = await cameraViews(installation)
  const { holders } = await context.records.db
    .selectFrom('roleKeyWraps')
    .select((eb) => eb.fn.countAll<number>().as('holders'))
    .where('roleKey', '=', installation.roleKey.id)
    .executeTakeFirstOrThrow()
  const capacity = await context.footage.capacity()
  const freeRatio = capacity.slots === 0 ? 0 : capacity.free / capacity.slots
  return {
    notRecording: views
      .filter(({ state }) => state !== 'recording' && state !== 'registered')
      .map(({ id, label, since, cause, detail }) => ({ camera: id, label, since, cause, detail })),
    fewHolders: holders < fewestHolders,
    clock: await clockDoubt(context),
    lateErasures: await lateErasures(context),
    store: { freeRatio, low: freeRatio < lowStore },
  }
}

export const cameraRoutes = {
  'GET /api/register': async (call) => {
    const { context } = await signedIn(call)
    const present = await context.records.db.selectFrom('cameras').select(['row', 'place']).execute()
    const { clause, rows } = registerTable(context.pack)
    return {
      clause: clause ?? '',
      rows: rows.flatMap((row) =>
        row.places.map(({ place, range, count }) => ({
          row: row.row,
          facility: row.facility,
          place,
          range,
          count,
          registered: present.filter((camera) => camera.row === row.row && camera.place === place).length,
        })),
      ),
    }
  },

  'GET /api/cameras': async (call) => {
    const { installation } = await signedIn(call)
    return { cameras: await cameraViews(installation) }
  },

  'POST /api/cameras': async (call) => {
    const { installation, context, actor } = await signedIn(call)
    const id = settled(await registerCamera(context, actor, call.body))
    return cameraView(installation, id)
  },

  'POST /api/cameras/:id/start': async (call) => {
    const { installation, context, actor } = await signedIn(call)
    settled(await startRecording(context, actor, call.params.id as CameraId))
    await installation.camerasChanged()
    return cameraView(installation, call.params.id)
  },

  'GET /api/cameras/:id/gaps': async (call) => {
    const { context } = await signedIn(call)
    const rows = await context.footage.gaps(call.params.id as CameraId, {
      from: call.query.from as Instant,
      to: call.query.to as Instant,
    })
    return { gaps: rows.map(({ from, to, cause, detail, open }) => ({ from, to, cause, detail, open })) }
  },

  'GET /api/coverage': async (call) => {
    const { context } = await signedIn(call)
    const window = { from: call.query.from as Instant, to: call.query.to as Instant }
    const rows = await context.records.db.selectFrom('cameras').select('id').orderBy('registeredAt').execute()
    const ids = rows.map(({ id }) => id as CameraId)
    const hours = Map.groupBy(await context.footage.coverage(ids, window), ({ camera }) => camera)
    return {
      ...window,
      retention: retentionToday(context.pack, context.clock.now()),
      cameras: ids.map((id) => ({
        camera: id,
        hours: (hours.get(id) ?? []).map(({ hour, sealed, held, erased, gap }) => ({
          hour,
          sealed,
          held,
          erased,
          gap,
        })),
      })),
    }
  },

  'GET /api/warnings': async (call) => {
    const { installation } = await signedIn(call)
    return warningsView(installation)
  },

  'POST /api/clock/confirm': async (call) => {
    const { context, actor } = await signedIn(call)
    await confirmClock(context, actor)
    return {}
  },
} satisfies Partial<Handlers>
