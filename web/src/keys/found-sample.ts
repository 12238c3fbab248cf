import type { PersonId, RoleKeyId } from '../../../src/domain/ids.ts'
import { createRoleKey, wrapRoleKey } from '../../../src/vault/role-key.ts'
import { wipe } from '../../../src/vault/secret.ts'
import { type Answer, call } from '../api.ts'
import { toBase64url } from '../bytes.ts'
import { makePerson } from './enrol.ts'

type Official = Answer<'GET /api/sample/officials'>['officials'][number]

/**
 * Sets up the sample municipality: enrols its officials with their published passphrases, makes the role key and wraps it to each.
 * @param onProgress officials enrolled, of how many
 * @returns the first official, to sign in as
 */
export async function setUpSample(
  draft: Answer<'GET /api/setup'>['draft'],
  onProgress: (done: number, all: number) => void,
): Promise<Official> {
  const { officials } = await call('GET /api/sample/officials')
  const [first] = officials
  if (first === undefined) throw new TypeError('a sample without officials')
  const roleKey = await createRoleKey(crypto.randomUUID() as RoleKeyId)
  try {
    const people = []
    for (const { name, post, role, passphrase } of officials) {
      onProgress(people.length, officials.length)
      const { enrolment, openPublicKey } = await makePerson(passphrase)
      const id = crypto.randomUUID()
      const wrapped = await wrapRoleKey(roleKey, { id: id as PersonId, openPublicKey })
      people.push({ id, name, post, role, enrolment, wrappedRoleKey: toBase64url(wrapped) })
    }
    onProgress(officials.length, officials.length)
    await call('POST /api/setup', {
      body: {
        sample: true,
        draft,
        people,
        roleKey: { id: roleKey.id, publicKey: toBase64url(roleKey.publicKey) },
        recoveryKit: null,
      },
    })
    return first
  } finally {
    wipe(roleKey.scalar)
  }
}
