import type { FragmentBuffer } from './fragment-buffer.ts'

/** Parameter sets kept before one picture; more are a defect of the camera. */
const MOST_SETS = 24

/** What is known of the NAL units that lead the next picture: where they begin, and which of them are changed parameter sets. */
export class LeadNals {
  /** where they begin while a picture is open, or -1 */
  from = -1
  recoveryPoint = false
  readonly #sets: { from: number; to: number }[] = []

  /** Notes a changed parameter set. @returns false when there are too many */
  addSet(from: number, to: number): boolean {
    if (this.#sets.length >= MOST_SETS) return false
    this.#sets.push({ from, to })
    return true
  }

  cutSets(buffer: FragmentBuffer): void {
    for (const set of this.#sets.toReversed()) buffer.cut(set.from, set.to)
    this.#sets.length = 0
  }

  /** Cuts all but the changed parameter sets out of the buffer, from where the units begin to its end. */
  keepSets(buffer: FragmentBuffer, from: number): void {
    let end = buffer.end
    for (const set of this.#sets.toReversed()) {
      buffer.cut(set.to, end)
      end = set.from
    }
    buffer.cut(from, end)
    let at = from
    for (const set of this.#sets) {
      const length = set.to - set.from
      set.from = at
      at += length
      set.to = at
    }
    this.recoveryPoint = false
  }

  /** The bytes moved up by `count`. */
  moved(count: number): void {
    if (this.from >= 0) this.from -= count
    for (const set of this.#sets) {
      set.from -= count
      set.to -= count
    }
  }

  forget(): void {
    this.from = -1
    this.recoveryPoint = false
    this.#sets.length = 0
  }
}
