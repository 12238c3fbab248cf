import { VaultFault } from './fault.ts'

const largestCounter = 0xffff_ffff

/**
 * A clip key for `openFragment`. The CryptoKey cannot be exported; the caller wipes `bytes`.
 * @param bytes 32 bytes
 * @throws VaultFault `bad-key`
 */
export async function importClipKey(bytes: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  if (bytes.length !== 32) throw new VaultFault('bad-key', `a clip key has 32 bytes, not ${bytes.length}`)
  return crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['decrypt'])
}

/**
 * Opens one fragment (docs/ref/footage-format.md): AES-256-GCM, nonce 8 zero bytes and the counter.
 * @param aad the record header, whole (144 bytes)
 * @param sealed ciphertext followed by the 16-byte tag
 * @throws VaultFault `seal-broken` when anything of key, counter, header or bytes is not what was sealed
 */
export async function openFragment(
  key: CryptoKey,
  counter: number,
  aad: Uint8Array<ArrayBuffer>,
  sealed: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  if (!Number.isInteger(counter) || counter < 0 || counter > largestCounter)
    throw new VaultFault('seal-broken', `fragment counter ${counter} is not a 32-bit number`)
  if (sealed.length < 16)
    throw new VaultFault('seal-broken', `${sealed.length} bytes are too short to be a sealed fragment`)
  const iv = new Uint8Array(12)
  new DataView(iv.buffer).setUint32(8, counter)
  try {
    const plaintext = await crypto.subtle.decrypt(
      { name: 'AES-GCM', iv, additionalData: aad, tagLength: 128 },
      key,
      sealed,
    )
    return new Uint8Array(plaintext)
  } catch (cause) {
    throw new VaultFault('seal-broken', `fragment ${counter} does not open under this key and header`, {
      cause,
    })
  }
}
