import type { Instant } from '../domain/ids.ts'

/** Wall and monotonic clock read together. */
export type ClockPoint = {
  readonly now: Instant
  /** microseconds since an arbitrary start */
  readonly monotonic: number
}

/** What the clock is judged against; kept in memory from start to end of a process. */
export type ClockMarks = {
  /** latest time of any ledger entry, null while there is none */
  readonly latestEntry: Instant | null
  /** the same as it stood when this process started */
  readonly beforeStart: Instant | null
  /** where the clock was last known to be right in this process: an entry written while it was trusted, or a confirmation */
  readonly reference: ClockPoint | null
}

export type ClockVerdict =
  | { readonly kind: 'trusted' }
  | {
      readonly kind: 'untrusted'
      /** `behind-ledger`: earlier than an entry. `stepped`: wall and monotonic time went apart. `jumped`: far ahead of the ledger after a
       * restart. */
      readonly cause: 'behind-ledger' | 'stepped' | 'jumped'
      /** what the clock is compared with */
      readonly against: Instant
      /** by how much it is off, milliseconds */
      readonly by: number
    }

/** How far wall and monotonic time may part, milliseconds. */
export const largestStep = 5 * 60_000
/** How far a restart may find the clock ahead of the ledger, milliseconds. */
export const largestJump = 24 * 60 * 60_000

/** @param latestEntry latest time of any entry of the ledger, null for a new one */
export function marksAtStart(latestEntry: Instant | null): ClockMarks {
  return { latestEntry, beforeStart: latestEntry, reference: null }
}

/**
 * Whether an erasure may trust the clock. It may not while the clock is behind the ledger; nor when wall and monotonic time have gone more
 * than 5 minutes apart since the last entry; nor when a restart finds the clock more than 24 hours ahead of the last entry, until the time is
 * synchronised or a named person confirms it.
 */
export function judgeClock(input: ClockPoint & ClockMarks & { readonly synced: boolean }): ClockVerdict {
  const { now, monotonic, latestEntry, beforeStart, reference, synced } = input
  if (latestEntry !== null && now < latestEntry)
    return { kind: 'untrusted', cause: 'behind-ledger', against: latestEntry, by: latestEntry - now }
  if (reference !== null) {
    const expected = reference.now + (monotonic - reference.monotonic) / 1000
    const by = Math.abs(now - expected)
    if (by > largestStep)
      return { kind: 'untrusted', cause: 'stepped', against: Math.round(expected) as Instant, by }
  } else if (!synced && beforeStart !== null && now - beforeStart > largestJump) {
    return { kind: 'untrusted', cause: 'jumped', against: beforeStart, by: now - beforeStart }
  }
  return { kind: 'trusted' }
}

/**
 * The marks after a ledger entry was written at `point`. An entry written while the clock was not trusted is no reference, or the first one
 * after a step would vouch for it.
 */
export function marksAfterEntry(marks: ClockMarks, point: ClockPoint, synced: boolean): ClockMarks {
  const sound = judgeClock({ ...point, ...marks, synced }).kind === 'trusted'
  const { now, monotonic } = point
  return {
    ...marks,
    latestEntry: Math.max(marks.latestEntry ?? now, now) as Instant,
    reference: sound ? { now, monotonic } : marks.reference,
  }
}

/**
 * The marks after a named person said that the clock is right at `point`. That lifts an entry dated ahead of it too: one glitch of the clock
 * must not keep footage for years.
 */
export function marksAfterConfirmation({ now, monotonic }: ClockPoint): ClockMarks {
  return { latestEntry: now, beforeStart: now, reference: { now, monotonic } }
}
