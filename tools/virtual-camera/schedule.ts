import type { Clip } from './clip.ts'

export type CameraClock = {
  /** wall time, milliseconds since 1970-01-01T00:00Z */
  now(): number
  /** milliseconds since an arbitrary start; never goes back */
  monotonic(): number
}

export const systemClock: CameraClock = { now: () => Date.now(), monotonic: () => performance.now() }

export type Due = {
  /** index into the clip's frames */
  readonly position: number
  /** the instant the frame shows */
  readonly wall: number
  /** 90 kHz since the camera began */
  readonly ticks: number
}

const minute = 60_000

/**
 * Which frame is due when. A one-minute clip in real time follows the wall clock: position 0 is due at second 0, and at every key frame the
 * schedule is set right again, so a stepped wall clock moves the picture, never the frame rate. Any other clip, or another speed, just runs.
 */
export class Schedule {
  readonly #clock: CameraClock
  readonly #speed: number
  #clip: Clip
  #next: Clip | undefined
  #position = 0
  #due: number
  #ticks = 0
  /** wall time of the frame due next, where the clip follows the wall clock */
  #wall: number

  constructor(clip: Clip, speed: number, clock: CameraClock) {
    this.#clip = clip
    this.#speed = speed
    this.#clock = clock
    this.#due = clock.monotonic()
    this.#wall = clock.now()
    this.#alignToFrame()
  }

  get clip(): Clip {
    return this.#clip
  }

  /** the clip that a client joining now will see */
  get upcoming(): Clip {
    return this.#next ?? this.#clip
  }

  /** monotonic milliseconds */
  get due(): number {
    return this.#due
  }

  /** `ticks` of the frame due next, or of the next key frame */
  ticksAhead(keyFrame: boolean): number {
    const { frames } = this.#clip
    const ahead = keyFrame
      ? frames.findIndex((_, i) => frames[(this.#position + i) % frames.length]!.keyFrame)
      : 0
    return Math.round(this.#ticks + ahead * this.#ticksPerFrame())
  }

  /** Goes on with another clip at the next key frame. */
  switchTo(clip: Clip): void {
    this.#next = clip
  }

  /** Takes the frame that is due; nothing when the wall clock was stepped and the next frame is due later. */
  take(): Due | undefined {
    if (this.#clip.frames[this.#position]!.keyFrame) {
      if (this.#next !== undefined) {
        this.#clip = this.#next
        this.#next = undefined
        this.#position = 0
      }
      if (this.#followsWall() && !this.#alignToKeyFrame()) return undefined
    }
    const frameMs = 1000 / this.#clip.framesPerSecond
    const wall = this.#followsWall() ? this.#wall : this.#clock.now() + this.#due - this.#clock.monotonic()
    const due = { position: this.#position, wall: Math.round(wall), ticks: Math.round(this.#ticks) }
    this.#position = (this.#position + 1) % this.#clip.frames.length
    this.#due += frameMs / this.#speed
    this.#wall += frameMs
    this.#ticks += this.#ticksPerFrame()
    return due
  }

  /** Gives up the frames that should have been sent by now and says how many. */
  skipMissed(): number {
    const frameMs = 1000 / this.#clip.framesPerSecond
    const missed = Math.floor(((this.#clock.monotonic() - this.#due) * this.#speed) / frameMs)
    this.#due += (missed * frameMs) / this.#speed
    this.#ticks += missed * this.#ticksPerFrame()
    this.#position = (this.#position + missed) % this.#clip.frames.length
    this.#wall = this.#clock.now()
    this.#alignToFrame()
    return missed
  }

  #followsWall(): boolean {
    return this.#clip.minute && this.#speed === 1
  }

  #ticksPerFrame(): number {
    return 90_000 / this.#clip.framesPerSecond
  }

  #alignToFrame(): void {
    if (!this.#followsWall()) return
    const frameMs = 1000 / this.#clip.framesPerSecond
    const now = this.#clock.now()
    this.#wall = Math.ceil(now / frameMs) * frameMs
    this.#due = this.#clock.monotonic() + this.#wall - now
    this.#position = Math.round((this.#wall % minute) / frameMs) % this.#clip.frames.length
  }

  /** @returns false when the key frame is not due yet */
  #alignToKeyFrame(): boolean {
    const { frames, framesPerSecond } = this.#clip
    const frameMs = 1000 / framesPerSecond
    const groupMs = frames.findIndex((frame, i) => i > 0 && frame.keyFrame) * frameMs
    const dueWall = this.#clock.now() + this.#due - this.#clock.monotonic()
    let wall = Math.round(dueWall / groupMs) * groupMs
    const stepped = Math.abs(wall - dueWall) > frameMs / 2
    if (stepped && wall < dueWall) wall += groupMs
    this.#due += wall - dueWall
    this.#wall = wall
    this.#position = Math.round((wall % minute) / frameMs)
    if (stepped) this.#ticks += ((wall - dueWall) / 1000) * 90_000
    return !stepped || this.#due <= this.#clock.monotonic()
  }
}
