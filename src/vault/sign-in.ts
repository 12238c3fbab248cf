import { createHash, timingSafeEqual } from 'node:crypto'

/** SHA-256 of a secret that is random enough to need no salt: a sign-in proof, a session token, a one-time code. */
export function hashSecret(secret: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(secret).digest())
}

/**
 * Whether the proof is the one that was enrolled; in a time that does not depend on where they differ.
 * @param proof first half of Argon2id, 32 bytes
 * @param stored SHA-256 of the enrolled proof; the server keeps no more
 */
export function verifyProof(proof: Uint8Array, stored: Uint8Array): boolean {
  const hash = hashSecret(proof)
  return stored.length === hash.length && timingSafeEqual(hash, stored)
}
