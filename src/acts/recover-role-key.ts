import { mayHoldRoleKey } from '../domain/casework/casework.ts'
import { sealOverhead } from '../vault/hpke.ts'
import type { Context, Outcome, PersonActor } from './context.ts'
import { done, refuse } from './context.ts'
import { ActFault } from './fault.ts'

/** A role key's scalar as HPKE wraps it to a person, in bytes. */
const wrappedBytes = sealOverhead + 32

/**
 * Somebody whose role may hold the role key has brought it back with two sheets of the recovery kit: their browser put it together, checked
 * it against the public key and wrapped it to their own personal key. No other holder takes part.
 * @param input `wrapped`: HPKE to the actor's own key, 113 bytes; `kit`: the number printed on both sheets
 * @throws ActFault `not-found`, `wrong-state`, `request-invalid`
 */
export async function recoverRoleKey(
  context: Context,
  actor: PersonActor,
  input: { readonly roleKey: string; readonly wrapped: Uint8Array; readonly kit: string },
): Promise<Outcome<null>> {
  const decision = mayHoldRoleKey(context.pack, actor.role)
  if (decision.kind === 'refused') return refuse(context, actor, 'recover-role-key', decision)
  const { roleKey, wrapped, kit } = input
  if (wrapped.length !== wrappedBytes) throw new ActFault('request-invalid', { field: 'wrapped' })
  const { db } = context.records
  const known = await db.selectFrom('roleKeys').select('id').where('id', '=', roleKey).executeTakeFirst()
  if (known === undefined) throw new ActFault('not-found', { what: 'role-key' })
  const person = await db
    .selectFrom('persons')
    .select('state')
    .where('id', '=', actor.person)
    .executeTakeFirst()
  // without keys of their own nobody could have wrapped anything
  if (person?.state !== 'enrolled') throw new ActFault('wrong-state', { what: 'person' })
  const held = { wrapped, by: actor.person, at: context.clock.now() }
  await context.records.transaction(async (tx) => {
    await tx.db
      .insertInto('roleKeyWraps')
      .values({ roleKey, person: actor.person, ...held })
      .onConflict((conflict) => conflict.columns(['roleKey', 'person']).doUpdateSet(held))
      .execute()
    tx.enter({
      kind: 'role-key-recovered',
      actor,
      clauses: decision.clauses,
      body: { roleKey, person: actor.person, kit },
    })
  })
  return done(null)
}
