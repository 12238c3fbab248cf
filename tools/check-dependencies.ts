import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

const listPath = 'docs/ref/dependencies.md'
const versions = z.record(z.string(), z.string()).default({})
const manifest = z.object({
  dependencies: versions,
  devDependencies: versions,
  optionalDependencies: versions,
})

/** What package.json and the list of dependencies with their reasons do not agree on. */
export async function findDependencyFaults(root: string): Promise<readonly string[]> {
  const text = await readFile(join(root, 'package.json'), 'utf8')
  const { dependencies, devDependencies, optionalDependencies } = manifest.parse(JSON.parse(text))
  const wanted = new Map(Object.entries({ ...optionalDependencies, ...dependencies, ...devDependencies }))
  const list = await readFile(join(root, listPath), 'utf8')
  const rows = [...list.matchAll(/^\| `([^`]+)` +\| (\S+) +\| (.+) \|$/gm)]
  const listed = new Map(rows.map(([, name = '', version = '']) => [name, version]))
  const inexact = [...wanted].filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
  const missing = [...wanted].filter(([name]) => !listed.has(name))
  const other = [...wanted].filter(([name, version]) => listed.has(name) && listed.get(name) !== version)
  const gone = [...listed.keys()].filter((name) => !wanted.has(name))
  return [
    ...inexact.map(([name, version]) => `package.json: ${name} ${version} is not one exact version`),
    ...missing.map(([name, version]) => `${listPath}: ${name} ${version} has no row with its reason`),
    ...other.map(([name, version]) => `${listPath}: ${name} is ${version} in package.json`),
    ...gone.map((name) => `${listPath}: ${name} is not in package.json`),
  ]
}

if (import.meta.main) {
  const faults = await findDependencyFaults(fileURLToPath(new URL('..', import.meta.url)))
  for (const fault of faults) process.stdout.write(`${fault}\n`)
  process.exitCode = faults.length > 0 ? 1 : 0
}
