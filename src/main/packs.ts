import { fileURLToPath } from 'node:url'
import { ActFault } from '../acts/fault.ts'
import type { RulesOfToday } from '../acts/take-rules.ts'
import { type PackFile, readPacks } from '../adapters/packs/yaml-pack.ts'
import { dayOf } from '../domain/calendar/days.ts'
import { periodDays, withRetentionPeriod } from '../domain/casework/keeping.ts'
import { isRefused } from '../domain/casework/refusal.ts'
import type { Instant } from '../domain/ids.ts'
import { isPack, packOn, packsBefore } from '../domain/pack/in-force.ts'
import type { Pack } from '../domain/pack/rules.ts'
import { type Config, ConfigFault } from './data-folder.ts'

const folder = fileURLToPath(new URL('../../policy-packs', import.meta.url))

let read: Promise<readonly PackFile[]> | undefined

/** The instruments that come with the program; read once, since they change with the program alone. */
export function knownPacks(): Promise<readonly PackFile[]> {
  read ??= readPacks(folder)
  return read
}

/** The version in force of an instrument that a request names.
 * @throws ActFault `request-invalid` for one that is not there; ConfigFault */
export async function askedPack(name: string, now: Instant, retentionDays: number | null): Promise<Pack> {
  if (!(await knownPacks()).some(({ folder: known }) => known === name))
    throw new ActFault('request-invalid', { field: 'pack' })
  return packInForce(name, now, retentionDays)
}

/** The version of an instrument that is in force, with the office's own period where it has set one.
 * @throws ConfigFault for a pack that is not there, not in force, or does not allow the period */
export async function packInForce(name: string, now: Instant, retentionDays: number | null): Promise<Pack> {
  const file = await packNamed(name)
  const pack = packOn(file.instrument, dayOf(now, file.instrument.timeZone))
  if (!isPack(pack)) throw new ConfigFault(`no version of ${name} is in force: ${pack.reason}`)
  const earlier = packsBefore(file.instrument, pack)
  if (retentionDays === null) return { ...pack, earlier }
  const set = withRetentionPeriod(pack, retentionDays)
  if (isRefused(set)) throw new ConfigFault(`${name} does not allow ${retentionDays} days: ${set.reason}`)
  return { ...set, earlier: earlier.map((one) => ownPeriod(one, retentionDays)) }
}

/** An earlier version keeps its own period where it did not allow the office's. */
function ownPeriod(pack: Pack, days: number): Pack {
  const set = withRetentionPeriod(pack, days)
  return isRefused(set) ? pack : set
}

async function packNamed(name: string): Promise<PackFile> {
  const file = (await knownPacks()).find(({ folder: known }) => known === name)
  if (file === undefined) throw new ConfigFault(`there is no pack ${name}`)
  return file
}

/** The rules that an installation works by on the day of `now`.
 * @throws ConfigFault as `packInForce` does */
export async function rulesOfToday(
  { pack, retentionDays }: Pick<Config, 'pack' | 'retentionDays'>,
  now: Instant,
): Promise<RulesOfToday> {
  const { sha256 } = await packNamed(pack)
  const inForce = await packInForce(pack, now, retentionDays)
  return { pack: inForce, packSha256: sha256, retentionDays: periodDays(inForce) }
}
