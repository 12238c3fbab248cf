import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { PackFault } from '../../domain/pack/fault.ts'
import { parsePack } from '../../domain/pack/parse.ts'
import type { PackId, PolicyInstrument } from '../../domain/pack/rules.ts'
import { childFaults, lineageFault } from '../../domain/pack/under.ts'
import { type PackFileFault, PackUnusable, readYaml, type YamlValue } from './yaml.ts'

export type PackFile = {
  /** name of the pack's folder: `funabashi-houkago` */
  readonly folder: string
  readonly file: string
  /** SHA-256 of the file, lower-case hexadecimal */
  readonly sha256: string
  readonly instrument: PolicyInstrument
  /** values that are looser than a guideline above that advises */
  readonly advice: readonly PackFileFault[]
}

/**
 * Reads one pack file whole, and checks it against the guideline that it stands under.
 * @param path a pack's folder, or its pack.yaml
 * @param library folders whose packs may stand above this one, besides those beside it
 * @throws PackUnusable
 */
export async function readPack(path: string, library: readonly string[] = []): Promise<PackFile> {
  const own = await readAlone(path)
  const { instrument, yaml, file } = own
  const above = await lineage(instrument, [dirname(dirname(file)), ...library])
  const faults = [
    ...lineageFault(instrument, above),
    ...(above[0] === undefined || above[0] === 'missing' ? [] : childFaults(instrument, above[0])),
  ]
  const binding = faults.filter(({ code }) => code !== 'looser-than-parent')
  const looser = faults.filter(({ code }) => code === 'looser-than-parent')
  const refusing = instrument.under?.as === 'advisory' ? binding : faults
  if (refusing.length > 0) throw new PackUnusable('faulty', file, placed(refusing, yaml))
  const { folder, sha256 } = own
  return { folder, file, sha256, instrument, advice: placed(looser, yaml) }
}

type Alone = Omit<PackFile, 'advice'> & { readonly yaml: YamlValue }

async function readAlone(path: string): Promise<Alone> {
  const file = path.endsWith('.yaml') ? path : join(path, 'pack.yaml')
  const yaml = await readYaml(file)
  const parsed = parsePack(yaml.value)
  if (!parsed.ok) throw new PackUnusable('faulty', file, placed(parsed.faults, yaml))
  return {
    folder: basename(dirname(file)),
    file,
    sha256: createHash('sha256').update(yaml.bytes).digest('hex'),
    instrument: parsed.instrument,
    yaml,
  }
}

function placed(faults: readonly PackFault[], { lineOf }: YamlValue): readonly PackFileFault[] {
  return faults.map((fault) => ({ ...fault, line: lineOf(fault.path) }))
}

/** The guidelines above, the nearest first; ends with one that is missing or already met. */
async function lineage(
  instrument: PolicyInstrument,
  folders: readonly string[],
): Promise<readonly (PolicyInstrument | 'missing')[]> {
  const above: PolicyInstrument[] = []
  let under = instrument.under
  while (under !== undefined) {
    const found = await findById(under.pack, folders)
    if (found === undefined) return [...above, 'missing']
    above.push(found)
    if (found.id === instrument.id || above.filter(({ id }) => id === found.id).length > 1) break
    under = found.under
  }
  return above
}

async function findById(id: PackId, folders: readonly string[]): Promise<PolicyInstrument | undefined> {
  for (const folder of new Set(folders)) {
    for (const name of await packNames(folder)) {
      const { value } = await readYaml(join(folder, name, 'pack.yaml'))
      if (typeof value !== 'object' || value === null || !('id' in value) || value.id !== id) continue
      return (await readAlone(join(folder, name))).instrument
    }
  }
  return undefined
}

async function packNames(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const names: string[] = []
  for (const entry of entries) {
    if (!entry.isDirectory()) continue
    const inside = await readdir(join(folder, entry.name))
    if (inside.includes('pack.yaml')) names.push(entry.name)
  }
  return names.sort()
}

/**
 * Every pack of a folder of packs, by name of folder.
 * @throws PackUnusable for the first that cannot be used: a municipality never runs with some of its packs
 */
export async function readPacks(folder: string): Promise<readonly PackFile[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  return Promise.all(names.sort().map((name) => readPack(join(folder, name))))
}
