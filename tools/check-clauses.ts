import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type ESTree, parseSync, Visitor } from 'vite'
import { isTest, type SourceFile, sourceFiles } from './lib/source-files.ts'

/** Where the list of clause ids stands. */
const listPath = 'docs/ref/clauses.md'

export type ClauseFault = { readonly file: string; readonly line: number; readonly what: string }

type Cited = { readonly id: string; readonly file: string; readonly line: number }

/** Ids of the list with what the software owes them; a range stands for itself and its items. */
export function listedClauses(list: string): ReadonlyMap<string, string> {
  const rows = [...list.matchAll(/^\| (\S+:\S+) +\| ([a-z, ]+?) +\|/gm)]
  return new Map(
    rows.flatMap(([, id = '', how = '']) => expand(id).map((item): [string, string] => [item, how])),
  )
}

/** `x(1)-(3)`, `x①-⑧`, `x①②` and `x(1)(2)` are several items. */
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

/** Clauses that the cases of a pack are tests of; the runner of the cases names its tests after them. */
function caseClauses({ text }: SourceFile): readonly string[] {
  return [...text.matchAll(/^ {2}clause: (\S+)$/gm)].map(([, id = '']) => id)
}

/**
 * Ids that are cited anywhere but not listed, and enforced ids that code or a pack rests on without a test that carries their name.
 */
export async function findClauseFaults(root: string): Promise<readonly ClauseFault[]> {
  const listed = listedClauses(await readFile(join(root, listPath), 'utf8'))
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
  return [...unlisted, ...untested(files, cited, listed, pattern)]
}

function untested(
  files: readonly SourceFile[],
  cited: readonly Cited[],
  listed: ReadonlyMap<string, string>,
  pattern: RegExp,
): readonly ClauseFault[] {
  const names = files.filter(({ path }) => /\.test\.tsx?$/.test(path)).flatMap(testNames)
  const cases = files.filter(({ path }) => path.includes('/cases/')).flatMap(caseClauses)
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
