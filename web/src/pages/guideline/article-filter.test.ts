import { expect, test } from 'vitest'
import { countStates, matches } from './article-filter.ts'

const articles = [
  { state: 'kept', asks: null },
  { state: 'broken', asks: '周期' },
  { state: 'due', asks: null },
] as const

test('each filter shows its own state, and what the office is asked', () => {
  expect(articles.filter((one) => matches(one, 'broken'))).toEqual([articles[1]])
  expect(articles.filter((one) => matches(one, 'asks'))).toEqual([articles[1]])
  expect(articles.filter((one) => matches(one, 'all'))).toHaveLength(3)
})

test('counts by filter', () => {
  expect(countStates(articles)).toEqual({ all: 3, broken: 1, due: 1, kept: 1, notApplicable: 0, asks: 1 })
})
