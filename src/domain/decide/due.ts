import { addBusinessDays, municipalClosing, rollForward } from '../calendar/business-days.ts'
import { addDays } from '../calendar/days.ts'
import { fiscalYearsAfter } from '../calendar/fiscal-year.ts'
import type { LocalDay } from '../ids.ts'
import type { DueRule } from '../pack/rules.ts'
import { partsOf, type Span } from '../pack/span.ts'
import { dayOfText, officeValue, type Subject } from './subject.ts'

type Closing = typeof municipalClosing

/** Days on which the office is closed: the usual ones and those that it has set itself. */
export function closingOf(subject: Subject): Closing {
  const local = officeValue(subject, 'calendar.closedOn')
  return Array.isArray(local) ? { ...municipalClosing, local: local.map(String) } : municipalClosing
}

/**
 * The last day of a time limit after an event, or the last day on which something may be done that is due so long before one. The event's
 * own day is not counted (Civil Code 140) unless the rule says so.
 */
export function limitOf(
  event: LocalDay,
  span: Span,
  { direction, counted }: Pick<DueRule, 'direction' | 'counted'>,
  closing: Closing,
): LocalDay {
  const { n, unit } = partsOf(span)
  const sign = direction === 'before' ? -1 : 1
  const own = counted === 'eventDay' ? 1 : 0
  if (unit === 'businessDay') return addBusinessDays(event, sign * (n - own), closing)
  if (unit === 'hour') return addDays(event, sign * Math.ceil(n / 24))
  if (unit === 'fiscalYear' && direction === 'after') return fiscalYearsAfter(event, n)
  const years = unit === 'year' || unit === 'fiscalYear' ? n : 0
  const length = {
    years: sign * years,
    months: unit === 'month' ? sign * n : 0,
    weeks: unit === 'week' ? sign * n : 0,
    days: unit === 'day' ? sign * n : 0,
  }
  return Temporal.PlainDate.from(event)
    .add(length)
    .subtract({ days: sign * own })
    .toString() as LocalDay
}

/**
 * The day that a rule sets.
 * @param within the rule's length, or the office's where the instrument leaves it open
 * @returns null where the event has not happened or nothing says how long
 */
export function dueDay(
  subject: Subject,
  rule: DueRule,
  within: Span | 'unknown' = rule.within,
): LocalDay | null {
  const base = baseDay(subject, rule.from)
  if (base === null || within === 'unknown') return null
  const closing = closingOf(subject)
  const last = limitOf(base, within, rule, closing)
  if (rule.roll === 'none') return last
  // what has to be there before an event is not helped by a later day
  return rule.direction === 'before' ? rollBackward(last, closing) : rollForward(last, closing)
}

function rollBackward(day: LocalDay, closing: Closing): LocalDay {
  return addBusinessDays(addDays(day, 1), -1, closing)
}

/** The day an event of a rule fell on; null where it has not happened. */
export function baseDay(subject: Subject, from: DueRule['from']): LocalDay | null {
  const { question, pack, today } = subject
  if (from === 'act') return today
  const planned = question.planned?.installOn
  if (from === 'installOn' && planned !== undefined) return planned as LocalDay
  const kind = from === 'installOn' ? 'installed' : from
  const days = (question.events ?? []).flatMap((event) =>
    event.kind === kind ? [dayOfText(event.at, pack.timeZone)] : [],
  )
  return days.toSorted().at(-1) ?? null
}
