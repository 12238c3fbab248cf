import type { Answer } from '../../api.ts'
import type { Scale } from './coverage-scale.ts'

export type Hour = Answer<'GET /api/coverage'>['cameras'][number]['hours'][number]
/** What became of an hour's minutes; `none` is time before the camera or not yet come. */
export const kinds = ['sealed', 'held', 'erased', 'gap'] as const
export type Kind = (typeof kinds)[number]

export const hourLength = 3_600_000

/** However short, what is there must be seen: the least height of a part, as a share of the bar's height. */
const leastHeight = 1 / 6
/** The hour that has only begun is drawn this wide at least, as a share of the bar's width. */
const leastWidth = 0.004

/** A rectangle of the bar, in shares of its width and of its height from the top. */
export type Block = {
  readonly kind: Kind
  readonly x: number
  readonly width: number
  readonly y: number
  readonly height: number
}

/**
 * The bar as few rectangles: in each hour the kinds stand on each other by their share of the hour (of the running hour: of what has passed),
 * and equal neighbours are joined.
 */
export function coverageBlocks(hours: readonly Hour[], now: number, scale: Scale): readonly Block[] {
  type Run = { readonly kind: Kind; readonly y: number; readonly height: number; from: number; to: number }
  const runs: Run[] = []
  const last = new Map<Kind, Run>()
  for (const hour of [...hours].sort((a, b) => a.hour - b.hour)) {
    const end = hour.hour + hourLength
    const to = hour.hour <= now && now < end ? now : end
    let bottom = 1
    for (const { kind, height } of layersOf(hour, to - hour.hour)) {
      const y = bottom - height
      bottom = y
      const left = last.get(kind)
      if (left !== undefined && left.to === hour.hour && near(left.y, y) && near(left.height, height))
        left.to = to
      else {
        const run = { kind, y, height, from: hour.hour, to }
        runs.push(run)
        last.set(kind, run)
      }
    }
  }
  return runs.map(({ kind, y, height, from, to }) => {
    const x = scale.place(from)
    return { kind, x, width: Math.max(leastWidth, scale.place(to) - x), y, height }
  })
}

/** The kinds of one hour from the bottom, as shares of the bar's height. What would be too thin is thickened, at the others' cost. */
function layersOf(hour: Hour, length: number): readonly { readonly kind: Kind; readonly height: number }[] {
  const there = kinds.filter((kind) => hour[kind] > 0)
  const sum = Math.max(
    length,
    there.reduce((total, kind) => total + hour[kind], 0),
  )
  const layers = there.map((kind) => ({ kind, height: Math.max(leastHeight, hour[kind] / sum) }))
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
