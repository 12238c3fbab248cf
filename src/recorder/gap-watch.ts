import type { CameraId, Instant } from '../domain/ids.ts'
import type { FragmentSink, GapCause, GapRow } from '../footage/ports.ts'

/** An open gap's row is written again this often; milliseconds. */
const EXTEND_EVERY = 10_000
/** Small holes within this time are counted on the row of the first; milliseconds. */
const NOTE_EVERY = 10_000

/** One camera's gaps: opened with a cause, extended while they last, ended at the first frame recorded after. */
export class GapWatch {
  readonly #camera: CameraId
  readonly #sink: FragmentSink
  #row: GapRow | undefined
  #noted: { readonly row: GapRow; more: number } | undefined
  #until: Instant

  /** @param until end of the last recorded frame of an earlier run, or now for a camera that was never recorded */
  constructor(camera: CameraId, sink: FragmentSink, until: Instant) {
    this.#camera = camera
    this.#sink = sink
    this.#until = until
  }

  /** until when it is known what became of the camera: the end of its last recorded frame, or of the gap that `stop` ended */
  get until(): Instant {
    return this.#until
  }

  get open(): GapRow | undefined {
    return this.#row
  }

  /** Opens a gap at the end of the last recorded frame. A gap that runs under another cause ends now, and this one follows it. */
  begin(cause: GapCause, detail: string, now: Instant): void {
    const row = this.#row
    if (row?.cause === cause) {
      if (row.detail !== detail) this.#write({ ...row, detail, to: later(now, row.from) })
      return
    }
    let from = earlier(this.#until, now)
    if (row) {
      from = later(now, row.from)
      if (from > row.from) this.#write({ ...row, to: from, open: false })
    }
    this.#write({ camera: this.#camera, from, to: later(now, from), cause, detail, open: true })
  }

  /** Frames from `from` to `to` were recorded. */
  recorded(from: Instant, to: Instant): void {
    if (this.#row) this.#end(from)
    this.#until = to
  }

  /** A hole between two recorded frames that is over already. */
  note(cause: GapCause, detail: string, from: Instant, to: Instant): void {
    const noted = this.#noted
    if (noted && noted.row.cause === cause && from - noted.row.from < NOTE_EVERY) {
      noted.more++
      const until = new Date(to).toISOString()
      this.#sink.gap({ ...noted.row, detail: `${noted.row.detail}; ${noted.more} more until ${until}` })
      return
    }
    const row = { camera: this.#camera, from, to: later(to, from), cause, detail, open: false }
    this.#noted = { row, more: 0 }
    this.#sink.gap(row)
  }

  /** Time passes: an open gap grows. */
  extend(now: Instant): void {
    const row = this.#row
    if (row && now - row.to >= EXTEND_EVERY) this.#write({ ...row, to: now })
  }

  /** The recorder stops watching. */
  stop(now: Instant): void {
    if (!this.#row) return
    this.#until = later(now, this.#row.from)
    this.#end(now)
  }

  #end(at: Instant): void {
    const row = this.#row
    this.#row = undefined
    if (row) this.#sink.gap({ ...row, to: later(at, row.from), open: false })
  }

  #write(row: GapRow): void {
    this.#row = row.open ? row : undefined
    this.#sink.gap(row)
  }
}

function later(a: Instant, b: Instant): Instant {
  return a > b ? a : b
}

function earlier(a: Instant, b: Instant): Instant {
  return a < b ? a : b
}
