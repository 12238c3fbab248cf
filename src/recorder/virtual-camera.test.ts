import { afterEach, describe, expect, test } from 'vitest'
import { readFrameMark } from '../../tools/virtual-camera/frame-mark.ts'
import {
  startVirtualCameras,
  type VirtualCameras,
  type VirtualCamerasConfig,
} from '../../tools/virtual-camera/server.ts'
import type { Clock } from '../domain/clock.ts'
import type { CameraId, Instant } from '../domain/ids.ts'
import type { RecorderFault, RecorderFaultCode } from './fault.ts'
import type { RecorderLimits } from './limits.ts'
import type { CameraSource, CameraStatus } from './ports.ts'
import { type Recorder, type RecorderOptions, startRecorder } from './recorder.ts'
import { MemorySink } from './test-support/memory-sink.ts'
import { readFragment } from './test-support/mp4-samples.ts'
import { roleKey, TestVault } from './test-support/test-vault.ts'

const clock: Clock = {
  now: () => Date.now() as Instant,
  monotonic: () => Math.round(performance.now() * 1000),
}

/** Real sockets, a camera process's code in this process, real time sped up. */
class Town {
  readonly sink = new MemorySink()
  readonly vault = new TestVault()
  readonly faults: RecorderFault[] = []
  readonly statuses: CameraStatus[] = []
  readonly #waiting: { met: () => boolean; resolve: () => void }[] = []
  cameras!: VirtualCameras
  recorder!: Recorder

  async start(
    config: VirtualCamerasConfig,
    login?: Pick<CameraSource, 'username' | 'password'>,
    limits?: Partial<RecorderLimits>,
  ): Promise<this> {
    this.cameras = await startVirtualCameras(config)
    this.sink.changed = () => this.#look()
    const options: RecorderOptions = {
      cameras: Object.entries(this.cameras.urls).map(([path, url]) => ({
        camera: path as CameraId,
        url,
        label: path,
        ...login,
      })),
      sink: this.sink,
      keeper: this.vault,
      prepareEpoch: this.vault.prepareEpoch,
      roleKey,
      clock,
      timeZone: 'Asia/Tokyo',
      limits: { backoffFirst: 20, backoffMost: 100, tick: 20, ...limits },
      onFault: (fault) => {
        this.faults.push(fault)
        this.#look()
      },
      onStatus: (status) => {
        this.statuses.push(status)
        this.#look()
      },
    }
    this.recorder = startRecorder(options)
    return this
  }

  until(met: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push({ met, resolve })
      this.#look()
    })
  }

  /** Waits until so many frames more than now are recorded. */
  more(frames: number): Promise<void> {
    const now = this.sink.frames()
    return this.until(() => this.sink.frames() >= now + frames)
  }

  faulted(code: RecorderFaultCode): Promise<void> {
    return this.until(() => this.faults.some((fault) => fault.code === code))
  }

  /** Counters of the recorded frames. */
  counters(path: string): number[] {
    return this.sink
      .fragments(path as CameraId)
      .flatMap(({ plaintext }) => readFragment(plaintext).samples)
      .map(({ nals }) => readFrameMark(nals)?.counter ?? -1)
  }

  sent(path: string): number[] {
    return this.cameras
      .camera(path)
      .sent()
      .map(({ counter }) => counter)
  }

  async stop(): Promise<void> {
    await this.recorder.stop()
    await this.cameras.close()
  }

  #look(): void {
    for (const waiting of this.#waiting.splice(0)) {
      if (waiting.met()) waiting.resolve()
      else this.#waiting.push(waiting)
    }
  }
}

let town: Town

afterEach(() => town.stop())

const login = { username: 'kansai', password: 'himitsu 9' }
const auth = { ...login, realm: 'cam' }

test.each([
  ['digest-md5', 'entrance'],
  ['digest-sha-256', 'emergency-exit'],
  ['basic', 'outer-wall'],
] as const)('%s: every frame that was sent is recorded, byte for byte', async (scheme, clip) => {
  town = await new Town().start(
    { cameras: [{ path: 'a', clip, speed: 40, auth: { ...auth, schemes: [scheme] } }] },
    login,
  )
  await town.more(300)
  await town.recorder.stop()
  expect(town.counters('a')).toEqual(town.sent('a'))
  expect(town.faults).toEqual([])
  const samples = town.sink.fragments().flatMap(({ plaintext }) => readFragment(plaintext).samples)
  for (const [i, { probe }] of town.cameras.camera('a').sent().entries()) {
    const frame = Buffer.concat(samples[i]?.nals ?? [])
    expect(frame.includes(probe)).toBe(true)
  }
})

test('several cameras at a few megabits each, read through one buffer', async () => {
  const cameras = ['a', 'b', 'c', 'd'].map((path) => ({
    path,
    clip: 'entrance' as const,
    speed: 10,
    padTo: 500_000,
  }))
  town = await new Town().start({ cameras })
  await town.more(1200)
  await town.recorder.stop()
  for (const { path } of cameras) {
    expect(town.sent(path).length).toBeGreaterThan(100)
    expect(town.counters(path)).toEqual(town.sent(path))
  }
  expect(town.faults).toEqual([])
})

test('another clip in band: a new init in the same leaf or the next, no frame lost', async () => {
  town = await new Town().start({ cameras: [{ path: 'a', clip: 'entrance', speed: 40 }] })
  await town.more(100)
  town.cameras.camera('a').command({ do: 'clip', clip: 'entrance-small' })
  const inits = (): number =>
    new Set(
      town.sink
        .fragments()
        .filter(({ startsWithInit }) => startsWithInit)
        .map(
          ({ plaintext }) =>
            Buffer.from(plaintext.subarray(0, 700))
              .toString('hex')
              .match(/61766343.{60}/)?.[0],
        ),
    ).size
  await town.until(() => inits() === 2)
  await town.more(60)
  await town.recorder.stop()
  expect(town.counters('a')).toEqual(town.sent('a'))
  expect(town.faults).toEqual([])
})

describe('faults of a camera leave the other alone, are named, and end', () => {
  const expected: readonly [string, RecorderFaultCode, (town: Town) => void][] = [
    ['disconnect', 'connection-lost', (t) => t.cameras.camera('bad').command({ do: 'disconnect' })],
    ['half a frame', 'connection-lost', (t) => t.cameras.camera('bad').command({ do: 'half-frame' })],
    ['a wrong length', 'garbage', (t) => t.cameras.camera('bad').command({ do: 'wrong-length', by: -40 })],
    ['rubbish', 'garbage', (t) => t.cameras.camera('bad').command({ do: 'rubbish', bytes: 5_000 })],
    [
      'rubbish without end',
      'garbage',
      (t) => t.cameras.camera('bad').command({ do: 'rubbish', bytes: 200_000, dollars: true }),
    ],
    ['lost frames', 'packets-lost', (t) => t.cameras.camera('bad').command({ do: 'drop', frames: 3 })],
    ['stall', 'no-frames', (t) => t.cameras.camera('bad').command({ do: 'stall' })],
  ]
  const connectionEnds = new Set(['disconnect', 'half a frame', 'rubbish without end'])
  test.each(expected)('%s', async (name, code, act) => {
    const cameras = ['bad', 'good'].map((path) => ({ path, clip: 'entrance' as const, speed: 30 }))
    town = await new Town().start({ cameras }, undefined, { silence: 1_500, silentReconnect: 5_000 })
    await town.until(() => town.counters('bad').length > 20 && town.counters('good').length > 20)
    act(town)
    await town.faulted(code)
    town.cameras.camera('bad').command({ do: 'resume' })
    const before = town.counters('bad').length
    await town.until(() => town.counters('bad').length > before + 40)
    await town.recorder.stop()
    const fault = town.faults.find((found) => found.code === code)
    expect(fault?.message).toMatch(/\[bad, connection #\d+ 127\.0\.0\.1:\d+, byte \d+/)
    expect(town.counters('good')).toEqual(town.sent('good'))
    const recorded = town.counters('bad')
    if (connectionEnds.has(name)) {
      // what was under way when the connection ended may have arrived or not, whatever the sender's socket says of it
      const underWay = town.cameras
        .camera('bad')
        .notSent()
        .filter(({ cause }) => cause === 'disconnected')
      const known = new Set([...town.sent('bad'), ...underWay.map(({ counter }) => counter)])
      expect(recorded.filter((counter) => !known.has(counter))).toEqual([])
    } else {
      expect(recorded).toEqual(town.sent('bad'))
    }
    expect(town.sink.gapRows().filter(({ open }) => open)).toEqual([])
  })

  const refusals: readonly [
    string,
    RecorderFaultCode,
    Parameters<ReturnType<VirtualCameras['camera']>['command']>[0],
  ][] = [
    ['503', 'rtsp-status', { do: 'refuse', status: 503 }],
    ['404 at SETUP', 'rtsp-status', { do: 'refuse', status: 404, at: 'SETUP' }],
    ['no answer', 'no-answer', { do: 'ignore', at: 'DESCRIBE' }],
    ['a never-ending header', 'header-too-long', { do: 'endless-header', at: 'PLAY' }],
    ['an unknown codec', 'codec-unsupported', { do: 'codec', name: 'H265' }],
  ]
  test.each(refusals)('at the connection: %s', async (_name, code, command) => {
    const cameras = [{ path: 'bad', clip: 'entrance' as const, speed: 30 }]
    town = await new Town().start({ cameras }, undefined, { answer: 600 })
    await town.more(20)
    const camera = town.cameras.camera('bad')
    camera.command(command)
    camera.command({ do: 'disconnect' })
    await town.faulted(code)
    expect(town.recorder.status()).toMatchObject([
      { state: expect.not.stringMatching('recording') as string },
    ])
    camera.command({ do: 'accept' })
    camera.command({ do: 'codec', name: 'H264' })
    await town.more(40)
    await town.recorder.stop()
    expect(town.sink.gapRows().length).toBeGreaterThan(0)
    expect(town.sink.gapRows().every(({ open }) => !open)).toBe(true)
  })
})
