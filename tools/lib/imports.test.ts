import { expect, test } from 'vitest'
import { importsOf, ParseFault } from './imports.ts'

const found = (source: string, file = 'a.ts') =>
  importsOf(file, source).map(
    ({ specifier, typeOnly, line }) => `${line} ${typeOnly ? 'type' : 'value'} ${specifier}`,
  )

test('every way in which a module names another', () => {
  expect(
    found(
      [
        "import type { A } from './a.ts'",
        "import { type B, c } from './b.ts'",
        "import { type D, type E } from './d.ts'",
        "import './side.ts'",
        "export * from './all.ts'",
        "export type { X } from './x.ts'",
        "export { y } from './y.ts'",
        "const lazy = () => import('./lazy.ts')",
        "type T = import('./t.ts').T",
        "new Worker(new URL('./worker.ts', import.meta.url))",
        "new URL('./picture.png', import.meta.url)",
        "import fs from 'node:fs'",
        'export const z = 1',
      ].join('\n'),
    ),
  ).toEqual([
    '1 type ./a.ts',
    '2 value ./b.ts',
    '3 type ./d.ts',
    '4 value ./side.ts',
    '5 value ./all.ts',
    '6 type ./x.ts',
    '7 value ./y.ts',
    '8 value ./lazy.ts',
    '9 type ./t.ts',
    '10 value ./worker.ts',
    '12 value node:fs',
  ])
})

test('what only looks like an import is none', () => {
  expect(
    found(
      "// import './comment.ts'\n/* export * from './block.ts' */\nconst s = \"import './string.ts'\"\nconst t = `import('./template.ts')`\n",
    ),
  ).toEqual([])
})

test('TSX with apostrophes and backticks in its text', () => {
  expect(
    found(
      "import { a } from './a.ts'\nconst b = <p>it's `odd` {a}</p>\nexport { c } from './c.tsx'\n",
      'b.tsx',
    ),
  ).toEqual(['1 value ./a.ts', '3 value ./c.tsx'])
})

test('a file that does not parse is told, not passed over', () => {
  expect(() => importsOf('broken.ts', 'import { from')).toThrow(ParseFault)
})
