export type SentFrame = {
  readonly counter: number
  /** the instant the frame shows, milliseconds since 1970-01-01T00:00Z */
  readonly wall: number
  readonly keyFrame: boolean
  /** all NAL units of the access unit, without start codes or lengths */
  readonly bytes: number
  /** 32 bytes of the NAL units as sent, from the middle of the largest slice; of the mark where the slices are shorter */
  readonly probe: Uint8Array
}

export type NotSentCause =
  | 'dropped'
  | 'stalled'
  | 'half-frame'
  | 'wrong-length'
  /** every client went before the operating system had taken the frame */
  | 'disconnected'
  /** the process got no time to run for so long that the frame was given up */
  | 'overslept'

/** A frame that a playing client was due and did not get whole. */
export type NotSentFrame = { readonly counter: number; readonly wall: number; readonly cause: NotSentCause }

/** The last `limit` rows, by counter. */
export class FrameLog<Row extends { readonly counter: number }> {
  #rows: Row[] = []
  readonly #limit: number

  constructor(limit: number) {
    this.#limit = limit
  }

  add(row: Row): void {
    this.#rows.push(row)
    if (this.#rows.length >= this.#limit * 2) this.#rows = this.#rows.slice(-this.#limit)
  }

  /** @param from the first counter wanted */
  rows(from = 0): readonly Row[] {
    return this.#rows
      .slice(-this.#limit)
      .filter((row) => row.counter >= from)
      .sort((a, b) => a.counter - b.counter)
  }
}
