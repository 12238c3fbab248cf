import type { CameraId, EpochId, RoleKeyId } from '../domain/ids.ts'
import { VaultFault } from './fault.ts'
import { openWith, sealLabels, sealTo } from './hpke.ts'
import { idBytes } from './leaf-ref.ts'
import { join } from './secret.ts'

/** Whose office lock it is: bound to the sealing, so that a lock cannot be passed off as another epoch's. */
export type OfficeLockOf = { readonly epoch: EpochId; readonly camera: CameraId; readonly roleKey: RoleKeyId }

function boundTo({ epoch, camera, roleKey }: OfficeLockOf): Uint8Array<ArrayBuffer> {
  return join(idBytes(camera), idBytes(epoch), idBytes(roleKey))
}

/**
 * Seals `s2` to the role key.
 * @param lock 32 bytes, left as they are
 * @returns encapsulated key (65 bytes) followed by ciphertext (48 bytes)
 */
export async function sealOfficeLock(
  rolePublicKey: Uint8Array,
  lock: Uint8Array,
  of: OfficeLockOf,
): Promise<Uint8Array<ArrayBuffer>> {
  return sealTo(rolePublicKey, lock, sealLabels.officeLock, boundTo(of))
}

/** Opens `s2` in the unlocker's browser; the caller wipes it.
 * @throws VaultFault `seal-broken` */
export async function openOfficeLock(
  roleKey: CryptoKeyPair,
  sealed: Uint8Array,
  of: OfficeLockOf,
): Promise<Uint8Array<ArrayBuffer>> {
  const lock = await openWith(roleKey, sealed, sealLabels.officeLock, boundTo(of))
  if (lock.length !== 32) throw new VaultFault('seal-broken', 'an office lock has 32 bytes')
  return lock
}
