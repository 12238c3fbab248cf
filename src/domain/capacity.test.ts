import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { capacitySum } from './capacity.ts'

const slotBytes = 64 * 1024 * 1024
const input = { cameras: 14, kbps: 4000, days: 14, holdHours: 12, slotBytes }

test('the parts add up, and the footage is cameras x bitrate x days', () => {
  const sum = capacitySum(input)
  expect(sum.footage).toBe(14 * 500_000 * 86_400 * 14)
  expect(sum.needed).toBe(sum.footage + sum.padding + sum.margin + sum.holdReserve)
  expect(sum.margin).toBe(Math.ceil((sum.footage + sum.padding) * 0.1))
  // headers and blocks cost little at 4 Mbps
  expect(sum.padding / sum.footage).toBeGreaterThan(0.0044)
  expect(sum.padding / sum.footage).toBeLessThan(0.02)
})

test('at 100 kbps the blocks are a fifth, and are counted', () => {
  const { padding, footage } = capacitySum({ ...input, kbps: 100 })
  expect(padding / footage).toBeGreaterThan(0.17)
  expect(padding / footage).toBeLessThan(0.26)
})

test('a camera and day always takes whole slots', () => {
  const sum = capacitySum({ cameras: 1, kbps: 10, days: 3, holdHours: 0, slotBytes })
  expect((sum.footage + sum.padding) % (3 * slotBytes)).toBe(0)
  expect(sum.holdReserve).toBe(0)
})

test('more of anything never needs less', () => {
  const some = fc.record({
    cameras: fc.integer({ min: 1, max: 500 }),
    kbps: fc.integer({ min: 10, max: 20_000 }),
    days: fc.integer({ min: 1, max: 60 }),
    holdHours: fc.nat(200),
  })
  fc.assert(
    fc.property(
      some,
      fc.constantFrom('cameras', 'kbps', 'days', 'holdHours'),
      fc.integer({ min: 1, max: 50 }),
      (one, key, more) => {
        const { needed } = capacitySum({ ...one, slotBytes })
        expect(capacitySum({ ...one, [key]: one[key] + more, slotBytes }).needed).toBeGreaterThanOrEqual(
          needed,
        )
      },
    ),
  )
})

test.each([
  { cameras: 0 },
  { kbps: -1 },
  { days: Number.NaN },
  { slotBytes: 4096 },
  { holdHours: -1 },
  { cameras: Number.POSITIVE_INFINITY },
])('numbers that cannot be are refused: %o', (change) => {
  expect(() => capacitySum({ ...input, ...change })).toThrow(RangeError)
})
