import type { Context } from './context.ts'
import { system } from './context.ts'
import { trustClock } from './trust-clock.ts'

/**
 * Enters that the program runs, once the clock was judged (its first entry must not vouch for a clock that went wrong meanwhile), and which files it serves: whoever alters the pages this machine serves can take the keys of the next
 * person who unlocks, so their hashes stand in the ledger.
 */
export async function startProgram(
  context: Context,
  program: {
    readonly version: string
    readonly served: readonly { readonly path: string; readonly sha256: string }[]
  },
): Promise<void> {
  await trustClock(context)
  await context.records.transaction(async (tx) => {
    tx.enter({ kind: 'program-started', actor: system, body: program })
  })
}
