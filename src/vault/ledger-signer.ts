import { createPrivateKey, createPublicKey, sign } from 'node:crypto'
import { fromHex } from '../domain/ids.ts'
import { join, wipe } from './secret.ts'

/** The ledger's key as the ledger sees it. */
export interface LedgerSigner {
  /** 32 bytes, RFC 8032 */
  readonly publicKey: Uint8Array
  /** 64 bytes, Ed25519 over `message` as it stands */
  sign(message: Uint8Array): Promise<Uint8Array>
}

/** PKCS #8 around a seed (RFC 8410 7) */
const pkcs8Head = fromHex('302e020100300506032b657004220420')

/**
 * Ed25519 from a seed of 32 bytes. The key object is made anew for each signature, so that closing the table ends the signing.
 * @param seed gives the seed, left as it is; throws when the table is closed
 */
export function ledgerSigner(seed: () => Uint8Array): LedgerSigner {
  const privateKey = () => {
    const der = join(pkcs8Head, seed())
    try {
      return createPrivateKey({ key: Buffer.from(der.buffer), format: 'der', type: 'pkcs8' })
    } finally {
      wipe(der)
    }
  }
  const spki = createPublicKey(privateKey()).export({ format: 'der', type: 'spki' })
  return {
    publicKey: new Uint8Array(spki.subarray(-32)),
    sign: async (message) => new Uint8Array(sign(null, message, privateKey())),
  }
}
