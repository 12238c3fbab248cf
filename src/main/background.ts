import { closeDay } from '../acts/close-day.ts'
import type { Context } from '../acts/context.ts'
import { copyHolds } from '../acts/copy-holds.ts'
import { endLeftViewings } from '../acts/end-left-viewings.ts'
import { eraseExpired, eraseForCapacity } from '../acts/erase-expired.ts'
import { reportGaps } from '../acts/report-gaps.ts'
import { watchOverwriting } from '../acts/watch-overwriting.ts'
import { LinkFault } from './link/peer.ts'

export type BackgroundOptions = {
  /** between two rounds that nobody asked for */
  readonly everyMs: number
  /** false while the recorder, which owns the store, does not answer: what concerns the store is left out */
  readonly ready: () => boolean
  /** goes over to the rules that are in force today */
  readonly rulesOfToday: () => Promise<unknown>
  readonly onFault: (error: unknown, what: string) => void
}

/** What falls due by itself: rules that come into force, viewings that nobody ended, holds to copy, footage to end, certificates to date, the day to close. One round at a time. */
export class Background {
  readonly #context: Context
  readonly #options: BackgroundOptions
  readonly #timer: NodeJS.Timeout
  #running: Promise<void> = Promise.resolve()
  #queued = false
  #storeFull = false

  constructor(context: Context, options: BackgroundOptions) {
    this.#context = context
    this.#options = options
    this.#timer = setInterval(() => this.nudge(), options.everyMs)
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
    await this.#try('rules', this.#options.rulesOfToday)
    await this.#try('viewings', () => endLeftViewings(this.#context))
    if (!this.#options.ready()) return
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
      this.#options.onFault(error, what)
    }
  }
}
