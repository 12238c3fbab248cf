import { addDays, dayOf, lastDayOf } from '../calendar/days.ts'
import type { ExpiryAnswer } from '../decide/answer.ts'
import { endOfDay, expiry } from '../decide/expiry.ts'
import { holdDays } from '../decide/holds.ts'
import type { ClauseRef, Instant, LocalDay } from '../ids.ts'
import type { Pack } from '../pack/rules.ts'
import { partsOf, type Span } from '../pack/span.ts'
import type { EventKind } from '../pack/vocabulary.ts'
import { type Permitted, permitted, type Refused, refused } from './refusal.ts'

/** A period of months that begins here has as few days as it can have. */
const shortestMonths = '2027-02-01' as LocalDay

export type HoldDemand = {
  /** last day of the hold, the later reading */
  readonly endsOn: LocalDay
  readonly endsAt: Instant
  readonly clause: ClauseRef
}

/** A day's noon in the pack's time zone, as a question writes it. */
function noonOf(day: LocalDay, timeZone: string): string {
  return Temporal.PlainDate.from(day)
    .toZonedDateTime({ timeZone, plainTime: '12:00' })
    .toString({ timeZoneName: 'never' })
}

/** An instant as a question writes it. */
export function askedAt(at: Instant, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(timeZone)
    .toString({ timeZoneName: 'never' })
}

export type Keeping = Omit<ExpiryAnswer, 'lastDay'> & { readonly lastDay: LocalDay; readonly dueAt: Instant }

/**
 * When footage recorded on a day of the pack's time zone ends, without holds.
 * @throws RangeError when the pack gives no period: no camera is admitted then, so no footage exists to ask about
 */
export function keepingOf(inForce: Pack, recordedOn: LocalDay): Keeping {
  const pack = rulesOn(inForce, recordedOn)
  const answer = expiry(pack, { ask: 'expiry', footage: { recordedAt: noonOf(recordedOn, pack.timeZone) } })
  const { lastDay } = answer
  if (answer.answer !== 'ends' || lastDay === null) throw new RangeError(`${pack.id} gives no period`)
  return { ...answer, lastDay, dueAt: endOfDay(lastDay, pack.timeZone) }
}

/** What was recorded under an earlier version ends by that version. */
function rulesOn(pack: Pack, day: LocalDay): Pack {
  if (pack.since === 'unknown' || pack.since <= day) return pack
  return pack.earlier?.findLast(({ since }) => since === 'unknown' || since <= day) ?? pack
}

/** What something done to footage at `at` demands to be kept, and until when; null where the instrument lengthens nothing. */
export function holdAfter(pack: Pack, kind: EventKind, at: Instant): HoldDemand | null {
  const event = { kind, at: askedAt(at, pack.timeZone) }
  const demands = pack.retention.extensions.flatMap((extension) => {
    const hold = holdDays(pack, extension, event, { ask: 'expiry' })
    const [clause] = extension.clauses
    return hold?.lastDay == null || clause === undefined ? [] : [{ endsOn: hold.lastDay, clause }]
  })
  const [latest] = demands.toSorted((a, b) => (a.endsOn < b.endsOn ? 1 : -1))
  return latest === undefined ? null : { ...latest, endsAt: endOfDay(latest.endsOn, pack.timeZone) }
}

/** Days on which footage of `day` lies in the store, that day included; where the next day is day 1, one more than the period has. */
export function retentionDays(pack: Pack, day: LocalDay): number {
  return daysBetween(day, keepingOf(pack, day).lastDay)
}

function daysBetween(first: LocalDay, last: LocalDay): number {
  return Temporal.PlainDate.from(first).until(Temporal.PlainDate.from(last), { largestUnit: 'days' }).days + 1
}

/** What the coverage page says of footage recorded today. */
export function retentionToday(pack: Pack, now: Instant) {
  const today = dayOf(now, pack.timeZone)
  const { lastDay, other, clauses } = keepingOf(pack, today)
  return {
    days: retentionDays(pack, today),
    period: periodDays(pack) ?? retentionDays(pack, today),
    lastDay,
    otherLastDay: other[0]?.lastDay ?? null,
    clause: clauses[0] ?? '',
  }
}

/** Days of the period in force: the office's own, or the instrument's; null where neither gives one. */
export function periodDays(pack: Pack): number | null {
  const office = pack.supplement?.['retention.period']
  if (office !== undefined) return fewestDays(office as Span)
  const period = pack.values['retention.period']
  return period?.is === 'stated' ? fewestDays(period.value as Span) : null
}

/**
 * Sets the period by which the office keeps footage, within what the instrument allows: at most so long, or exactly so long.
 * @returns the pack with that supplement, or as it is where the instrument itself says so many days; refused `period-not-allowed`, or `period-unstated` where the instrument gives no measure
 */
export function withRetentionPeriod(pack: Pack, days: number): Pack | Refused {
  const answer = mayKeepFor(pack, days)
  if (answer.kind === 'refused') return answer
  if (days === periodDays(pack)) return pack
  return { ...pack, supplement: { ...pack.supplement, 'retention.period': `P${days}D` } }
}

function mayKeepFor(pack: Pack, days: number): Permitted | Refused {
  const period = pack.values['retention.period']
  if (period?.is !== 'stated') return refused('period-unstated', [], { days: String(days) })
  const most = fewestDays(period.value as Span)
  const allowed =
    Number.isInteger(days) && (period.approx === 'atMost' ? days >= 1 && days <= most : days === most)
  if (!allowed)
    return refused('period-not-allowed', period.clauses, { days: String(days), most: String(most) })
  return permitted(period.clauses)
}

function fewestDays(span: Span): number {
  const { n, unit } = partsOf(span)
  if (unit === 'hour') return Math.max(1, Math.floor(n / 24))
  return typeof span === 'string'
    ? daysBetween(shortestMonths, lastDayOf(shortestMonths, span))
    : daysBetween(shortestMonths, addDays(shortestMonths, 365 * n))
}
