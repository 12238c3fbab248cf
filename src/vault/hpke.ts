import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core'
import { VaultFault } from './fault.ts'
import { importPublicKey } from './p256.ts'
import { join } from './secret.ts'

/** What is sealed for whom: the `info` of HPKE, so that one kind can never be taken for another. */
export const sealLabels = {
  officeLock: 'tsujiban office lock 1',
  roleKey: 'tsujiban role key 1',
  grant: 'tsujiban grant 1',
  release: 'tsujiban release 1',
  exportKeys: 'tsujiban export keys 1',
} as const
export type SealLabel = (typeof sealLabels)[keyof typeof sealLabels]

/** Length of the encapsulated key that every sealed message begins with (RFC 9180 7.1, Nenc of DHKEM(P-256)). */
const encapsulatedBytes = 65
const tagBytes = 16
/** What sealing adds to a plaintext. */
export const sealOverhead = encapsulatedBytes + tagBytes

const suite = new CipherSuite({
  kem: new DhkemP256HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
})

/**
 * Seals to a public key: HPKE base mode, single shot (RFC 9180 6.1), DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM.
 * @param publicKey 65 bytes
 * @returns encapsulated key (65 bytes) followed by ciphertext and tag
 * @throws VaultFault `bad-key`
 */
export async function sealTo(
  publicKey: Uint8Array,
  plaintext: Uint8Array,
  label: SealLabel,
  aad: Uint8Array,
): Promise<Uint8Array<ArrayBuffer>> {
  const recipientPublicKey = await importPublicKey('open', publicKey)
  const info = new TextEncoder().encode(label)
  const { enc, ct } = await suite.seal({ recipientPublicKey, info }, plaintext, aad)
  return join(new Uint8Array(enc), new Uint8Array(ct))
}

/**
 * Opens what `sealTo` sealed. The pair is asked for whole: deriving the public key again needs an exportable private key.
 * @throws VaultFault `seal-broken` when key, label, associated data or bytes are not those of the sealing
 */
export async function openWith(
  pair: CryptoKeyPair,
  sealed: Uint8Array,
  label: SealLabel,
  aad: Uint8Array,
): Promise<Uint8Array<ArrayBuffer>> {
  if (sealed.length < sealOverhead)
    throw new VaultFault('seal-broken', `${sealed.length} bytes are too short for "${label}"`)
  const enc = sealed.slice(0, encapsulatedBytes)
  const info = new TextEncoder().encode(label)
  try {
    return new Uint8Array(
      await suite.open({ recipientKey: pair, enc, info }, sealed.slice(encapsulatedBytes), aad),
    )
  } catch (cause) {
    throw new VaultFault('seal-broken', `"${label}" does not open under this key`, { cause })
  }
}
