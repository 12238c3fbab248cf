import type { PersonId, RoleId } from '../domain/ids.ts'
import { hashSecret, verifyProof } from '../vault/sign-in.ts'
import type { Context, PersonActor, Tx } from './context.ts'
import { system } from './context.ts'
import { ActFault } from './fault.ts'

/** A session ends after this long without a request, in milliseconds. */
const idleLimit = 60 * 60_000
/** ...and at the latest after a working day. */
const longestSession = 12 * 60 * 60_000
const freeTries = 5
const longestPause = 15 * 60_000

/** Milliseconds to wait after so many failures in a row: none for the first five, then doubling from 30 s. */
export function pauseAfter(failures: number): number {
  return failures < freeTries ? 0 : Math.min(longestPause, 30_000 * 2 ** (failures - freeTries))
}

/** The salt to derive with; a name nobody has gets a stable one too, so that names cannot be tried out. */
export async function signInSalt(context: Context, name: string): Promise<Uint8Array> {
  const row = await context.records.db
    .selectFrom('persons')
    .select('salt')
    .where('name', '=', name)
    .executeTakeFirst()
  return row?.salt ?? context.vault.decoySalt(name)
}

/** Wrong proofs are refused, counted and entered; the session token is handed out once and kept as a hash.
 * @throws ActFault `sign-in-failed`, `sign-in-paused` */
export async function signIn(context: Context, name: string, proof: Uint8Array<ArrayBuffer>) {
  // judged and counted in one transaction: of many tries at once each has to see the ones before it
  const answer = await context.records.transaction((tx) => trySignIn(context, tx, name, proof))
  if (answer.kind === 'paused') throw new ActFault('sign-in-paused', { seconds: String(answer.seconds) })
  if (answer.kind === 'failed') throw new ActFault('sign-in-failed', { failures: String(answer.failures) })
  return { token: answer.token, person: answer.person }
}

type SignInAnswer =
  | { readonly kind: 'signed-in'; readonly token: Uint8Array<ArrayBuffer>; readonly person: PersonId }
  | { readonly kind: 'failed'; readonly failures: number }
  | { readonly kind: 'paused'; readonly seconds: number }

async function trySignIn(
  context: Context,
  tx: Tx,
  name: string,
  proof: Uint8Array<ArrayBuffer>,
): Promise<SignInAnswer> {
  const now = context.clock.now()
  const person = await tx.db.selectFrom('persons').selectAll().where('name', '=', name).executeTakeFirst()
  const earlier = person?.failedSignIns ?? 0
  const until = (person?.lastFailedAt ?? 0) + pauseAfter(earlier)
  if (earlier >= freeTries && now < until) return { kind: 'paused', seconds: Math.ceil((until - now) / 1000) }
  if (person?.proofHash == null || !verifyProof(proof, person.proofHash)) {
    const failures = earlier + 1
    if (person !== undefined) {
      await tx.db
        .updateTable('persons')
        .set({ failedSignIns: failures, lastFailedAt: now })
        .where('id', '=', person.id)
        .execute()
    }
    // what was typed for a name nobody has may be a passphrase in the wrong field
    const told = person === undefined ? { person: null, name: '' } : { person: person.id, name }
    tx.enter({ kind: 'sign-in-failed', actor: system, body: { ...told, failures } })
    return { kind: 'failed', failures }
  }
  const token = context.random()
  const id = person.id as PersonId
  await tx.db
    .updateTable('persons')
    .set({ failedSignIns: 0, lastFailedAt: null })
    .where('id', '=', id)
    .execute()
  await tx.db
    .insertInto('sessions')
    .values({ tokenHash: hashSecret(token), person: id, createdAt: now, seenAt: now })
    .execute()
  const actor: PersonActor = { kind: 'person', person: id, name: person.name, role: person.role as RoleId }
  tx.enter({ kind: 'signed-in', actor, body: {} })
  return { kind: 'signed-in', token, person: id }
}

/** The person behind a session token.
 * @throws ActFault `not-signed-in` */
export async function whoIs(context: Context, token: Uint8Array<ArrayBuffer>): Promise<PersonActor> {
  const now = context.clock.now()
  const tokenHash = hashSecret(token)
  const row = await context.records.db
    .selectFrom('sessions')
    .innerJoin('persons', 'persons.id', 'sessions.person')
    .select(['persons.id', 'persons.name', 'persons.role', 'sessions.createdAt', 'sessions.seenAt'])
    .where('tokenHash', '=', tokenHash)
    .executeTakeFirst()
  if (row === undefined) throw new ActFault('not-signed-in')
  if (now - row.seenAt > idleLimit || now - row.createdAt > longestSession) {
    await signOut(context, token)
    throw new ActFault('not-signed-in')
  }
  // once a minute is enough to judge an hour, and keeps reading requests from writing
  if (now - row.seenAt > 60_000) {
    await context.records.db
      .updateTable('sessions')
      .set({ seenAt: now })
      .where('tokenHash', '=', tokenHash)
      .execute()
  }
  return { kind: 'person', person: row.id as PersonId, name: row.name, role: row.role as RoleId }
}

/** Those who have a session that has not run out. */
export async function signedInPeople(context: Context): Promise<readonly string[]> {
  const now = context.clock.now()
  const rows = await context.records.db
    .selectFrom('sessions')
    .select('person')
    .distinct()
    .where('seenAt', '>=', now - idleLimit)
    .where('createdAt', '>=', now - longestSession)
    .execute()
  return rows.map(({ person }) => person)
}

export async function signOut(context: Context, token: Uint8Array<ArrayBuffer>): Promise<void> {
  await context.records.db.deleteFrom('sessions').where('tokenHash', '=', hashSecret(token)).execute()
}
