import { expect, test } from 'vitest'
import type { CameraId, Instant } from '../domain/ids.ts'
import { GapWatch } from './gap-watch.ts'
import { MemorySink } from './test-support/memory-sink.ts'

const at = (milliseconds: number): Instant => (1_000_000 + milliseconds) as Instant

function started(): { sink: MemorySink; gaps: GapWatch } {
  const sink = new MemorySink()
  return { sink, gaps: new GapWatch('c' as CameraId, sink, at(0)) }
}

test('opened at the end of what was recorded, extended, ended at the first frame after', () => {
  const { sink, gaps } = started()
  gaps.recorded(at(0), at(5_000))
  gaps.begin('camera-silent', 'no frame', at(10_000))
  expect(sink.gaps).toMatchObject([{ from: at(5_000), to: at(10_000), cause: 'camera-silent', open: true }])
  gaps.extend(at(15_000))
  expect(sink.gaps).toHaveLength(1)
  gaps.extend(at(20_000))
  expect(sink.gaps[1]).toMatchObject({ from: at(5_000), to: at(20_000), open: true })
  gaps.recorded(at(21_000), at(22_000))
  expect(sink.gapRows()).toMatchObject([{ from: at(5_000), to: at(21_000), open: false }])
  expect(gaps.open).toBeUndefined()
})

test('another cause: one row ends where the next begins', () => {
  const { sink, gaps } = started()
  gaps.begin('recorder-killed', 'before', at(60_000))
  gaps.begin('camera-unreachable', 'refused', at(61_000))
  gaps.begin('camera-unreachable', 'refused again', at(63_000))
  gaps.begin('camera-refused', '401', at(70_000))
  gaps.recorded(at(80_000), at(81_000))
  expect(sink.gapRows()).toMatchObject([
    { from: at(0), to: at(61_000), cause: 'recorder-killed', open: false },
    { from: at(61_000), to: at(70_000), cause: 'camera-unreachable', detail: 'refused again', open: false },
    { from: at(70_000), to: at(80_000), cause: 'camera-refused', open: false },
  ])
})

test('another cause in the same instant takes the row over', () => {
  const { sink, gaps } = started()
  gaps.begin('recorder-stopped', '', at(0))
  gaps.begin('camera-unreachable', '', at(0))
  expect(sink.gapRows()).toMatchObject([{ cause: 'camera-unreachable', open: true }])
})

test('rows never run backwards when the clock does', () => {
  const { sink, gaps } = started()
  gaps.recorded(at(0), at(50_000))
  gaps.begin('camera-silent', '', at(10_000))
  gaps.extend(at(1_000))
  gaps.begin('camera-unreachable', '', at(2_000))
  gaps.stop(at(0))
  for (const { from, to } of sink.gaps) expect(to).toBeGreaterThanOrEqual(from)
})

test('small holes are noted, many of them on one row', () => {
  const { sink, gaps } = started()
  gaps.note('camera-protocol', 'lost', at(1_000), at(1_080))
  for (let i = 1; i <= 3; i++) gaps.note('camera-protocol', 'lost', at(1_000 + i * 100), at(1_080 + i * 100))
  gaps.note('camera-protocol', 'lost', at(20_000), at(20_080))
  expect(sink.gapRows()).toMatchObject([
    { from: at(1_000), to: at(1_080), detail: 'lost; 3 more until 1970-01-01T00:16:41.380Z', open: false },
    { from: at(20_000), to: at(20_080), detail: 'lost' },
  ])
})
