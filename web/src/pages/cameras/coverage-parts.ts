import type { Answer } from '../../api.ts'
import type { Scale } from './coverage-scale.ts'

export type Hour = Answer<'GET /api/coverage'>['cameras'][number]['hours'][number]
/** What became of an hour's minutes; `none` is time before the camera or not yet come. */
export const kinds = ['sealed', 'held', 'erased', 'gap'] as const
export type Kind = (typeof kinds)[number]

export const hourLength = 3_600_000

/** However short, what is there must be seen: the least height of a part, as a share of the bar's height. */
const leastHeight = 1 / 6
/** And the least width of an hour's parts, as a share of the bar's width. */
const leastWidth = 0.004
/** What is missing of an hour is drawn from this on: below are pauses between frames, and what is still being written; milliseconds. */
const drawnFrom = 90_000

/** A rectangle of the bar, in shares of its width and of its height from the top. */
export type Block = {
  readonly kind: Kind
  readonly x: number
  readonly width: number
  readonly y: number
  readonly height: number
}

type Run = { readonly kind: Kind; readonly y: number; readonly height: number; from: number; to: number }

/**
 * The bar as few rectangles: each hour is as wide as what is known of it, its kinds stand on each other by their share of that, and equal
 * neighbours are joined.
 * @param told whether the recorder tells what becomes of the camera now: a gap that goes on is counted then, as the record is
 */
export function coverageBlocks(
  hours: readonly Hour[],
  now: number,
  told: boolean,
  scale: Scale,
): readonly Block[] {
  const known = new Set(hours.map(({ hour }) => hour))
  const runs: Run[] = []
  const last = new Map<Kind, Run>()
  for (const hour of [...hours].sort((a, b) => a.hour - b.hour)) {
    const sum = kinds.reduce((total, kind) => total + hour[kind], 0)
    const [from, to] = extentOf(hour.hour, sum, now, told, known)
    let bottom = 1
    for (const { kind, height } of layersOf(hour, sum)) {
      const y = bottom - height
      bottom = y
      const left = last.get(kind)
      if (left !== undefined && left.to === from && near(left.y, y) && near(left.height, height)) left.to = to
      else {
        const run = { kind, y, height, from, to }
        runs.push(run)
        last.set(kind, run)
      }
    }
  }
  return runs.map(({ kind, y, height, from, to }) => {
    const width = Math.max(leastWidth, scale.place(to) - scale.place(from))
    // what ends now must not reach into what is to come
    const x = to === now ? Math.max(0, scale.place(to) - width) : scale.place(from)
    return { kind, x, width, y, height }
  })
}

/**
 * From when to when an hour is drawn of which only a sum is known. What is missing of it lies where the record began or ended, as the hours
 * beside it tell; a time without a record in between is a gap, and part of the sum.
 */
function extentOf(
  hour: number,
  sum: number,
  now: number,
  told: boolean,
  known: ReadonlySet<number>,
): readonly [from: number, to: number] {
  const running = hour <= now && now < hour + hourLength
  const end = running ? now : hour + hourLength
  if (end - hour - sum < drawnFrom) return [hour, end]
  const goesOn = running ? told : known.has(hour + hourLength) && !known.has(hour - hourLength)
  return goesOn ? [end - sum, end] : [hour, hour + sum]
}

/** The kinds of one hour from the bottom, as shares of the bar's height. What would be too thin is thickened, at the others' cost. */
function layersOf(hour: Hour, sum: number): readonly { readonly kind: Kind; readonly height: number }[] {
  const layers = kinds
    .filter((kind) => hour[kind] > 0)
    .map((kind) => ({ kind, height: Math.max(leastHeight, hour[kind] / sum) }))
  const over = layers.reduce((total, { height }) => total + height, 0) - 1
  if (over <= 0) return layers
  const spare = layers.reduce((total, { height }) => total + height - leastHeight, 0)
  return layers.map(({ kind, height }) => ({
    kind,
    height: height - (over * (height - leastHeight)) / spare,
  }))
}

function near(a: number, b: number): boolean {
  return Math.abs(a - b) < 0.005
}

/** Sums of all hours, milliseconds. */
export function coverageSums(hours: readonly Hour[]): Readonly<Record<Kind, number>> {
  const sums = { sealed: 0, held: 0, erased: 0, gap: 0 }
  for (const hour of hours) for (const kind of kinds) sums[kind] += hour[kind]
  return sums
}
