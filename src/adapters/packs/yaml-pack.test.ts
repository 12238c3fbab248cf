import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { townData } from '../../domain/test-support/town.ts'
import { PackUnusable } from './yaml.ts'
import { readPack, readPacks } from './yaml-pack.ts'

const packs = fileURLToPath(new URL('../../../policy-packs', import.meta.url))
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tsujiban-packs-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** @param name folders of packs under the test's own folder */
async function written(name: string, content: string | Uint8Array): Promise<string> {
  await mkdir(join(folder, name), { recursive: true })
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
  expect(first.advice).toEqual([])
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
      '1 wrong-value format',
      '1 wrong-shape municipality',
      '5 wrong-value timeZone',
      '8 wrong-clause versions.0.clauses.0',
      '7 wrong-value versions.0.since',
    ])
  })

  test('nested deeper than any pack', async () => {
    const { code, faults } = await unusable(
      await written('deep', `format: ${'['.repeat(200)}${']'.repeat(200)}`),
    )
    expect(code).toBe('faulty')
    expect(faults.map(({ hint }) => hint)).toEqual(['tooDeep'])
  })

  test.each([
    ['not UTF-8', Uint8Array.of(0x8e, 0x73, 0x0a), 'not-utf8'],
    ['not YAML', 'a: [', 'not-yaml'],
    ['empty', '', 'faulty'],
    ['a list', '- 1', 'faulty'],
  ])('%s', async (name, content, code) => {
    expect((await unusable(await written(`odd/${name}`, content))).code).toBe(code)
  })

  test('a file that is not there', async () => {
    expect((await unusable(join(folder, 'nowhere'))).code).toBe('unreadable')
  })

  test('one bad pack among good ones', async () => {
    await written('some/good', stringify(townData()))
    expect(await readPacks(join(folder, 'some'))).toHaveLength(1)
    await written('some/zz-broken', 'format: 1')
    await expect(readPacks(join(folder, 'some'))).rejects.toMatchObject({ name: 'PackUnusable' })
  })
})

describe('under a guideline', () => {
  /** A pack of one period, under another or not. */
  function keeping(id: string, value: string, under?: object): string {
    const rules = { values: { 'retention.period': { value, clauses: ['town:8'] } } }
    return stringify(townData(rules, {}, { id, ...(under && { under }) })).replaceAll('town:', `${id}:`)
  }

  test.each([
    ['mandatory', 'P5D', 'read'],
    ['mandatory', 'P8D', 'refused'],
    ['advisory', 'P5D', 'read'],
    ['advisory', 'P8D', 'advised'],
  ])('%s, seven days above, %s below: %s', async (as, value, outcome) => {
    await written(`${as}${value}/above`, keeping('town', 'P7D'))
    const below = await written(`${as}${value}/below`, keeping('street', value, { pack: 'town', as }))
    const told = { path: ['versions', 0, 'rules', 'values', 'retention.period'], code: 'looser-than-parent' }
    if (outcome === 'refused') return expect((await unusable(below)).faults).toMatchObject([told])
    expect((await readPack(below)).advice).toMatchObject(outcome === 'read' ? [] : [told])
  })

  test('that stands in another folder', async () => {
    const library = join(folder, 'library')
    await written('library/above', keeping('town', 'P7D'))
    const below = await written('away/below', keeping('street', 'P8D', { pack: 'town', as: 'mandatory' }))
    expect((await unusable(below)).faults).toMatchObject([{ hint: 'parentMissing', params: { id: 'town' } }])
    await expect(readPack(below, [library])).rejects.toMatchObject({
      faults: [{ hint: 'looserThanParent' }],
    })
  })

  test('that stands under the pack in turn, or under itself', async () => {
    const under = (pack: string) => ({ pack, as: 'mandatory' })
    await written('cycle/a', keeping('town', 'P7D', under('street')))
    const b = await written('cycle/b', keeping('street', 'P7D', under('town')))
    const c = await written('cycle/c', keeping('alone', 'P7D', under('alone')))
    for (const path of [b, c])
      expect((await unusable(path)).faults).toMatchObject([{ hint: 'parentCycle', path: ['under', 'pack'] }])
  })
})
