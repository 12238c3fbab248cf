import { expect, it } from 'vitest'
import { openLength, type WindowPart } from './window-length.ts'

const part = (from: number | null, to: number | null, gaps: [number, number][] = []): WindowPart => ({
  camera: 'c',
  label: '',
  from,
  to,
  pieces: 1,
  unfinished: false,
  gaps: gaps.map(([from, to]) => ({ from, to, cause: 'camera-silent' })),
})

it('counts what opens without its gaps, for every camera', () => {
  expect(openLength([part(0, 100_000)])).toBe(100_000)
  expect(openLength([part(0, 100_000, [[20_000, 30_000]]), part(50_000, 60_000)])).toBe(100_000)
  expect(openLength([part(null, null, [[0, 500_000]])])).toBe(0)
})

it('takes only that of a gap which lies within the edges, and overlaps once', () => {
  expect(
    openLength([
      part(10_000, 50_000, [
        [0, 15_000],
        [12_000, 20_000],
        [90_000, 99_000],
      ]),
    ]),
  ).toBe(30_000)
})
