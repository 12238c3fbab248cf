import { fileURLToPath } from 'node:url'
import { readPack } from '../../src/adapters/packs/yaml-pack.ts'
import type { LocalDay } from '../../src/domain/ids.ts'
import { isPack, packOn } from '../../src/domain/pack/in-force.ts'
import type { Pack } from '../../src/domain/pack/rules.ts'

export async function load(folder: string): Promise<Pack> {
  const { instrument } = await readPack(fileURLToPath(new URL(folder, import.meta.url)))
  const pack = packOn(instrument, '2026-11-01' as LocalDay)
  if (!isPack(pack)) throw new Error(`${folder}: ${pack.reason}`)
  return pack
}

/** Every operator holds the role key; fourteen days at most, a year after a use. */
export const funabashi = (): Promise<Pack> => load('../../policy-packs/funabashi-houkago')

/** One officer unlocks, operators receive leaves; every use is decided; nothing lengthens the keeping. */
export const oneOfficer = (): Promise<Pack> => load('./one-officer')
