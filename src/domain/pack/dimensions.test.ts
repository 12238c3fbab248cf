import { expect, test } from 'vitest'
import { isFactPath } from '../question/facts.ts'
import { dimensionOf, dimensions } from './dimensions.ts'
import { valueFits } from './schema/values.ts'

test('each path once, with words in both languages', () => {
  const paths = dimensions.map(({ path }) => path)
  expect(new Set(paths).size).toBe(paths.length)
  for (const { path, ja, en } of dimensions) {
    expect(path).toMatch(/^[a-z]+\.[a-z][A-Za-z]*$/)
    expect(ja).toMatch(/[ぁ-んァ-ヶ一-龠]/)
    expect(en).toMatch(/^[a-z"]/i)
  }
})

test('found by its path, and nothing else is', () => {
  for (const one of dimensions) expect(dimensionOf(one.path)).toBe(one)
  for (const path of ['', 'retention', 'retention.colour', 'constructor'])
    expect(dimensionOf(path)).toBeUndefined()
})

test('no value is a fact of a question', () => {
  expect(dimensions.filter(({ path }) => isFactPath(path))).toEqual([])
})

test('what is tighter fits the kind of value', () => {
  const kinds: Readonly<Record<string, readonly string[]>> = {
    less: ['span', 'count', 'pixels'],
    more: ['span', 'count', 'pixels'],
    first: ['choice'],
    subset: ['choices', 'texts'],
    superset: ['choices', 'texts'],
    true: ['flag'],
    false: ['flag'],
  }
  const odd = dimensions.filter(
    ({ tighter, type }) => tighter !== 'none' && !kinds[tighter]?.includes(type.is),
  )
  expect(odd).toEqual([])
})

test.each([
  ['retention.period', 'P14D', '14'],
  ['people.leastPresent', 2, 2.5],
  ['publication.instrument', true, 'true'],
  ['sign.text', '録画中', ''],
  ['scope.organs', ['市長'], []],
  ['install.pixelsAtMost', '640x480', '640'],
  ['operation.sound', 'forbidden', 'loud'],
  ['use.recipients', ['police'], ['mayor']],
])('%s takes %j and not %j', (path, good, bad) => {
  const dimension = dimensionOf(path)
  if (dimension === undefined) throw new Error('no dimension')
  expect(valueFits(dimension, good)).toBe(true)
  expect(valueFits(dimension, bad)).toBe(false)
  expect(valueFits(dimension, null)).toBe(false)
})
