import { mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { indexFile } from '../src/adapters/filesystem/slot-paths.ts'
import { openFootageIndexReader } from '../src/adapters/sqlite/footage-index-read.ts'
import type { CameraId, Instant } from '../src/domain/ids.ts'
import { hourMs } from '../src/footage/hours.ts'
import { dataFolder } from '../src/main/data-folder.ts'
import type { Client } from '../tools/demo/client.ts'
import { Official, setUpSample } from '../tools/demo/official.ts'
import type { BenchOptions, BenchResult, Figures } from './lib/bench-module.ts'
import { type MadeIndex, makeCoverageIndex } from './lib/coverage-index.ts'
import { QuietRecorder, ServerChild } from './lib/server-child.ts'
import { spread } from './lib/statistics.ts'

export const summary = "the camera page's data over 14 cameras x 14 days of index, from the server process"

const cameras = 14
const days = 14
const repetitions = 21
const mostMilliseconds = 100

/**
 * The server process on an index of 1.7 M leaves answers what the camera page asks for, over HTTP and all at once as the page asks. The
 * recorder's place is taken by something that says "recording" of every camera.
 */
export async function run({ log }: BenchOptions): Promise<BenchResult> {
  const folder = await mkdtemp(join(tmpdir(), 'tsujiban-bench-coverage-'))
  const socket = join(folder, 'recorder.sock')
  const recorder = await QuietRecorder.listen(socket)
  try {
    const data = join(folder, 'data')
    await mkdir(data, { mode: 0o700 })
    const ids = await setUp(data, socket)
    const index = join(dataFolder(data).footage, indexFile)
    log(`making ${cameras} x ${days} days of index`)
    const started = performance.now()
    const made = makeCoverageIndex(`${index}.made`, ids, days, Date.now(), log)
    const makeMs = Math.round(performance.now() - started)
    for (const end of ['-wal', '-shm']) await rm(index + end, { force: true })
    await rename(`${index}.made`, index)
    const page = await readPage(data, socket, made)
    const figures = {
      cameras,
      days,
      leaves: made.leaves,
      held: made.held,
      recycledLeaves: made.recycledLeaves,
      makeMs,
      indexMiB: Math.round((await stat(index)).size / 1024 / 1024),
      ...page.figures,
      ...readIndex(index, ids, made),
    }
    return { figures, ok: page.median < mostMilliseconds }
  } finally {
    await recorder.close()
    await rm(folder, { recursive: true })
  }
}

/** A municipality with all the cameras of its instrument's table. */
async function setUp(data: string, socket: string): Promise<readonly CameraId[]> {
  const server = await ServerChild.start(data, socket)
  try {
    await setUpSample(server.base)
    const { client } = await Official.signIn(server.base, 'responsibleManager')
    const { rows } = await client.ask('GET /api/register')
    for (const { row, place, count, registered } of rows)
      for (let i = registered; i < count; i++) {
        const body = {
          row,
          place,
          url: `rtsp://camera.invalid/${row}-${i}`,
          username: '',
          password: '',
          kbps: 4000,
        }
        const { id } = await client.ask('POST /api/cameras', { body })
        await client.ask('POST /api/cameras/:id/start', { params: { id } })
      }
    const list = await client.ask('GET /api/cameras')
    if (list.cameras.length !== cameras) throw new Error(`${list.cameras.length} cameras, not ${cameras}`)
    return list.cameras.map(({ id }) => id as CameraId)
  } finally {
    await server.stop()
  }
}

async function readPage(
  data: string,
  socket: string,
  { from, to }: MadeIndex,
): Promise<{ readonly figures: Figures; readonly median: number }> {
  const server = await ServerChild.start(data, socket)
  try {
    const { client } = await Official.signIn(server.base, 'responsibleManager')
    while ((await client.ask('GET /api/cameras')).cameras.some(({ state }) => state !== 'recording'))
      await delay(100)
    const paths = ['/api/cameras', `/api/coverage?from=${from}&to=${to}`, '/api/warnings']
    const page = await timed(() => Promise.all(paths.map((path) => client.bytes(path))))
    const each = new Map<string, readonly number[]>()
    for (const path of paths) each.set(path, (await timed(() => client.bytes(path))).times)
    return {
      median: spread(page.times)[1],
      figures: {
        cameraPageMs: spread(page.times),
        cameraPageFirstMs: spread(page.times.slice(0, 1))[0],
        camerasMs: spread(each.get(paths[0] ?? '') ?? []),
        coverageMs: spread(each.get(paths[1] ?? '') ?? []),
        warningsMs: spread(each.get(paths[2] ?? '') ?? []),
        hours: await hoursIn(client, from, to),
        pageBytes: page.result.reduce((sum, { length }) => sum + length, 0),
      },
    }
  } finally {
    await server.stop()
  }
}

async function hoursIn(client: Client, from: number, to: number): Promise<number> {
  const coverage = await client.ask('GET /api/coverage', { query: { from, to } })
  return coverage.cameras.reduce((sum, camera) => sum + camera.hours.length, 0)
}

/** The index by itself, in this process. */
function readIndex(file: string, ids: readonly CameraId[], { from, to }: MadeIndex): Figures {
  const index = openFootageIndexReader(file)
  try {
    const window = (first: number, milliseconds: number) => ({
      from: first as Instant,
      to: (first + milliseconds) as Instant,
    })
    const noon = from + 9 * 24 * hourMs + 12 * hourMs
    const [some] = ids
    if (some === undefined) throw new Error('no camera')
    const median = (work: () => unknown): number => spread(timedNow(work))[1]
    return {
      indexCoverageMs: median(() => index.coverage(ids, { from, to })),
      indexGapsMs: median(() => ids.map((id) => index.gaps(id, { from, to }))),
      leavesOf10MinutesMs: median(() => index.leavesBetween(some, window(noon, 600_000))),
      leavesOfADayMs: median(() => index.leavesBetween(some, window(noon, 24 * hourMs))),
      wrongHours: index.wrongHours().length,
    }
  } finally {
    index.close()
  }
}

async function timed<T>(
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly times: readonly number[] }> {
  const times: number[] = []
  for (;;) {
    const from = performance.now()
    const result = await work()
    times.push(performance.now() - from)
    if (times.length === repetitions) return { result, times }
  }
}

function timedNow(work: () => unknown): readonly number[] {
  return Array.from({ length: repetitions }, () => {
    const from = performance.now()
    work()
    return performance.now() - from
  })
}
