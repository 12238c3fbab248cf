import type { LocalDay } from '../ids.ts'
import { addDays } from './days.ts'
import { holidayName } from './holidays.ts'

/** The days on which an office is closed. */
export type ClosingDays = {
  /** ISO days of the week, 1 Monday to 7 Sunday */
  readonly weekend: readonly number[]
  readonly nationalHolidays: boolean
  /** MM-DD, both days included; may reach over the end of the year */
  readonly yearEnd: { readonly from: string; readonly to: string } | null
  /** MM-DD for each year or YYYY-MM-DD for once */
  readonly local: readonly string[]
}

/** As ordinances on the holidays of municipalities have it, after article 4-2 of the Local Autonomy Act. */
export const municipalClosing: ClosingDays = {
  weekend: [6, 7],
  nationalHolidays: true,
  yearEnd: { from: '12-29', to: '01-03' },
  local: [],
}

/** An office that does not open for longer is a mistake in its closing days. */
const longestClosing = 400

export function isBusinessDay(day: LocalDay, closing: ClosingDays): boolean {
  const monthDay = day.slice(5)
  return !(
    closing.weekend.includes(Temporal.PlainDate.from(day).dayOfWeek) ||
    isWithin(monthDay, closing.yearEnd) ||
    closing.local.includes(monthDay) ||
    closing.local.includes(day) ||
    (closing.nationalHolidays && holidayName(day) !== undefined)
  )
}

function isWithin(monthDay: string, days: ClosingDays['yearEnd']): boolean {
  if (days === null) return false
  const { from, to } = days
  return from <= to ? monthDay >= from && monthDay <= to : monthDay >= from || monthDay <= to
}

/**
 * The day itself if the office is open, else the next day on which it is.
 * @throws RangeError when the office stays closed for 400 days
 */
export function rollForward(day: LocalDay, closing: ClosingDays): LocalDay {
  return isBusinessDay(day, closing) ? day : nearestOpen(day, 1, closing)
}

/**
 * The nth open day after `day`, which does not count itself whether open or not; before it if `n` is negative, and the day itself if zero.
 * @throws RangeError when `n` is not a whole number or the office stays closed for 400 days
 */
export function addBusinessDays(day: LocalDay, n: number, closing: ClosingDays): LocalDay {
  if (!Number.isSafeInteger(n)) throw new RangeError(`not a whole number of business days: ${n}`)
  let reached = day
  for (let left = Math.abs(n); left > 0; left--) reached = nearestOpen(reached, n < 0 ? -1 : 1, closing)
  return reached
}

function nearestOpen(from: LocalDay, step: 1 | -1, closing: ClosingDays): LocalDay {
  let day = from
  for (let tried = 0; tried < longestClosing; tried++) {
    day = addDays(day, step)
    // years outside 0000 to 9999 are written longer
    if (day.length !== from.length) throw new RangeError(`no day of four-digit years left from ${from}`)
    if (isBusinessDay(day, closing)) return day
  }
  throw new RangeError(
    `the office has no open day within ${longestClosing} days ${step > 0 ? 'after' : 'before'} ${from}`,
  )
}
