import type { PersonId, RoleKeyId } from '../../../src/domain/ids.ts'
import { type RoleKey, roleKeyPair, unwrapRoleKey, wrapRoleKey } from '../../../src/vault/role-key.ts'
import { wipe } from '../../../src/vault/secret.ts'
import { fault } from '../api.ts'
import { fromBase64url, toBase64url } from '../bytes.ts'
import type { SessionMessage } from './messages.ts'
import type { PersonalKeys } from './sign-in.ts'

async function unwrapped(session: SessionMessage, personal: PersonalKeys): Promise<RoleKey> {
  const { id, publicKey, wrapped } = session.roleKey
  if (wrapped === null) throw fault('key-not-held')
  return unwrapRoleKey(
    { id: id as RoleKeyId, publicKey: fromBase64url(publicKey) },
    { id: session.person.id as PersonId, open: personal.open },
    fromBase64url(wrapped),
  )
}

/** The role key as it opens office locks. @throws ApiProblem `key-not-held`, VaultFault */
export async function openRoleKey(
  session: SessionMessage,
  personal: PersonalKeys,
  wanted: string,
): Promise<CryptoKeyPair> {
  if (session.roleKey.id !== wanted) throw fault('key-not-held')
  const roleKey = await unwrapped(session, personal)
  try {
    return await roleKeyPair(roleKey)
  } finally {
    wipe(roleKey.scalar)
  }
}

/** Body of `POST /api/people/:id/role-key`: the role key wrapped to another person. @throws ApiProblem `key-not-held`, VaultFault */
export async function wrapRoleKeyFor(
  session: SessionMessage,
  personal: PersonalKeys,
  person: { readonly id: string; readonly openPublicKey: string | null },
): Promise<{ roleKey: string; wrapped: string }> {
  if (person.openPublicKey === null) throw fault('wrong-state')
  const roleKey = await unwrapped(session, personal)
  try {
    const wrapped = await wrapRoleKey(roleKey, {
      id: person.id as PersonId,
      openPublicKey: fromBase64url(person.openPublicKey),
    })
    return { roleKey: roleKey.id, wrapped: toBase64url(wrapped) }
  } finally {
    wipe(roleKey.scalar)
  }
}
