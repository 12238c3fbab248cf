import { expect, test } from 'vitest'
import { fitting } from './fitting.ts'

const values = ['police', 'court', 'none'] as const

test.each([
  ['no condition', undefined, values],
  ['another fact', { 'request.purpose': 'within' }, values],
  ['one value', { 'request.by': 'police' }, ['police']],
  ['some values', { 'request.by': { in: ['police', 'none'] } }, ['police', 'none']],
  ['all but one', { not: { 'request.by': 'court' } }, ['police', 'none']],
  [
    'given or not',
    { any: [{ 'request.by': { exists: false } }, { 'request.by': { in: ['court'] } }] },
    ['court'],
  ],
  ['either of two facts', { any: [{ 'request.by': 'police' }, { 'request.purpose': 'within' }] }, values],
  [
    'both of two lists',
    { all: [{ 'request.by': { in: ['police', 'court'] } }, { not: { 'request.by': 'police' } }] },
    ['court'],
  ],
])('%s', (_, when, open) => {
  expect(fitting(when, 'request.by', values)).toEqual(open)
})
