import { closeDay } from '../acts/close-day.ts'
import type { Context } from '../acts/context.ts'
import { copyHolds } from '../acts/copy-holds.ts'
import { eraseExpired, eraseForCapacity } from '../acts/erase-expired.ts'
import { reportGaps } from '../acts/report-gaps.ts'
import { watchOverwriting } from '../acts/watch-overwriting.ts'
import { LinkFault } from './link/peer.ts'

/** What falls due by itself: holds to copy, footage to end, certificates to date, the day to close. One round at a time. */
export class Background {
  readonly #context: Context
  readonly #onFault: (error: unknown, what: string) => void
  readonly #ready: () => boolean
  readonly #timer: NodeJS.Timeout
  #running: Promise<void> = Promise.resolve()
  #queued = false
  #storeFull = false

  /**
   * @param everyMs between two rounds that nobody asked for
   * @param ready false while the recorder, which owns the store, does not answer: the round is left out
   */
  constructor(
    context: Context,
    everyMs: number,
    ready: () => boolean,
    onFault: (error: unknown, what: string) => void,
  ) {
    this.#context = context
    this.#ready = ready
    this.#onFault = onFault
    this.#timer = setInterval(() => this.nudge(), everyMs)
    this.nudge()
  }

  /** Runs a round soon; many calls make one. */
  nudge(): void {
    if (this.#queued) return
    this.#queued = true
    this.#running = this.#running.then(() => {
      this.#queued = false
      return this.#round()
    })
  }

  /** The recorder has no free slot left, or nearly. */
  storeFull(): void {
    this.#storeFull = true
    this.nudge()
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.#running
  }

  async #round(): Promise<void> {
    if (!this.#ready()) return
    await this.#try('copy-holds', () => copyHolds(this.#context))
    await this.#try('erase', () => eraseExpired(this.#context))
    if (this.#storeFull) {
      this.#storeFull = false
      await this.#try('erase-for-capacity', () => eraseForCapacity(this.#context))
    }
    await this.#try('watch-overwriting', () => watchOverwriting(this.#context))
    await this.#try('report-gaps', () => reportGaps(this.#context))
    await this.#try('close-day', () => closeDay(this.#context))
  }

  /** One thing that fails must not keep the others from their due time; it is tried again in the next round. */
  async #try(what: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work()
    } catch (error) {
      // a recorder that went in the midst of it is told of by whoever starts it again
      if (error instanceof LinkFault && error.code === 'link-closed') return
      this.#onFault(error, what)
    }
  }
}
