import { afterEach, beforeEach, expect, test } from 'vitest'
import { ActsBench, ok } from '../../test/support/acts-bench.ts'
import { benchCamera } from '../../test/support/bench-camera.ts'
import { enterSearch } from '../../test/support/bench-case.ts'
import { day, hour, minute, morning } from '../../test/support/step-clock.ts'
import type { CameraId, Instant } from '../domain/ids.ts'
import type { GapRow } from '../footage/ports.ts'
import { closeDay } from './close-day.ts'
import { readLedger } from './read-ledger.ts'
import { registerCamera } from './register-camera.ts'
import { reportGaps } from './report-gaps.ts'
import { startProgram } from './start-program.ts'

let bench: ActsBench
let camera: CameraId
beforeEach(async () => {
  bench = await ActsBench.open({ slots: 4 })
  camera = await benchCamera(bench, '3', '玄関')
})
afterEach(() => bench.close())

const operator = () => bench.person('operator').actor
const manager = () => bench.person('manager').actor

async function gap(of: CameraId, from: number, to: number, change: Partial<GapRow> = {}): Promise<void> {
  bench.owned.sink.gap({
    camera: of,
    from: (morning + from) as Instant,
    to: (morning + to) as Instant,
    cause: 'camera-unreachable',
    detail: 'no route',
    open: false,
    ...change,
  })
  await bench.owned.sink.flush()
}

test('a day is closed once, with the number of its entries', async () => {
  const entries = bench.context.records.size()
  expect(await closeDay(bench.context)).toBe(false)
  bench.clock.forward(day)
  expect(await closeDay(bench.context)).toBe(true)
  expect(bench.entries('day-closed')).toMatchObject([
    { actor: 'system', body: { day: '2026-11-01', entries } },
  ])
  expect(await closeDay(bench.context)).toBe(false)
  bench.clock.forward(14 * hour)
  expect(await closeDay(bench.context)).toBe(true)
  expect(bench.entries('day-closed').at(-1)?.body).toEqual({ day: '2026-11-02', entries: 1 })
})

test('a day is closed though the first entries of the next stand above it, as after every midnight', async () => {
  const entries = bench.context.records.size()
  bench.clock.forward(day)
  await startProgram(bench.context, { version: '1', served: [], packSha256: 'ab', retentionDays: 14 })
  await enterSearch(bench, [camera], { from: (morning - hour) as Instant, to: morning })
  expect(await closeDay(bench.context)).toBe(true)
  expect(bench.entries('day-closed')).toMatchObject([{ body: { day: '2026-11-01', entries } }])
  await bench.restart()
  expect(await closeDay(bench.context)).toBe(false)
})

test('after days on which nothing ran the last that had entries is closed, once', async () => {
  const entries = bench.context.records.size()
  bench.clock.forward(9 * day)
  expect(await closeDay(bench.context)).toBe(true)
  expect(await closeDay(bench.context)).toBe(false)
  expect(bench.entries('day-closed')).toMatchObject([{ body: { day: '2026-11-01', entries } }])
})

test('a gap is entered when it has ended, once, with its cause', async () => {
  await gap(camera, 0, 2 * minute, { open: true })
  bench.clock.forward(2 * minute)
  expect(await reportGaps(bench.context)).toBe(0)
  await gap(camera, 0, 3 * minute)
  bench.clock.forward(hour)
  expect(await reportGaps(bench.context)).toBe(1)
  expect(bench.entries('gap-reported')).toMatchObject([
    {
      actor: 'system',
      refs: { camera },
      body: {
        from: morning,
        to: morning + 3 * minute,
        cause: 'camera-unreachable',
        detail: 'no route',
      },
    },
  ])
  expect(await reportGaps(bench.context)).toBe(0)
  await bench.restart()
  expect(await reportGaps(bench.context)).toBe(0)
})

test('a gap of less than ten seconds stands in the index alone', async () => {
  await gap(camera, 0, 9_999)
  await gap(camera, minute, minute + 10_000)
  bench.clock.forward(hour)
  expect(await reportGaps(bench.context)).toBe(1)
})

test('of two cameras neither hides what the other did not record', async () => {
  const other = await benchCamera(bench, '5', '北側外壁')
  bench.clock.forward(hour)
  await gap(camera, 0, 10 * minute)
  expect(await reportGaps(bench.context)).toBe(1)
  // ended before the one that was entered already, and became known after it
  await gap(other, 0, 5 * minute)
  expect(await reportGaps(bench.context)).toBe(1)
  expect(bench.entries('gap-reported').map(({ refs }) => refs.camera)).toEqual([camera, other])
})

test('funabashi:11 the ledger is shown with names, the newest first, and reading it is an entry', async () => {
  const window = { from: (morning - hour) as Instant, to: morning }
  const id = await enterSearch(bench, [camera], window)
  const refused = await registerCamera(bench.context, operator(), {
    row: '99',
    place: '-',
    url: 'rtsp://192.0.2.1/',
    username: '',
    password: '',
    kbps: 100,
  })
  expect(refused.kind).toBe('refused')
  const size = bench.context.records.size()
  const lines = await readLedger(bench.context, manager(), { limit: 3 })
  expect(lines.map(({ kind }) => kind)).toEqual(['refused', 'application-entered', 'recording-started'])
  expect(lines[1]).toMatchObject({
    seq: size - 2,
    actor: 'operator',
    role: 'designatedOperator',
    caseNumber: '2026-0001',
    body: { purpose: expect.any(String) as unknown },
  })
  expect(lines[1]?.clauses).toContain('funabashi:9(5)')
  expect(lines[2]?.camera).toBe('海神第1放課後ルーム 玄関')
  expect(id).toBeDefined()
  expect(bench.entries('ledger-read')).toMatchObject([
    { actor: { person: manager().person }, body: { from: size - 3, to: size - 1 } },
  ])
})

test('a page that refreshes itself is one reading; another person or a later look is another', async () => {
  await readLedger(bench.context, manager(), { limit: 50 })
  bench.clock.forward(9 * minute)
  await readLedger(bench.context, manager(), { limit: 50 })
  expect(bench.entries('ledger-read')).toHaveLength(1)
  await readLedger(bench.context, operator(), { limit: 50 })
  expect(bench.entries('ledger-read')).toHaveLength(2)
  bench.clock.forward(2 * minute)
  await readLedger(bench.context, manager(), { limit: 50 })
  expect(bench.entries('ledger-read')).toHaveLength(3)
})

test('the ledger is read page by page to its first entry', async () => {
  const size = bench.context.records.size()
  const seen: number[] = []
  for (let before: number | undefined; before !== 0; before = seen.at(-1)) {
    const page = await readLedger(bench.context, manager(), { before: before ?? size, limit: 3 })
    seen.push(...page.map(({ seq }) => seq))
  }
  expect(seen).toEqual(Array.from({ length: size }, (_, i) => size - 1 - i))
})

test('the start of the program and the files it serves are entered', async () => {
  const served = [{ path: 'index.html', sha256: 'a'.repeat(64) }]
  await startProgram(bench.context, { version: '1.2.3', served, packSha256: 'ab', retentionDays: 14 })
  expect(bench.entries('program-started')).toMatchObject([
    { actor: 'system', body: { version: '1.2.3', served } },
  ])
})

test('the ledger holds after all this, and against the checkpoint of before', async () => {
  const saved = bench.parts.ledger.checkpoint()?.note ?? ''
  ok(
    await registerCamera(bench.context, operator(), {
      row: '1',
      place: '東側外壁',
      url: 'rtsp://192.0.2.1/',
      username: '',
      password: '',
      kbps: 100,
    }),
  )
  expect(await bench.parts.checkLedger(saved)).toMatchObject({ ok: true, findings: [] })
})

test('a pack or a period that is not what it was is entered at the next start, once', async () => {
  const program = { version: '1', served: [], packSha256: 'ab', retentionDays: 14 }
  await startProgram(bench.context, program)
  const before = bench.context.records.size()
  await startProgram(bench.context, program)
  expect(bench.kindsSince(before)).toEqual(['program-started'])
  await startProgram(bench.context, { ...program, packSha256: 'cd', retentionDays: 7 })
  await startProgram(bench.context, { ...program, packSha256: 'cd', retentionDays: 7 })
  expect(bench.kindsSince(before).toSorted()).toEqual(
    [
      'program-started',
      'program-started',
      'pack-loaded',
      'configuration-changed',
      'program-started',
    ].toSorted(),
  )
})
