import { type Argon2id, argon2idParameters } from './argon2id.ts'
import { VaultFault } from './fault.ts'
import { importKeyPair, newP256Secret, type P256Secret } from './p256.ts'
import { join, type RandomBytes, randomSecret, wipe } from './secret.ts'

/** What a browser sends when a person enrols. Of `proof` the server keeps a SHA-256. */
export type Enrolment = {
  /** 16 random bytes */
  readonly salt: Uint8Array<ArrayBuffer>
  /** first half of Argon2id, 32 bytes */
  readonly proof: Uint8Array<ArrayBuffer>
  /** P-256, 65 bytes: receives grants and the role key */
  readonly openPublicKey: Uint8Array<ArrayBuffer>
  /** P-256, 65 bytes: checks instructions */
  readonly signPublicKey: Uint8Array<ArrayBuffer>
  /** both private keys under the second half of Argon2id, 93 bytes */
  readonly wrappedKeys: Uint8Array<ArrayBuffer>
}

/** A person's keys for a working session; the private halves cannot be exported. */
export type PersonKeys = { readonly open: CryptoKeyPair; readonly sign: CryptoKeyPair }

/** What a passphrase gives at sign-in. */
export type PassphraseKeys = {
  /** 32 bytes, sent to the server */
  readonly proof: Uint8Array<ArrayBuffer>
  /** AES-256-GCM; stays in the browser */
  readonly wrapping: CryptoKey
}

const label = new TextEncoder().encode('tsujiban personal keys 1')
const version = 1
const wrappedLength = 1 + 12 + 64 + 16

/**
 * The bytes of a passphrase: NFKC, so that full-width input of a Japanese keyboard counts as what was meant; white space at the ends
 * dropped, elsewhere one space. Case stays.
 */
export function passphraseBytes(passphrase: string): Uint8Array<ArrayBuffer> {
  const text = passphrase.normalize('NFKC').trim().replaceAll(/\s+/g, ' ')
  return new Uint8Array(new TextEncoder().encode(text))
}

/** Runs Argon2id once and splits it. */
export async function derivePassphraseKeys(
  passphrase: string,
  salt: Uint8Array,
  argon2id: Argon2id,
): Promise<PassphraseKeys> {
  if (salt.length !== 16) throw new VaultFault('malformed', `a salt has 16 bytes, not ${salt.length}`)
  const bytes = passphraseBytes(passphrase)
  const output = await argon2id(bytes, new Uint8Array(salt))
  const secondHalf = output.slice(32)
  try {
    if (output.length !== argon2idParameters.outputBytes)
      throw new VaultFault('bad-key', `Argon2id gave ${output.length} bytes`)
    const wrapping = await crypto.subtle.importKey('raw', secondHalf, 'AES-GCM', false, [
      'encrypt',
      'decrypt',
    ])
    return { proof: output.slice(0, 32), wrapping }
  } finally {
    wipe(bytes, output, secondHalf)
  }
}

function boundTo(of: Pick<Enrolment, 'salt' | 'openPublicKey' | 'signPublicKey'>): Uint8Array<ArrayBuffer> {
  return join(label, of.salt, of.openPublicKey, of.signPublicKey)
}

async function importPair(open: P256Secret, sign: P256Secret): Promise<PersonKeys> {
  return { open: await importKeyPair('open', open), sign: await importKeyPair('sign', sign) }
}

/** Makes a person's keys and wraps them under the passphrase; the passphrase itself was judged before (`judgePassphrase`). */
export async function createPersonKeys(
  passphrase: string,
  argon2id: Argon2id,
  random: RandomBytes = randomSecret,
): Promise<{ readonly enrolment: Enrolment; readonly keys: PersonKeys }> {
  const salt = random(16)
  const { proof, wrapping } = await derivePassphraseKeys(passphrase, salt, argon2id)
  const open = await newP256Secret()
  const sign = await newP256Secret()
  const plaintext = join(open.scalar, sign.scalar)
  try {
    const publicParts = { salt, openPublicKey: open.publicKey, signPublicKey: sign.publicKey }
    const iv = random(12)
    const sealed = await crypto.subtle.encrypt(
      { name: 'AES-GCM', iv, additionalData: boundTo(publicParts) },
      wrapping,
      plaintext,
    )
    const wrappedKeys = join(Uint8Array.of(version), iv, new Uint8Array(sealed))
    return { enrolment: { ...publicParts, proof, wrappedKeys }, keys: await importPair(open, sign) }
  } finally {
    wipe(plaintext, open.scalar, sign.scalar)
  }
}

/**
 * Unwraps a person's keys after sign-in. The public keys are part of the wrapping: a server that hands out others is found out here.
 * @throws VaultFault `wrong-passphrase` when passphrase, salt, public keys or wrapped keys do not belong together
 */
export async function unwrapPersonKeys(
  wrapping: CryptoKey,
  of: {
    readonly salt: Uint8Array
    readonly openPublicKey: Uint8Array
    readonly signPublicKey: Uint8Array
    readonly wrappedKeys: Uint8Array
  },
): Promise<PersonKeys> {
  const { wrappedKeys } = of
  if (wrappedKeys.length !== wrappedLength || wrappedKeys[0] !== version)
    throw new VaultFault('malformed', 'wrapped keys of an unknown form')
  const parts = {
    salt: new Uint8Array(of.salt),
    openPublicKey: new Uint8Array(of.openPublicKey),
    signPublicKey: new Uint8Array(of.signPublicKey),
  }
  let plaintext: Uint8Array<ArrayBuffer>
  try {
    const opened = await crypto.subtle.decrypt(
      { name: 'AES-GCM', iv: wrappedKeys.slice(1, 13), additionalData: boundTo(parts) },
      wrapping,
      wrappedKeys.slice(13),
    )
    plaintext = new Uint8Array(opened)
  } catch (cause) {
    throw new VaultFault('wrong-passphrase', 'the personal keys do not open', { cause })
  }
  try {
    return await importPair(
      { scalar: plaintext.subarray(0, 32), publicKey: parts.openPublicKey },
      { scalar: plaintext.subarray(32, 64), publicKey: parts.signPublicKey },
    )
  } finally {
    wipe(plaintext)
  }
}
