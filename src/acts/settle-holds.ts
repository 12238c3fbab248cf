import type { Context } from './context.ts'

/**
 * Drops the keys of holds that the records know nothing of: the program or the database failed between making the key and committing the
 * hold. To be run before anybody can ask for a release.
 * @returns how many there were
 */
export async function settleHolds(context: Context): Promise<number> {
  const known = await context.records.db.selectFrom('holds').select('id').execute()
  const ids = new Set<string>(known.map(({ id }) => id))
  const unknown = context.vault.contents().holds.filter((hold) => !ids.has(hold))
  if (unknown.length > 0) await context.vault.erase({ epochs: [], holds: unknown })
  return unknown.length
}
