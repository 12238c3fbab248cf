import type { Tx } from './context.ts'

/** The next number of the Japanese fiscal year (April to March), e.g. `2026-0007`; the office's own, outside the instrument's forms. */
export async function nextCaseNumber(tx: Tx, now: number, timeZone: string): Promise<string> {
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone)
  const year = today.month < 4 ? today.year - 1 : today.year
  const last = await tx.db
    .selectFrom('cases')
    .select('number')
    .where('number', 'like', `${year}-%`)
    // past 9999 the numbers grow longer, and text alone would sort them wrongly
    .orderBy((eb) => eb.fn('length', ['number']), 'desc')
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  const next = last === undefined ? 1 : Number(last.number.slice(5)) + 1
  return `${year}-${String(next).padStart(4, '0')}`
}
