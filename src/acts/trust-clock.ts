import type { Instant } from '../domain/ids.ts'
import type { Context, PersonActor } from './context.ts'
import { system } from './context.ts'
import { ActFault } from './fault.ts'

const key = 'clockDoubt'

/** A doubt that stands. */
export type ClockDoubt = {
  readonly cause: string
  readonly since: Instant
  /** what the clock was compared with; a program that starts again goes on comparing with it */
  readonly against: Instant
}

/** null when the clock may be trusted with an erasure, else the cause; a new doubt is entered once. */
export async function trustClock(context: Context): Promise<string | null> {
  const verdict = context.clockWatch.judge()
  const doubt = await clockDoubt(context)
  if (verdict.kind === 'trusted') {
    if (doubt !== null) await context.records.db.deleteFrom('settings').where('key', '=', key).execute()
    return null
  }
  if (doubt?.cause !== verdict.cause) {
    const { cause, against } = verdict
    const value: ClockDoubt = { cause, since: context.clock.now(), against }
    await context.records.transaction(async (tx) => {
      await tx.db
        .insertInto('settings')
        .values({ key, value: JSON.stringify(value) })
        .onConflict((conflict) =>
          conflict.column('key').doUpdateSet((eb) => ({ value: eb.ref('excluded.value') })),
        )
        .execute()
      tx.enter({
        kind: 'clock-untrusted',
        actor: system,
        body: { cause: verdict.cause, detail: `${Math.round(verdict.by / 1000)} s` },
      })
    })
  }
  return verdict.cause
}

export async function clockDoubt(context: Pick<Context, 'records'>): Promise<ClockDoubt | null> {
  const row = await context.records.db
    .selectFrom('settings')
    .select('value')
    .where('key', '=', key)
    .executeTakeFirst()
  return row === undefined ? null : (JSON.parse(row.value) as ClockDoubt)
}

/** A named person says that the clock is right; erasure goes on. */
export async function confirmClock(context: Context, actor: PersonActor): Promise<void> {
  const doubt = await clockDoubt(context)
  if (doubt === null) throw new ActFault('wrong-state', { what: 'clock' })
  await context.records.transaction(async (tx) => {
    await tx.db.deleteFrom('settings').where('key', '=', key).execute()
    tx.enter({ kind: 'clock-confirmed', actor, body: { how: 'person', cause: doubt.cause } })
  })
  context.clockWatch.confirmed()
}
