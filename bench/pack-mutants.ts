import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readYaml } from '../src/adapters/packs/yaml.ts'
import { readCases } from '../src/adapters/packs/yaml-cases.ts'
import { ask, questionFaults } from '../src/domain/decide/ask.ts'
import { parsePack } from '../src/domain/pack/parse.ts'
import type { PolicyInstrument } from '../src/domain/pack/rules.ts'
import { deviations, type PackCase } from '../src/domain/question/case.ts'
import { BenchFault, type BenchOptions, type BenchResult } from './lib/bench-module.ts'
import type { Mutant } from './lib/mutant.ts'
import { mutantsOf } from './lib/pack-mutants.ts'

export const summary = 'changes every stated value of every pack: the check or a case has to tell'

const library = fileURLToPath(new URL('../policy-packs', import.meta.url))
/** So large a share of changes may go unnoticed. */
const mostSurvivors = 0.02
const mostListed = 200

type Fate = 'check' | 'cases' | 'survived' | 'raw'
type Told = { readonly pack: string; readonly path: string; readonly what: string }

/** Words of the command line name packs by folder; without any it is every pack. */
export async function run({ args, log }: BenchOptions): Promise<BenchResult> {
  const folders = args.length > 0 ? args : await packFolders()
  const count: Record<Fate, number> = { check: 0, cases: 0, survived: 0, raw: 0 }
  const survivors: Told[] = []
  const exceptions: Told[] = []
  for (const folder of folders) {
    const { mutants, cases } = await loaded(folder)
    const order = [...cases]
    let alive = 0
    for (const { path, what, data } of mutants) {
      const { fate, error } = fateOf(data, order)
      count[fate]++
      if (fate === 'survived') {
        alive++
        survivors.push({ pack: folder, path, what })
      }
      if (fate === 'raw') exceptions.push({ pack: folder, path, what: `${what}: ${error}` })
    }
    log(`${folder}: ${mutants.length} mutants, ${cases.length} cases, ${alive} survived`)
  }
  const mutants = count.check + count.cases + count.survived + count.raw
  const share = mutants === 0 ? 1 : count.survived / mutants
  return {
    figures: {
      mutants,
      killedByCheck: count.check,
      killedByCases: count.cases,
      survived: count.survived,
      share,
      rawExceptions: count.raw,
      survivors: survivors.slice(0, mostListed),
      exceptions: exceptions.slice(0, mostListed),
    },
    ok: share < mostSurvivors && count.raw === 0,
  }
}

async function packFolders(): Promise<readonly string[]> {
  const entries = await readdir(library, { withFileTypes: true })
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort()
}

async function loaded(
  folder: string,
): Promise<{ readonly mutants: readonly Mutant[]; readonly cases: readonly PackCase[] }> {
  const file = join(library, folder, 'pack.yaml')
  const { value } = await readYaml(file)
  const cases = (await readCases(file)).flatMap((one) => one.cases)
  const whole = fateOf(value, [...cases])
  if (whole.fate !== 'survived')
    throw new BenchFault(`${folder} fails as it stands. Next: tsujiban pack check policy-packs/${folder}`)
  return { mutants: mutantsOf(value), cases }
}

/** @param order cases, in the order they are tried; the one that told of a change comes first from then on */
function fateOf(data: unknown, order: PackCase[]): { readonly fate: Fate; readonly error: string } {
  try {
    const parsed = parsePack(data)
    if (!parsed.ok) return { fate: 'check', error: '' }
    const { instrument } = parsed
    const place = order.findIndex((one) => fails(instrument, one))
    if (place < 0) return { fate: 'survived', error: '' }
    order.unshift(...order.splice(place, 1))
    return { fate: 'cases', error: '' }
  } catch (error) {
    return { fate: 'raw', error: String(error) }
  }
}

function fails(instrument: PolicyInstrument, one: PackCase): boolean {
  return questionFaults(instrument, one).length > 0 || deviations(ask(instrument, one), one).length > 0
}
