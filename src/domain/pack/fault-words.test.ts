import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { packFaultCodes } from './fault.ts'
import { hintWords, knownHints } from './fault-words.ts'

const domain = join(import.meta.dirname, '..')

/** Hints that the schemas and checks may give, as they stand in the source. */
function hintsOf(text: string): readonly string[] {
  const patterns = [
    new RegExp(`'(?:${packFaultCodes.filter((code) => code !== 'parent').join('|')})',\\s*'(\\w+)'`, 'g'),
    /'parent',\s*'(parent\w+)'/g,
    /(?:refine|regex)\((?:[^()]|\([^()]*\))*,\s*'(\w+)'\s*,?\s*\)/g,
    /error: (?:\(\) => )?'(\w+)'/g,
    /message: '(\w+)'/g,
    /hint: '(\w+)'/g,
    /return '(missing|type|choice|tooSmall|tooBig)'/g,
  ]
  return patterns.flatMap((pattern) => [...text.matchAll(pattern)].map(([, hint = '']) => hint))
}

const sources = ['pack', 'pack/schema', 'question'].flatMap((folder) =>
  readdirSync(join(domain, folder))
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => readFileSync(join(domain, folder, name), 'utf8')),
)
const used = new Set(sources.flatMap(hintsOf))

test('the source is looked through', () => {
  for (const hint of ['span', 'clause', 'rowCount', 'notAfter', 'valueForbids', 'askedFor', 'roleOfPack'])
    expect(used).toContain(hint)
})

test('every hint has words', () => {
  expect([...used].filter((hint) => !knownHints.includes(hint))).toEqual([])
})

test.each(knownHints)('%s: in both languages, with the same parameters', (hint) => {
  const named = (language: 'ja' | 'en') =>
    [...hintWords({ hint, params: {} }, language).matchAll(/\{(\w+)\}/g)]
      .map(([, name = '']) => name)
      .toSorted()
  expect(named('ja')).toEqual(named('en'))
  expect(hintWords({ hint, params: {} }, 'ja')).toMatch(/[ぁ-ん]/)
  expect(hintWords({ hint, params: {} }, 'en')).not.toMatch(/[ぁ-ん]/)
})

test('parameters are filled in; a hint without words stands for itself', () => {
  expect(hintWords({ hint: 'unknownGround', params: { id: 'law' } }, 'en')).toBe('no ground law is defined')
  expect(hintWords({ hint: 'something', params: {} }, 'ja')).toBe('something')
})
