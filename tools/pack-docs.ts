import { spawnSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import { packJsonSchema } from './lib/pack-json-schema.ts'
import { packTables } from './lib/pack-tables.ts'

const schemaPath = 'docs/ref/pack.schema.json'
const manualPath = 'docs/ref/pack.md'
const remedy = 'run npm run docs:pack'

/** What the manual and the schema of the pack language say otherwise than the language itself. */
export async function findPackDocFaults(root: string): Promise<readonly string[]> {
  const schema: unknown = JSON.parse(await readFile(join(root, schemaPath), 'utf8'))
  const manual = await readFile(join(root, manualPath), 'utf8')
  return [
    ...(isDeepStrictEqual(schema, asJson(packJsonSchema()))
      ? []
      : [`${schemaPath} is out of date: ${remedy}`]),
    ...(unaligned(withTables(manual)) === unaligned(manual)
      ? []
      : [`${manualPath} is out of date: ${remedy}`]),
  ]
}

function asJson(value: object): unknown {
  return JSON.parse(JSON.stringify(value))
}

/** Tables whatever the width that a formatter gives their columns. */
function unaligned(text: string): string {
  return text.replaceAll(/ +\|/g, ' |').replaceAll(/-{3,}/g, '---')
}

/** The manual with every table between its markers made anew. */
export function withTables(manual: string): string {
  const tables = packTables()
  return manual.replaceAll(
    /(<!-- table: (\w+) -->\n)[\s\S]*?(\n<!-- end -->)/g,
    (_, before: string, name: string, after: string) => {
      const table = tables[name]
      if (table === undefined) throw new Error(`no table is called ${name}`)
      return `${before}\n${table}\n${after}`
    },
  )
}

async function writePackDocs(root: string): Promise<void> {
  await writeFile(join(root, schemaPath), `${JSON.stringify(packJsonSchema(), null, 2)}\n`)
  const manual = join(root, manualPath)
  await writeFile(manual, withTables(await readFile(manual, 'utf8')))
  const biome = join(root, 'node_modules/.bin/biome')
  const written = [schemaPath, manualPath]
  const { status } = spawnSync(biome, ['format', '--write', ...written], { cwd: root, stdio: 'inherit' })
  if (status !== 0) throw new Error(`not formatted: ${written.join(', ')}`)
}

if (import.meta.main) await writePackDocs(fileURLToPath(new URL('..', import.meta.url)))
