import type { Answer } from '../../api.ts'
import { totalLength } from '../../playback/timeline.ts'

export type WindowPart = Answer<'GET /api/cases/:id/window'>['parts'][number]

/** Length of what opens, in milliseconds; with several cameras the sum of each. */
export function openLength(parts: readonly WindowPart[]): number {
  return parts.reduce(
    (sum, part) =>
      part.from === null || part.to === null
        ? sum
        : sum + part.to - part.from - gapsInside(part.gaps, part.from, part.to),
    0,
  )
}

/** Sum of the gaps within two instants, overlaps counted once; milliseconds. */
export function gapsInside(gaps: WindowPart['gaps'], from: number, to: number): number {
  return totalLength(
    gaps
      .map((gap) => ({ from: Math.max(gap.from, from), to: Math.min(gap.to, to) }))
      .filter((gap) => gap.to > gap.from),
  )
}
