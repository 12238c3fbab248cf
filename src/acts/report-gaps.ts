import type { CameraId, Instant } from '../domain/ids.ts'
import type { GapRow } from '../footage/ports.ts'
import type { Context } from './context.ts'
import { system } from './context.ts'

const key = 'gapsReported'
/** Shorter gaps stand in the index alone, in milliseconds. */
const worthAnEntry = 10_000

/** Enters every gap that has ended since the last round, with its cause, so that the ledger tells of what was not recorded. */
export async function reportGaps(context: Context): Promise<number> {
  const now = context.clock.now()
  const stored = await context.records.db
    .selectFrom('settings')
    .select('value')
    .where('key', '=', key)
    .executeTakeFirst()
  // by camera: the gaps of one follow each other, those of two may become known in any order
  const reportedTo: Record<string, Instant> = stored === undefined ? {} : JSON.parse(stored.value)
  const cameras = await context.records.db.selectFrom('cameras').select('id').execute()
  const ended: GapRow[] = []
  for (const { id } of cameras) {
    const from = reportedTo[id] ?? (0 as Instant)
    const gaps = await context.footage.gaps(id as CameraId, { from, to: now })
    ended.push(...gaps.filter((gap) => !gap.open && gap.to > from && gap.to - gap.from >= worthAnEntry))
  }
  if (ended.length === 0) return 0
  for (const { camera, to } of ended) reportedTo[camera] = Math.max(reportedTo[camera] ?? 0, to) as Instant
  const value = JSON.stringify(reportedTo)
  await context.records.transaction(async (tx) => {
    await tx.db
      .insertInto('settings')
      .values({ key, value })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
      .execute()
    for (const { camera, from: began, to, cause, detail } of ended) {
      tx.enter({ kind: 'gap-reported', actor: system, camera, body: { from: began, to, cause, detail } })
    }
  })
  return ended.length
}
