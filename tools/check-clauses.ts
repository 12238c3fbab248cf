import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type ESTree, parseSync, Visitor } from 'vite'
import { parse } from 'yaml'
import { isTest, type SourceFile, sourceFiles } from './lib/source-files.ts'

/** Where the list of clause ids stands. */
const listPath = 'docs/ref/clauses.md'

export type ClauseFault = { readonly file: string; readonly line: number; readonly what: string }

type Cited = { readonly id: string; readonly file: string; readonly line: number }

type Row = { readonly line: number; readonly items: readonly string[]; readonly how: string }

/** Rows of the list, ranges with all their items. */
function listedRows(list: string): readonly Row[] {
  return list.split('\n').flatMap((text, index) => {
    const [, id = '', how = ''] = /^\| (\S+:\S+) +\| ([a-z, ]+?) +\|/.exec(text) ?? []
    if (id === '') return []
    const [whole = id, ...parts] = expand(id)
    return [{ line: index + 1, items: parts.length > 0 ? parts : [whole], how }]
  })
}

/** Ids of the list with what the software owes them; a range stands for itself and its items. */
export function listedClauses(list: string): ReadonlyMap<string, string> {
  const rows = [...list.matchAll(/^\| (\S+:\S+) +\| ([a-z, ]+?) +\|/gm)]
  return new Map(
    rows.flatMap(([, id = '', how = '']) => expand(id).map((item): [string, string] => [item, how])),
  )
}

/** `x(1)-(3)`, `x①-⑧`, `x①②` and `x(1)(2)` are several items, which follow the whole. */
function expand(id: string): readonly string[] {
  const numbers = /^(.*:\d+[-\d]*)\((\d+)\)-\((\d+)\)$/.exec(id)
  if (numbers) {
    const [, stem = '', first, last] = numbers
    return [id, ...between(Number(first), Number(last)).map((number) => `${stem}(${number})`)]
  }
  const circles = /^(.*?)([①-⑳])-([①-⑳])$/u.exec(id)
  if (circles) {
    const [, stem = '', first = '', last = ''] = circles
    const codes = between(first.codePointAt(0) ?? 0, last.codePointAt(0) ?? 0)
    return [id, ...codes.map((code) => stem + String.fromCodePoint(code))]
  }
  const several = /^(.*?)((?:[①-⑳]){2,})$/u.exec(id)
  if (several) {
    const [, stem = '', items = ''] = several
    return [id, ...[...items.matchAll(/[①-⑳]/gu)].map(([item]) => stem + item)]
  }
  const two = /^(.*:\d+)(\(\d+\))(\(\d+\))$/.exec(id)
  if (two) return [id, `${two[1]}${two[2]}`, `${two[1]}${two[3]}`]
  return [id]
}

function between(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}

/** What an id looks like, for the instruments of the list. */
function idPattern(listed: Iterable<string>): RegExp {
  const packs = [...new Set([...listed].map((id) => id.slice(0, id.indexOf(':'))))].join('|')
  const number = String.raw`\d+(?:-\d+)*(?:\(\d+\))*[①-⑳]*(?:[ア-ン](?![ァ-ヶー]))?(?:-\(\d+\)|-[①-⑳])?(?:-[a-z]+)?`
  return new RegExp(String.raw`\b(?:${packs}):(?:附則|案|form\d+|${number})`, 'gu')
}

function citedIn(file: SourceFile, pattern: RegExp): readonly Cited[] {
  return file.text
    .split('\n')
    .flatMap((text, index) =>
      [...text.matchAll(pattern)].map(([id]) => ({ id, file: file.path, line: index + 1 })),
    )
}

/** Names of the tests of a file, groups included. */
export function testNames(file: SourceFile): readonly string[] {
  const names: string[] = []
  new Visitor({
    CallExpression(node) {
      if (['test', 'it', 'describe'].includes(rootName(node.callee))) names.push(textOf(node.arguments[0]))
    },
  }).visit(parseSync(file.path, file.text).program)
  return names.filter((name) => name !== '')
}

/** `test` of `test(...)`, `test.each(...)(...)` and `test.only(...)`. */
function rootName(node: ESTree.Node): string {
  if (node.type === 'Identifier') return node.name
  if (node.type === 'MemberExpression') return rootName(node.object)
  if (node.type === 'CallExpression') return rootName(node.callee)
  return ''
}

function textOf(node: ESTree.Node | undefined): string {
  if (node?.type === 'Literal' && typeof node.value === 'string') return node.value
  if (node?.type === 'TemplateLiteral') return node.quasis.map(({ value }) => value.raw).join(' ')
  return ''
}

/** What a pack's file and its cases say of clauses. */
type PackClauses = {
  readonly provisions: ReadonlySet<string>
  /** clauses that have a case; the runner of the cases names its tests after them */
  readonly cases: ReadonlySet<string>
  /** clauses of cases that stand in a pair */
  readonly pairs: ReadonlySet<string>
}

function packClauses(files: readonly SourceFile[]): PackClauses {
  const packs = files.filter(({ path }) => /^policy-packs\/[^/]+\/pack\.yaml$/.test(path))
  const cases = files.filter(({ path }) => /^policy-packs\/[^/]+\/cases\/.*\.yaml$/.test(path)).map(casesOf)
  return {
    provisions: new Set(packs.flatMap(provisionsOf)),
    cases: new Set(cases.flat().map(({ clause }) => clause)),
    pairs: new Set(
      cases.flatMap((own) =>
        own
          .filter(({ pair }) => pair !== '' && own.filter((one) => one.pair === pair).length === 2)
          .map(({ clause }) => clause),
      ),
    ),
  }
}

function provisionsOf(file: SourceFile): readonly string[] {
  return listOf(yamlOf(file), 'versions')
    .flatMap((version) => listOf(memberOf(version, 'rules'), 'provisions'))
    .map((provision) => wordOf(memberOf(provision, 'clause')))
}

function casesOf(file: SourceFile): readonly { readonly clause: string; readonly pair: string }[] {
  const cases = yamlOf(file)
  return (Array.isArray(cases) ? cases : []).map((one: unknown) => ({
    clause: wordOf(memberOf(one, 'clause')),
    pair: wordOf(memberOf(one, 'pair')),
  }))
}

function yamlOf({ path, text }: SourceFile): unknown {
  try {
    return parse(text)
  } catch (cause) {
    throw new Error(`${path} is not YAML`, { cause })
  }
}

function memberOf(holder: unknown, key: string): unknown {
  return typeof holder === 'object' && holder !== null && Object.hasOwn(holder, key)
    ? (holder as Readonly<Record<string, unknown>>)[key]
    : undefined
}

/** A word of a file, empty where something else stands. */
function wordOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function listOf(holder: unknown, key: string): readonly unknown[] {
  const list = memberOf(holder, key)
  return Array.isArray(list) ? list : []
}

/** Every row of the list stands in its pack, has a case, and, where it is enforced, a pair of cases; a range item by item. */
function rowFaults(rows: readonly Row[], { provisions, cases, pairs }: PackClauses): readonly ClauseFault[] {
  return rows.flatMap(({ line, items, how }) =>
    items.flatMap((id) =>
      [
        ...(provisions.has(id) ? [] : [`${id} is no provision of its pack`]),
        ...(cases.has(id) ? [] : [`${id} has no case`]),
        ...(how.includes('enforced') && cases.has(id) && !pairs.has(id)
          ? [`${id} is enforced, but none of its cases stands in a pair`]
          : []),
      ].map((what) => ({ file: listPath, line, what })),
    ),
  )
}

/**
 * Ids that are cited anywhere but not listed, enforced ids that code or a pack rests on without a test that carries their name, and rows of
 * the list that their pack leaves out.
 */
export async function findClauseFaults(root: string): Promise<readonly ClauseFault[]> {
  const list = await readFile(join(root, listPath), 'utf8')
  const listed = listedClauses(list)
  const pattern = idPattern(listed.keys())
  const places = [
    'src',
    'web/src',
    'tools',
    'bench',
    'test',
    'docs',
    'policy-packs',
    'README.md',
    'README.ja.md',
  ]
  const files = await sourceFiles(root, places, ['.ts', '.tsx', '.md', '.yaml'])
  const cited = files.filter(({ path }) => path !== listPath).flatMap((file) => citedIn(file, pattern))
  const unlisted = cited
    .filter(({ id }) => !listed.has(id))
    .map(({ id, file, line }) => ({ file, line, what: `${id} is not in ${listPath}` }))
  const packs = packClauses(files)
  const owed = untested(files, { cited, listed, pattern, cases: packs.cases })
  return [...unlisted, ...owed, ...rowFaults(listedRows(list), packs)]
}

function untested(
  files: readonly SourceFile[],
  {
    cited,
    listed,
    pattern,
    cases,
  }: {
    readonly cited: readonly Cited[]
    readonly listed: ReadonlyMap<string, string>
    readonly pattern: RegExp
    readonly cases: ReadonlySet<string>
  },
): readonly ClauseFault[] {
  const names = files.filter(({ path }) => /\.test\.tsx?$/.test(path)).flatMap(testNames)
  const tested = new Set([
    ...names.flatMap((name) => [...name.matchAll(pattern)].map(([id]) => id)),
    ...cases,
  ])
  const owed = new Map<string, Cited>()
  for (const one of cited) {
    const ours = (one.file.startsWith('src/') && !isTest(one.file)) || one.file.endsWith('/pack.yaml')
    const enforced = listed.get(one.id)?.includes('enforced') ?? false
    if (ours && enforced && !tested.has(one.id) && !owed.has(one.id)) owed.set(one.id, one)
  }
  return [...owed.values()].map(({ id, file, line }) => ({
    file,
    line,
    what: `${id} is enforced and rested on here, but no test carries its name`,
  }))
}

if (import.meta.main) {
  const faults = await findClauseFaults(fileURLToPath(new URL('..', import.meta.url)))
  for (const { file, line, what } of faults) process.stdout.write(`${file}:${line}: ${what}\n`)
  process.exitCode = faults.length > 0 ? 1 : 0
}
