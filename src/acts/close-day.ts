import type { Context } from './context.ts'
import { system } from './context.ts'
import { localDay } from './local-day.ts'

/** Enters, once a day, that the day before ended with so many entries, so that silence is evidence. */
export async function closeDay(context: Context): Promise<boolean> {
  const today = localDay(context, context.clock.now())
  const size = context.records.size()
  const [newest] = context.records.entries(size, 1)
  if (newest === undefined) return false
  const day = localDay(context, newest.at)
  if (day >= today) return false
  await context.records.transaction(async (tx) => {
    tx.enter({ kind: 'day-closed', actor: system, body: { day, entries: entriesOn(context, day, size) } })
  })
  return true
}

function entriesOn(context: Context, day: string, size: number): number {
  let count = 0
  for (let before = size; before > 0; ) {
    const page = context.records.entries(before, 500)
    const own = page.filter(({ at }) => localDay(context, at) === day).length
    count += own
    if (own < page.length || page.length === 0) break
    before -= page.length
  }
  return count
}
