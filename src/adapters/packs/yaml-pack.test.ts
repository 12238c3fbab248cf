import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PackUnusable, parseYaml, readPack, readPacks } from './yaml-pack.ts'

const packs = fileURLToPath(new URL('../../../policy-packs', import.meta.url))
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tsujiban-packs-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function written(name: string, content: string | Uint8Array): Promise<string> {
  await mkdir(join(folder, name))
  await writeFile(join(folder, name, 'pack.yaml'), content)
  return join(folder, name)
}

async function unusable(path: string): Promise<PackUnusable> {
  const answer: unknown = await readPack(path).catch((error: unknown) => error)
  if (answer instanceof PackUnusable) return answer
  throw new Error('the pack was read', { cause: answer })
}

test('reads every pack that comes with the program, by folder or by file', async () => {
  const all = await readPacks(packs)
  expect(all.map(({ folder: name, instrument }) => `${name} ${instrument.id}`)).toContain(
    'funabashi-houkago funabashi',
  )
  const [first] = all
  if (!first) throw new Error('no packs')
  expect(await readPack(first.file)).toEqual(await readPack(join(packs, first.folder)))
  expect(first.sha256).toMatch(/^[0-9a-f]{64}$/)
})

describe('refused whole', () => {
  test('all faults at once, each with its line', async () => {
    const path = await written(
      'faulty',
      [
        'format: 1',
        'id: faulty',
        'title: 要領',
        'kind: 要領',
        'timeZone: Mars',
        'versions:',
        '  - since: tomorrow',
        '    clauses: [other:1]',
        '    rules: unknown',
        'colour: red',
      ].join('\n'),
    )
    const { code, faults } = await unusable(path)
    expect(code).toBe('faulty')
    expect(faults.map(({ line, code: what, path: at }) => `${line} ${what} ${at.join('.')}`)).toEqual([
      '10 unknown-key colour',
      '1 wrong-shape municipality',
      '5 wrong-value timeZone',
      '8 wrong-clause versions.0.clauses.0',
      '7 wrong-value versions.0.since',
    ])
  })

  test.each([
    ['a key twice', 'a: 1\nb: 2\na: 3', 3],
    ['an alias, however few', 'a: &x [1]\nb: *x', 1],
    ['a bomb of aliases', 'a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]', 1],
    ['two documents', 'a: 1\n---\nb: 2', 2],
    ['a tag', 'a: 1\nb: !!js/function 1', 2],
    ['a bracket left open', 'a: [1, 2', 1],
    ['brackets without end', '['.repeat(20_000), 1],
    [
      'mappings without end',
      Array.from({ length: 3000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
      undefined,
    ],
  ])('%s', (_, text, line) => {
    expect(() => parseYaml(text, 'x.yaml')).toThrow(
      expect.objectContaining({ name: 'PackUnusable', code: 'not-yaml' }),
    )
    if (line === undefined) return
    expect(() => parseYaml(text, 'x.yaml')).toThrow(
      expect.objectContaining({ faults: expect.arrayContaining([expect.objectContaining({ line })]) }),
    )
  })

  test('words of YAML 1.1 are words', () => {
    expect(parseYaml('on: yes\nday: 2023-04-01\ntime: 12:30', 'x.yaml').value).toEqual({
      on: 'yes',
      day: '2023-04-01',
      time: '12:30',
    })
  })

  test('a file that is not UTF-8', async () => {
    expect((await unusable(await written('sjis', Uint8Array.of(0x8e, 0x73, 0x0a)))).code).toBe('not-utf8')
  })

  test('a file of more than a mebibyte', async () => {
    expect((await unusable(await written('large', `# ${'x'.repeat(1024 * 1024)}`))).code).toBe('too-large')
  })

  test('a file that is not there', async () => {
    expect((await unusable(join(folder, 'nowhere'))).code).toBe('unreadable')
  })

  test('one bad pack among good ones', async () => {
    await written('zz-broken', 'format: 1')
    await expect(readPacks(folder)).rejects.toMatchObject({ name: 'PackUnusable' })
  })
})
