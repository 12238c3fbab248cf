import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { VaultFault } from './fault.ts'
import type { LeafKey } from './leaf-key.ts'
import { type CameraLeaf, idBytes, isLeafNumber } from './leaf-ref.ts'
import { join, sameBytes, secretBytes, uint32, wipe } from './secret.ts'

const label = new TextEncoder().encode('tsujiban clip 1')

/** A leaf that both locks opened, with what it belongs to. */
export type OpenedLeaf = CameraLeaf & LeafKey

/**
 * The key of a leaf from its two halves: HKDF-SHA-256 (RFC 5869), salt empty, info and length as docs/ref/footage-format.md has them.
 * @param leaf1 32 bytes of the time lock, left as they are
 * @param leaf2 32 bytes of the office lock, left as they are
 */
export function deriveClipKey(leaf1: Uint8Array, leaf2: Uint8Array, ref: CameraLeaf): OpenedLeaf {
  if (leaf1.length !== 32 || leaf2.length !== 32)
    throw new VaultFault('bad-key', 'each half of a leaf has 32 bytes')
  if (!isLeafNumber(ref.leaf)) throw new VaultFault('malformed', `${ref.leaf} is no leaf number`)
  const info = join(label, idBytes(ref.camera), idBytes(ref.epoch), uint32(ref.leaf))
  const secret = join(leaf1, leaf2)
  const derived = hkdf(sha256, secret, undefined, info, 64)
  const key = secretBytes(32)
  key.set(derived.subarray(0, 32))
  const commitment = derived.slice(32)
  wipe(secret, derived)
  return { camera: ref.camera, epoch: ref.epoch, leaf: ref.leaf, key, commitment }
}

/** To be called with the commitment of a record header before anything of the leaf is opened.
 * @throws VaultFault `commitment-mismatch` */
export function checkCommitment(key: LeafKey, stored: Uint8Array): void {
  if (!sameBytes(key.commitment, stored))
    throw new VaultFault(
      'commitment-mismatch',
      `the key of leaf ${key.leaf} is not the one it was sealed under`,
    )
}
