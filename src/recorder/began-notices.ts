import type { Clock } from '../domain/clock.ts'
import type { EpochId, Instant, LocalDay } from '../domain/ids.ts'
import type { Backoff } from './backoff.ts'
import { RecorderFault } from './fault.ts'
import type { EpochKeeper } from './ports.ts'
import type { Timers } from './timers.ts'

type Began = { readonly epoch: EpochId; readonly at: Instant; readonly day: LocalDay }

/** Tells the keeper which epochs began, each until it has heard it; nobody waits for that. */
export class BeganNotices {
  readonly #keeper: EpochKeeper
  readonly #clock: Clock
  readonly #backoff: Backoff
  readonly #fault: (fault: RecorderFault) => void
  readonly #waiting: Began[] = []
  #sending: Promise<void> | undefined
  #retryAt = 0

  constructor(keeper: EpochKeeper, clock: Clock, backoff: Backoff, fault: (fault: RecorderFault) => void) {
    this.#keeper = keeper
    this.#clock = clock
    this.#backoff = backoff
    this.#fault = fault
  }

  add(began: Began): void {
    this.#waiting.push(began)
    this.send()
  }

  /** Sends what waits; called again from time to time it repeats what failed. */
  send(): void {
    const next = this.#waiting[0]
    if (!next || this.#sending || this.#clock.monotonic() < this.#retryAt) return
    this.#sending = this.#tell(next).finally(() => {
      this.#sending = undefined
      this.send()
    })
  }

  /** Tries once more and waits at most `milliseconds`; what the keeper has not heard by then the footage index still knows. */
  async stop(timers: Timers, milliseconds: number): Promise<void> {
    this.#retryAt = 0
    this.send()
    if (!this.#sending) return
    let cancel = (): void => {}
    const late = new Promise<void>((resolve) => {
      cancel = timers.after(milliseconds, resolve)
    })
    await Promise.race([this.#allSent(), late])
    cancel()
  }

  async #allSent(): Promise<void> {
    while (this.#sending) await this.#sending
  }

  async #tell(began: Began): Promise<void> {
    try {
      await this.#keeper.began(began.epoch, began.at, began.day)
    } catch (error) {
      // whatever it was, it is told again: the vault must know when the epoch began to end it on its day
      this.#retryAt = this.#clock.monotonic() + this.#backoff.next() * 1000
      const why = error instanceof Error ? error.message : String(error)
      this.#fault(new RecorderFault('epoch-not-told', why, {}, { cause: error }))
      return
    }
    this.#backoff.reset()
    this.#waiting.shift()
  }
}
