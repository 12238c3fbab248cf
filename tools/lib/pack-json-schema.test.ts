import { expect, test } from 'vitest'
import { packJsonSchema } from './pack-json-schema.ts'

type Json = { readonly [key: string]: Json }
const schema = JSON.parse(JSON.stringify(packJsonSchema())) as Json

function at(path: string): Json | undefined {
  return path.split('/').reduce<Json | undefined>((json, key) => json?.[key], schema)
}
const rules = 'properties/versions/items/properties/rules/anyOf/1/properties'

test('a condition within a condition is a reference, so that the schema has an end', () => {
  expect(JSON.stringify(at('definitions/condition/properties/not'))).toContain('#/definitions/condition')
  expect(JSON.stringify(schema)).not.toContain('x-inner')
})

test('sections and values say in Japanese and English what they are, and which value is stricter', () => {
  expect(at(`${rules}/grounds/description`)).toContain('根拠')
  const period = at(`${rules}/values/properties/retention.period`)
  expect(period?.['description']).toBe('保存期間 / period kept; less is stricter')
})

test('days and spans have their patterns, defaults may be left out', () => {
  expect(at('definitions/day/pattern')).toBe(String.raw`^\d{4}-\d{2}-\d{2}$`)
  expect(at(`${rules}/duties/items/required`)).toEqual(['id', 'kind', 'title', 'clauses'])
})
