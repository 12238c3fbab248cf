import type { Clock } from '../domain/clock.ts'
import type { Instant } from '../domain/ids.ts'

/** A wall clock set back by more than this has been stepped, not corrected; milliseconds. */
const STEP_BACK = 1_000

/**
 * Wall and monotonic time of arrival. Within one `run` wall time never goes back: after a backward step of the wall clock the old time is
 * carried on by the monotonic clock until `begin` starts a new run, which a new epoch does (design: two locks).
 */
export class FrameClock {
  readonly #clock: Clock
  #offset: number | undefined
  #stepped = false
  #wall = 0
  #monotonic = 0
  #run = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** wall time as of the last `read`, milliseconds */
  get wall(): Instant {
    return this.#wall as Instant
  }

  /** monotonic time as of the last `read`, microseconds */
  get monotonic(): number {
    return this.#monotonic
  }

  /** Counts calls of `begin`. */
  get run(): number {
    return this.#run
  }

  /** True after the wall clock was set back, until `begin`. */
  get stepped(): boolean {
    return this.#stepped
  }

  read(): void {
    const monotonic = this.#clock.monotonic()
    const elapsed = monotonic / 1000
    const offset = this.#clock.now() - elapsed
    const before = this.#offset
    const back = before !== undefined && offset < before - STEP_BACK
    if (back || offset + elapsed < this.#wall - STEP_BACK) this.#stepped = true
    if (!this.#stepped) this.#offset = offset
    this.#monotonic = monotonic
    this.#wall = Math.max(this.#wall, Math.round((this.#offset ?? offset) + elapsed))
  }

  /** Takes the wall clock as it is now. */
  begin(): void {
    this.#offset = undefined
    this.#stepped = false
    this.#wall = 0
    this.#run++
    this.read()
  }
}
