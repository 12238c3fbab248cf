import { derivePassphraseKeys, type PersonKeys, unwrapPersonKeys } from '../../../src/vault/person-keys.ts'
import { call, fault } from '../api.ts'
import { fromBase64url, toBase64url } from '../bytes.ts'
import { argon2idInWorker } from './argon2id.ts'
import type { SessionMessage } from './messages.ts'

export type PersonalKeys = PersonKeys

/** Signs in and opens the personal keys; the passphrase and its second half stay here. @throws ApiProblem, VaultFault */
export async function signIn(
  name: string,
  passphrase: string,
): Promise<{ readonly session: SessionMessage; readonly personal: PersonalKeys }> {
  const { salt } = await call('POST /api/session/parameters', { body: { name } })
  const { proof, wrapping } = await derivePassphraseKeys(passphrase, fromBase64url(salt), argon2idInWorker)
  const session = await call('POST /api/session', { body: { name, proof: toBase64url(proof) } })
  const { openPublicKey } = session.person
  if (openPublicKey === null) throw fault('malformed')
  const personal = await unwrapPersonKeys(wrapping, {
    salt: fromBase64url(session.salt),
    openPublicKey: fromBase64url(openPublicKey),
    signPublicKey: fromBase64url(session.signPublicKey),
    wrappedKeys: fromBase64url(session.wrappedKeys),
  })
  return { session, personal }
}
