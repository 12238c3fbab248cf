import type { EpochId, HoldId, LocalDay } from '../domain/ids.ts'
import type { Context } from './context.ts'

/** Copies the fragments of new holds into held slots, still sealed. Repeating it changes nothing. funabashi:9(9) */
export async function copyHolds(context: Context): Promise<number> {
  const waiting = await context.records.db
    .selectFrom('holds')
    .select(['id', 'endsOn'])
    .where('copiedAt', 'is', null)
    .where('endedAt', 'is', null)
    .execute()
  for (const { id, endsOn } of waiting) {
    const leaves = await context.records.db
      .selectFrom('holdLeaves')
      .select(['epoch', 'leaf'])
      .where('hold', '=', id)
      .execute()
    await context.footage.hold(
      id as HoldId,
      endsOn as LocalDay,
      leaves.map(({ epoch, leaf }) => ({ epoch: epoch as EpochId, leaf })),
    )
    await context.records.db
      .updateTable('holds')
      .set({ copiedAt: context.clock.now() })
      .where('id', '=', id)
      .execute()
  }
  return waiting.length
}
