import { fileURLToPath } from 'node:url'
import { readPack } from '../src/adapters/packs/yaml-pack.ts'
import { decideApplication } from '../src/domain/access.ts'
import { addDays } from '../src/domain/calendar.ts'
import { isRefused } from '../src/domain/decision.ts'
import type { Instant, LocalDay, RoleId } from '../src/domain/ids.ts'
import { packOn } from '../src/domain/in-force.ts'
import { expiryOf } from '../src/domain/retention.ts'
import type { BenchOptions, BenchResult } from './lib/bench-module.ts'

export const summary = 'loading a pack, decisions and expiries a second on one core'

const folder = fileURLToPath(new URL('../policy-packs/funabashi-houkago', import.meta.url))
const rounds = 100_000

function perSecond(work: (round: number) => void): number {
  for (let round = 0; round < rounds / 10; round++) work(round)
  const start = process.cpuUsage()
  for (let round = 0; round < rounds; round++) work(round)
  const { user, system } = process.cpuUsage(start)
  return Math.round(rounds / ((user + system) / 1e6))
}

export async function run(_options: BenchOptions): Promise<BenchResult> {
  const start = performance.now()
  const { instrument } = await readPack(folder)
  const loadMs = performance.now() - start
  const pack = packOn(instrument, '2026-11-01' as LocalDay)
  if (isRefused(pack)) throw new Error(pack.reason)
  const days = Array.from({ length: 1000 }, (_, index) => addDays('2026-11-01' as LocalDay, index))
  const searched = { kind: 'searched', at: Date.parse('2027-01-10T09:00+09:00') as Instant } as const
  const actor = 'designatedOperator' as RoleId
  const expiriesPerSecond = perSecond((round) => {
    expiryOf(pack, days[round % 1000] ?? pack.since, [searched])
  })
  const decisionsPerSecond = perSecond((round) => {
    const purpose = round % 2 === 0 ? 'x' : ''
    decideApplication(pack, { ground: 'search', actor, purpose, applicant: null })
  })
  return {
    figures: { loadMs, expiriesPerSecond, decisionsPerSecond },
    ok: loadMs < 100 && expiriesPerSecond > 20_000 && decisionsPerSecond > 20_000,
  }
}
