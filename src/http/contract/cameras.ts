import { z } from 'zod'
import { askedInstant, clause, day, id, instant, text, words } from './base.ts'

export const registerRow = z.object({
  row: z.string(),
  facility: z.string(),
  place: z.string(),
  range: z.string(),
  count: z.int(),
  registered: z.int(),
})
export const register = z.object({ rows: z.array(registerRow), clause })
export const cameraState = z.enum([
  'registered',
  'connecting',
  'recording',
  'waiting',
  'stopped',
  'recorder-down',
])
export const camera = z.object({
  id,
  label: z.string(),
  row: z.string(),
  facility: z.string(),
  place: z.string(),
  range: z.string(),
  kbps: z.number(),
  state: cameraState,
  since: instant,
  cause: z.string().nullable(),
  detail: z.string().nullable(),
  lastFrame: instant.nullable(),
})
export const cameras = z.object({ cameras: z.array(camera) })
export const newCamera = z.object({
  row: words(40),
  place: words(60),
  /** rtsp://host[:port]/path, without credentials */
  url: words(400),
  username: text(100),
  password: text(200),
  kbps: z.number().min(10).max(50000),
})
const asked = z.coerce.number().pipe(askedInstant)
export const coverageQuery = z.object({ from: asked, to: asked })
/** One entry per hour that has any record; milliseconds of the hour. */
export const coverage = z.object({
  from: instant,
  to: instant,
  /** last day of footage recorded today, default reading, and the other reading */
  /** `days` in the store, that of the recording included; `period` as the instrument counts */
  retention: z.object({ days: z.int(), period: z.int(), lastDay: day, otherLastDay: day.nullable(), clause }),
  cameras: z.array(
    z.object({
      camera: id,
      hours: z.array(
        z.object({
          hour: instant,
          sealed: z.number(),
          held: z.number(),
          erased: z.number(),
          gap: z.number(),
        }),
      ),
    }),
  ),
})
export const gaps = z.object({
  gaps: z.array(
    z.object({ from: instant, to: instant, cause: z.string(), detail: z.string(), open: z.boolean() }),
  ),
})
/** What stands above every page. */
export const warnings = z.object({
  notRecording: z.array(
    z.object({
      camera: id,
      label: z.string(),
      since: instant,
      cause: z.string().nullable(),
      detail: z.string().nullable(),
    }),
  ),
  fewHolders: z.boolean(),
  clock: z.object({ cause: z.string(), since: instant }).nullable(),
  lateErasures: z.int(),
  store: z.object({ freeRatio: z.number(), low: z.boolean() }),
})
