import { addDays, lastDayOf } from '../calendar/days.ts'
import { fiscalYearOf, fiscalYearsAfter, lastDayOfFiscalYear } from '../calendar/fiscal-year.ts'
import type { ClauseRef, LocalDay } from '../ids.ts'
import { evaluate } from '../pack/condition.ts'
import type { Extension, Pack } from '../pack/rules.ts'
import { partsOf, type Span } from '../pack/span.ts'
import type { Counting } from '../pack/vocabulary.ts'
import { lookupOf } from '../question/lookup.ts'
import type { Question, QuestionEvent } from '../question/question.ts'
import { dayOfText, instantOf } from './subject.ts'

/** A hold with its readings; `lastDay` null is one whose end is not known yet. */
export type HoldDays = {
  readonly lastDay: LocalDay | null
  readonly other: readonly LocalDay[]
  readonly clauses: readonly ClauseRef[]
}

/** Last days of a period that begins with an event, by reading, each day once, in the pack's order. */
export function readingsOf(day: LocalDay, span: Span, countedFrom: readonly Counting[]): readonly LocalDay[] {
  const days = countedFrom.map((counting) => readingOf(day, span, counting))
  return days.length === 1 ? days : [...new Set(days)]
}

function readingOf(day: LocalDay, span: Span, counting: Counting): LocalDay {
  const { n, unit } = partsOf(span)
  if (unit === 'fiscalYear') return fiscalYearsAfter(day, n)
  if (unit === 'hour') return addDays(day, Math.ceil(n / 24))
  return lastDayOf(firstDay(day, counting), span as string)
}

function firstDay(day: LocalDay, counting: Counting): LocalDay {
  if (counting === 'nextFiscalYear') return addDays(lastDayOfFiscalYear(fiscalYearOf(day)), 1)
  return counting === 'nextDay' ? addDays(day, 1) : day
}

/** What an event demands to be kept; null where it does not concern the extension. A duty to keep takes the later reading. */
export function holdDays(
  pack: Pack,
  extension: Extension,
  event: QuestionEvent,
  question: Question,
): HoldDays | null {
  const { events, when, lasts, clauses } = extension
  if (!events.includes(event.kind) || isElsewhere(event, question)) return null
  if (when !== undefined && evaluate(when, lookupOf(question, { event })) === false) return null
  if (lasts === 'setDay') {
    return event.newLastDay === undefined
      ? null
      : { lastDay: event.newLastDay as LocalDay, other: [], clauses }
  }
  if ('until' in lasts) return { lastDay: endOf(pack, lasts.until, event, question), other: [], clauses }
  const days = lasts.countedFrom.map((counting) =>
    readingOf(startOf(pack, counting, event, question), lasts.length, counting),
  )
  const [lastDay = null, ...other] = [...new Set(days)].toSorted().toReversed()
  return { lastDay, other, clauses }
}

/** Where a hold begins: with its event, or by `recordingDay` with the recording (the event, where that is not given). */
function startOf(pack: Pack, counting: Counting, event: QuestionEvent, { footage }: Question): LocalDay {
  const at = counting === 'recordingDay' ? (footage?.recordedAt ?? event.at) : event.at
  return dayOfText(at, pack.timeZone)
}

/** An event that says which stretch it was about concerns no footage outside it. */
function isElsewhere({ window }: QuestionEvent, { footage }: Question): boolean {
  if (window === undefined || footage?.recordedAt === undefined) return false
  const at = instantOf(footage.recordedAt)
  return at < instantOf(window.from) || at > instantOf(window.to)
}

/** The day of the event that ends a hold, of the same case where both name one. */
function endOf(pack: Pack, until: string, event: QuestionEvent, question: Question): LocalDay | null {
  const from = instantOf(event.at)
  const [end] = (question.events ?? [])
    .filter((other) => other.kind === until && other.case === event.case && instantOf(other.at) >= from)
    .toSorted((a, b) => instantOf(a.at) - instantOf(b.at))
  return end === undefined ? null : dayOfText(end.at, pack.timeZone)
}
