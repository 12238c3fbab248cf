import type { Clock } from '../domain/clock.ts'
import { RecorderFault, type RecorderFaultCode } from './fault.ts'

/** Notices of one code are passed on once in this time; microseconds. */
const INTERVAL = 10_000_000

/** Keeps a camera that does the same thing wrong all the time from flooding the log: what was held back is counted. */
export class NoticeGate {
  readonly #clock: Clock
  readonly #pass: (fault: RecorderFault) => void
  readonly #told = new Map<RecorderFaultCode, { at: number; held: number }>()

  constructor(clock: Clock, pass: (fault: RecorderFault) => void) {
    this.#clock = clock
    this.#pass = pass
  }

  tell(fault: RecorderFault): void {
    const now = this.#clock.monotonic()
    const told = this.#told.get(fault.code)
    if (told && now - told.at < INTERVAL) {
      told.held++
      return
    }
    this.#told.set(fault.code, { at: now, held: 0 })
    if (!told?.held) this.#pass(fault)
    else {
      const what = `${fault.what} (and ${told.held} more since the last notice)`
      this.#pass(new RecorderFault(fault.code, what, fault.place, { cause: fault.cause }))
    }
  }
}
