import type { Clock } from '../../src/domain/clock.ts'
import type { Instant } from '../../src/domain/ids.ts'
import { systemClock } from '../../src/main/system-clock.ts'

export type ClockMessage = { readonly type: 'move-clock'; readonly by: number }

/** The machine's clock, moved ahead by so many milliseconds in both its readings. Only the demo and tests compose a process with it. */
export class MovableClock implements Clock {
  #ahead = 0

  move(by: number): void {
    this.#ahead += by
  }

  now(): Instant {
    return (systemClock.now() + this.#ahead) as Instant
  }

  monotonic(): number {
    return systemClock.monotonic() + this.#ahead * 1000
  }

  /** obeys the process that started this one */
  followParent(start: number): void {
    this.#ahead = start
    process.on('message', (message: ClockMessage | { type: string }) => {
      if (message.type === 'move-clock' && 'by' in message) this.move(message.by)
    })
  }
}
