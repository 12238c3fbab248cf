import { decideAppointment } from '../domain/casework/cameras.ts'
import { mayHoldRoleKey } from '../domain/casework/casework.ts'
import type { PersonId, RoleId } from '../domain/ids.ts'
import { importPublicKey } from '../vault/p256.ts'
import { hashSecret, verifyProof } from '../vault/sign-in.ts'
import type { Context, Outcome, PersonActor } from './context.ts'
import { done, refuse } from './context.ts'
import { ActFault } from './fault.ts'

/** What the person's browser made; the secrets in it are wrapped under the passphrase. */
export type Enrolment = {
  readonly salt: Uint8Array
  /** first half of Argon2id, 32 bytes; only its SHA-256 is kept */
  readonly proof: Uint8Array<ArrayBuffer>
  readonly openPublicKey: Uint8Array
  readonly signPublicKey: Uint8Array
  readonly wrappedKeys: Uint8Array
}

const codeLetters = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'

/** Sixty bits in letters that are not mistaken for each other, in groups of four. */
function inviteCode(random: Uint8Array): string {
  const letters = [...random.subarray(0, 12)].map((byte) => codeLetters[byte % codeLetters.length]).join('')
  return letters.replaceAll(/(.{4})(?=.)/g, '$1-')
}

function codeBytes(code: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(
    new TextEncoder().encode(
      code
        .normalize('NFKC')
        .toUpperCase()
        .replaceAll(/[^0-9A-Z]/g, ''),
    ),
  )
}

/**
 * Keys that are none would be found out only when somebody unlocks footage, and nobody's grants could be made then.
 * @throws ActFault `request-invalid`; VaultFault `bad-key`
 */
export async function checkEnrolment(enrolment: Enrolment): Promise<void> {
  if (enrolment.salt.length !== 16) throw new ActFault('request-invalid', { field: 'salt' })
  if (enrolment.proof.length !== 32) throw new ActFault('request-invalid', { field: 'proof' })
  await importPublicKey('open', enrolment.openPublicKey)
  await importPublicKey('sign', enrolment.signPublicKey)
}

/** Appoints a person who enrols later with a one-time code, shown once. funabashi:6-1 */
export async function invitePerson(
  context: Context,
  actor: PersonActor,
  input: { readonly name: string; readonly post: string; readonly role: RoleId },
): Promise<Outcome<{ person: PersonId; code: string }>> {
  const decision = decideAppointment(context.pack, { appointer: actor.role, role: input.role })
  if (decision.kind === 'refused') return refuse(context, actor, 'appoint', decision)
  const taken = await context.records.db
    .selectFrom('persons')
    .select('id')
    .where('name', '=', input.name)
    .executeTakeFirst()
  if (taken !== undefined) throw new ActFault('name-taken', { name: input.name })
  const person = context.newId() as PersonId
  const code = inviteCode(context.random())
  await context.records.transaction(async (tx) => {
    await tx.db
      .insertInto('persons')
      .values({
        id: person,
        name: input.name,
        post: input.post,
        role: input.role,
        state: 'invited',
        inviteHash: hashSecret(codeBytes(code)),
        salt: null,
        proofHash: null,
        openPublicKey: null,
        signPublicKey: null,
        wrappedKeys: null,
        createdAt: context.clock.now(),
        failedSignIns: 0,
        lastFailedAt: null,
      })
      .execute()
    tx.enter({
      kind: 'role-appointed',
      actor,
      clauses: decision.clauses,
      body: { person, name: input.name, post: input.post, role: input.role },
    })
  })
  return done({ person, code })
}

/** The appointed person's first sign-in: the code is used up, the keys of the browser are taken in. */
export async function enrolPerson(
  context: Context,
  name: string,
  code: string,
  enrolment: Enrolment,
): Promise<void> {
  const row = await context.records.db
    .selectFrom('persons')
    .selectAll()
    .where('name', '=', name)
    .executeTakeFirst()
  if (row?.state !== 'invited' || row.inviteHash === null || !verifyProof(codeBytes(code), row.inviteHash)) {
    throw new ActFault('invite-invalid')
  }
  await checkEnrolment(enrolment)
  await context.records.transaction(async (tx) => {
    const { numUpdatedRows } = await tx.db
      .updateTable('persons')
      .set({ ...enrolmentColumns(enrolment), state: 'enrolled', inviteHash: null })
      .where('id', '=', row.id)
      .where('state', '=', 'invited')
      .executeTakeFirst()
    if (numUpdatedRows === 0n) throw new ActFault('invite-invalid')
    tx.enter({
      kind: 'person-enrolled',
      actor: { kind: 'person', person: row.id as PersonId, name: row.name, role: row.role as RoleId },
      body: { person: row.id },
    })
  })
}

export function enrolmentColumns(enrolment: Enrolment) {
  return {
    salt: enrolment.salt,
    proofHash: hashSecret(enrolment.proof),
    openPublicKey: enrolment.openPublicKey,
    signPublicKey: enrolment.signPublicKey,
    wrappedKeys: enrolment.wrappedKeys,
  }
}

/** A holder hands the role key, wrapped in the browser to the other's personal key, to a person whose role may hold it. */
export async function handOverRoleKey(
  context: Context,
  actor: PersonActor,
  person: PersonId,
  input: { readonly roleKey: string; readonly wrapped: Uint8Array },
): Promise<Outcome<null>> {
  const own = await context.records.db
    .selectFrom('roleKeyWraps')
    .select('person')
    .where('roleKey', '=', input.roleKey)
    .where('person', '=', actor.person)
    .executeTakeFirst()
  if (own === undefined) throw new ActFault('key-not-held')
  const row = await context.records.db
    .selectFrom('persons')
    .selectAll()
    .where('id', '=', person)
    .executeTakeFirst()
  if (row === undefined) throw new ActFault('not-found', { what: 'person' })
  if (row.state !== 'enrolled') throw new ActFault('wrong-state', { what: 'person' })
  const decision = mayHoldRoleKey(context.pack, row.role as RoleId)
  if (decision.kind === 'refused') return refuse(context, actor, 'hand-over-role-key', decision)
  await context.records.transaction(async (tx) => {
    await tx.db
      .insertInto('roleKeyWraps')
      .values({
        roleKey: input.roleKey,
        person,
        wrapped: input.wrapped,
        by: actor.person,
        at: context.clock.now(),
      })
      .onConflict((conflict) =>
        conflict.columns(['roleKey', 'person']).doUpdateSet({ wrapped: input.wrapped }),
      )
      .execute()
    tx.enter({
      kind: 'role-key-handed',
      actor,
      clauses: decision.clauses,
      body: { roleKey: input.roleKey, person },
    })
  })
  return done(null)
}
