import type { CameraId, EpochId, Instant, LocalDay, RoleKeyId } from '../../domain/ids.ts'
import type { EpochSealer, LeafKey } from '../../vault/leaf-key.ts'
import type { EpochKeeper, PreparedEpoch, PrepareEpoch, RoleKey } from '../ports.ts'

export const roleKey: RoleKey = { id: 'role-1' as RoleKeyId, publicKey: new Uint8Array(65) }

/** A sealer that notes what was asked of it. */
export class TestSealer implements EpochSealer {
  readonly epoch: EpochId
  readonly camera: CameraId
  leaves = 0
  wiped = false

  constructor(epoch: EpochId, camera: CameraId) {
    this.epoch = epoch
    this.camera = camera
  }

  nextLeaf(): LeafKey {
    if (this.wiped) throw new Error('wiped')
    const leaf = this.leaves++
    return { leaf, key: new Uint8Array(32).fill(leaf + 1), commitment: new Uint8Array(32) }
  }

  wipe(): void {
    this.wiped = true
  }
}

/** Prepares epochs and keeps them, or refuses to. */
export class TestVault implements EpochKeeper {
  readonly sealers: TestSealer[] = []
  readonly stored: PreparedEpoch[] = []
  readonly beginnings: { epoch: EpochId; at: Instant; day: LocalDay }[] = []
  /** while set, nothing is stored and nobody hears that an epoch began */
  down: Error | undefined

  readonly prepareEpoch: PrepareEpoch = ({ epoch, camera, roleKey: key }) => {
    const sealer = new TestSealer(epoch, camera)
    this.sealers.push(sealer)
    const timeLock = new Uint8Array(32).fill(1)
    const sealedOfficeLock = new Uint8Array(113)
    return Promise.resolve({
      prepared: { epoch, camera, roleKey: key.id, timeLock, sealedOfficeLock },
      sealer,
    })
  }

  store(prepared: PreparedEpoch): Promise<void> {
    if (this.down) return Promise.reject(this.down)
    this.stored.push(prepared)
    return Promise.resolve()
  }

  began(epoch: EpochId, at: Instant, day: LocalDay): Promise<void> {
    if (this.down) return Promise.reject(this.down)
    this.beginnings.push({ epoch, at, day })
    return Promise.resolve()
  }
}
