/**
 * A length of time as packs write it: an ISO 8601 duration of one unit (`P14D`, `P2W`, `P6M`, `P1Y`, `PT24H`), or a number of a unit that
 * ISO 8601 lacks.
 */
export type SpanText = `P${string}`
export type Span = SpanText | { readonly n: number; readonly unit: 'fiscalYear' | 'businessDay' }

/** True for the form of a span's text: a whole number of one unit, at least one, small enough for the calendar. */
export function isSpanText(text: string): text is SpanText {
  return spanPattern.test(text)
}
export const spanPattern = /^(P[1-9]\d{0,3}[DWM]|P[1-9]\d{0,2}Y|PT[1-9]\d{0,3}H)$/

/** Most of a unit that ISO 8601 lacks. */
export const mostOfUnit = 999

/** True for a span as packs write it, whatever was given. */
export function isSpan(value: unknown): value is Span {
  if (typeof value === 'string') return isSpanText(value)
  if (typeof value !== 'object' || value === null || !('n' in value) || !('unit' in value)) return false
  const { n, unit } = value
  const known = unit === 'fiscalYear' || unit === 'businessDay'
  return known && typeof n === 'number' && Number.isInteger(n) && n >= 1 && n <= mostOfUnit
}

/** Number and unit of a span: `P14D` is 14 of `day`. */
export function partsOf(span: Span): { readonly n: number; readonly unit: SpanUnit } {
  if (typeof span !== 'string') return span
  const [, hours, number, letter = 'D'] = /^P(?:T(\d+)H|(\d+)([DWMY]))$/.exec(span) ?? []
  if (hours !== undefined) return { n: Number(hours), unit: 'hour' }
  return { n: Number(number), unit: units[letter] ?? 'day' }
}

export type SpanUnit = 'hour' | 'day' | 'week' | 'month' | 'year' | 'businessDay' | 'fiscalYear'
const units: Readonly<Record<string, SpanUnit>> = { D: 'day', W: 'week', M: 'month', Y: 'year' }

const hoursOf: Readonly<Record<SpanUnit, number>> = {
  hour: 1,
  day: 24,
  // five of them are a week at the shortest
  businessDay: 33.6,
  week: 168,
  // the mean of the calendar: only for telling which of two spans is longer
  month: 730.485,
  year: 8765.82,
  fiscalYear: 8765.82,
}

/** Length in hours, for telling which of two spans is longer; months and years by their mean. */
export function lengthOf(span: Span): number {
  const { n, unit } = partsOf(span)
  return n * hoursOf[unit]
}
