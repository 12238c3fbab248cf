import type { EpochId } from '../domain/ids.ts'
import type { Context } from './context.ts'

/** An epoch younger than this may be on its way to the recorder that asked for it, in milliseconds. */
const onItsWay = 10 * 60_000

/**
 * Epochs of which nobody said that they began. Some did, in a recorder that died before it could tell: their day is read from the footage.
 * The others were spares of a recorder that is gone.
 * @returns spares that will never be used; their keys can go
 */
export async function settleEpochs(context: Context): Promise<readonly EpochId[]> {
  const silent = await context.records.db
    .selectFrom('epochs')
    .select('id')
    .where('beganAt', 'is', null)
    .where('preparedAt', '<', context.clock.now() - onItsWay)
    .execute()
  if (silent.length === 0) return []
  const used = new Set(await context.footage.openEpochs())
  const unused: EpochId[] = []
  for (const { id } of silent) {
    const epoch = id as EpochId
    if (used.has(epoch)) continue
    const row = await context.footage.leafRow({ epoch, leaf: 0 })
    if (row === undefined) {
      unused.push(epoch)
      continue
    }
    await context.records.db
      .updateTable('epochs')
      .set({ beganAt: row.first, day: row.day })
      .where('id', '=', epoch)
      .execute()
  }
  return unused
}
