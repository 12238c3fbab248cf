import { builtinModules } from 'node:module'
import { dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type ImportRef, importsOf } from './lib/imports.ts'
import { isTest, type SourceFile, sourceFiles } from './lib/source-files.ts'

/** Folders of src from the inside out: each imports from rows above its own, never from its own row's neighbours or below. */
export const layers: readonly (readonly string[])[] = [
  ['domain'],
  ['ledger', 'vault'],
  ['footage'],
  ['recorder', 'evidence', 'forms'],
  ['acts'],
  ['http'],
  ['main'],
]

/** Folders whose ports an adapter implements; besides these it imports domain alone, and main alone imports adapters. */
export const adapters: Readonly<Record<string, readonly string[]>> = {
  filesystem: ['evidence', 'footage', 'ledger', 'vault'],
  packs: [],
  sqlite: ['acts', 'footage', 'ledger'],
}

/** What the browser app may take from the server's code: types of these, and modules of these that run in both worlds. */
const webTypes = ['src/http/contract.ts', 'src/ledger/entry-kinds.ts']
const webFolders = ['domain', 'vault', 'footage']
/** Not to be had in the oldest supported browsers. */
const notInBrowsers = /\bTemporal\.|\.toHex\(|\.toBase64\(|\bUint8Array\.from(Hex|Base64)\b/

export type Breach = { readonly file: string; readonly line: number; readonly what: string }

/** The direction of imports, as one reads it. */
export function directionTable(): string {
  const rows = layers.map((row) => row.join(', '))
  const ports = Object.entries(adapters).map(
    ([name, folders]) => `  adapters/${name}: ${['domain', ...folders].join(', ')}`,
  )
  return [
    rows.join(' <- '),
    'adapters import domain and the folders whose ports they implement:',
    ...ports,
  ].join('\n')
}

/** Every import against the direction, in the order of files. */
export async function findBreaches(root: string): Promise<readonly Breach[]> {
  const files = await sourceFiles(root, ['src', 'web/src', 'tools', 'bench', 'test'], ['.ts', '.tsx'])
  const parsed = new Map(files.map((file) => [file.path, importsOf(file.path, file.text)]))
  const breaches: Breach[] = []
  for (const [path, refs] of parsed)
    for (const ref of refs) {
      const target = resolve(path, ref)
      const what = target === undefined ? undefined : breachOf(path, ref, target)
      if (what !== undefined) breaches.push({ file: path, line: ref.line, what })
    }
  return [...breaches, ...browserBreaches(files, parsed)]
}

/** Path from the root of what a relative import names; undefined for packages. */
function resolve(path: string, { specifier }: ImportRef): string | undefined {
  return specifier.startsWith('.') ? normalize(join(dirname(path), specifier)) : undefined
}

function breachOf(path: string, ref: ImportRef, target: string): string | undefined {
  const [from = ''] = path.split('/')
  const [to = ''] = target.split('/')
  if (from === 'web') return to === 'src' ? webBreach(path, ref, target) : outside(from, to, ['web'])
  if (from !== 'src') return undefined
  if (isTest(path)) return to === 'web' ? 'src does not import web' : undefined
  if (to !== 'src') return outside(from, to, ['src'])
  if (isTest(target)) return `${target} is for tests`
  return layerBreach(folderOf(path), folderOf(target))
}

function outside(from: string, to: string, allowed: readonly string[]): string | undefined {
  return allowed.includes(to) ? undefined : `${from} does not import ${to}`
}

type Folder = { readonly name: string; readonly adapter: string | undefined }

function folderOf(path: string): Folder {
  const [, name = '', adapter] = path.split('/')
  return name === 'adapters' ? { name, adapter: adapter ?? '' } : { name, adapter: undefined }
}

function rank(name: string): number {
  return layers.findIndex((row) => row.includes(name))
}

function layerBreach(from: Folder, to: Folder): string | undefined {
  if (from.adapter !== undefined) return adapterBreach(from.adapter, to)
  if (rank(from.name) < 0) return `src/${from.name} is not in the table`
  if (to.adapter !== undefined)
    return from.name === 'main' ? undefined : `${from.name} does not import adapters`
  if (from.name === to.name || rank(to.name) < rank(from.name)) return undefined
  return `${from.name} does not import ${to.name}`
}

function adapterBreach(adapter: string, to: Folder): string | undefined {
  const ports = adapters[adapter]
  if (!ports) return `adapters/${adapter} is not in the table: name the folders whose ports it implements`
  if (to.adapter === adapter || to.name === 'domain' || ports.includes(to.name)) return undefined
  return `adapters/${adapter} does not import ${to.adapter === undefined ? to.name : `adapters/${to.adapter}`}`
}

function webBreach(path: string, ref: ImportRef, target: string): string | undefined {
  if (webTypes.includes(target)) {
    if (ref.typeOnly || isTest(path)) return undefined
    return `web imports types alone from ${target}`
  }
  const { name } = folderOf(target)
  return webFolders.includes(name) || isTest(path) ? undefined : `web does not import ${name}`
}

/** What the browser reaches, step by step, and may not use there. */
function browserBreaches(
  files: readonly SourceFile[],
  parsed: ReadonlyMap<string, readonly ImportRef[]>,
): readonly Breach[] {
  const texts = new Map(files.map(({ path, text }) => [path, text]))
  const values = (path: string) => (parsed.get(path) ?? []).filter(({ typeOnly }) => !typeOnly)
  const reached = new Map<string, string>()
  const queue = [...parsed.keys()].filter((path) => path.startsWith('web/') && !isTest(path))
  for (const path of queue)
    for (const ref of values(path)) {
      const target = resolve(path, ref)
      if (target === undefined || reached.has(target) || !texts.has(target)) continue
      reached.set(target, path)
      if (!target.startsWith('web/')) queue.push(target)
    }
  return queue.flatMap((path) => {
    const by = reached.has(path) && !path.startsWith('web/') ? ` (reached from ${reached.get(path)})` : ''
    return [...nodeBreaches(path, values(path), by), ...modernBreaches(path, texts.get(path) ?? '', by)]
  })
}

function nodeBreaches(file: string, refs: readonly ImportRef[], by: string): readonly Breach[] {
  return refs
    .filter(({ specifier }) => specifier.startsWith('node:') || builtinModules.includes(specifier))
    .map(({ specifier, line }) => ({ file, line, what: `${specifier} is not there in a browser${by}` }))
}

function modernBreaches(file: string, text: string, by: string): readonly Breach[] {
  return text.split('\n').flatMap((line, index) => {
    const found = /^\s*(\*|\/[/*])/.test(line) ? undefined : notInBrowsers.exec(line)?.[0]
    return found === undefined
      ? []
      : [{ file, line: index + 1, what: `${found} is not there in older browsers${by}` }]
  })
}

if (import.meta.main) {
  const breaches = await findBreaches(fileURLToPath(new URL('..', import.meta.url)))
  process.stdout.write(`${directionTable()}\n`)
  for (const { file, line, what } of breaches) process.stdout.write(`${file}:${line}: ${what}\n`)
  process.exitCode = breaches.length > 0 ? 1 : 0
}
