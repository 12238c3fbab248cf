import { ApiProblem, fault } from '../api.ts'
import { MediaBuffer } from './media-buffer.ts'
import type { OpenedFragment } from './open-leaf.ts'
import { nextWanted, type Stretch, stretchAt } from './timeline.ts'

export type PlayerLeaf = Stretch & { readonly epoch: string; readonly leaf: number }

/** Where opened footage comes from. */
export interface LeafSource {
  /** Opens leaf `index` of the player's list, its fragments handed on in order. Rejects with code `aborted` when the signal fires. */
  load(index: number, onFragment: (fragment: OpenedFragment) => void, signal: AbortSignal): Promise<void>
}

export type PlayerState = {
  /** wall time of the picture, milliseconds */
  readonly at: number
  readonly playing: boolean
  /** wants to play and has nothing to show yet */
  readonly waiting: boolean
  readonly ended: boolean
  readonly rate: number
  readonly problem: ApiProblem | null
}

/** Seconds of footage kept ready ahead at normal speed, and kept behind. */
const ahead = 30
const behind = 30
/** Never more than this of opened footage ahead; bytes. */
const mostAhead = 64 * 1024 * 1024
/** Leaves of an epoch share one place on the timeline, so a leaf may begin this much beside its own wall time; seconds. */
const slack = 0.4

/** Plays the leaves of one camera on a wall-clock timeline. Independent of any user interface. */
export class Player {
  readonly #video: HTMLVideoElement
  readonly #leaves: readonly PlayerLeaf[]
  readonly #source: LeafSource
  readonly #buffer: MediaBuffer
  readonly #origin: number
  readonly #listen = new AbortController()
  readonly #onState: (state: PlayerState) => void
  readonly #timer: ReturnType<typeof setInterval>
  /** opened and in the buffer, with their size in bytes */
  readonly #loaded = new Map<number, number>()
  #loading: { readonly index: number; readonly abort: AbortController } | null = null
  #running = false
  #closed = false
  #problem: ApiProblem | null = null
  #ended = false
  #frame = 1 / 25

  /** @param leaves of one camera in order of time, at least one; @param start wall time to begin at */
  constructor(
    video: HTMLVideoElement,
    leaves: readonly PlayerLeaf[],
    source: LeafSource,
    start: number,
    onState: (state: PlayerState) => void,
  ) {
    this.#video = video
    this.#leaves = leaves
    this.#source = source
    this.#onState = onState
    this.#origin = leaves[0]?.from ?? 0
    const end = leaves.at(-1)?.to ?? this.#origin
    // room for a leaf that lies a little beside its wall time
    this.#buffer = new MediaBuffer(video, this.#origin, (end - this.#origin) / 1000 + 1)
    const signal = this.#listen.signal
    for (const event of [
      'timeupdate',
      'play',
      'pause',
      'seeked',
      'waiting',
      'playing',
      'ratechange',
    ] as const)
      video.addEventListener(event, () => this.#tick(), { signal })
    video.addEventListener(
      'error',
      () => this.#fail(fault('decode-failed', { message: video.error?.message ?? '' })),
      {
        signal,
      },
    )
    this.#timer = setInterval(() => this.#tick(), 250)
    this.#markFirstFrame(signal)
    this.seek(start)
  }

  get at(): number {
    return this.#origin + this.#video.currentTime * 1000
  }

  async play(): Promise<void> {
    if (this.#ended) this.seek(this.#origin)
    this.#wake()
    try {
      await this.#video.play()
    } catch (cause) {
      // pausing or closing before the first picture ends the wait for it; that is no failure
      if (!(cause instanceof DOMException && cause.name === 'AbortError'))
        this.#fail(fault('decode-failed', {}, cause))
    }
  }

  pause(): void {
    this.#video.pause()
  }

  /** Goes to a wall time; where nothing is recorded, to the next that is. */
  seek(wall: number): void {
    const index = stretchAt(this.#leaves, wall)
    const leaf = this.#leaves[index ?? this.#leaves.length - 1]
    if (leaf === undefined) return
    this.#ended = false
    const at = index === null ? leaf.to - 100 : Math.max(wall, leaf.from)
    this.#video.currentTime = Math.max(0, (at - this.#origin) / 1000)
    if (index !== null && this.#loading !== null && this.#loading.index !== index && !this.#loaded.has(index))
      this.#loading.abort.abort()
    this.#wake()
  }

  /** One frame on (1) or back (-1). */
  step(direction: 1 | -1): void {
    this.pause()
    this.seek(this.at + direction * this.#frame * 1000)
  }

  setRate(rate: number): void {
    this.#video.playbackRate = rate
    this.#wake()
  }

  close(): void {
    this.#closed = true
    clearInterval(this.#timer)
    this.#listen.abort()
    this.#loading?.abort.abort()
    this.#video.pause()
    this.#video.removeAttribute('src')
    this.#video.load()
    this.#buffer.close()
  }

  #markFirstFrame(signal: AbortSignal): void {
    const mark = (): void => {
      if (!signal.aborted) performance.mark('tsujiban-first-frame')
    }
    if ('requestVideoFrameCallback' in this.#video) this.#video.requestVideoFrameCallback(mark)
    else (this.#video as HTMLVideoElement).addEventListener('loadeddata', mark, { once: true, signal })
  }

  /** Looks after the playhead: skips what is not recorded, notices the end, keeps the buffer filled, tells the state. */
  #tick(): void {
    if (this.#closed) return
    const video = this.#video
    const here = video.currentTime
    const index = stretchAt(this.#leaves, this.at)
    if (!this.#ended && !video.seeking) {
      const playable = this.#buffer.playableFrom(here)
      const due = index === null || this.#loaded.has(index) || this.at < (this.#leaves[index]?.from ?? 0)
      if (playable !== null && playable > here + 0.01 && due && this.#nothingBefore(playable))
        video.currentTime = playable + 0.001
      else if (this.#lastLoadedBefore(here) && (playable === null || this.#starvedAtEnd(here))) {
        this.#ended = true
        video.pause()
      }
    }
    this.#wake()
    this.#tell()
  }

  /** No leaf between the playhead and `second` is still to come. */
  #nothingBefore(second: number): boolean {
    const first = stretchAt(this.#leaves, this.at)
    if (first === null) return true
    for (let index = first; index < this.#leaves.length; index++) {
      const leaf = this.#leaves[index]
      if (leaf === undefined || (leaf.from - this.#origin) / 1000 >= second - slack) return true
      if (!this.#loaded.has(index)) return false
    }
    return true
  }

  #lastLoadedBefore(second: number): boolean {
    const last = this.#leaves.length - 1
    const leaf = this.#leaves[last]
    return leaf !== undefined && this.#loaded.has(last) && second > (leaf.from - this.#origin) / 1000
  }

  /** The last frames are shown; a decoder stops a little before the end of what it was given. */
  #starvedAtEnd(second: number): boolean {
    const end = this.#leaves.at(-1)?.to ?? this.#origin
    return (
      this.#video.readyState < HTMLMediaElement.HAVE_FUTURE_DATA &&
      second > (end - this.#origin) / 1000 - 1 - slack
    )
  }

  #tell(): void {
    const video = this.#video
    this.#onState({
      at: this.at,
      playing: !video.paused,
      waiting:
        !video.paused && video.readyState < HTMLMediaElement.HAVE_FUTURE_DATA && this.#problem === null,
      ended: this.#ended,
      rate: video.playbackRate,
      problem: this.#problem,
    })
  }

  #fail(problem: ApiProblem): void {
    this.#problem = problem
    this.#video.pause()
    this.#tell()
  }

  #wake(): void {
    if (this.#running || this.#closed || this.#problem !== null) return
    this.#running = true
    void this.#run()
  }

  async #run(): Promise<void> {
    try {
      await this.#fill()
    } catch (cause) {
      this.#fail(cause instanceof ApiProblem ? cause : fault('unexpected', { message: String(cause) }, cause))
    } finally {
      this.#running = false
    }
  }

  async #fill(): Promise<void> {
    for (;;) {
      const index = this.#closed ? null : this.#wanted()
      if (index === null) return
      await this.#evict()
      await this.#load(index)
    }
  }

  #wanted(): number | null {
    const reach = ahead * 1000 * Math.max(1, this.#video.playbackRate)
    return nextWanted(this.#leaves, this.at, reach, mostAhead, (index) => this.#loaded.get(index))
  }

  async #load(index: number): Promise<void> {
    const leaf = this.#leaves[index]
    if (leaf === undefined) return
    const abort = new AbortController()
    this.#loading = { index, abort }
    let bytes = 0
    const appends: Promise<void>[] = []
    try {
      await this.#source.load(
        index,
        (fragment) => {
          bytes += fragment.media.length
          if (fragment.frames > 1) this.#frame = fragment.mediaDuration / fragment.frames
          const append = this.#buffer.append(leaf.epoch, fragment)
          append.catch(() => abort.abort())
          appends.push(append)
        },
        abort.signal,
      )
      await Promise.all(appends)
      this.#loaded.set(index, bytes)
    } catch (cause) {
      // a failed append is the cause even when what is thrown is the loader's own end
      await Promise.all(appends)
      const aborted = cause instanceof ApiProblem && cause.message === 'aborted'
      if (!aborted) throw cause
    } finally {
      this.#loading = null
    }
  }

  /** Lets go of what lies far from the playhead. */
  async #evict(): Promise<void> {
    const here = this.#video.currentTime
    const far = here + 2 * ahead * Math.max(1, this.#video.playbackRate)
    for (const index of Array.from(this.#loaded.keys())) {
      const leaf = this.#leaves[index]
      if (leaf === undefined) continue
      const from = (leaf.from - this.#origin) / 1000
      const to = (leaf.to - this.#origin) / 1000
      if (to > here - behind && from < far) continue
      this.#loaded.delete(index)
      // up to where a neighbour's key frame could stand, never into it
      const keptBefore = this.#loaded.has(index - 1) ? slack : -slack
      const keptAfter = this.#loaded.has(index + 1) ? slack : -slack
      await this.#buffer.remove(from + keptBefore, to - keptAfter)
    }
  }
}
