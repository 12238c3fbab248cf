import { randomBytes } from 'node:crypto'
import type { PersonActor } from '../../src/acts/context.ts'
import type { Enrolment } from '../../src/acts/enrol-person.ts'
import type { Founding } from '../../src/acts/found-municipality.ts'
import { mayHoldRoleKey } from '../../src/domain/casework/casework.ts'
import type { PersonId, RoleId } from '../../src/domain/ids.ts'
import type { Pack } from '../../src/domain/pack/rules.ts'
import { type RoleKey, wrapRoleKey } from '../../src/vault/role-key.ts'
import { newPerson, type TestPerson } from '../../src/vault/test-support/people.ts'

/** Somebody with keys, and with what a browser would have sent when they enrolled. */
export type BenchPerson = TestPerson & {
  readonly actor: PersonActor
  readonly post: string
  readonly enrolment: Enrolment
}

export function bytes(length: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(randomBytes(length))
}

/** Keys as an enrolment brings them; the wrapped ones are of the right length and nothing else, since only a passphrase opens them. */
export function enrolmentOf(keys: Pick<TestPerson, 'openPublicKey' | 'signPublicKey'>): Enrolment {
  return {
    salt: bytes(16),
    proof: bytes(32),
    openPublicKey: keys.openPublicKey,
    signPublicKey: keys.signPublicKey,
    wrappedKeys: bytes(93),
  }
}

export async function benchPerson(role: string, name: string): Promise<BenchPerson> {
  const keys = await newPerson()
  return {
    ...keys,
    actor: { kind: 'person', person: keys.id, name, role: role as RoleId },
    post: `${role} of the bench`,
    enrolment: enrolmentOf(keys),
  }
}

/** Those with whom a municipality is founded: the role key goes to whoever the pack lets hold it. */
export async function founders(
  pack: Pack,
  people: readonly BenchPerson[],
  roleKey: RoleKey,
): Promise<Founding['people']> {
  return Promise.all(
    people.map(async ({ actor, post, enrolment, openPublicKey }) => ({
      id: actor.person,
      name: actor.name,
      post,
      role: actor.role,
      enrolment,
      wrappedRoleKey:
        mayHoldRoleKey(pack, actor.role).kind === 'refused'
          ? new Uint8Array(0)
          : await wrapRoleKey(roleKey, { id: actor.person satisfies PersonId, openPublicKey }),
    })),
  )
}
