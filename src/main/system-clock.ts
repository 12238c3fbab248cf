import type { Clock } from '../domain/clock.ts'
import type { Instant } from '../domain/ids.ts'

export const systemClock: Clock = {
  now: () => Date.now() as Instant,
  monotonic: () => Math.round(performance.now() * 1000),
}
