export type KeepAliveMethod = 'GET_PARAMETER' | 'OPTIONS'

type KeepAliveOptions = {
  /** the Public field of the answer to OPTIONS */
  readonly advertised: string | undefined
  readonly learned: KeepAliveMethod | undefined
  readonly timeoutSeconds: number
  /** monotonic time in microseconds, here and below */
  readonly now: number
}

/** A connection that ends within this after GET_PARAMETER was ended by it; microseconds. */
const KILLED_WITHIN = 3_000_000
const SHORTEST_TIMEOUT = 2

/** Decides when and how a session is kept alive: at half its timeout, answers or none. */
export class KeepAlive {
  readonly #interval: number
  #method: KeepAliveMethod
  #lastSent: number
  #lastMethod: KeepAliveMethod | undefined
  #cseq = -1

  constructor(options: KeepAliveOptions) {
    const advertised = /\bGET_PARAMETER\b/i.test(options.advertised ?? '') ? 'GET_PARAMETER' : 'OPTIONS'
    this.#method = options.learned ?? advertised
    this.#interval = Math.max(options.timeoutSeconds, SHORTEST_TIMEOUT) * 500_000
    this.#lastSent = options.now
  }

  /** The method to send now, if it is time. */
  due(now: number): KeepAliveMethod | undefined {
    return now - this.#lastSent >= this.#interval ? this.#method : undefined
  }

  sent(cseq: number, now: number): void {
    this.#cseq = cseq
    this.#lastSent = now
    this.#lastMethod = this.#method
  }

  /** An answer that no request waits for. Where GET_PARAMETER is refused, OPTIONS follows. */
  answered(cseq: number, status: number): 'accepted' | 'challenged' | 'refused' | 'unknown' {
    if (cseq !== this.#cseq) return 'unknown'
    this.#cseq = -1
    if (status === 401) {
      // once more, with the new nonce, at the next look at the clock
      this.#lastSent -= this.#interval
      return 'challenged'
    }
    if (status < 400) return 'accepted'
    if (this.#method === 'GET_PARAMETER') this.#method = 'OPTIONS'
    return 'refused'
  }

  /** What the next session should use, told when this one has ended at `now`: some cameras die of GET_PARAMETER. */
  learned(now: number): KeepAliveMethod {
    const killed = this.#lastMethod === 'GET_PARAMETER' && now - this.#lastSent < KILLED_WITHIN
    return killed ? 'OPTIONS' : this.#method
  }
}
