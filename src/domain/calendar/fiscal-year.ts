import type { LocalDay } from '../ids.ts'

/** The year in whose April the fiscal year of `day` began (Local Autonomy Act, article 208: April to March). */
export function fiscalYearOf(day: LocalDay): number {
  const year = Number(day.slice(0, 4))
  return day.slice(5) < '04-01' ? year - 1 : year
}

/** @throws RangeError when the fiscal year does not end in the years 0000 to 9999 */
export function lastDayOfFiscalYear(year: number): LocalDay {
  if (!Number.isInteger(year) || year < -1 || year > 9998) throw new RangeError(`no fiscal year: ${year}`)
  return `${String(year + 1).padStart(4, '0')}-03-31` as LocalDay
}

/**
 * Last day of a period of `n` fiscal years, the first of which is the one that follows the fiscal year of `day`: how schedules for the keeping
 * of documents count.
 * @throws RangeError when `n` is not a whole number of at least one
 */
export function fiscalYearsAfter(day: LocalDay, n: number): LocalDay {
  if (!Number.isInteger(n) || n < 1) throw new RangeError(`not a number of fiscal years: ${n}`)
  return lastDayOfFiscalYear(fiscalYearOf(day) + n)
}
