import type { Context, Tx } from './context.ts'
import { system } from './context.ts'
import { trustClock } from './trust-clock.ts'

export type Program = {
  readonly version: string
  readonly served: readonly { readonly path: string; readonly sha256: string }[]
  /** hexadecimal SHA-256 of the pack's file */
  readonly packSha256: string
  readonly retentionDays: number
}

const key = 'rulesInForce'
type RulesInForce = { readonly packSha256: string; readonly since: string; readonly retentionDays: number }

/**
 * Enters that the program runs, and which files it serves: whoever alters the pages this machine serves can take the keys of the next person
 * who unlocks, so their hashes stand in the ledger. A pack or a period that is not what it was is entered too. The clock is judged first:
 * these entries must not vouch for one that went wrong meanwhile.
 */
export async function startProgram(context: Context, program: Program): Promise<void> {
  await trustClock(context)
  await context.records.transaction(async (tx) => {
    const { version, served } = program
    tx.enter({ kind: 'program-started', actor: system, body: { version, served } })
    await enterNewRules(context, tx, program)
  })
}

async function enterNewRules(
  context: Context,
  tx: Tx,
  { packSha256, retentionDays }: Program,
): Promise<void> {
  const { id, title, since } = context.pack
  const now: RulesInForce = { packSha256, since, retentionDays }
  const stored = await tx.db.selectFrom('settings').select('value').where('key', '=', key).executeTakeFirst()
  const before = stored === undefined ? null : (JSON.parse(stored.value) as RulesInForce)
  if (before?.packSha256 === packSha256 && before.since === since && before.retentionDays === retentionDays)
    return
  if (before !== null && (before.packSha256 !== packSha256 || before.since !== since)) {
    tx.enter({
      kind: 'pack-loaded',
      actor: system,
      body: { pack: id, title, sha256: packSha256, effectiveFrom: since === 'unknown' ? null : since },
    })
  }
  if (before !== null && before.retentionDays !== retentionDays) {
    const change = {
      field: 'retentionDays',
      before: String(before.retentionDays),
      after: String(retentionDays),
    }
    tx.enter({ kind: 'configuration-changed', actor: system, body: { changes: [change] } })
  }
  const value = JSON.stringify(now)
  await tx.db
    .insertInto('settings')
    .values({ key, value })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
    .execute()
}
