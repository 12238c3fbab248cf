import { z } from 'zod'
import {
  considerApplication,
  considerDecision,
  considerExport,
  considerView,
} from '../../src/domain/access.ts'
import { considerCamera, considerGoLive } from '../../src/domain/admission.ts'
import { addDays, dayOf } from '../../src/domain/calendar.ts'
import { type Decision, isRefused, type Need, needing, permitted } from '../../src/domain/decision.ts'
import type { Instant, LocalDay, PersonId, RoleId } from '../../src/domain/ids.ts'
import { packOn } from '../../src/domain/in-force.ts'
import {
  type Ground,
  type Pack,
  type PolicyInstrument,
  requesterKinds,
  useEvents,
} from '../../src/domain/pack.ts'
import { expiryOf } from '../../src/domain/retention.ts'
import type { Actor } from '../../src/domain/roles.ts'

const instant = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:\d{2})$/, 'an instant is written with its offset')
  .transform((text) => Temporal.Instant.from(text).epochMilliseconds as Instant)
const role = z.string().transform((text) => text as RoleId)
const need = z.strictObject({ kind: z.string(), clauses: z.array(z.string()) })

/** One case of a pack: in words for a reader, as facts for the program. A fact not given is unknown. */
export const caseSchema = z.strictObject({
  situation: z.string(),
  question: z.string(),
  answer: z.string(),
  clause: z.string(),
  /** two cases of one pair differ in one fact and in the answer */
  pair: z.string().optional(),

  ask: z.enum(['decide', 'expiry', 'value']),
  at: instant.optional(),
  act: z.enum(['add', 'go-live', 'search', 'provide', 'view', 'copy']).optional(),
  actor: z.strictObject({ role, substitute: z.boolean().optional() }).optional(),
  chain: z
    .array(
      z.strictObject({
        role,
        did: z.enum(['decide', 'name']),
        prior: z.boolean().optional(),
        substitute: z.boolean().optional(),
      }),
    )
    .optional(),
  camera: z
    .strictObject({ count: z.int(), attrs: z.strictObject({ registerRow: z.string(), place: z.string() }) })
    .optional(),
  request: z
    .strictObject({
      by: z.enum(['none', ...requesterKinds]).optional(),
      purpose: z.enum(['within', 'beyond']).optional(),
    })
    .optional(),
  footage: z.strictObject({ recordedAt: instant }).optional(),
  events: z.array(z.strictObject({ kind: z.enum(useEvents), at: instant })).optional(),
  done: z.array(z.strictObject({ kind: z.literal('appointment'), items: z.array(role) })).optional(),
  value: z.string().optional(),

  expect: z.strictObject({
    answer: z.string(),
    why: z.string().optional(),
    clauses: z.array(z.string()).optional(),
    needs: z.array(need).optional(),
    lastDay: z.string().optional(),
    endsAt: z.string().optional(),
    approx: z.string().optional(),
    other: z.array(z.string()).optional(),
    force: z.string().optional(),
    value: z.unknown().optional(),
  }),
})
export type PackCase = z.infer<typeof caseSchema>

function asked<T>(fact: T | undefined, name: string): T {
  if (fact === undefined) throw new Error(`the question does not say ${name}`)
  return fact
}

/** The answer to a case's question, in the form of its `expect`. */
export function answer(instrument: PolicyInstrument, question: PackCase): Record<string, unknown> {
  const at = question.footage?.recordedAt ?? question.at
  const day = at === undefined ? ('9999-12-31' as LocalDay) : dayOf(at, instrument.timeZone)
  const pack = packOn(instrument, day)
  if (isRefused(pack)) return decisionAnswer(pack)
  switch (question.ask) {
    case 'decide':
      return decisionAnswer(decide(pack, question))
    case 'expiry':
      return expiryAnswer(pack, day, question)
    case 'value':
      return valueAnswer(pack, asked(question.value, 'value'))
  }
}

function decisionAnswer(decision: Decision): Record<string, unknown> {
  const clauses = decision.clauses.toSorted()
  if (decision.kind === 'refused') return { answer: 'refused', why: decision.reason, clauses }
  if (decision.kind === 'permitted') return { answer: 'permitted', clauses }
  return {
    answer: 'needs',
    clauses,
    needs: decision.needs.map(({ kind, clauses: by }) => ({ kind, clauses: by })),
  }
}

function expiryAnswer(pack: Pack, day: LocalDay, question: PackCase): Record<string, unknown> {
  const expiry = expiryOf(pack, day, question.events)
  return {
    answer: 'ends',
    lastDay: expiry.lastDay,
    endsAt: Temporal.Instant.fromEpochMilliseconds(expiry.endsAt)
      .toZonedDateTimeISO(pack.timeZone)
      .toString({ timeZoneName: 'never' }),
    approx: expiry.approx,
    other: expiry.other.map(({ lastDay }) => lastDay),
    clauses: expiry.clauses.toSorted(),
  }
}

function valueAnswer(pack: Pack, path: string): Record<string, unknown> {
  const [head, id, key] = path.split('.')
  if (head === 'roles') {
    const found = pack.roles.find((candidate) => candidate.id === id)
    return key === 'heldBy' && found
      ? { answer: 'stated', value: found.heldBy, clauses: found.clauses }
      : { answer: 'unknown' }
  }
  const values = {
    'retention.period': pack.retention.period,
    alteration: pack.alteration,
    liveViewing: pack.liveViewing,
    operating: pack.operating,
    sign: pack.sign,
  }
  const value = Object.entries(values).find(([name]) => name === path)?.[1]
  if (!value) return { answer: 'unknown' }
  const { is, ...rest } = value
  return { answer: is, ...rest }
}

function decide(pack: Pack, question: PackCase): Decision {
  const actor = actorOf(question, asked(question.actor, 'actor'))
  const act = asked(question.act, 'act')
  if (act === 'add') {
    const { count, attrs } = asked(question.camera, 'camera')
    const place = { row: attrs.registerRow, place: attrs.place }
    return considerCamera(pack, { actor, ...place, present: Array.from({ length: count - 1 }, () => place) })
  }
  if (act === 'go-live') {
    const items = asked(question.done, 'done').flatMap((done) => done.items)
    const filled = items.map((item, index) => ({ role: item, person: String(index) as PersonId }))
    return considerGoLive(pack, { actor, filled })
  }
  const request = asked(question.request, 'request')
  const found = groundFor(pack, question)
  const ground = found?.id ?? ''
  const purpose = request.purpose === undefined ? '' : 'written'
  const by = request.by === 'none' ? undefined : request.by
  const applicant = by === undefined ? null : { agencyKind: by, agency: 'written', officer: 'written' }
  const recipient = by === undefined ? '' : 'written'
  const application = { ground, actor, purpose, beyond: request.purpose === 'beyond', applicant }
  if (act === 'search') return considerApplication(pack, application)
  const decision = decisionIn(pack, question, ground)
  if (decision.kind === 'refused') return decision
  const decided = decision.kind === 'permitted'
  if (act === 'view') return joined(decision, considerView(pack, { ground, actor, purpose, decided }))
  if (act === 'copy') return joined(decision, considerExport(pack, { ground, actor, recipient, decided }))
  const entered = considerApplication(pack, application)
  if (entered.kind !== 'permitted') return entered
  return joined(decision, entered, considerExport(pack, { ground, actor, recipient, decided }))
}

/** The ground that fits who asks: one for outsiders, or one on own initiative. */
function groundFor(pack: Pack, { act, request }: PackCase): Ground | undefined {
  const outside = act === 'provide' || (request?.by !== undefined && request.by !== 'none')
  return pack.grounds.find(({ requesters }) => requesters.length > 0 === outside)
}

/** What the chain's decision is worth; permitted as well where the ground asks for none. */
function decisionIn(pack: Pack, question: PackCase, ground: string): Decision {
  const step = question.chain?.find(({ did }) => did === 'decide')
  if (!step || !pack.grounds.find(({ id }) => id === ground)?.decision)
    return step ? permitted([]) : needing([openDecision], [])
  return considerDecision(pack, { ground, actor: actorOf(question, step), reason: 'written' })
}

const openDecision: Need = { kind: 'decision', id: '', clauses: [], reason: 'decision-missing', params: {} }

function joined(decision: Decision, ...others: readonly Decision[]): Decision {
  const worst = others.find(({ kind }) => kind === 'refused') ?? others.find(({ kind }) => kind === 'needs')
  if (worst) return worst
  const made = decision.kind === 'permitted' ? decision.clauses : []
  return permitted(made, ...others.map(({ clauses }) => clauses))
}

/** A substitute's naming is looked up in the chain: made by whoever it names, before, or not at all. */
function actorOf(
  question: PackCase,
  who: { readonly role: RoleId; readonly substitute?: boolean | undefined },
): Actor {
  const naming = question.chain?.find(({ did, prior }) => did === 'name' && prior === true)
  if (who.substitute !== true || !naming) return who.role
  const today = dayOf(asked(question.at, 'at'), 'Asia/Tokyo')
  return {
    role: who.role,
    namedBy: naming.role,
    namedOn: addDays(today, -30),
    cause: 'unable',
    from: today,
    today,
  }
}
