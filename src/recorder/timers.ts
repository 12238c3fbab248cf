/** Timers as a parameter, so that tests move time by hand. */
export interface Timers {
  /** calls `run` every `ms` milliseconds until the returned function is called */
  every(ms: number, run: () => void): () => void
  /** calls `run` once after `ms` milliseconds unless the returned function is called before */
  after(ms: number, run: () => void): () => void
}

export const systemTimers: Timers = {
  every(ms, run) {
    const timer = setInterval(run, ms)
    return () => clearInterval(timer)
  },
  after(ms, run) {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}
