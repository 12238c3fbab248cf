import { createPersonKeys, type PersonKeys } from '../../../src/vault/person-keys.ts'
import { toBase64url } from '../bytes.ts'
import { argon2idInWorker } from './argon2id.ts'
import type { EnrolmentMessage } from './messages.ts'

/** Makes a person's keys under a passphrase: what the server gets, and the keys for the session that follows. */
export async function makePerson(passphrase: string): Promise<{
  readonly enrolment: EnrolmentMessage
  readonly keys: PersonKeys
  readonly openPublicKey: Uint8Array
}> {
  const { enrolment, keys } = await createPersonKeys(passphrase, argon2idInWorker)
  const { salt, proof, openPublicKey, signPublicKey, wrappedKeys } = enrolment
  return {
    enrolment: {
      salt: toBase64url(salt),
      proof: toBase64url(proof),
      openPublicKey: toBase64url(openPublicKey),
      signPublicKey: toBase64url(signPublicKey),
      wrappedKeys: toBase64url(wrappedKeys),
    },
    keys,
    openPublicKey,
  }
}

export async function enrol(passphrase: string): Promise<EnrolmentMessage> {
  return (await makePerson(passphrase)).enrolment
}
