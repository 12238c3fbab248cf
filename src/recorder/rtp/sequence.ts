/** What a sequence number says: packets lost before it (0: none), or that it is an old one. */
export type SequenceAnswer = number | 'repeated'

/** Steps back up to this many are late or repeated packets; further back the camera has begun to count anew. */
const LATE = 100

/** Follows the sequence numbers of one source (RFC 3550 section 5.1), modulo 2^16. */
export class SequenceTracker {
  #last: number | undefined

  restart(): void {
    this.#last = undefined
  }

  next(sequence: number): SequenceAnswer {
    const last = this.#last
    if (last === undefined) {
      this.#last = sequence
      return 0
    }
    const step = (sequence - last) & 0xffff
    if (step === 0 || step > 0xffff - LATE) return 'repeated'
    this.#last = sequence
    // half the circle back or more: not a loss of thousands, but at least one
    return step > 0x8000 ? 1 : step - 1
  }
}
