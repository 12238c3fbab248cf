import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { faultLine, PackUnusable, parseYaml, readYaml } from './yaml.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tsujiban-yaml-'))
})
afterAll(() => rm(folder, { recursive: true }))

describe('refused whole', () => {
  test.each([
    ['a key twice', 'a: 1\nb: 2\na: 3', 3],
    ['an alias, however few', 'a: &x [1]\nb: *x', 1],
    ['a bomb of aliases', 'a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]', 1],
    ['two documents', 'a: 1\n---\nb: 2', 2],
    ['a tag', 'a: 1\nb: !!js/function 1', 2],
    ['a bracket left open', 'a: [1, 2', 1],
    ['brackets without end', '['.repeat(20_000), 1],
    ['brackets without end, closed', '['.repeat(20_000) + ']'.repeat(20_000), undefined],
    [
      'mappings without end',
      Array.from({ length: 3000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
      undefined,
    ],
    ['lists without end', '- '.repeat(20_000), undefined],
  ])('%s', (_, text, line) => {
    expect(() => parseYaml(text, 'x.yaml')).toThrow(
      expect.objectContaining({ name: 'PackUnusable', code: 'not-yaml' }),
    )
    if (line === undefined) return
    expect(() => parseYaml(text, 'x.yaml')).toThrow(
      expect.objectContaining({ faults: expect.arrayContaining([expect.objectContaining({ line })]) }),
    )
  })

  test('whatever the text: a value, or a refusal that names no more faults than help', () => {
    const bits = fc.constantFrom(
      'a',
      ':',
      ' ',
      '\n',
      '-',
      '[',
      ']',
      '{',
      '}',
      '&x',
      '*x',
      '!',
      '"',
      '#',
      '|',
      '\t',
    )
    fc.assert(
      fc.property(fc.array(bits, { maxLength: 60 }), (parts) => {
        try {
          parseYaml(parts.join(''), 'x.yaml')
        } catch (error) {
          expect(error).toBeInstanceOf(PackUnusable)
          expect(error instanceof PackUnusable ? error.faults.length : 99).toBeLessThan(21)
        }
      }),
    )
  })
})

test('words of YAML 1.1 are words', () => {
  expect(parseYaml('on: yes\nday: 2023-04-01\ntime: 12:30\nmerge: { "<<": 1 }', 'x.yaml').value).toEqual({
    on: 'yes',
    day: '2023-04-01',
    time: '12:30',
    merge: { '<<': 1 },
  })
})

test('keys with a meaning elsewhere are keys', () => {
  const { value } = parseYaml('__proto__: { a: 1 }\nconstructor: 2', 'x.yaml')
  expect(Object.keys(value as object)).toEqual(['__proto__', 'constructor'])
  expect(({} as Record<string, unknown>)['a']).toBeUndefined()
})

test('the line of a place, or of what is nearest above it', () => {
  const { lineOf } = parseYaml('a:\n  - b: 1\n    c: 2\n  - b: 3\n', 'x.yaml')
  expect(lineOf(['a', 1, 'b'])).toBe(4)
  expect(lineOf(['a', 0, 'c'])).toBe(3)
  expect(lineOf(['a', 0, 'nothing', 'here'])).toBe(2)
  expect(lineOf(['nothing'])).toBe(1)
})

describe('files', () => {
  async function fault(name: string, content: string | Uint8Array): Promise<unknown> {
    await writeFile(join(folder, name), content)
    return readYaml(join(folder, name)).catch((error: unknown) => error)
  }

  test.each([
    ['not UTF-8', Uint8Array.of(0x8e, 0x73, 0x0a), 'not-utf8'],
    ['more than a mebibyte', `# ${'x'.repeat(1024 * 1024)}`, 'too-large'],
    ['not YAML', 'a: [', 'not-yaml'],
  ])('%s', async (name, content, code) => {
    expect(await fault(name, content)).toMatchObject({ name: 'PackUnusable', code })
  })

  test('not there, or a folder', async () => {
    await expect(readYaml(join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'unreadable' })
    await expect(readYaml(folder)).rejects.toMatchObject({ code: 'unreadable' })
  })

  test('a mark of the byte order is no part of the text', async () => {
    await writeFile(join(folder, 'bom.yaml'), '\uFEFFa: 1')
    expect((await readYaml(join(folder, 'bom.yaml'))).value).toEqual({ a: 1 })
  })
})

test('a fault as a line for people', () => {
  const fault = {
    path: ['versions', 0, 'rules'],
    code: 'unknown-key',
    hint: 'unknownKey',
    params: { key: 'colour' },
    line: 7,
  } as const
  expect(faultLine(fault, 'ja')).toMatch(/^ {2}7行目, versions\.0\.rules: 「colour」/)
  expect(faultLine({ ...fault, path: [] }, 'en')).toBe(
    '  line 7: there is no key colour: check the spelling or remove it',
  )
})
