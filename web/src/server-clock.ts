/** Every time on the screens is the server's: a PC whose clock is off must not shift "now", nor confirm a clock that nobody looked at. */
let ahead = 0
const listeners = new Set<() => void>()

/** How long an answer may take without its time counting as another; milliseconds. */
const jitter = 2_000

/** Takes the server's time from an answer that has just come; milliseconds since 1970-01-01T00:00Z. */
export function learnServerTime(now: number): void {
  const found = now - Date.now()
  if (Math.abs(found - ahead) <= jitter) return
  ahead = found
  for (const listener of listeners) listener()
}

/** The server's wall time, as far as it is known; milliseconds since 1970-01-01T00:00Z. */
export function serverNow(): number {
  return Date.now() + ahead
}

/** Calls `listener` when the server's time turns out to be another; the answer takes it back. */
export function onServerTime(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}
