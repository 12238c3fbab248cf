import { expect, test } from 'vitest'
import { isSpan, isSpanText, lengthOf, partsOf } from './span.ts'

test('the form of a span', () => {
  expect(['P14D', 'P2W', 'P6M', 'P1Y', 'PT72H', 'P9999D', 'P999Y'].every(isSpanText)).toBe(true)
  expect(['P0D', 'P-1D', 'P1Y6M', 'PT5M', 'P1000Y', 'P10000D', '14D', ''].some(isSpanText)).toBe(false)
})

test('a span, whatever is given', () => {
  expect(['P14D', { n: 5, unit: 'fiscalYear' }, { n: 10, unit: 'businessDay' }].every(isSpan)).toBe(true)
  const others = [
    'soon',
    14,
    null,
    [],
    {},
    { n: 1 },
    { n: 0, unit: 'fiscalYear' },
    { n: 1.5, unit: 'fiscalYear' },
    { n: 1000, unit: 'fiscalYear' },
    { n: '1', unit: 'fiscalYear' },
    { n: 1, unit: 'day' },
  ]
  expect(others.filter(isSpan)).toEqual([])
})

test('number and unit', () => {
  expect(partsOf('P14D')).toEqual({ n: 14, unit: 'day' })
  expect(partsOf('PT72H')).toEqual({ n: 72, unit: 'hour' })
  expect(partsOf({ n: 5, unit: 'fiscalYear' })).toEqual({ n: 5, unit: 'fiscalYear' })
})

test('which of two spans is longer', () => {
  expect(lengthOf('P2W')).toBe(lengthOf('P14D'))
  expect(lengthOf('P1M')).toBeGreaterThan(lengthOf('P30D'))
  expect(lengthOf('P1Y')).toBeGreaterThan(lengthOf('P11M'))
  expect(lengthOf({ n: 5, unit: 'businessDay' })).toBe(lengthOf('P1W'))
  expect(lengthOf({ n: 1, unit: 'fiscalYear' })).toBe(lengthOf('P1Y'))
})
