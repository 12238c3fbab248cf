import { expect, test } from 'vitest'
import { refusalCodes } from '../../src/domain/casework/refusal.ts'
import { en } from '../../web/src/messages/en.ts'
import { ja } from '../../web/src/messages/ja.ts'

test.each(refusalCodes)('%s has its words and its next step in both languages', (code) => {
  for (const key of [`refused.${code}`, `refused.${code}.next`]) {
    expect(Object.keys(ja), key).toContain(key)
    expect(Object.keys(en), key).toContain(key)
  }
})

test('the catalogue has no words for refusals that are not there', () => {
  const known = new Set<string>([...refusalCodes, 'other'])
  const named = Object.keys(ja).flatMap((key) => /^refused\.([a-z-]+)\.next$/.exec(key)?.[1] ?? [])
  expect(named.filter((code) => !known.has(code))).toEqual([])
})
