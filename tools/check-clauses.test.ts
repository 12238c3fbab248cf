import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findClauseFaults, listedClauses } from './check-clauses.ts'

const project = fileURLToPath(new URL('..', import.meta.url))
const list =
  '| id | how |\n| --- | --- |\n| town:1 | enforced |\n| town:2(1)-(3) | recorded |\n| town:附則 | recorded |\n'
const items = ['town:1', 'town:2(1)', 'town:2(2)', 'town:2(3)', 'town:附則']
const pack = (clauses: readonly string[]) =>
  `versions:\n  - rules:\n      provisions:\n${clauses.map((clause) => `        - { clause: ${clause} }\n`).join('')}`
const cases = (clauses: readonly string[]) =>
  clauses.map((clause) => `- { situation: x, clause: "${clause}" }\n`).join('')
const pair = '- { clause: town:1, pair: a }\n- { pair: a, clause: town:1 }\n'
let root: string

/** A list whose one pack has all its rows, each with a case, the enforced one with a pair. */
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tsujiban-clauses-'))
  await written('docs/ref/clauses.md', list)
  await written('policy-packs/town/pack.yaml', pack(items))
  await written('policy-packs/town/cases/a.yaml', cases(items) + pair)
})
afterEach(() => rm(root, { recursive: true }))

async function written(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true })
  await writeFile(join(root, path), text)
}

const faults = async () =>
  (await findClauseFaults(root)).map(({ file, line, what }) => `${file}:${line} ${what}`)

test('the project cites listed clauses alone, tests every enforced one, and leaves out no row', async () => {
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

test('a whole list', async () => {
  expect(await faults()).toEqual([])
})

describe('found', () => {
  test('an id that is not listed, wherever it stands', async () => {
    await written('src/acts/a.ts', '// town:3\n')
    await written('policy-packs/village/pack.yaml', 'clauses: [town:2(3), town:2(4)]\n')
    await written('README.md', 'see town:附則, town:9-1(2)ア-proviso.\n')
    expect(await faults()).toEqual([
      'README.md:1 town:9-1(2)ア-proviso is not in docs/ref/clauses.md',
      'policy-packs/village/pack.yaml:1 town:2(4) is not in docs/ref/clauses.md',
      'src/acts/a.ts:1 town:3 is not in docs/ref/clauses.md',
    ])
  })

  test('an enforced clause without a test of its name', async () => {
    await written('policy-packs/town/cases/a.yaml', cases(items.slice(1)))
    await written('src/acts/a.ts', '\n/** town:1 */\nexport const a = 1\n')
    const owed =
      'policy-packs/town/pack.yaml:4 town:1 is enforced and rested on here, but no test carries its name'
    expect(await faults()).toContain(owed)
    await written('src/acts/a.test.ts', "// town:1\ntest('something', () => expect('town:1').toBe(1))\n")
    expect(await faults()).toContain(owed)
  })

  test('a row that is no provision of its pack, and one item of a range', async () => {
    await written('policy-packs/town/pack.yaml', pack(['town:1', 'town:2(1)', 'town:2(1)-(3)', 'town:2(3)']))
    expect(await faults()).toEqual([
      'docs/ref/clauses.md:4 town:2(2) is no provision of its pack',
      'docs/ref/clauses.md:5 town:附則 is no provision of its pack',
    ])
  })

  test('a row that is cited by a part alone', async () => {
    await written(
      'policy-packs/town/pack.yaml',
      `${pack(items.slice(0, -1))}      duties: [{ id: a, clauses: [town:附則] }]\n`,
    )
    expect(await faults()).toEqual(['docs/ref/clauses.md:5 town:附則 is no provision of its pack'])
  })

  test('a row without a case', async () => {
    await written('policy-packs/town/cases/a.yaml', cases(['town:1', 'town:2(1)', 'town:2(2)']) + pair)
    await written('test/packs/town/cases/b.yaml', cases(items))
    expect(await faults()).toEqual([
      'docs/ref/clauses.md:4 town:2(3) has no case',
      'docs/ref/clauses.md:5 town:附則 has no case',
    ])
  })

  test.each([
    ['no pair', ''],
    ['half a pair', '- { clause: town:1, pair: a }\n'],
    ['three of one name', pair + pair.slice(0, pair.indexOf('\n') + 1)],
    ['a pair of other rows', '- { clause: town:2(1), pair: a }\n- { clause: town:2(2), pair: a }\n'],
  ])('an enforced row with %s', async (_, more) => {
    await written('policy-packs/town/cases/a.yaml', cases(items) + more)
    expect(await faults()).toEqual([
      'docs/ref/clauses.md:3 town:1 is enforced, but none of its cases stands in a pair',
    ])
  })

  test('a pair over two files', async () => {
    await written('policy-packs/town/cases/a.yaml', `${cases(items)}- { clause: town:1, pair: a }\n`)
    await written('policy-packs/town/cases/b.yaml', '- { clause: town:1, pair: a }\n')
    expect(await faults()).toHaveLength(1)
  })

  test('a file that is not YAML', async () => {
    await written('policy-packs/town/cases/a.yaml', '[')
    await expect(findClauseFaults(root)).rejects.toThrow('policy-packs/town/cases/a.yaml is not YAML')
  })
})

test('the two of a pair may be cases of two rows', async () => {
  const two = '- { clause: town:1, pair: a }\n- { clause: town:2(1), pair: a }\n'
  await written('policy-packs/town/cases/a.yaml', cases(items) + two)
  expect(await faults()).toEqual([])
})

test.each([
  ['src/acts/a.test.ts', "test('town:1 holds', () => {})\n"],
  ['src/acts/a.test.ts', "describe('town:1', () => test('holds', () => {}))\n"],
  ['src/acts/a.test.ts', "test.each([1])('town:1 holds for %d', () => {})\n"],
])('a test carries the name: %s %s', async (path, text) => {
  await written('policy-packs/town/cases/a.yaml', cases(items.slice(1)))
  await written('src/acts/a.ts', '// town:1\n')
  await written(path, text)
  expect(await faults()).toEqual(['docs/ref/clauses.md:3 town:1 has no case'])
})

test('recorded clauses, ids in tests, and times of day owe nothing', async () => {
  await written('src/acts/a.ts', "// town:2(1) and town:附則\nexport const at = 'town: 9:30'\n")
  await written('src/acts/b.test.ts', '// town:1\n')
  expect(await faults()).toEqual([])
})
