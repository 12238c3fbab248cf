import { keepingOf } from '../domain/casework/keeping.ts'
import type { LocalDay } from '../domain/ids.ts'
import type { Context } from './context.ts'

const hour = 3_600_000

/** Every erasure with what has been overwritten since: the certificates, the newest first. */
export async function erasureViews(context: Context) {
  const rows = await context.records.db
    .selectFrom('erasures')
    .leftJoin('erasureSlots', 'erasureSlots.erasure', 'erasures.id')
    .select((eb) => [
      'erasures.id',
      'cause',
      'day',
      'dueAt',
      'erasedAt',
      'late',
      'cameras',
      'footageMs',
      'slots',
      'anchor',
      eb.fn.count<number>('erasureSlots.overwrittenAt').as('overwritten'),
      eb.fn.max('erasureSlots.overwrittenAt').as('lastOverwrittenAt'),
    ])
    .groupBy('erasures.id')
    .orderBy('erasedAt', 'desc')
    .limit(500)
    .execute()
  return rows.map(({ footageMs, lastOverwrittenAt, ...row }) => ({
    ...row,
    late: row.late !== 0,
    hours: footageMs / hour,
    overwrittenAt: row.overwritten === row.slots && row.slots > 0 ? lastOverwrittenAt : null,
    clause: keepingOf(context.pack, row.day as LocalDay).clauses[0] ?? '',
  }))
}
