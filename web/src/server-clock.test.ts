import { afterEach, expect, it, vi } from 'vitest'
import { learnServerTime, onServerTime, serverNow } from './server-clock.ts'

afterEach(() => {
  vi.useRealTimers()
})

it('follows the server, not the clock of the PC, and tells when it is another', () => {
  vi.useFakeTimers({ now: 1_000_000 })
  const told = vi.fn()
  const forget = onServerTime(told)
  expect(serverNow()).toBe(1_000_000)
  learnServerTime(1_001_500)
  expect(serverNow()).toBe(1_000_000)
  learnServerTime(1_600_000)
  expect(serverNow()).toBe(1_600_000)
  vi.setSystemTime(1_010_000)
  expect(serverNow()).toBe(1_610_000)
  learnServerTime(1_611_000)
  expect(serverNow()).toBe(1_610_000)
  expect(told).toHaveBeenCalledTimes(1)
  forget()
  learnServerTime(1_010_000)
  expect(serverNow()).toBe(1_010_000)
  expect(told).toHaveBeenCalledTimes(1)
})
