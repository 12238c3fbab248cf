import { TIMESCALE } from './limits.ts'

/** A step of the camera's timestamps that is this much longer than the time that really passed is a leap; ticks. */
const LEAP = 10 * TIMESCALE
/** Duration of a frame while none is known, ticks. */
const FIRST_STEP = TIMESCALE / 30
/** Longest step that is taken for a frame's usual duration, ticks. */
const LONGEST_STEP = 2 * TIMESCALE

/**
 * Media time of one camera, in ticks since its first frame of this run; it only ever grows. It follows the camera's 32-bit timestamps through
 * wrap-around; a leap, a step back and a repeat count as what passed on arrival or as a usual frame, and the camera's clock is followed from there.
 */
export class MediaClock {
  #media = 0
  #timestamp: number | undefined
  #arrival: number | undefined
  #step = FIRST_STEP
  #floor = 0
  #leaps = 0

  /** Usual duration of a frame, ticks. */
  get step(): number {
    return this.#step
  }

  /** How often the camera's timestamps leapt or ran backwards. */
  get leaps(): number {
    return this.#leaps
  }

  /** Signed distance of `timestamp` from the frame before, ticks; 0 when there is none. */
  distance(timestamp: number): number {
    return this.#timestamp === undefined ? 0 : (timestamp - this.#timestamp) | 0
  }

  /** A new session: its timestamps have nothing to do with those before, media time goes on by what passes on arrival. */
  restart(): void {
    this.#timestamp = undefined
  }

  /** The next frame will not begin before `media`. */
  hold(media: number): void {
    this.#floor = media
  }

  /** Media time of a frame with RTP timestamp `timestamp` that arrived at `monotonic` microseconds. */
  next(timestamp: number, monotonic: number): number {
    const passed =
      this.#arrival === undefined ? 0 : Math.round(((monotonic - this.#arrival) * TIMESCALE) / 1e6)
    let step = 0
    if (this.#timestamp !== undefined) {
      step = this.distance(timestamp)
      if (step <= 0) {
        if (step < 0) this.#leaps++
        step = this.#step
      } else if (step > passed + LEAP) {
        this.#leaps++
        step = Math.max(this.#step, passed)
      } else if (step <= LONGEST_STEP) {
        this.#step = step
      }
    } else if (this.#arrival !== undefined) {
      step = Math.max(this.#step, passed)
    }
    this.#media = Math.max(this.#media + step, this.#floor)
    this.#timestamp = timestamp
    this.#arrival = monotonic
    return this.#media
  }
}
