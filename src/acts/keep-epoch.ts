import type { CameraId, EpochId, Instant, LocalDay, RoleKeyId } from '../domain/ids.ts'
import type { Context } from './context.ts'
import { ActFault } from './fault.ts'

/**
 * Stores an epoch's two locks before its first fragment. The sealed office lock goes first: without a time lock it opens nothing, so a
 * crash between the two leaves nothing to erase.
 */
export async function keepEpoch(
  context: Context,
  prepared: {
    readonly epoch: EpochId
    readonly camera: CameraId
    readonly roleKey: RoleKeyId
    readonly timeLock: Uint8Array<ArrayBuffer>
    readonly sealedOfficeLock: Uint8Array<ArrayBuffer>
  },
): Promise<void> {
  await context.records.db
    .insertInto('epochs')
    .values({
      id: prepared.epoch,
      camera: prepared.camera,
      roleKey: prepared.roleKey,
      sealedOfficeLock: prepared.sealedOfficeLock,
      preparedAt: context.clock.now(),
      beganAt: null,
      day: null,
      erasedAt: null,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
  await context.vault.storeEpoch({
    epoch: prepared.epoch,
    camera: prepared.camera,
    timeLock: prepared.timeLock,
  })
}

/** The epoch's first frame was recorded on this local day; its footage ends by that day. */
export async function epochBegan(
  context: Context,
  epoch: EpochId,
  at: Instant,
  day: LocalDay,
): Promise<void> {
  const { numUpdatedRows } = await context.records.db
    .updateTable('epochs')
    .set({ beganAt: at, day })
    .where('id', '=', epoch)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw new ActFault('not-found', { what: 'epoch' })
}
