import type { Context } from './context.ts'
import { system } from './context.ts'
import { enterNewRules, type RulesOfToday } from './take-rules.ts'
import { trustClock } from './trust-clock.ts'

export type Program = Omit<RulesOfToday, 'pack'> & {
  readonly version: string
  readonly served: readonly { readonly path: string; readonly sha256: string }[]
}

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
    await enterNewRules(tx, { ...program, pack: context.pack })
  })
}
