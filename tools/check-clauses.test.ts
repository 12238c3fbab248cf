import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findClauseFaults, listedClauses } from './check-clauses.ts'

const project = fileURLToPath(new URL('..', import.meta.url))
const list =
  '| id | how |\n| --- | --- |\n| town:1 | enforced |\n| town:2(1)-(3) | recorded |\n| town:附則 | recorded |\n'
let root: string

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tsujiban-clauses-'))
  await written('docs/ref/clauses.md', list)
})
afterEach(() => rm(root, { recursive: true }))

async function written(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true })
  await writeFile(join(root, path), text)
}

const faults = async () =>
  (await findClauseFaults(root)).map(({ file, line, what }) => `${file}:${line} ${what}`)

test('the project cites listed clauses alone, and tests every enforced one that it rests on', async () => {
  expect(await findClauseFaults(project)).toEqual([])
})

test('the list is whole, and ranges stand for their items', async () => {
  const text = await readFile(join(project, 'docs/ref/clauses.md'), 'utf8')
  expect(text.match(/^\| \S+:\S+ +\|/gm)).toHaveLength(186)
  const listed = listedClauses(text)
  for (const id of ['nerima:4(2)', 'nerima:6(2)②', 'nerima:7(1)⑤', 'wakaba:5(2)', 'funabashi:10-6(11)'])
    expect(listed.has(id), id).toBe(true)
  expect(listed.get('funabashi:9(6)')).toBe('enforced')
  expect(listed.has(['funabashi', '10-6(12)'].join(':'))).toBe(false)
})

describe('found', () => {
  test('an id that is not listed, wherever it stands', async () => {
    await written('src/acts/a.ts', '// town:3\n')
    await written('policy-packs/town/pack.yaml', 'clauses: [town:2(3), town:2(4)]\n')
    await written('README.md', 'see town:附則, town:9-1(2)ア-proviso.\n')
    expect(await faults()).toEqual([
      'README.md:1 town:9-1(2)ア-proviso is not in docs/ref/clauses.md',
      'policy-packs/town/pack.yaml:1 town:2(4) is not in docs/ref/clauses.md',
      'src/acts/a.ts:1 town:3 is not in docs/ref/clauses.md',
    ])
  })

  test('an enforced clause without a test of its name', async () => {
    await written('src/acts/a.ts', '\n/** town:1 */\nexport const a = 1\n')
    const owed = 'src/acts/a.ts:2 town:1 is enforced and rested on here, but no test carries its name'
    expect(await faults()).toEqual([owed])
    await written('src/acts/a.test.ts', "// town:1\ntest('something', () => expect('town:1').toBe(1))\n")
    expect(await faults()).toEqual([owed])
  })
})

test.each([
  ['src/acts/a.test.ts', "test('town:1 holds', () => {})\n"],
  ['src/acts/a.test.ts', "describe('town:1', () => test('holds', () => {}))\n"],
  ['src/acts/a.test.ts', "test.each([1])('town:1 holds for %d', () => {})\n"],
  ['policy-packs/town/cases/a.yaml', '- situation: x\n  clause: town:1\n'],
])('a test carries the name: %s', async (path, text) => {
  await written('src/acts/a.ts', '// town:1\n')
  await written(path, text)
  expect(await faults()).toEqual([])
})

test('recorded clauses, ids in tests, and times of day owe nothing', async () => {
  await written('src/acts/a.ts', "// town:2(1) and town:附則\nexport const at = 'town: 9:30'\n")
  await written('src/acts/b.test.ts', '// town:1\n')
  expect(await faults()).toEqual([])
})
