import type { Clock } from '../../domain/clock.ts'
import type { Instant } from '../../domain/ids.ts'
import type { Timers } from '../timers.ts'

type Entry = { at: number; readonly every: number; readonly run: () => void }

/** A clock and timers that only move when told. */
export class ManualTime implements Clock, Timers {
  #wall: number
  #milliseconds = 1_000
  readonly #entries = new Set<Entry>()

  /** @param wall ISO instant at which it starts */
  constructor(wall = '2026-11-21T12:10:00+09:00') {
    this.#wall = Date.parse(wall)
  }

  now(): Instant {
    return Math.floor(this.#wall) as Instant
  }

  monotonic(): number {
    return Math.round(this.#milliseconds * 1000)
  }

  /** Sets the wall clock forward or back by so many milliseconds. */
  step(milliseconds: number): void {
    this.#wall += milliseconds
  }

  /** Lets time pass, running every timer that becomes due, in order. */
  advance(milliseconds: number): void {
    const end = this.#milliseconds + milliseconds
    for (;;) {
      let next: Entry | undefined
      for (const entry of this.#entries) if (entry.at <= end && (!next || entry.at < next.at)) next = entry
      if (!next) break
      this.#move(next.at)
      if (next.every > 0) next.at += next.every
      else this.#entries.delete(next)
      next.run()
    }
    this.#move(end)
  }

  every(ms: number, run: () => void): () => void {
    return this.#add({ at: this.#milliseconds + ms, every: ms, run })
  }

  after(ms: number, run: () => void): () => void {
    return this.#add({ at: this.#milliseconds + ms, every: 0, run })
  }

  get timers(): number {
    return this.#entries.size
  }

  #add(entry: Entry): () => void {
    this.#entries.add(entry)
    return () => this.#entries.delete(entry)
  }

  #move(to: number): void {
    if (to <= this.#milliseconds) return
    this.#wall += to - this.#milliseconds
    this.#milliseconds = to
  }
}
