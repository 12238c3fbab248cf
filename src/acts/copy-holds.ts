import type { EpochId, HoldId, LocalDay } from '../domain/ids.ts'
import type { Context } from './context.ts'

/**
 * Copies the fragments of new holds into held slots, still sealed. Repeating it changes nothing. One that cannot be copied (no slot is free)
 * keeps no other waiting and is tried again in the next round. funabashi:9(9)
 * @throws the fault of the first that could not be copied, when the others are done
 */
export async function copyHolds(context: Context): Promise<number> {
  const waiting = await context.records.db
    .selectFrom('holds')
    .select(['id', 'endsOn'])
    .where('copiedAt', 'is', null)
    .where('endedAt', 'is', null)
    .execute()
  const faults: unknown[] = []
  for (const { id, endsOn } of waiting) {
    try {
      await copyHold(context, id as HoldId, endsOn as LocalDay)
    } catch (error) {
      faults.push(error)
    }
  }
  if (faults.length > 0) throw faults[0]
  return waiting.length
}

async function copyHold(context: Context, hold: HoldId, endsOn: LocalDay): Promise<void> {
  const leaves = await context.records.db
    .selectFrom('holdLeaves')
    .select(['epoch', 'leaf'])
    .where('hold', '=', hold)
    .execute()
  await context.footage.hold(
    hold,
    endsOn,
    leaves.map(({ epoch, leaf }) => ({ epoch: epoch as EpochId, leaf })),
  )
  await context.records.db
    .updateTable('holds')
    .set({ copiedAt: context.clock.now() })
    .where('id', '=', hold)
    .execute()
}

/** Epochs with held leaves that are not copied yet: their slots cannot be given back. */
export async function epochsToCopy(context: Context): Promise<ReadonlySet<EpochId>> {
  const rows = await context.records.db
    .selectFrom('holdLeaves')
    .innerJoin('holds', 'holds.id', 'holdLeaves.hold')
    .select('epoch')
    .distinct()
    .where('copiedAt', 'is', null)
    .where('endedAt', 'is', null)
    .execute()
  return new Set(rows.map(({ epoch }) => epoch as EpochId))
}
