import type { ClauseRef, Instant, LocalDay } from '../ids.ts'
import { evaluate } from '../pack/condition.ts'
import type { Presence } from '../pack/presence.ts'
import type { ClassPeriod, EarlyEnd, Pack } from '../pack/rules.ts'
import { partsOf, type Span } from '../pack/span.ts'
import type { Approximation, Counting } from '../pack/vocabulary.ts'
import type { Question, QuestionEvent } from '../question/question.ts'
import { type ExpiryAnswer, type Reading, unique } from './answer.ts'
import { type HoldDays, holdDays, readingsOf } from './holds.ts'
import { dayOfText, instantOf, officeValue, outOfScope, type Subject, subjectOf } from './subject.ts'
import { looserValues } from './supplement.ts'

/** The first instant after a day in an IANA time zone: what ends with the day ends then. */
export function endOfDay(day: LocalDay, timeZone: string): Instant {
  return Temporal.PlainDate.from(day).add({ days: 1 }).toZonedDateTime(timeZone).epochMilliseconds as Instant
}

function endText(day: LocalDay, timeZone: string): string {
  return Temporal.PlainDate.from(day)
    .add({ days: 1 })
    .toZonedDateTime(timeZone)
    .toString({ timeZoneName: 'never' })
}

/** Nothing to say. */
export const noExpiry: ExpiryAnswer = {
  ask: 'expiry',
  answer: 'unknown',
  why: null,
  lastDay: null,
  endsAt: null,
  due: null,
  approx: 'exact',
  other: [],
  holds: [],
  clauses: [],
}

/**
 * When footage ends. The day given binds: of a cap the earlier reading, of a duty to keep the later. Events before the recording or after
 * its end concern other footage; a hold never shortens anything; no holiday moves any of it.
 */
export function expiry(pack: Pack, question: Question): ExpiryAnswer {
  const subject = subjectOf(pack, question)
  const outside = outOfScope(subject)
  if (outside.length > 0)
    return {
      ...noExpiry,
      answer: 'silent',
      why: 'out-of-scope',
      clauses: unique(outside.flatMap(({ clauses }) => clauses)),
    }
  const usual = usualEnd(subject)
  const early = earlyEnd(subject)
  if (early === null) return usual
  const sooner = early.lastDay === null || usual.lastDay === null || early.lastDay < usual.lastDay
  return sooner ? early : usual
}

/** The end that follows from the period and the holds. */
function usualEnd(subject: Subject): ExpiryAnswer {
  const { pack, question } = subject
  const recordedAt = question.footage?.recordedAt
  const looser = looserValues(pack, { ...pack.supplement, ...question.supplement })
  const [first] = looser.filter(({ path }) => path.startsWith('retention.'))
  if (first && subject.binding === 'mandatory')
    return { ...noExpiry, answer: 'refused', why: 'forbidden', clauses: first.clauses }
  const rule = periodOf(subject)
  if (rule.period.is !== 'stated') return { ...noExpiry, answer: rule.period.is }
  if (recordedAt === undefined) return noExpiry
  return counted(subject, { ...rule, period: rule.period }, dayOfText(recordedAt, pack.timeZone))
}

/** Whether footage is still within the least period on the instant of the question; of several readings the longest. */
export function isKeptLeast(pack: Pack, question: Question, least: Span): boolean {
  const [at, recordedAt] = [question.at ?? '', question.footage?.recordedAt ?? '']
  if (partsOf(least).unit === 'hour')
    return instantOf(at) < instantOf(recordedAt) + partsOf(least).n * 3_600_000
  const days = readingsOf(dayOfText(recordedAt, pack.timeZone), least, pack.retention.countedFrom)
  return days.some((day) => dayOfText(at, pack.timeZone) <= day)
}

type Period = { readonly period: Presence<Span>; readonly countedFrom: readonly Counting[] }

/** The period that covers the footage: of its class or camera where the pack has one, else the general one, or the office's. */
function periodOf(subject: Subject): Period {
  const { pack, question } = subject
  const asked = question.footage?.class ?? 'recorded'
  const covers = ({ classes, when }: ClassPeriod): boolean =>
    (classes === undefined || classes.includes(asked)) &&
    (when === undefined || evaluate(when, subject.fact) === true)
  const own = pack.retention.byClass.find(covers)
  if (own) return own
  const { countedFrom, classes } = pack.retention
  const sound = pack.values['retention.soundPeriod'] as Presence<Span>
  if (asked === 'sound' && sound.is === 'stated') return { period: sound, countedFrom }
  if (!classes.includes(asked)) return { period: { is: 'silent' }, countedFrom }
  const stated = pack.values['retention.period'] as Presence<Span>
  const office = officeValue(subject, 'retention.period') as Span | undefined
  if (office === undefined) return { period: stated, countedFrom }
  const base =
    stated.is === 'stated' ? stated : { force: 'must' as const, approx: 'exact' as const, clauses: [] }
  return { period: { ...base, is: 'stated', value: office }, countedFrom }
}

function counted(
  subject: Subject,
  {
    period,
    countedFrom,
  }: {
    readonly period: Extract<Presence<Span>, { is: 'stated' }>
    readonly countedFrom: readonly Counting[]
  },
  recordedOn: LocalDay,
): ExpiryAnswer {
  const { pack, question } = subject
  const { approx, clauses } = period
  const start =
    partsOf(period.value).unit === 'hour'
      ? byHour(subject, period.value)
      : byDay(bindingFirst(readingsOf(recordedOn, period.value, countedFrom), approx), clauses)
  if (start === null) return noExpiry
  const erasure = pack.values['retention.erasureDue']
  const held = withHolds(pack, question, recordedOn, start)
  return {
    ask: 'expiry',
    why: null,
    answer: held.lastDay === null ? 'kept' : 'ends',
    lastDay: held.lastDay,
    endsAt: held.hour ?? (held.lastDay === null ? null : endText(held.lastDay, pack.timeZone)),
    due: null,
    approx,
    other: held.other,
    holds: held.holds,
    clauses: unique(
      clauses,
      held.holds.flatMap((hold) => hold.clauses),
      erasure?.is === 'stated' ? erasure.clauses : [],
    ),
  }
}

function byDay(days: readonly LocalDay[], clauses: readonly ClauseRef[]): Running | null {
  const [lastDay, ...others] = days
  if (lastDay === undefined) return null
  return { lastDay, hour: null, other: others.map((day) => ({ lastDay: day, clauses })), holds: [] }
}

/** A period of hours ends with its hour, not with the day. */
function byHour({ question, pack }: Subject, span: Span): Running {
  const end = Temporal.Instant.from(question.footage?.recordedAt ?? '').add({ hours: partsOf(span).n })
  // an hour that ends at midnight ends with the day before
  const last = end.subtract({ nanoseconds: 1 }).toZonedDateTimeISO(pack.timeZone)
  const hour = end.toZonedDateTimeISO(pack.timeZone).toString({ timeZoneName: 'never' })
  return { lastDay: last.toPlainDate().toString() as LocalDay, hour, other: [], holds: [] }
}

type Running = {
  readonly lastDay: LocalDay | null
  /** the instant on that day, of a period of hours that nothing holds longer */
  readonly hour: string | null
  readonly other: readonly Reading[]
  readonly holds: readonly Reading[]
}

function withHolds(pack: Pack, question: Question, recordedOn: LocalDay, start: Running): Running {
  const { events } = question
  if (events === undefined || events.length === 0) return start
  let state = start
  for (const event of events.toSorted((a, b) => instantOf(a.at) - instantOf(b.at))) {
    const day = dayOfText(event.at, pack.timeZone)
    if (day < recordedOn || isOver(state, event.at, day)) continue
    for (const extension of pack.retention.extensions) {
      const hold = holdDays(pack, extension, event, question)
      if (hold !== null) state = joined(state, hold)
    }
  }
  return state
}

function isOver({ lastDay, hour }: Running, at: string, day: LocalDay): boolean {
  if (hour !== null) return instantOf(at) > instantOf(hour)
  return lastDay !== null && day > lastDay
}

/** The later of the two; a hold without a known end outlasts every day, and a day is later than an hour of it. */
function joined(state: Running, hold: HoldDays): Running {
  const holds = [...state.holds, { lastDay: hold.lastDay, clauses: hold.clauses }]
  if (state.lastDay === null) return { ...state, holds }
  if (hold.lastDay === null) return { lastDay: null, hour: null, other: [], holds }
  const longer = state.hour === null ? hold.lastDay > state.lastDay : hold.lastDay >= state.lastDay
  if (!longer) return { ...state, holds }
  return {
    lastDay: hold.lastDay,
    hour: null,
    other: hold.other.map((lastDay) => ({ lastDay, clauses: hold.clauses })),
    holds,
  }
}

/** Of a cap the earliest reading, of a least period the latest, otherwise the one the pack lists first. */
function bindingFirst(days: readonly LocalDay[], approx: Approximation): readonly LocalDay[] {
  if (days.length < 2) return days
  if (approx === 'atMost') return days.toSorted()
  return approx === 'atLeast' ? days.toSorted().toReversed() : days
}

/** Footage that ends at once: a copy that came back, what was judged to be of no use. */
function earlyEnd({ pack, question }: Subject): ExpiryAnswer | null {
  const { class: asked = 'recorded', recordedAt } = question.footage ?? {}
  const from = recordedAt === undefined ? null : instantOf(recordedAt)
  for (const end of pack.retention.ends) {
    if (!end.classes.includes(asked)) continue
    const [event] = (question.events ?? [])
      .filter(({ kind, at }) => end.events.includes(kind) && (from === null || instantOf(at) >= from))
      .toSorted((a, b) => instantOf(a.at) - instantOf(b.at))
    if (event !== undefined) return endedBy(pack, end, event)
  }
  return null
}

function endedBy(pack: Pack, { within, clauses }: EarlyEnd, event: QuestionEvent): ExpiryAnswer {
  if (within === 'withoutDelay') return { ...noExpiry, answer: 'ends', due: 'withoutDelay', clauses }
  const [day] = readingsOf(dayOfText(event.at, pack.timeZone), within, ['nextDay'])
  if (day === undefined) return noExpiry
  return { ...noExpiry, answer: 'ends', lastDay: day, endsAt: endText(day, pack.timeZone), clauses }
}
