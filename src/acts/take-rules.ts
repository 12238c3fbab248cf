import type { Pack } from '../domain/pack/rules.ts'
import type { Context, Tx } from './context.ts'
import { system } from './context.ts'
import { withOfficeValues } from './set-office-value.ts'
import { trustClock } from './trust-clock.ts'

/** The version of the instrument that is in force today, as its file has it. */
export type RulesOfToday = {
  readonly pack: Pack
  /** hexadecimal SHA-256 of the pack's file */
  readonly packSha256: string
  /** null where the instrument gives no period */
  readonly retentionDays: number | null
}

const key = 'rulesInForce'
type RulesInForce = {
  readonly packSha256: string
  readonly since: string
  readonly retentionDays: number | null
}

/**
 * Goes over to the version of the instrument that came into force, with the office's own values, and enters it. Cases that were decided
 * before are asked again under the new rules when they are opened. A clock in doubt brings no version into force.
 */
export async function takeRules(context: Context, rules: RulesOfToday): Promise<boolean> {
  if (rules.pack.since === context.pack.since) return false
  if ((await trustClock(context)) !== null) return false
  const pack = await context.records.transaction(async (tx) => {
    await enterNewRules(tx, rules)
    return withOfficeValues(tx, rules.pack)
  })
  context.usePack(pack)
  return true
}

/** Enters a pack or a period that is not the one entered last; nothing at the very first start, when the founding tells of them. */
export async function enterNewRules(
  tx: Tx,
  { pack: { id, title, since }, packSha256, retentionDays }: RulesOfToday,
): Promise<void> {
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
      before: String(before.retentionDays ?? ''),
      after: String(retentionDays ?? ''),
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
