import { expect, it } from 'vitest'
import { coverageScale } from './coverage-scale.ts'

const day = 86_400_000

it('gives today two fifths of a long bar and the days before an equal share of the rest', () => {
  const scale = coverageScale(0, 14 * day, 15 * day)
  expect(scale.place(0)).toBe(0)
  expect(scale.place(7 * day)).toBeCloseTo(0.3)
  expect(scale.place(14 * day)).toBeCloseTo(0.6)
  expect(scale.place(14.5 * day)).toBeCloseTo(0.8)
  expect(scale.place(15 * day)).toBe(1)
})

it('is even where today has its share anyway', () => {
  const two = coverageScale(0, day, 2 * day)
  expect([0, day / 2, day, 2 * day].map(two.place)).toEqual([0, 0.25, 0.5, 1])
  const one = coverageScale(0, 0, day)
  expect([0, day / 4, day].map(one.place)).toEqual([0, 0.25, 1])
})

it('gives back the instant of every place', () => {
  const scale = coverageScale(5 * day, 12 * day, 13 * day)
  for (let hour = 0; hour < 8 * 24; hour++) {
    const instant = 5 * day + (hour + 0.5) * 3_600_000
    expect(scale.instant(scale.place(instant))).toBeCloseTo(instant, 3)
  }
})

it('keeps what lies outside at its ends', () => {
  const scale = coverageScale(day, 3 * day, 4 * day)
  expect(scale.place(0)).toBe(0)
  expect(scale.place(9 * day)).toBe(1)
})
