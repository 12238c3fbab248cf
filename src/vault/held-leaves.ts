import { Buffer } from 'node:buffer'
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { HoldId } from '../domain/ids.ts'
import { VaultFault } from './fault.ts'
import { type CameraLeaf, idBytes, leafRefBytes, leafRefFrom, leafRefLength } from './leaf-ref.ts'
import { join, sameBytes, uint32, wipe } from './secret.ts'

/** The time lock's half of a leaf. */
export type HalfLeaf = CameraLeaf & {
  /** `leaf1`, 32 bytes */
  readonly half: Uint8Array
}

const magic = new TextEncoder().encode('TJHOLD1\0')
const headLength = 40
const tagLength = 16

/**
 * Seals halves under the key of a hold, for the records to keep: docs/ref/key-table.md. The halves are left as they are.
 * @param key 32 bytes
 */
export function sealHeldLeaves(
  key: Uint8Array,
  hold: HoldId,
  leaves: readonly HalfLeaf[],
): Uint8Array<ArrayBuffer> {
  const nonce = randomBytes(12)
  const head = join(magic, idBytes(hold), uint32(leaves.length), nonce, ...leaves.map(leafRefBytes))
  const plaintext = join(...leaves.map(({ half }) => half))
  try {
    const cipher = createCipheriv('aes-256-gcm', key, nonce)
    cipher.setAAD(head)
    const ciphertext = cipher.update(plaintext)
    cipher.final()
    return join(head, ciphertext, cipher.getAuthTag())
  } finally {
    wipe(plaintext)
  }
}

/** Opens what `sealHeldLeaves` sealed; the caller wipes the halves.
 * @throws VaultFault `seal-broken` */
export function openHeldLeaves(key: Uint8Array, hold: HoldId, sealed: Uint8Array): readonly HalfLeaf[] {
  const broken = (cause?: unknown) =>
    new VaultFault('seal-broken', `the leaves of hold ${hold} do not open`, { cause })
  if (sealed.length < headLength + tagLength || !sameBytes(sealed.subarray(0, 8), magic)) throw broken()
  const count = new DataView(sealed.buffer, sealed.byteOffset).getUint32(24)
  const from = headLength + count * leafRefLength
  const end = from + count * 32
  if (sealed.length !== end + tagLength || !sameBytes(sealed.subarray(8, 24), idBytes(hold))) throw broken()
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(28, headLength))
  decipher.setAAD(sealed.subarray(0, from))
  decipher.setAuthTag(sealed.subarray(end))
  const plaintext: Buffer = decipher.update(sealed.subarray(from, end))
  try {
    decipher.final()
    return Array.from({ length: count }, (_, i) => ({
      ...leafRefFrom(sealed.slice(headLength + i * leafRefLength, headLength + (i + 1) * leafRefLength)),
      half: join(plaintext.subarray(i * 32, i * 32 + 32)),
    }))
  } catch (cause) {
    throw broken(cause)
  } finally {
    wipe(plaintext)
  }
}
