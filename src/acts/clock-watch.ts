import type { Clock } from '../domain/clock.ts'
import type { Instant } from '../domain/ids.ts'
import {
  type ClockMarks,
  type ClockVerdict,
  judgeClock,
  marksAfterConfirmation,
  marksAfterEntry,
  marksAtStart,
} from '../vault/clock-rule.ts'

/** Keeps what the clock is judged against from the start of the process to its end. */
export class ClockWatch {
  readonly #clock: Clock
  /** whether the machine's clock is kept by time synchronisation just now */
  readonly #synced: () => boolean
  #marks: ClockMarks

  /**
   * @param latestEntry latest time of any entry
   * @param doubted what a doubt that stands from an earlier run was measured against: entries written since vouch for nothing
   */
  constructor(
    clock: Clock,
    latestEntry: Instant | null,
    synced: () => boolean,
    doubted: Instant | null = null,
  ) {
    this.#clock = clock
    this.#synced = synced
    const marks = marksAtStart(latestEntry)
    this.#marks = { ...marks, beforeStart: doubted ?? marks.beforeStart }
  }

  judge(): ClockVerdict {
    return judgeClock({ ...this.#point(), ...this.#marks, synced: this.#synced() })
  }

  /** an entry was written */
  entered(): void {
    this.#marks = marksAfterEntry(this.#marks, this.#point(), this.#synced())
  }

  /** a named person said that the clock is right */
  confirmed(): void {
    this.#marks = marksAfterConfirmation(this.#point())
  }

  #point() {
    return { now: this.#clock.now(), monotonic: this.#clock.monotonic() }
  }
}
