import type { CameraId, EpochId, Instant, LocalDay, RoleKeyId } from '../domain/ids.ts'
import type { GapCause } from '../footage/ports.ts'
import type { EpochSealer } from '../vault/leaf-key.ts'

/** What the recorder needs to know of a camera. */
export type CameraSource = {
  readonly camera: CameraId
  /** rtsp:// address without credentials */
  readonly url: string
  readonly username?: string
  readonly password?: string
  /** for messages only */
  readonly label: string
}

/** Secrets of an epoch on their way to durable storage. The receiver wipes `timeLock` when it is stored. */
export type PreparedEpoch = {
  readonly epoch: EpochId
  readonly camera: CameraId
  readonly roleKey: RoleKeyId
  /** s1, 32 bytes */
  readonly timeLock: Uint8Array<ArrayBuffer>
  /** s2 sealed with HPKE to the role key: encapsulated key (65 bytes) followed by ciphertext (48 bytes) */
  readonly sealedOfficeLock: Uint8Array<ArrayBuffer>
}

/** Public half of the role key that unlocks a camera's footage; an uncompressed P-256 point, 65 bytes. */
export type RoleKey = { readonly id: RoleKeyId; readonly publicKey: Uint8Array }

/** Makes the two locks of a new epoch. The sealer is not used before `prepared` is stored. */
export type PrepareEpoch = (of: {
  readonly epoch: EpochId
  readonly camera: CameraId
  readonly roleKey: RoleKey
}) => Promise<{ readonly prepared: PreparedEpoch; readonly sealer: EpochSealer }>

/** Stores an epoch's two locks; resolves only when both are durable. No fragment of the epoch is written before. */
export interface EpochKeeper {
  store(prepared: PreparedEpoch): Promise<void>
  /** tells when the epoch's first frame was recorded; may be late, is repeated until it succeeds */
  began(epoch: EpochId, at: Instant, day: LocalDay): Promise<void>
}

export type CameraState = 'connecting' | 'recording' | 'waiting' | 'stopped'

export type CameraStatus = {
  readonly camera: CameraId
  readonly state: CameraState
  readonly since: Instant
  /** the running gap's cause and the error in words, while there is one */
  readonly cause?: GapCause
  readonly detail?: string
  readonly lastFrame?: Instant
  readonly framesRecorded: number
  readonly bytesRecorded: number
  readonly framesLost: number
}
