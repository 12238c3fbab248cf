import { expect, it } from 'vitest'
import { coverageBlocks, coverageSums, type Hour } from './coverage-parts.ts'
import type { Scale } from './coverage-scale.ts'

const h = 3_600_000
const hour = (at: number, part: Partial<Record<'sealed' | 'held' | 'erased' | 'gap', number>>): Hour => ({
  hour: at * h,
  sealed: 0,
  held: 0,
  erased: 0,
  gap: 0,
  ...part,
})
/** a bar of 24 hours from 0 */
const scale: Scale = { place: (instant) => instant / (24 * h), instant: (place) => place * 24 * h }
const blocksOf = (hours: readonly Hour[], now = 24 * h, told = true) =>
  coverageBlocks(hours, now, told, scale).map(({ kind, x, width, y, height }) => ({
    kind,
    x: round(x * 24),
    width: round(width * 24),
    y: round(y),
    height: round(height),
  }))
const round = (value: number) => Math.round(value * 1000) / 1000

it('joins equal hours into one block', () => {
  expect(blocksOf([hour(10, { sealed: h }), hour(11, { sealed: h }), hour(12, { sealed: h })])).toEqual([
    { kind: 'sealed', x: 10, width: 3, y: 0, height: 1 },
  ])
})

it('stacks what an hour holds', () => {
  expect(blocksOf([hour(1, { sealed: (h * 3) / 4, gap: h / 4 })])).toEqual([
    { kind: 'sealed', x: 1, width: 1, y: 0.25, height: 0.75 },
    { kind: 'gap', x: 1, width: 1, y: 0, height: 0.25 },
  ])
})

it('leaves the time empty before a record began and after it ended', () => {
  const began = hour(1, { sealed: h / 2 })
  expect(blocksOf([began, hour(2, { sealed: h })])).toMatchObject([{ x: 1.5, width: 1.5 }])
  expect(blocksOf([hour(0, { sealed: h }), began])).toMatchObject([{ x: 0, width: 1.5 }])
  expect(blocksOf([began])).toMatchObject([{ x: 1, width: 0.5 }])
})

it('draws an hour whole that has lost a moment between frames', () => {
  expect(blocksOf([hour(1, { sealed: h - 1_500 }), hour(2, { sealed: h })])).toMatchObject([
    { x: 1, width: 2 },
  ])
})

it('shows seconds too: of the record as of a gap or a hold in an hour full of it', () => {
  const parts = blocksOf([hour(1, { sealed: h - 12_000, held: 10_000, gap: 2_000 })])
  expect(parts.map(({ kind, height }) => [kind, height])).toEqual([
    ['sealed', 0.667],
    ['held', 0.167],
    ['gap', 0.167],
  ])
  expect(parts.at(-1)?.y).toBe(0)
})

it('shows the first seconds of a record up to now, wide enough to see', () => {
  const [first] = blocksOf([hour(5, { sealed: 9_000 })], 5.5 * h)
  expect(first).toMatchObject({ kind: 'sealed', y: 0, height: 1, width: 0.096 })
  expect((first?.x ?? 0) + (first?.width ?? 0)).toBeCloseTo(5.5)
  // nobody knows what came after the recorder went down
  expect(blocksOf([hour(5, { sealed: h / 4 })], 5.5 * h, false)).toMatchObject([{ x: 5, width: 0.25 }])
})

it('draws the running hour as far as it has come, with what is still being written', () => {
  expect(blocksOf([hour(4, { sealed: h }), hour(5, { sealed: h / 4 - 20_000 })], 5.25 * h)).toEqual([
    { kind: 'sealed', x: 4, width: 1.25, y: 0, height: 1 },
  ])
})

it('does not join across a missing hour, nor hours out of order', () => {
  const blocks = blocksOf([hour(3, { erased: h }), hour(1, { erased: h })])
  expect(blocks.map(({ x, width }) => [x, width])).toEqual([
    [1, 1],
    [3, 1],
  ])
})

it('never runs out of the bar when the index sums to a little more than an hour', () => {
  for (const block of blocksOf([
    hour(0, { sealed: h, gap: h / 100 }),
    hour(2, { sealed: h, held: h, erased: 1, gap: 1 }),
  ])) {
    expect(block.y).toBeGreaterThanOrEqual(0)
    expect(block.y + block.height).toBeLessThanOrEqual(1.001)
    expect(block.height).toBeGreaterThan(0.16)
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
