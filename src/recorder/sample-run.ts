import type { Instant } from '../domain/ids.ts'
import type { ActiveSets } from './h264/parameter-sets.ts'
import { HEADROOM, MAX_FRAGMENT, MAX_SAMPLES, TIMESCALE } from './limits.ts'
import type { SampleTable } from './mp4/fragment.ts'

/** A fragment that has ended. Its buffer is used again as soon as the receiver of it returns. */
export type ClosedFragment = {
  /** samples from `dataStart` to `dataEnd`, each NAL unit behind its 4-byte length; `dataStart` bytes of room before them */
  readonly bytes: Buffer
  readonly dataStart: number
  readonly dataEnd: number
  readonly samples: SampleTable
  /** it begins with a key frame, for which these parameter sets are in force */
  readonly key: ActiveSets | undefined
  /** ticks of the camera's media clock */
  readonly mediaStart: number
  readonly mediaDuration: number
  readonly wallStart: Instant
  readonly wallEnd: Instant
  readonly monotonicStart: number
  /** run of the frame clock; another one asks for a new epoch */
  readonly clockRun: number
}

/** When a frame's first slice arrived. */
export type FrameTime = {
  readonly media: number
  readonly wall: Instant
  readonly monotonic: number
}

/** The whole frames of the fragment being built. They lie in the buffer one behind the other, from `HEADROOM` to `end`. */
export class SampleRun {
  readonly #samples: SampleTable = {
    count: 0,
    sizes: new Uint32Array(MAX_SAMPLES),
    durations: new Uint32Array(MAX_SAMPLES),
  }
  readonly #first = { media: 0, wall: 0 as Instant, monotonic: 0, run: 0 }
  readonly #last = { media: 0, wall: 0 as Instant, monotonic: 0 }
  #key: ActiveSets | undefined
  #end = HEADROOM

  /** offset behind the last whole frame */
  get end(): number {
    return this.#end
  }

  get empty(): boolean {
    return this.#samples.count === 0
  }

  get last(): FrameTime {
    return this.#last
  }

  get firstMonotonic(): number {
    return this.#first.monotonic
  }

  /** Adds the frame that ends at `end`. */
  add(end: number, time: FrameTime, key: ActiveSets | undefined, clockRun: number): void {
    const samples = this.#samples
    if (samples.count === 0) {
      this.#first.media = time.media
      this.#first.wall = time.wall
      this.#first.monotonic = time.monotonic
      this.#first.run = clockRun
      this.#key = key
    }
    samples.sizes[samples.count++] = end - this.#end
    this.#end = end
    this.#last.media = time.media
    this.#last.wall = time.wall
    this.#last.monotonic = time.monotonic
    samples.durations[samples.count - 1] = 0
  }

  /** The frame behind the last one begins at `media`. */
  follow(media: number): void {
    if (!this.empty) this.#samples.durations[this.#samples.count - 1] = media - this.#last.media
  }

  /** True when a frame that begins at `media` belongs to the next fragment, whose length is `milliseconds`. */
  endsBefore(media: number, milliseconds: number): boolean {
    if (this.empty) return false
    const full = this.#samples.count >= MAX_SAMPLES || this.#end - HEADROOM >= MAX_FRAGMENT
    return full || media - this.#first.media >= (milliseconds * TIMESCALE) / 1000
  }

  /** The fragment, its last frame lasting until `mediaEnd`. */
  close(bytes: Buffer, mediaEnd: number, wallEnd: Instant): ClosedFragment {
    this.follow(mediaEnd)
    return {
      bytes,
      dataStart: HEADROOM,
      dataEnd: this.#end,
      samples: this.#samples,
      key: this.#key,
      mediaStart: this.#first.media,
      mediaDuration: mediaEnd - this.#first.media,
      wallStart: this.#first.wall,
      wallEnd: Math.max(wallEnd, this.#last.wall) as Instant,
      monotonicStart: this.#first.monotonic,
      clockRun: this.#first.run,
    }
  }

  clear(): void {
    this.#samples.count = 0
    this.#end = HEADROOM
  }
}
