import type { CameraId, EpochId } from '../domain/ids.ts'

/** What seals the fragments of one leaf. */
export type LeafKey = {
  readonly leaf: number
  /** AES-256-GCM key, 32 bytes; wiped by whoever was handed it last */
  readonly key: Uint8Array<ArrayBuffer>
  /** 32 bytes, stored in every record header of the leaf */
  readonly commitment: Uint8Array<ArrayBuffer>
}

/** The recorder's side of one epoch: gives the leaves in order and forgets what it gave. */
export interface EpochSealer {
  readonly epoch: EpochId
  readonly camera: CameraId
  /** the next leaf, from 0; chain values of the leaf before are wiped */
  nextLeaf(): LeafKey
  /** wipes what is left; the sealer is of no use afterwards */
  wipe(): void
}
