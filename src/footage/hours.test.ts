import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { holeBetween, hourMs, hourShares } from './hours.ts'

const at = fc.integer({ min: 0, max: 4_000_000_000_000 })

test('shares add up to the time that is not missing, each within its own hour', () => {
  fc.assert(
    fc.property(at, fc.nat(20 * hourMs), fc.nat(25 * hourMs), (first, lasting, missing) => {
      const shares = hourShares(first, first + lasting, missing)
      expect(shares.reduce((sum, share) => sum + share.ms, 0)).toBe(Math.max(0, lasting - missing))
      for (const { hour, ms } of shares) {
        expect(hour % hourMs).toBe(0)
        expect(ms).toBeGreaterThan(0)
        expect(ms).toBeLessThanOrEqual(hourMs)
      }
      expect(new Set(shares.map(({ hour }) => hour)).size).toBe(shares.length)
    }),
  )
})

test('a clock that jumped by decades within a leaf costs one share, not half a million', () => {
  const jump = Date.UTC(2026, 10, 21)
  expect(hourShares(0, jump + 1_000, jump)).toEqual([{ hour: jump, ms: 1_000 }])
})

test('jitter is no hole, a lost fragment is', () => {
  expect(holeBetween(1_000, 1_040)).toBe(0)
  expect(holeBetween(1_000, 900)).toBe(0)
  expect(holeBetween(1_000, 2_000)).toBe(1_000)
})
