/** Waiting times that double from `first` to `most` milliseconds with every failure in a row, each a quarter more or less. */
export class Backoff {
  readonly #first: number
  readonly #most: number
  readonly #random: () => number
  #failures = 0

  /** @param random a number from 0 to below 1 */
  constructor(first: number, most: number, random: () => number) {
    this.#first = first
    this.#most = most
    this.#random = random
  }

  /** Milliseconds to wait after one more failure. */
  next(): number {
    const wait = Math.min(this.#most, this.#first * 2 ** this.#failures)
    if (wait < this.#most) this.#failures++
    return Math.round(wait * (0.75 + 0.5 * this.#random()))
  }

  reset(): void {
    this.#failures = 0
  }
}
