import { type ESTree, parseSync, Visitor } from 'vite'

export type ImportRef = {
  /** as written: `./x.ts`, `node:fs`, `zod` */
  readonly specifier: string
  /** true when nothing of it is left after types are stripped */
  readonly typeOnly: boolean
  /** from 1 */
  readonly line: number
}

export class ParseFault extends Error {
  override readonly name = 'ParseFault'
}

/**
 * Everything a TypeScript module takes from others: import and export declarations, `import()`, `import()` in types, and
 * `new URL('./x.ts', import.meta.url)`, which is how workers and child processes are named.
 * @param file its name tells TypeScript from TSX
 * @throws ParseFault
 */
export function importsOf(file: string, source: string): readonly ImportRef[] {
  const { program, errors } = parseSync(file, source)
  const [error] = errors
  if (error) throw new ParseFault(`${file}: ${error.message}`)
  const found: (ImportRef & { start: number })[] = []
  const lines = lineStarts(source)
  const add = (specifier: ESTree.Node | null | undefined, start: number, typeOnly: boolean): void => {
    const text = stringOf(specifier)
    if (text !== undefined) found.push({ specifier: text, typeOnly, start, line: lineAt(lines, start) })
  }
  new Visitor({
    ImportDeclaration(node) {
      const allTypes =
        node.importKind === 'type' ||
        (node.specifiers.length > 0 &&
          node.specifiers.every((name) => name.type === 'ImportSpecifier' && name.importKind === 'type'))
      add(node.source, node.start, allTypes)
    },
    ExportNamedDeclaration(node) {
      const allTypes =
        node.exportKind === 'type' ||
        (node.specifiers.length > 0 && node.specifiers.every((name) => name.exportKind === 'type'))
      add(node.source, node.start, allTypes)
    },
    ExportAllDeclaration(node) {
      add(node.source, node.start, node.exportKind === 'type')
    },
    ImportExpression(node) {
      add(node.source, node.start, false)
    },
    TSImportType(node) {
      add(node.source, node.start, true)
    },
    NewExpression(node) {
      if (isUrlBesideModule(node)) add(node.arguments[0], node.start, false)
    },
  }).visit(program)
  return found.sort((a, b) => a.start - b.start).map(({ start: _start, ...ref }) => ref)
}

function stringOf(node: ESTree.Node | null | undefined): string | undefined {
  return node?.type === 'Literal' && typeof node.value === 'string' ? node.value : undefined
}

function isUrlBesideModule(node: ESTree.NewExpression): boolean {
  const [, base] = node.arguments
  return (
    node.callee.type === 'Identifier' &&
    node.callee.name === 'URL' &&
    base?.type === 'MemberExpression' &&
    base.object.type === 'MetaProperty' &&
    /\.tsx?$/.test(stringOf(node.arguments[0]) ?? '')
  )
}

function lineStarts(source: string): readonly number[] {
  return [0, ...[...source.matchAll(/\n/g)].map(({ index }) => index + 1)]
}

function lineAt(starts: readonly number[], offset: number): number {
  return starts.findLastIndex((start) => start <= offset) + 1
}
