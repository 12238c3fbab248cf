import { addDays, dayOf, lastDayOf } from './calendar.ts'
import { type Permitted, permitted, type Refused, refused } from './decision.ts'
import type { ClauseRef, Instant, LocalDay } from './ids.ts'
import type { Approximation, Counting, Extension, Pack, Span, UseEvent } from './pack.ts'

/** A period of months that begins here has as few days as it can have. */
const shortestMonths = '2027-02-01' as LocalDay

/** Something done to footage that may lengthen its keeping. */
export type FootageEvent = { readonly kind: UseEvent; readonly at: Instant }

export type Reading = { readonly lastDay: LocalDay; readonly clauses: readonly ClauseRef[] }

/** When footage ends. The day given is the one that binds: of a cap the earlier reading, of a duty to keep the later. */
export type Expiry = {
  /** last day on which it exists, holds included */
  readonly lastDay: LocalDay
  /** first instant after that day */
  readonly endsAt: Instant
  readonly approx: Approximation
  /** the days of the text's other readings */
  readonly other: readonly Reading[]
  /** the period without holds: the recording itself ends then, and what is held lives on in its copies */
  readonly recording: Reading & { readonly endsAt: Instant }
  readonly holds: readonly HoldDemand[]
  readonly clauses: readonly ClauseRef[]
}

export type HoldDemand = {
  /** last day of the hold, the later reading */
  readonly endsOn: LocalDay
  readonly endsAt: Instant
  readonly other: readonly Reading[]
  readonly clause: ClauseRef
  readonly clauses: readonly ClauseRef[]
}

/** The first instant after a day in an IANA time zone: what ends with the day ends then. */
export function endOfDay(day: LocalDay, timeZone: string): Instant {
  return Temporal.PlainDate.from(day).add({ days: 1 }).toZonedDateTime(timeZone).epochMilliseconds as Instant
}

/** Last days of the period by reading, in the pack's order, each day once. */
function readings(day: LocalDay, span: Span, countedFrom: readonly Counting[]): readonly LocalDay[] {
  return [
    ...new Set(countedFrom.map((first) => lastDayOf(first === 'nextDay' ? addDays(day, 1) : day, span))),
  ]
}

/** The period that applies: the office's own where it has set one, else the instrument's. Undefined where neither says. */
export function retentionPeriod(pack: Pack): Span | undefined {
  const { period } = pack.retention
  return pack.supplement.retentionPeriod ?? (period.is === 'stated' ? period.value : undefined)
}

/** Days of the period when it begins on `day`; months and years have no fixed number. */
function daysOf(span: Span, day: LocalDay): number {
  return (
    Temporal.PlainDate.from(day).until(Temporal.PlainDate.from(lastDayOf(day, span)), { largestUnit: 'days' })
      .days + 1
  )
}

/**
 * Sets the period by which the office keeps footage, within what the instrument allows: at most so long, or exactly so long.
 * @returns the pack with that supplement; refused `period-not-allowed`, or `period-unstated` where the instrument gives no measure
 */
export function withRetentionPeriod(pack: Pack, days: number): Pack | Refused {
  const answer = mayKeepFor(pack, days)
  if (answer.kind === 'refused') return answer
  return { ...pack, supplement: { ...pack.supplement, retentionPeriod: `P${days}D` as Span } }
}

function mayKeepFor(pack: Pack, days: number): Permitted | Refused {
  const { period } = pack.retention
  if (period.is !== 'stated') return refused('period-unstated', [], { days: String(days) })
  const most = daysOf(period.value, shortestMonths)
  const allowed =
    Number.isInteger(days) && (period.approx === 'atMost' ? days >= 1 && days <= most : days === most)
  if (!allowed)
    return refused('period-not-allowed', period.clauses, { days: String(days), most: String(most) })
  return permitted(period.clauses)
}

/** The reading that binds comes first: of a cap the earliest, otherwise the one the pack lists first. */
function bindingFirst(days: readonly LocalDay[], approx: Approximation): readonly LocalDay[] {
  return approx === 'atMost' ? days.toSorted() : days
}

/** What a use of footage at `at` demands to be kept, and until when; null where the instrument lengthens nothing. */
export function holdFor(pack: Pack, event: FootageEvent): HoldDemand | null {
  const demands = pack.retention.extensions
    .filter(({ events }) => events.includes(event.kind))
    .map((extension) => demandOf(pack, extension, event.at))
  return demands.toSorted((a, b) => (a.endsOn < b.endsOn ? 1 : -1))[0] ?? null
}

function demandOf(pack: Pack, extension: Extension, at: Instant): HoldDemand {
  // a duty to keep takes the later reading
  const [endsOn, ...others] = readings(dayOf(at, pack.timeZone), extension.length, extension.countedFrom)
    .toSorted()
    .toReversed()
  const [clause] = extension.clauses
  if (!endsOn || !clause) throw new RangeError(`extension ${extension.id} has no reading or no clause`)
  return {
    endsOn,
    endsAt: endOfDay(endsOn, pack.timeZone),
    other: others.map((lastDay) => ({ lastDay, clauses: extension.clauses })),
    clause,
    clauses: extension.clauses,
  }
}

/**
 * When footage recorded on `recordedOn` (a day in the pack's time zone) ends. Events before the recording or after its end concern other
 * footage and are passed over; a hold never shortens anything.
 * @throws RangeError when the pack gives no period: no camera is admitted then, so no footage exists to ask about
 */
export function expiryOf(pack: Pack, recordedOn: LocalDay, events: readonly FootageEvent[] = []): Expiry {
  const { period, countedFrom, erasure } = pack.retention
  const span = retentionPeriod(pack)
  if (span === undefined || period.is !== 'stated') throw new RangeError(`${pack.id} gives no period`)
  const [lastDay, ...others] = bindingFirst(readings(recordedOn, span, countedFrom), period.approx)
  if (!lastDay) throw new RangeError(`${pack.id} gives no reading of its period`)
  const recording = { lastDay, endsAt: endOfDay(lastDay, pack.timeZone), clauses: period.clauses }

  let end = { lastDay, endsAt: recording.endsAt }
  let other = others.map((day) => ({ lastDay: day, clauses: period.clauses }))
  const holds: HoldDemand[] = []
  for (const event of events.toSorted((a, b) => a.at - b.at)) {
    if (event.at >= end.endsAt || dayOf(event.at, pack.timeZone) < recordedOn) continue
    const hold = holdFor(pack, event)
    if (!hold) continue
    holds.push(hold)
    if (hold.endsAt <= end.endsAt) continue
    end = { lastDay: hold.endsOn, endsAt: hold.endsAt }
    other = [...hold.other]
  }
  return {
    ...end,
    approx: period.approx,
    other,
    recording,
    holds,
    clauses: [
      ...new Set([...period.clauses, ...holds.flatMap(({ clauses }) => clauses), ...erasure.clauses]),
    ],
  }
}

/** What the coverage page says of footage recorded today. */
export function retentionToday(pack: Pack, now: Instant) {
  const today = dayOf(now, pack.timeZone)
  const { lastDay, other, recording } = expiryOf(pack, today)
  return {
    days: retentionDays(pack, today),
    lastDay,
    otherLastDay: other[0]?.lastDay ?? null,
    clause: recording.clauses[0] ?? '',
  }
}

/** Days of the period, first and last included, when it begins on `day`; what the store has to hold of each camera. */
export function retentionDays(pack: Pack, day: LocalDay): number {
  const span = retentionPeriod(pack)
  if (span === undefined) throw new RangeError(`${pack.id} gives no period`)
  return daysOf(span, day)
}
