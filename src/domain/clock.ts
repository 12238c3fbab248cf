import type { Instant } from './ids.ts'

/** Time as a parameter: nothing outside `src/main` and tests reads the system clock. */
export interface Clock {
  /** wall time, milliseconds since 1970-01-01T00:00Z */
  now(): Instant
  /** monotonic time in microseconds since an arbitrary start; never goes back */
  monotonic(): number
}
