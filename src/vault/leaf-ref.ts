import { type CameraId, type EpochId, uuidFromBytes, uuidToBytes } from '../domain/ids.ts'
import { VaultFault } from './fault.ts'
import { join, uint32 } from './secret.ts'

/** One leaf of one epoch of one camera. */
export type CameraLeaf = { readonly camera: CameraId; readonly epoch: EpochId; readonly leaf: number }

/** Leaves `first..last` of one epoch, both included. */
export type LeafRange = {
  readonly camera: CameraId
  readonly epoch: EpochId
  readonly first: number
  readonly last: number
}

/** Highest leaf ever derived. An epoch is at most an hour and a minute and a leaf at least 10 s, so it has 366; the rest is room, and a
 * bound on the work that a forged range can ask for. */
export const highestLeaf = 0xffff

export function isLeafNumber(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= highestLeaf
}

/** The 16 bytes of an id, for associated data and tables.
 * @throws VaultFault `malformed` */
export function idBytes(id: string): Uint8Array<ArrayBuffer> {
  try {
    return uuidToBytes(id)
  } catch (cause) {
    throw new VaultFault('malformed', 'an id is not a lower-case UUID', { cause })
  }
}

/** Bytes of a stored `leafRefBytes`: camera 16, epoch 16, leaf 4. */
export const leafRefLength = 36

export function leafRefBytes({ camera, epoch, leaf }: CameraLeaf): Uint8Array<ArrayBuffer> {
  return join(idBytes(camera), idBytes(epoch), uint32(leaf))
}

/** @throws VaultFault `malformed` for other than 36 bytes */
export function leafRefFrom(bytes: Uint8Array): CameraLeaf {
  if (bytes.length !== leafRefLength) throw new VaultFault('malformed', 'a leaf reference has 36 bytes')
  return {
    camera: uuidFromBytes(bytes.subarray(0, 16)) as CameraId,
    epoch: uuidFromBytes(bytes.subarray(16, 32)) as EpochId,
    leaf: new DataView(bytes.buffer, bytes.byteOffset).getUint32(32),
  }
}
