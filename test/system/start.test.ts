import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { storeIsOwned } from '../../src/adapters/sqlite/footage-index-lock.ts'
import { toText } from '../../src/http/bytes.ts'
import { dataFolder } from '../../src/main/data-folder.ts'
import { roleKeyPair } from '../../src/vault/role-key.ts'
import { Client } from '../../tools/demo/client.ts'
import { type ChildCameras, spawnVirtualCameras } from '../../tools/virtual-camera/child.ts'
import { missing, openRecording } from '../support/both-locks.ts'
import { until } from '../support/processes.ts'
import { putInOrder } from '../support/put-in-order.ts'
import { runProgram } from '../support/run.ts'
import { type Setup, setupRequestOf } from '../support/setup-request.ts'

// `npm start` as it is: a municipality is set up over HTTP, a real camera is recorded, and the program is asked to end.

const entry = fileURLToPath(new URL('../../src/main/start.ts', import.meta.url))
let place: string
let data: string
let cameras: ChildCameras
let setup: Setup
let camera: string
beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'tsujiban-start-'))
  data = join(place, 'data')
  cameras = await spawnVirtualCameras({ cameras: [{ path: 'entrance', clip: 'entrance' }] })
  setup = await setupRequestOf()
})
afterAll(async () => {
  await cameras.close()
  rmSync(place, { recursive: true, force: true })
})

type Started = { readonly child: ChildProcess; readonly base: string; readonly lines: readonly string[] }

async function start(): Promise<Started> {
  const child = spawn(process.execPath, [entry], {
    stdio: ['ignore', 'pipe', 'inherit'] as const,
    // a program that is killed cannot clear away its socket
    env: { ...process.env, TSUJIBAN_DATA: data, PORT: '0', TMPDIR: place },
  })
  const lines: string[] = []
  const address = Promise.withResolvers<string>()
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line)
    const found = /http:\/\/127\.0\.0\.1:\d+$/.exec(line)?.[0]
    if (found !== undefined) address.resolve(found)
  })
  child.once('exit', (code) => address.reject(new Error(`npm start ended with ${code}`)))
  return { child, base: await address.promise, lines }
}

async function end({ child }: Started): Promise<unknown> {
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  return (await gone)[0]
}

async function signedIn(base: string): Promise<Client> {
  const client = new Client(base)
  const { name } = setup.manager.actor
  await client.ask('POST /api/session', { body: { name, proof: toText(setup.manager.enrolment.proof) } })
  return client
}

const counters = async () => (await cameras.camera('entrance').sent()).map(({ counter }) => counter)

async function framesMore(count: number): Promise<void> {
  const before = (await counters()).length
  await until(`${count} more frames`, 30, async () =>
    (await counters()).length >= before + count ? true : null,
  )
}

async function recording(client: Client): Promise<void> {
  await until('the camera records', 30, async () => {
    const list = await client.ask('GET /api/cameras')
    return list.cameras[0]?.state === 'recording' ? true : null
  })
}

test('the program prints its address, honours TSUJIBAN_DATA and PORT, records, and ends with 0 and nothing lost', async () => {
  const running = await start()
  expect(running.lines[0]).toBe(`辻番 Tsujiban  ${running.base}`)
  const page = await fetch(running.base)
  expect(page.headers.get('content-type')).toContain('text/html')
  const visitor = new Client(running.base)
  expect(await visitor.ask('GET /api/state')).toMatchObject({ setup: 'empty' })
  expect((await visitor.ask('GET /api/setup')).dataFolder).toBe(data)
  await visitor.ask('POST /api/setup', { body: setup.request })

  const manager = await signedIn(running.base)
  const registered = await manager.ask('POST /api/cameras', {
    body: {
      row: '3',
      place: '玄関',
      url: cameras.urls['entrance'] ?? '',
      username: '',
      password: '',
      kbps: 100,
    },
  })
  camera = registered.id
  await putInOrder(manager)
  await manager.ask('POST /api/cameras/:id/start', { params: { id: camera } })
  await recording(manager)
  await framesMore(30)
  const sent = await counters()
  expect(await end(running)).toBe(0)

  const folder = dataFolder(data)
  const recorded = await openRecording(folder, camera, await roleKeyPair(setup.roleKey))
  expect(missing(recorded.counters)).toEqual([])
  const due = sent.filter((counter) => counter >= (recorded.counters[0] ?? 0))
  expect(due.length).toBeGreaterThanOrEqual(30)
  expect(recorded.counters).toEqual(expect.arrayContaining(due))
  expect(recorded.epochs).toHaveLength(1)
  expect(storeIsOwned(data)).toBe(false)
})

test('the next start goes on in a new epoch, and the gap says that the program was stopped', async () => {
  const before = await openRecording(dataFolder(data), camera, await roleKeyPair(setup.roleKey))
  const running = await start()
  try {
    const manager = await signedIn(running.base)
    expect(await manager.ask('GET /api/state')).toMatchObject({ setup: 'done', municipality: '見本市' })
    await recording(manager)
    await framesMore(10)
    const query = { from: before.last - 10_000, to: Date.now() + 10_000 }
    const { gaps } = await manager.ask('GET /api/cameras/:id/gaps', { params: { id: camera }, query })
    expect(gaps).toMatchObject([{ cause: 'recorder-stopped', from: before.last, open: false }])
  } finally {
    expect(await end(running)).toBe(0)
  }
  const after = await openRecording(dataFolder(data), camera, await roleKeyPair(setup.roleKey))
  expect(after.epochs).toHaveLength(2)
  const fsck = await runProgram('src/main/cli.ts', ['fsck', '--json', '--data', data])
  expect(JSON.parse(fsck.out)).toMatchObject({ ok: true, keysChecked: true })
})

test('a second program on the same folder, a port that is taken and one that is none are refused at once', async () => {
  const running = await start()
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const { port } = taken.address() as AddressInfo
  try {
    const second = await runProgram('src/main/start.ts', [], { TSUJIBAN_DATA: data, PORT: '0' })
    expect(second).toMatchObject({ exit: 1, out: '' })
    expect(second.err).toContain(data)
    const fresh = join(place, 'fresh')
    const busy = await runProgram('src/main/start.ts', [], { TSUJIBAN_DATA: fresh, PORT: String(port) })
    expect(busy).toMatchObject({ exit: 1, out: '' })
    expect(busy.err).toContain(String(port))
    const none = await runProgram('src/main/start.ts', [], { TSUJIBAN_DATA: fresh, PORT: 'eight' })
    expect(none).toMatchObject({ exit: 2, out: '' })
  } finally {
    taken.close()
    expect(await end(running)).toBe(0)
  }
})

test('when the program is killed its processes end by themselves, and the next start goes on', async () => {
  const running = await start()
  await recording(await signedIn(running.base))
  await framesMore(10)
  const gone = once(running.child, 'exit')
  running.child.kill('SIGKILL')
  await gone
  await until('server and recorder have let go', 30, async () =>
    storeIsOwned(data) || storeIsOwned(dataFolder(data).footage) ? null : true,
  )
  const fsck = await runProgram('src/main/cli.ts', ['fsck', '--json', '--data', data])
  expect(JSON.parse(fsck.out)).toMatchObject({ ok: true, keysChecked: true })
  const again = await start()
  await recording(await signedIn(again.base))
  expect(await end(again)).toBe(0)
  expect(readdirSync(data)).toEqual(expect.arrayContaining(['config.json', 'records.sqlite']))
})
