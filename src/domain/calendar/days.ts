import type { Instant, LocalDay } from '../ids.ts'

/** The calendar day of an instant in an IANA time zone. */
export function dayOf(at: Instant, timeZone: string): LocalDay {
  return Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .toString() as LocalDay
}

export function addDays(day: LocalDay, days: number): LocalDay {
  return Temporal.PlainDate.from(day).add({ days }).toString() as LocalDay
}

/**
 * Last day of a period of days, weeks, months or years (`P14D`) whose first day is `first`, counted as the Civil Code does (articles 140 to 143): days and weeks by their number;
 * months and years end on the day before the day that corresponds to the first, or on the last day of the month that has no such day.
 */
export function lastDayOf(first: LocalDay, span: string): LocalDay {
  const start = Temporal.PlainDate.from(first)
  const duration = Temporal.Duration.from(span)
  const end = start.add(duration)
  const corresponds = (duration.months === 0 && duration.years === 0) || end.day === start.day
  return (corresponds ? end.subtract({ days: 1 }) : end).toString() as LocalDay
}

export function isLocalDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  try {
    return Temporal.PlainDate.from(text).toString() === text
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

export function isTimeZone(name: string): boolean {
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId === name
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}
