/** Questions asked of a pack, as clerks and programs write them (`tsujiban pack ask`). A fact that is not given is unknown, never false. */
import { z } from 'zod'
import { isLocalDay } from '../calendar/days.ts'
import {
  actorParties,
  acts,
  chainSteps,
  channels,
  dataClasses,
  dutyKinds,
  eventKinds,
  installers,
  places,
  purposes,
  requestBases,
  requestBy,
  shownThings,
} from '../pack/vocabulary.ts'

const instant = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/, 'instant')
  .refine(isInstant, 'instant')
const day = z.string().refine((text) => isLocalDay(text) && isOurTime(text), 'day')
const scalar = z.union([z.string(), z.number(), z.boolean()])

/** Years that cameras can be about: no span leads out of the calendar from here. */
function isOurTime(text: string): boolean {
  return text >= '1900' && text < '3000'
}

function isInstant(text: string): boolean {
  try {
    Temporal.Instant.from(text)
    return isOurTime(text)
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

const actor = z.strictObject({
  role: z.string().optional(),
  substitute: z.boolean().optional(),
  pledged: z.boolean().optional(),
  of: z.enum(actorParties).optional(),
})

const chainStep = z.strictObject({
  role: z.string().optional(),
  did: z.enum(chainSteps),
  prior: z.boolean().optional(),
  substitute: z.boolean().optional(),
  waives: z.string().optional(),
})

const camera = z.strictObject({
  installer: z.enum(installers).optional(),
  place: z.enum(places).optional(),
  purposes: z.array(z.enum(purposes)).optional(),
  sole: z.boolean().optional(),
  recorder: z.boolean().optional(),
  monitor: z.boolean().optional(),
  sound: z.boolean().optional(),
  fixed: z.boolean().optional(),
  count: z.int().min(0).optional(),
  duration: z
    .string()
    .regex(/^P(?=\d|T)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T\d+H)?$/, 'duration')
    .optional(),
  shows: z.array(z.enum(shownThings)).optional(),
  pixels: z
    .string()
    .regex(/^\d{2,5}x\d{2,5}$/, 'pixels')
    .optional(),
  intervalSeconds: z.number().min(0).optional(),
  attrs: z.record(z.string(), z.union([scalar, z.array(scalar)])).optional(),
})

const document = z.union(
  [
    z.string(),
    z.strictObject({
      kind: z.string(),
      on: day.optional(),
      number: z.string().optional(),
      items: z.array(z.string()).optional(),
    }),
  ],
  { error: () => 'document' },
)

const request = z.strictObject({
  by: z.enum(requestBy).optional(),
  purpose: z.enum(['within', 'beyond']).optional(),
  basis: z.enum(requestBases).optional(),
  law: z.string().optional(),
  documents: z.array(document).optional(),
  channel: z.enum(channels).optional(),
  identityChecked: z.boolean().optional(),
  urgent: z.boolean().optional(),
  outOfHours: z.boolean().optional(),
})

const event = z.strictObject({
  kind: z.enum(eventKinds),
  at: instant,
  basis: z.enum(requestBases).optional(),
  case: z.string().optional(),
  window: z.strictObject({ from: instant, to: instant }).optional(),
  newLastDay: day.optional(),
})

const doneThing = z.strictObject({
  kind: z.enum(dutyKinds),
  id: z.string().optional(),
  on: day.optional(),
  items: z.array(z.string()).optional(),
})

export const questionShape = {
  ask: z.enum(['decide', 'expiry', 'duties', 'value']),
  at: instant.optional(),
  act: z.enum(acts).optional(),
  actor: actor.optional(),
  chain: z.array(chainStep).optional(),
  present: z.int().min(0).optional(),
  camera: camera.optional(),
  request: request.optional(),
  footage: z
    .strictObject({ class: z.enum(dataClasses).optional(), recordedAt: instant.optional() })
    .optional(),
  answers: z.record(z.string(), z.boolean()).optional(),
  supplement: z.record(z.string(), z.unknown()).optional(),
  events: z.array(event).optional(),
  done: z.array(doneThing).optional(),
  planned: z.strictObject({ installOn: day.optional() }).optional(),
  /** for ask: value, the path of one; everything else asks about acts and footage */
  value: z.string().optional(),
}

const needed = { decide: ['at', 'act'], expiry: ['footage'], duties: ['at'], value: ['value'] } as const

export function requireAsked(
  question: { readonly ask: keyof typeof needed } & Readonly<Record<string, unknown>>,
  context: z.RefinementCtx,
): void {
  for (const key of needed[question.ask])
    if (question[key] === undefined)
      context.addIssue({ code: 'custom', path: [key], message: 'askedFor', params: { ask: question.ask } })
}

export const questionSchema = z.strictObject(questionShape).superRefine(requireAsked)
export type Question = z.output<typeof questionSchema>
export type QuestionEvent = z.output<typeof event>
export type DoneThing = z.output<typeof doneThing>
