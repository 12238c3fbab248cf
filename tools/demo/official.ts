import { randomUUID } from 'node:crypto'
import { sampleOfficials } from '../../src/acts/sample.ts'
import type { PersonId, RoleKeyId } from '../../src/domain/ids.ts'
import type { SessionMessage } from '../../src/http/contract.ts'
import { argon2idNode } from '../../src/vault/argon2id-node.ts'
import {
  createPersonKeys,
  derivePassphraseKeys,
  type PersonKeys,
  unwrapPersonKeys,
} from '../../src/vault/person-keys.ts'
import { createRoleKey, roleKeyPair, unwrapRoleKey, wrapRoleKey } from '../../src/vault/role-key.ts'
import { fromBase64url, toBase64url } from '../../web/src/bytes.ts'
import { Client } from './client.ts'

/** Sets up the sample municipality as the first page of the browser app does. */
export async function setUpSample(base: string): Promise<void> {
  const client = new Client(base)
  const { draft } = await client.ask('GET /api/setup')
  const roleKey = await createRoleKey(randomUUID() as RoleKeyId)
  const people = await Promise.all(
    sampleOfficials.map(async ({ passphrase, ...official }) => {
      const id = randomUUID() as PersonId
      const { enrolment } = await createPersonKeys(passphrase, argon2idNode)
      const wrapped = await wrapRoleKey(roleKey, { id, openPublicKey: enrolment.openPublicKey })
      return {
        ...official,
        id,
        enrolment: {
          salt: toBase64url(enrolment.salt),
          proof: toBase64url(enrolment.proof),
          openPublicKey: toBase64url(enrolment.openPublicKey),
          signPublicKey: toBase64url(enrolment.signPublicKey),
          wrappedKeys: toBase64url(enrolment.wrappedKeys),
        },
        wrappedRoleKey: toBase64url(wrapped),
      }
    }),
  )
  await client.ask('POST /api/setup', {
    body: {
      sample: true,
      draft,
      people,
      roleKey: { id: roleKey.id, publicKey: toBase64url(roleKey.publicKey) },
      recoveryKit: null,
    },
  })
}

/** One of the sample's officials, signed in, with the keys a browser would hold. */
export class Official {
  readonly client: Client
  readonly session: SessionMessage
  readonly keys: PersonKeys

  private constructor(client: Client, session: SessionMessage, keys: PersonKeys) {
    this.client = client
    this.session = session
    this.keys = keys
  }

  static async signIn(base: string, role: 'responsibleManager' | 'designatedOperator'): Promise<Official> {
    const official = sampleOfficials.find((candidate) => candidate.role === role)
    if (official === undefined) throw new Error(`the sample has no ${role}`)
    const client = new Client(base)
    const { salt } = await client.ask('POST /api/session/parameters', { body: { name: official.name } })
    const { proof, wrapping } = await derivePassphraseKeys(
      official.passphrase,
      fromBase64url(salt),
      argon2idNode,
    )
    const session = await client.ask('POST /api/session', {
      body: { name: official.name, proof: toBase64url(proof) },
    })
    const keys = await unwrapPersonKeys(wrapping, {
      salt: fromBase64url(session.salt),
      openPublicKey: fromBase64url(session.person.openPublicKey ?? ''),
      signPublicKey: fromBase64url(session.signPublicKey),
      wrappedKeys: fromBase64url(session.wrappedKeys),
    })
    return new Official(client, session, keys)
  }

  async roleKey(): Promise<CryptoKeyPair> {
    const { id, publicKey, wrapped } = this.session.roleKey
    const roleKey = await unwrapRoleKey(
      { id: id as RoleKeyId, publicKey: fromBase64url(publicKey) },
      { id: this.session.person.id as PersonId, open: this.keys.open },
      fromBase64url(wrapped ?? ''),
    )
    return roleKeyPair(roleKey)
  }
}
