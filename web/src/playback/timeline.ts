/** A stretch of footage that opens by itself; instants are wall time in milliseconds. */
export type Stretch = { readonly from: number; readonly to: number }

/** Pauses between pieces that are shorter than this are how cameras send, not missing footage; milliseconds. */
const joinWithin = 1_500

/** Neighbouring stretches as one, in order of time. */
export function joinStretches(stretches: readonly Stretch[]): readonly Stretch[] {
  const joined: { from: number; to: number }[] = []
  for (const { from, to } of [...stretches].sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1)
    if (last !== undefined && from - last.to <= joinWithin) last.to = Math.max(last.to, to)
    else joined.push({ from, to })
  }
  return joined
}

/** What is missing between the stretches of `from` to `to`. */
export function missingBetween(stretches: readonly Stretch[], from: number, to: number): readonly Stretch[] {
  const missing: Stretch[] = []
  let at = from
  for (const stretch of joinStretches(stretches)) {
    if (stretch.from - at > joinWithin) missing.push({ from: at, to: Math.min(stretch.from, to) })
    at = Math.max(at, stretch.to)
    if (at >= to) break
  }
  if (to - at > joinWithin) missing.push({ from: at, to })
  return missing
}

/** Index of the stretch that shows at `at`, else of the next one; null behind the last. The stretches are in order of time. */
export function stretchAt(stretches: readonly Stretch[], at: number): number | null {
  let low = 0
  let high = stretches.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((stretches[middle]?.to ?? 0) > at) high = middle
    else low = middle + 1
  }
  return low < stretches.length ? low : null
}

/**
 * The stretch to load next: the first that is missing from `at` on, as far as `reach` milliseconds and `most` bytes ahead. What follows a hole
 * counts as near, so that a hole can be skipped without a wait.
 * @param loaded size in bytes of what is there already
 */
export function nextWanted(
  stretches: readonly Stretch[],
  at: number,
  reach: number,
  most: number,
  loaded: (index: number) => number | undefined,
): number | null {
  const from = stretchAt(stretches, at)
  if (from === null) return null
  let bytes = 0
  let holes = 0
  let end = at
  for (let index = from; index < stretches.length; index++) {
    const stretch = stretches[index]
    if (stretch === undefined) return null
    holes += Math.max(0, stretch.from - end)
    end = Math.max(end, stretch.to)
    if (index > from && stretch.from - holes > at + reach) return null
    const size = loaded(index)
    if (size === undefined) return index
    bytes += size
    if (bytes > most) return null
  }
  return null
}

/** Sum of the stretches' own lengths, overlaps counted once; milliseconds. */
export function totalLength(stretches: readonly Stretch[]): number {
  return unite(stretches).reduce((sum, { from, to }) => sum + to - from, 0)
}

function unite(stretches: readonly Stretch[]): readonly Stretch[] {
  const united: { from: number; to: number }[] = []
  for (const { from, to } of [...stretches].sort((a, b) => a.from - b.from)) {
    const last = united.at(-1)
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to)
    else united.push({ from, to })
  }
  return united
}

/**
 * The leaves to ask for in one release: from `start` on, those not `released` yet, together at most `most` milliseconds of footage, and
 * without a hole between them, so that what is opened is one stretch.
 */
export function releaseBatch(
  leaves: readonly Stretch[],
  start: number,
  most: number,
  released: (index: number) => boolean,
): readonly number[] {
  const batch: number[] = []
  let sum = 0
  for (let index = start; index < leaves.length; index++) {
    const leaf = leaves[index]
    if (leaf === undefined || released(index)) break
    sum += leaf.to - leaf.from
    if (batch.length > 0 && sum > most) break
    batch.push(index)
  }
  return batch
}

/** Evenly spaced marks for a time axis: a round step so that at most `most` marks fit; instants. */
export function axisMarks(from: number, to: number, most: number): readonly number[] {
  const steps = [1, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200, 86400]
  const step = (steps.find((seconds) => (to - from) / (seconds * 1000) <= most) ?? 86400) * 1000
  const marks: number[] = []
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) marks.push(at)
  return marks
}
