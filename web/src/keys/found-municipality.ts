import type { PersonId, RoleKeyId } from '../../../src/domain/ids.ts'
import { makeRecoveryKit, type RecoverySheet } from '../../../src/vault/recovery-kit.ts'
import { createRoleKey, type RoleKey, wrapRoleKey } from '../../../src/vault/role-key.ts'
import { type Answer, call } from '../api.ts'
import { toBase64url } from '../bytes.ts'
import { makePerson } from './enrol.ts'

/** A role key with the sheets that give it back; in memory until setup is done. */
export type NewRoleKey = { readonly roleKey: RoleKey; readonly sheets: readonly RecoverySheet[] }

export async function makeRoleKeyWithKit(): Promise<NewRoleKey> {
  const roleKey = await createRoleKey(crypto.randomUUID() as RoleKeyId)
  return { roleKey, sheets: await makeRecoveryKit(roleKey) }
}

/** Sets up the municipality of the draft with one person as the first holder of the key, in the role that the instrument lets hold it. The caller wipes the role key. */
export async function foundMunicipality(
  draft: Answer<'GET /api/setup'>['draft'],
  passphrase: string,
  { roleKey, sheets }: NewRoleKey,
  role: string,
): Promise<void> {
  const { enrolment, openPublicKey } = await makePerson(passphrase)
  const id = crypto.randomUUID()
  const wrapped = await wrapRoleKey(roleKey, { id: id as PersonId, openPublicKey })
  await call('POST /api/setup', {
    body: {
      sample: false,
      draft,
      people: [
        {
          id,
          name: draft.managerName.trim(),
          post: draft.managerPost.trim(),
          role,
          enrolment,
          wrappedRoleKey: toBase64url(wrapped),
        },
      ],
      roleKey: { id: roleKey.id, publicKey: toBase64url(roleKey.publicKey) },
      recoveryKit: sheets[0]?.kit ?? null,
    },
  })
}
