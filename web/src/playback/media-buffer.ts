import { fault } from '../api.ts'
import type { OpenedFragment } from './open-leaf.ts'

/** An epoch's media clock may drift this far from the wall clock before its place on the timeline is corrected; seconds. */
const driftLimit = 0.3

/**
 * The MediaSource of one camera, its timeline being wall-clock seconds since `origin`. Fragments are appended in the order of the calls.
 */
export class MediaBuffer {
  readonly #media = new MediaSource()
  readonly #url: string
  readonly #origin: number
  readonly #opened: Promise<void>
  readonly #offsets = new Map<string, number>()
  #buffer: SourceBuffer | null = null
  #codec = ''
  #init: Uint8Array | null = null
  #tail: Promise<void>

  /** @param origin wall time of second 0, milliseconds; @param length seconds */
  constructor(video: HTMLVideoElement, origin: number, length: number) {
    this.#origin = origin
    this.#url = URL.createObjectURL(this.#media)
    this.#opened = new Promise((resolve) => {
      this.#media.addEventListener(
        'sourceopen',
        () => {
          this.#media.duration = length
          resolve()
        },
        { once: true },
      )
    })
    this.#tail = this.#opened
    video.src = this.#url
  }

  /** Resolves once the fragment can be played. @throws ApiProblem `codec-unsupported` */
  append(epoch: string, fragment: OpenedFragment): Promise<void> {
    return this.#next(async () => {
      const buffer = await this.#prepared(fragment)
      const offset = this.#offset(epoch, fragment)
      if (Math.abs(buffer.timestampOffset - offset) > 1e-6) buffer.timestampOffset = offset
      buffer.appendBuffer(fragment.media)
      await settled(buffer)
    })
  }

  /** Forgets footage between two places, in seconds. */
  remove(from: number, to: number): Promise<void> {
    return this.#next(async () => {
      const buffer = this.#buffer
      if (buffer === null || to <= from) return
      buffer.remove(Math.max(0, from), to)
      await settled(buffer)
    })
  }

  /** Start of what can be played at or after `at`, in seconds; null when there is nothing. */
  playableFrom(at: number): number | null {
    const ranges = this.#buffer?.buffered
    if (ranges === undefined) return null
    for (let i = 0; i < ranges.length; i++)
      if (ranges.end(i) > at + 0.05) return Math.max(at, ranges.start(i))
    return null
  }

  close(): void {
    URL.revokeObjectURL(this.#url)
  }

  #next(work: () => Promise<void>): Promise<void> {
    const done = this.#tail.then(work)
    // one failed append must not block those after it; its own caller is told
    this.#tail = done.then(
      () => undefined,
      () => undefined,
    )
    return done
  }

  async #prepared(fragment: OpenedFragment): Promise<SourceBuffer> {
    const { init, codec } = fragment
    if (init === null || codec === null) {
      if (this.#buffer === null) throw fault('malformed')
      return this.#buffer
    }
    const type = `video/mp4; codecs="${codec}"`
    if (this.#buffer === null) {
      if (!MediaSource.isTypeSupported(type)) throw fault('codec-unsupported', { codec })
      this.#buffer = this.#media.addSourceBuffer(type)
      this.#buffer.mode = 'segments'
    } else if (codec !== this.#codec) {
      if (!MediaSource.isTypeSupported(type)) throw fault('codec-unsupported', { codec })
      this.#buffer.changeType(type)
    }
    this.#codec = codec
    if (this.#init === null || !equal(this.#init, init)) {
      this.#init = init.slice()
      this.#buffer.appendBuffer(this.#init as Uint8Array<ArrayBuffer>)
      await settled(this.#buffer)
    }
    return this.#buffer
  }

  /** Where media time 0 of the epoch lies on the timeline. Steady within an epoch, so that neighbouring leaves meet without a seam. */
  #offset(epoch: string, fragment: OpenedFragment): number {
    const measured = (fragment.wallStart - this.#origin) / 1000 - fragment.mediaStart
    const known = this.#offsets.get(epoch)
    if (known !== undefined && Math.abs(known - measured) < driftLimit) return known
    this.#offsets.set(epoch, measured)
    return measured
  }
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index])
}

function settled(buffer: SourceBuffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const finish = (event: Event): void => {
      buffer.removeEventListener('updateend', finish)
      buffer.removeEventListener('error', finish)
      if (event.type === 'error') reject(fault('decode-failed'))
      else resolve()
    }
    buffer.addEventListener('updateend', finish)
    buffer.addEventListener('error', finish)
  })
}
