import { fromHex } from '../domain/ids.ts'
import { VaultFault } from './fault.ts'
import { join, wipe } from './secret.ts'

/** `open`: receives what is sealed with HPKE (ECDH). `sign`: signs (ECDSA). */
export type KeyUse = 'open' | 'sign'

const algorithms = {
  open: { name: 'ECDH', namedCurve: 'P-256' },
  sign: { name: 'ECDSA', namedCurve: 'P-256' },
} as const
const privateUsages = { open: ['deriveBits'], sign: ['sign'] } as const
const publicUsages = { open: [], sign: ['verify'] } as const

/** A P-256 key with its secret in the clear: only on its way into a wrapping. The holder wipes `scalar`. */
export type P256Secret = {
  /** 32 bytes, big-endian */
  readonly scalar: Uint8Array<ArrayBuffer>
  /** uncompressed point, 65 bytes */
  readonly publicKey: Uint8Array<ArrayBuffer>
}

// PKCS #8 (RFC 5208) with ECPrivateKey (RFC 5915) of P-256, public key present: the one form that every browser reads
const pkcs8Head = fromHex('308187020100301306072a8648ce3d020106082a8648ce3d030107046d306b0201010420')
const pkcs8Middle = fromHex('a144034200')
/** `version 1, OCTET STRING of 32 bytes` of ECPrivateKey: what follows is the scalar */
const beforeScalar = fromHex('0201010420')

function pkcs8({ scalar, publicKey }: P256Secret): Uint8Array<ArrayBuffer> {
  return join(pkcs8Head, scalar, pkcs8Middle, publicKey)
}

/** Browsers differ in what they write around the scalar, so it is looked for. */
function scalarOf(der: Uint8Array): Uint8Array<ArrayBuffer> {
  for (let at = 0; at <= pkcs8Head.length; at++) {
    const from = at + beforeScalar.length
    if (beforeScalar.every((byte, i) => der[at + i] === byte) && from + 32 <= der.length)
      return join(der.subarray(from, from + 32))
  }
  throw new VaultFault('bad-key', 'a private key was exported in an unknown form')
}

/** A fresh key. The caller wipes `scalar`. */
export async function newP256Secret(): Promise<P256Secret> {
  const pair = await crypto.subtle.generateKey(algorithms.open, true, ['deriveBits'])
  const publicKey = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))
  const der = new Uint8Array(await crypto.subtle.exportKey('pkcs8', pair.privateKey))
  try {
    return { scalar: scalarOf(der), publicKey }
  } finally {
    wipe(der)
  }
}

/** A public key from its 65 bytes.
 * @throws VaultFault `bad-key` for a point that is not on the curve */
export async function importPublicKey(use: KeyUse, publicKey: Uint8Array): Promise<CryptoKey> {
  // the uncompressed form alone: browsers differ in what else they take
  if (publicKey.length !== 65 || publicKey[0] !== 4)
    throw new VaultFault('bad-key', 'a public key has 65 bytes and begins with 4')
  try {
    return await crypto.subtle.importKey(
      'raw',
      new Uint8Array(publicKey),
      algorithms[use],
      true,
      publicUsages[use],
    )
  } catch (cause) {
    throw new VaultFault('bad-key', 'a public key is not a point of P-256', { cause })
  }
}

/** The pair as CryptoKeys, the private half not exportable; `secret` is left as it is.
 * @throws VaultFault `bad-key` */
export async function importKeyPair(use: KeyUse, secret: P256Secret): Promise<CryptoKeyPair> {
  const publicKey = await importPublicKey(use, secret.publicKey)
  const der = pkcs8(secret)
  try {
    const privateKey = await crypto.subtle.importKey('pkcs8', der, algorithms[use], false, privateUsages[use])
    return { privateKey, publicKey }
  } catch (cause) {
    throw new VaultFault('bad-key', 'a private key is not one of P-256', { cause })
  } finally {
    wipe(der)
  }
}

/** A key that receives once and is forgotten: of a viewing session or an export job. */
export type OneTimeKey = {
  readonly pair: CryptoKeyPair
  /** 65 bytes, to be sent */
  readonly publicKey: Uint8Array<ArrayBuffer>
}

/** The private half cannot be exported and ends with the page or process. */
export async function newOneTimeKey(): Promise<OneTimeKey> {
  const pair = await crypto.subtle.generateKey(algorithms.open, false, ['deriveBits'])
  return { pair, publicKey: new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)) }
}
