import type { PersonId, RoleKeyId } from '../../../src/domain/ids.ts'
import { checkSheet, recoverRoleKey, type TypedSheet } from '../../../src/vault/recovery-kit.ts'
import { wrapRoleKey } from '../../../src/vault/role-key.ts'
import { wipe } from '../../../src/vault/secret.ts'
import { fromBase64url, toBase64url } from '../bytes.ts'
import type { SessionMessage } from './messages.ts'
import type { PersonalKeys } from './sign-in.ts'

/**
 * Body of `POST /api/role-key/recovery`: the role key out of two sheets, found to be the secret of the public key in use, wrapped to the
 * person who typed them. What was typed stays here.
 * @throws VaultFault `kit-id`, `kit-line`, `kit-mixed`, `kit-same-sheet`, `kit-other-key`
 */
export async function recoverFromSheets(
  sheets: readonly [TypedSheet, TypedSheet],
  session: SessionMessage,
  personal: PersonalKeys,
): Promise<{ roleKey: string; wrapped: string; kit: string }> {
  const { id, publicKey } = session.roleKey
  const roleKey = await recoverRoleKey(sheets, {
    id: id as RoleKeyId,
    publicKey: fromBase64url(publicKey),
  })
  try {
    // the key that the passphrase opened, not the one that the server says is theirs
    const openPublicKey = new Uint8Array(await crypto.subtle.exportKey('raw', personal.open.publicKey))
    const wrapped = await wrapRoleKey(roleKey, { id: session.person.id as PersonId, openPublicKey })
    return { roleKey: id, wrapped: toBase64url(wrapped), kit: checkSheet(sheets[0]).kit }
  } finally {
    wipe(roleKey.scalar)
  }
}
