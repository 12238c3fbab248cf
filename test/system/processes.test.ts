import { afterAll, beforeAll, expect, test } from 'vitest'
import { sampleCameras } from '../../src/acts/sample.ts'
import { Official, setUpSample } from '../../tools/demo/official.ts'
import { missing, openRecording } from '../support/both-locks.ts'
import { Processes, until } from '../support/processes.ts'
import { runProgram } from '../support/run.ts'

// One sample municipality whose server is killed and blocked while its cameras record; then all of it is asked to end.

let processes: Processes
let operator: Official
let cameras: readonly { readonly id: string; readonly path: string }[]
beforeAll(async () => {
  processes = new Processes()
  const base = await processes.start()
  await setUpSample(base)
  operator = await Official.signIn(base, 'designatedOperator')
  const list = await until('both cameras record', 30, recording)
  cameras = sampleCameras.map(({ clip, place }) => ({
    path: clip,
    id: list.find((camera) => camera.place === place)?.id ?? '',
  }))
})
afterAll(async () => {
  await processes.stop()
  processes.clear()
})

/** The cameras when both record; null while they do not, or while no server answers. */
async function recording() {
  const list = await operator.client.ask('GET /api/cameras').catch((error: unknown) => {
    // fetch: nobody listens
    if (error instanceof TypeError) return null
    throw error
  })
  const all = list?.cameras ?? []
  return all.length === 2 && all.every(({ state }) => state === 'recording') ? all : null
}

const sentNow = () => Promise.all(cameras.map(({ path }) => processes.sent(path)))

/** Waits until every camera has sent so many frames more. */
async function framesMore(count: number): Promise<void> {
  const before = await sentNow()
  await until(`${count} more frames`, 30, async () => {
    const now = await sentNow()
    return now.every(({ length }, i) => length >= (before[i]?.length ?? 0) + count) ? true : null
  })
}

function pidOf(name: 'server' | 'recorder'): number {
  const pid = processes.child(name)?.pid
  if (pid === undefined) throw new Error(`there is no ${name}`)
  return pid
}

test('a server that is killed is started again, and finds sessions, cameras and recorder as they were', async () => {
  await framesMore(20)
  const [server, recorder] = [pidOf('server'), pidOf('recorder')]
  process.kill(server, 'SIGKILL')
  await until('another server runs', 30, async () => {
    const pid = processes.child('server')?.pid
    return pid === undefined || pid === server ? null : pid
  })
  await until('it answers', 30, recording)
  expect(pidOf('recorder')).toBe(recorder)
  expect(processes.log).toEqual(['server ended (SIGKILL); it is started again'])
  await framesMore(10)
})

test('a server that is blocked for some seconds holds nothing up', async () => {
  const server = pidOf('server')
  process.kill(server, 'SIGSTOP')
  try {
    await framesMore(40)
  } finally {
    process.kill(server, 'SIGCONT')
  }
  await until('it answers again', 30, recording)
  expect(pidOf('server')).toBe(server)
})

test('asked to end, all end, and every frame that was sent is there, in one epoch of each camera', async () => {
  const roleKey = await operator.roleKey()
  await framesMore(10)
  const sent = await sentNow()
  await processes.stop()
  expect(processes.log).toHaveLength(1)
  for (const [i, { id }] of cameras.entries()) {
    const { counters, epochs } = await openRecording(processes.folder, id, roleKey)
    expect(epochs).toHaveLength(1)
    expect(missing(counters)).toEqual([])
    const due = (sent[i] ?? []).map(({ counter }) => counter).filter((n) => n >= (counters[0] ?? 0))
    expect(due.length).toBeGreaterThan(80)
    expect(counters).toEqual(expect.arrayContaining(due))
  }
  for (const command of [['fsck'], ['ledger', 'verify']]) {
    const args = [...command, '--json', '--data', processes.folder.root]
    const { exit, out } = await runProgram('src/main/cli.ts', args)
    expect(JSON.parse(out)).toMatchObject({ ok: true, findings: [] })
    expect(exit).toBe(0)
  }
})
