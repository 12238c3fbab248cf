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

/** The last day of a time limit that starts with an event: the day itself is not counted (Civil Code 140) unless the rule says so. */
export function limitAfter(
  event: LocalDay,
  span: Span,
  counted: DueRule['counted'],
  closing: Closing,
): LocalDay {
  const { n, unit } = partsOf(span)
  const start = Temporal.PlainDate.from(event)
  const less = counted === 'eventDay' ? 1 : 0
  const text = (day: Temporal.PlainDate): LocalDay => day.subtract({ days: less }).toString() as LocalDay
  switch (unit) {
    case 'hour':
      return addDays(event, Math.ceil(n / 24))
    case 'businessDay':
      return addBusinessDays(event, n - less, closing)
    case 'fiscalYear':
      return fiscalYearsAfter(event, n)
    case 'day':
      return text(start.add({ days: n }))
    case 'week':
      return text(start.add({ weeks: n }))
    case 'month':
      return text(start.add({ months: n }))
    case 'year':
      return text(start.add({ years: n }))
  }
}

/** The last day on which something may be done that is due so long before an event. */
export function limitBefore(
  event: LocalDay,
  span: Span,
  counted: DueRule['counted'],
  closing: Closing,
): LocalDay {
  const { n, unit } = partsOf(span)
  const start = Temporal.PlainDate.from(event)
  const more = counted === 'eventDay' ? 1 : 0
  const text = (day: Temporal.PlainDate): LocalDay => day.add({ days: more }).toString() as LocalDay
  switch (unit) {
    case 'hour':
      return addDays(event, -Math.ceil(n / 24))
    case 'businessDay':
      return addBusinessDays(event, -n + more, closing)
    case 'fiscalYear':
      return text(start.subtract({ years: n }))
    case 'day':
      return text(start.subtract({ days: n }))
    case 'week':
      return text(start.subtract({ weeks: n }))
    case 'month':
      return text(start.subtract({ months: n }))
    case 'year':
      return text(start.subtract({ years: n }))
  }
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
  const limit = rule.direction === 'before' ? limitBefore : limitAfter
  const last = limit(base, within, rule.counted, closing)
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
