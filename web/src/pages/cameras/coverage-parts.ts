import type { Answer } from '../../api.ts'

export type Hour = Answer<'GET /api/coverage'>['cameras'][number]['hours'][number]
/** What became of an hour's minutes; `none` is time before the camera or not yet come. */
export const kinds = ['sealed', 'held', 'erased', 'gap'] as const
export type Kind = (typeof kinds)[number]

const hourLength = 3_600_000

/** A rectangle of the bar: `x` and `width` in hours from the bar's start, `y` and `height` as parts of its height from the top. */
export type Block = {
  readonly kind: Kind
  readonly x: number
  readonly width: number
  readonly y: number
  readonly height: number
}

/**
 * The bar as few rectangles: in each hour the kinds stand on each other by their share of the hour, and equal neighbours are joined.
 * @param from start of the bar, on an hour; milliseconds
 */
export function coverageBlocks(hours: readonly Hour[], from: number): readonly Block[] {
  const blocks: Block[] = []
  for (const hour of [...hours].sort((a, b) => a.hour - b.hour)) {
    const x = (hour.hour - from) / hourLength
    const sum = Math.max(
      hourLength,
      kinds.reduce((total, kind) => total + hour[kind], 0),
    )
    let bottom = 1
    for (const kind of kinds) {
      const height = hour[kind] / sum
      if (height <= 0) continue
      const y = bottom - height
      bottom = y
      const left = blocks.findLast((block) => block.kind === kind)
      if (left !== undefined && left.x + left.width === x && near(left.y, y) && near(left.height, height))
        blocks[blocks.indexOf(left)] = { ...left, width: left.width + 1 }
      else blocks.push({ kind, x, width: 1, y, height })
    }
  }
  return blocks
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
