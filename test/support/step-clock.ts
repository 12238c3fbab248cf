import type { Clock } from '../../src/domain/clock.ts'
import type { Instant } from '../../src/domain/ids.ts'

/** 2026-11-01T10:00 in Japan, on the hour */
export const morning = Date.UTC(2026, 10, 1, 1) as Instant
export const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour

/** A clock that stands until it is moved, wall and monotonic time each by itself. */
export class StepClock implements Clock {
  #wall: number
  #monotonic = 0

  constructor(start: Instant = morning) {
    this.#wall = start
  }

  now(): Instant {
    return this.#wall as Instant
  }

  monotonic(): number {
    return this.#monotonic
  }

  /** Time passes. */
  forward(ms: number): void {
    this.#wall += ms
    this.#monotonic += ms * 1000
  }

  /** Somebody sets the wall clock; no time passes. */
  setBy(ms: number): void {
    this.#wall += ms
  }

  /** A process that starts again counts its monotonic time from anew. */
  restarted(): void {
    this.#monotonic = 0
  }
}
