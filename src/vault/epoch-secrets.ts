import type { CameraId, EpochId, RoleKeyId } from '../domain/ids.ts'
import { deriveClipKey } from './clip-key.ts'
import type { EpochSealer, LeafKey } from './leaf-key.ts'
import { sealOfficeLock } from './office-lock.ts'
import { LeafChain } from './ratchet.ts'
import { join, type RandomBytes, randomSecret, wipe } from './secret.ts'

export type NewEpoch = {
  readonly epoch: EpochId
  readonly camera: CameraId
  /** the role that unlocks this camera's footage; `publicKey` is an uncompressed P-256 point, 65 bytes */
  readonly roleKey: { readonly id: RoleKeyId; readonly publicKey: Uint8Array }
}

/** The locks of a new epoch on their way to durable storage. */
export type EpochLocks = {
  readonly epoch: EpochId
  readonly camera: CameraId
  readonly roleKey: RoleKeyId
  /** s1, 32 bytes; wiped by whoever stores it */
  readonly timeLock: Uint8Array<ArrayBuffer>
  /** s2, HPKE to the role key, 113 bytes */
  readonly sealedOfficeLock: Uint8Array<ArrayBuffer>
}

class RatchetSealer implements EpochSealer {
  readonly epoch: EpochId
  readonly camera: CameraId
  readonly #time: LeafChain
  readonly #office: LeafChain

  constructor(of: NewEpoch, timeLock: Uint8Array, officeLock: Uint8Array) {
    this.epoch = of.epoch
    this.camera = of.camera
    this.#time = new LeafChain(timeLock)
    this.#office = new LeafChain(officeLock)
  }

  nextLeaf(): LeafKey {
    const { epoch, camera } = this
    const leaf = this.#time.position
    const leaf1 = this.#time.next()
    const leaf2 = this.#office.next()
    try {
      return deriveClipKey(leaf1, leaf2, { camera, epoch, leaf })
    } finally {
      wipe(leaf1, leaf2)
    }
  }

  wipe(): void {
    this.#time.wipe()
    this.#office.wipe()
  }
}

/**
 * Makes the two locks of an epoch. The sealer must not be used before `prepared` is stored; after its first leaf the recorder can derive
 * neither that leaf again nor anything before the next.
 * @throws VaultFault `bad-key` for a role key that is no P-256 point, `malformed` for an id that is no UUID
 */
export async function prepareEpoch(
  of: NewEpoch,
  random: RandomBytes = randomSecret,
): Promise<{ prepared: EpochLocks; sealer: EpochSealer }> {
  const { epoch, camera, roleKey } = of
  const timeLock = random(32)
  const officeLock = random(32)
  try {
    const sealedOfficeLock = await sealOfficeLock(roleKey.publicKey, officeLock, {
      epoch,
      camera,
      roleKey: roleKey.id,
    })
    const prepared = { epoch, camera, roleKey: roleKey.id, timeLock: join(timeLock), sealedOfficeLock }
    return { prepared, sealer: new RatchetSealer(of, timeLock, officeLock) }
  } catch (cause) {
    wipe(timeLock, officeLock)
    throw cause
  }
}
