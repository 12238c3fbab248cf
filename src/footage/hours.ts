import type { Instant } from '../domain/ids.ts'

export const hourMs = 3_600_000

/** A pause between two fragments of a leaf counts as footage that is not there from this length on; below, it is jitter of arrival. */
export const holeMs = 500

/** Milliseconds without footage between the end of one fragment and the start of the next of the same leaf. */
export function holeBetween(end: number, start: number): number {
  return start - end >= holeMs ? start - end : 0
}

export function hourOf(at: number): Instant {
  return (Math.floor(at / hourMs) * hourMs) as Instant
}

/**
 * How many milliseconds of a leaf fall into each clock hour: those of `[first, last)`, `missing` of them taken off at the beginning (which
 * matters only for a leaf across the full hour that has a hole). The same figures come out whenever it is asked, so sums can be moved from
 * one column to another, and proved by `fsck`.
 */
export function hourShares(
  first: number,
  last: number,
  missing: number,
): readonly { readonly hour: Instant; readonly ms: number }[] {
  const shares: { hour: Instant; ms: number }[] = []
  const start = first + missing
  if (start >= last) return shares
  for (let hour = hourOf(start); hour < last; hour = (hour + hourMs) as Instant)
    shares.push({ hour, ms: Math.min(last, hour + hourMs) - Math.max(start, hour) })
  return shares
}
