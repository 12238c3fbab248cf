import { addDays } from '../domain/calendar/days.ts'
import type { LocalDay } from '../domain/ids.ts'
import type { Context } from './context.ts'
import { system } from './context.ts'
import { localDay } from './local-day.ts'

const key = 'daysClosedTo'
const page = 500

type DayEntries = { readonly day: LocalDay; readonly entries: number }

/** Enters, once a day, that the last day before this one ended with so many entries, so that silence is evidence. */
export async function closeDay(context: Context): Promise<boolean> {
  const today = localDay(context, context.clock.now())
  const yesterday = addDays(today, -1)
  const { db } = context.records
  const stored = await db.selectFrom('settings').select('value').where('key', '=', key).executeTakeFirst()
  if (stored !== undefined && stored.value >= yesterday) return false
  const last = lastDayBefore(context, today)
  const open = last !== null && (stored === undefined || last.day > stored.value)
  await context.records.transaction(async (tx) => {
    await tx.db
      .insertInto('settings')
      .values({ key, value: yesterday })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: yesterday }))
      .execute()
    if (open) tx.enter({ kind: 'day-closed', actor: system, body: last })
  })
  return open
}

/** The newest day before `today` that has entries, with their number; entries of today may stand above it already. */
function lastDayBefore(context: Context, today: LocalDay): DayEntries | null {
  let last: DayEntries | null = null
  for (const day of daysBackwards(context)) {
    if (day >= today) continue
    if (last !== null && last.day !== day) break
    last = { day, entries: last === null ? 1 : last.entries + 1 }
  }
  return last
}

/** The day of every entry, the newest first. */
function* daysBackwards(context: Context): Generator<LocalDay> {
  for (let before = context.records.size(); before > 0; before -= page)
    for (const { at } of context.records.entries(before, page)) yield localDay(context, at)
}
