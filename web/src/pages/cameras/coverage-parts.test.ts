import { expect, it } from 'vitest'
import { coverageBlocks, coverageSums } from './coverage-parts.ts'

const h = 3_600_000
const hour = (at: number, part: Partial<Record<'sealed' | 'held' | 'erased' | 'gap', number>>) => ({
  hour: at * h,
  sealed: 0,
  held: 0,
  erased: 0,
  gap: 0,
  ...part,
})

it('joins equal hours into one block', () => {
  expect(
    coverageBlocks([hour(10, { sealed: h }), hour(11, { sealed: h }), hour(12, { sealed: h })], 10 * h),
  ).toEqual([{ kind: 'sealed', x: 0, width: 3, y: 0, height: 1 }])
})

it('stacks what an hour holds, leaving the rest empty', () => {
  const blocks = coverageBlocks([hour(1, { sealed: h / 2, gap: h / 4 })], 0)
  expect(blocks).toEqual([
    { kind: 'sealed', x: 1, width: 1, y: 0.5, height: 0.5 },
    { kind: 'gap', x: 1, width: 1, y: 0.25, height: 0.25 },
  ])
})

it('does not join across a missing hour, nor hours out of order', () => {
  const blocks = coverageBlocks([hour(3, { erased: h }), hour(1, { erased: h })], 0)
  expect(blocks.map(({ x, width }) => [x, width])).toEqual([
    [1, 1],
    [3, 1],
  ])
})

it('never runs out of the bar when the index sums to a little more than an hour', () => {
  for (const block of coverageBlocks([hour(0, { sealed: h, gap: h / 100 })], 0)) {
    expect(block.y).toBeGreaterThanOrEqual(-1e-9)
    expect(block.y + block.height).toBeLessThanOrEqual(1 + 1e-9)
  }
})

it('sums every kind', () => {
  expect(coverageSums([hour(0, { sealed: 5, gap: 1 }), hour(1, { held: 2, erased: 3, gap: 4 })])).toEqual({
    sealed: 5,
    held: 2,
    erased: 3,
    gap: 5,
  })
})
