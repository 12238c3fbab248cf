import { randomUUID } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import type { CameraId } from '../../src/domain/ids.ts'
import { gapCauseOf, type RecorderFault, type RecorderFaultCode } from '../../src/recorder/fault.ts'
import type { CameraSource } from '../../src/recorder/ports.ts'
import { type ChildCameras, spawnVirtualCameras } from '../../tools/virtual-camera/child.ts'
import type { CameraCommand } from '../../tools/virtual-camera/commands.ts'
import { readFrameMark } from '../../tools/virtual-camera/frame-mark.ts'
import type { SentFrame } from '../../tools/virtual-camera/sent-log.ts'
import { framesOf } from '../support/h264-streams.ts'
import { RecorderHarness } from '../support/recorder-harness.ts'

/** what is awaited comes within these; the real waits are tested with a clock by hand */
const limits = { backoffFirst: 50, backoffMost: 400, answer: 1_500, tick: 50 }
const auth = { username: 'kamera', password: 'himitsu 9', schemes: ['digest-md5'] as const }

const good = randomUUID() as CameraId
const bad = randomUUID() as CameraId
const goodPath = 'good'
const badPath = 'bad'

let cameras: ChildCameras
let harness: RecorderHarness

afterEach(async () => {
  await harness.dispose()
  expect(await cameras.close()).toBe(0)
})

async function start(password = auth.password): Promise<void> {
  const shared = { clip: 'entrance', speed: 20 } as const
  cameras = await spawnVirtualCameras({
    cameras: [
      { path: goodPath, ...shared },
      { path: badPath, ...shared, auth },
    ],
  })
  harness = await RecorderHarness.start({ cameras: sources(password), limits })
}

function sources(password: string): readonly CameraSource[] {
  return [
    { camera: good, url: cameras.urls[goodPath]!, label: '3 玄関' },
    { camera: bad, url: cameras.urls[badPath]!, label: '5 北側外壁', username: auth.username, password },
  ]
}

/** Both cameras have so many more frames than now. */
async function more(frames: number, of: readonly CameraId[] = [good, bad]): Promise<void> {
  const before = new Map(of.map((camera) => [camera, harness.frames(camera)]))
  await harness.until(() => of.every((id) => harness.frames(id) >= (before.get(id) ?? 0) + frames))
}

function faultsOf(code: RecorderFaultCode): readonly RecorderFault[] {
  return harness.faults.filter((fault) => fault.code === code)
}

function connectionOf({ place }: RecorderFault): number {
  return Number(/^#(\d+) 127\.0\.0\.1:\d+$/.exec(place.connection ?? '')?.[1])
}

type Recorded = { readonly counter: number; readonly bytes: number; readonly nals: readonly Uint8Array[] }

async function recordedOf(camera: CameraId): Promise<readonly Recorded[]> {
  return framesOf(await harness.footage(camera)).map((nals) => ({
    counter: readFrameMark(nals)?.counter ?? -1,
    bytes: nals.reduce((sum, { length }) => sum + length, 0),
    nals,
  }))
}

/** Everything that the camera sent whole and nothing else, or a part of it; every frame as it was sent. */
function expectSent(recorded: readonly Recorded[], sent: readonly SentFrame[], all: boolean): void {
  const byCounter = new Map(sent.map((frame) => [frame.counter, frame]))
  if (all) expect(recorded.map(({ counter }) => counter)).toEqual(sent.map(({ counter }) => counter))
  for (const { counter, bytes, nals } of recorded) {
    const frame = byCounter.get(counter)
    expect(frame, `frame ${counter} was not sent whole`).toBeDefined()
    expect(Buffer.concat(nals).includes(frame!.probe)).toBe(true)
    // a key frame's parameter sets are in the init
    if (!frame!.keyFrame) expect(bytes).toBe(frame!.bytes)
  }
  expect(recorded.map(({ counter }) => counter)).toEqual(
    [...new Set(recorded.map(({ counter }) => counter))].sort((a, b) => a - b),
  )
}

/** What holds after every fault, once the recorder has stopped. */
async function expectUntouched(
  cause: RecorderFaultCode | null,
  lost: 'some' | 'nothing whole',
): Promise<void> {
  expect(harness.storeFaults).toEqual([])
  expectSent(await recordedOf(good), await cameras.camera(goodPath).sent(), true)
  expect(await harness.gaps(good)).toEqual([])
  expect(harness.faults.filter(({ place }) => place.camera !== '5 北側外壁')).toEqual([])
  expectSent(await recordedOf(bad), await cameras.camera(badPath).sent(), lost === 'nothing whole')
  const gaps = await harness.gaps(bad)
  expect(gaps.filter(({ open }) => open)).toEqual([])
  if (cause === null) {
    expect(gaps).toEqual([])
    return
  }
  expect(gaps.map(({ cause }) => cause)).toContain(gapCauseOf(cause))
  expect(gaps.map(({ detail }) => detail).join()).toContain(cause)
}

describe('while it plays, a camera sends', () => {
  /** with the cause of the gap, and whether the session is opened anew */
  const kinds: readonly [string, CameraCommand, RecorderFaultCode, RecorderFaultCode | null, boolean][] = [
    ['rubbish without end', { do: 'rubbish', bytes: 200_000, dollars: true }, 'garbage', 'garbage', true],
    ['half a frame', { do: 'half-frame' }, 'connection-lost', 'connection-lost', true],
    ['rubbish between two frames', { do: 'rubbish', bytes: 3_000 }, 'garbage', null, false],
    ['a length too short', { do: 'wrong-length', by: -20 }, 'garbage', 'packets-lost', false],
    ['a length that leaves nothing', { do: 'wrong-length', by: -40 }, 'garbage', 'packets-lost', false],
    ['a length too long', { do: 'wrong-length', by: 40 }, 'garbage', 'packets-lost', false],
  ]
  it.each(kinds)('%s', async (_what, command, code, cause, anew) => {
    await start()
    await more(20)
    await cameras.camera(badPath).command(command)
    await harness.until(() => faultsOf(code).length > 0)
    await more(40)
    await harness.stop()
    const [fault] = faultsOf(code)
    expect(fault?.message).toMatch(
      /^[a-z-]+: .+ \[5 北側外壁, connection #1 127\.0\.0\.1:\d+, byte [1-9]\d*(, rtp \d+)?\]$/,
    )
    const states = harness.statuses.filter(({ camera }) => camera === bad).map(({ state }) => state)
    const again = ['waiting', 'connecting', 'recording']
    expect(states).toEqual(['connecting', 'recording', ...(anew ? again : []), 'stopped'])
    await expectUntouched(cause, anew ? 'some' : 'nothing whole')
  })
})

describe('at the connection, a camera', () => {
  const kinds: readonly [string, CameraCommand, CameraCommand, RecorderFaultCode][] = [
    [
      'begins a header that never ends',
      { do: 'endless-header', at: 'DESCRIBE' },
      { do: 'accept' },
      'header-too-long',
    ],
    [
      'describes a codec that we do not know',
      { do: 'codec', name: 'VP8' },
      { do: 'codec', name: 'H264' },
      'codec-unsupported',
    ],
    ['refuses the password', { do: 'refuse', status: 401 }, { do: 'accept' }, 'auth-refused'],
    ['refuses service', { do: 'refuse', status: 503, at: 'PLAY' }, { do: 'accept' }, 'rtsp-status'],
    ['does not answer', { do: 'ignore', at: 'SETUP' }, { do: 'accept' }, 'no-answer'],
  ]
  it.each(kinds)('%s: named, tried again, recorded when it is well', async (_what, ill, well, code) => {
    await start()
    await more(20)
    const camera = cameras.camera(badPath)
    await camera.command(ill)
    await camera.command({ do: 'disconnect' })
    await harness.until(() => faultsOf(code).length >= 3)
    await camera.command(well)
    await more(40)
    await harness.stop()
    const [fault, again, third] = faultsOf(code)
    expect(fault?.message).toMatch(
      /^[a-z-]+: .+ \[5 北側外壁, connection #\d+ 127\.0\.0\.1:\d+, byte \d+(, rtp \d+)?\]$/,
    )
    const first = connectionOf(fault!)
    expect([connectionOf(again!), connectionOf(third!)]).toEqual([first + 1, first + 2])
    await expectUntouched(code, 'some')
  })
})

it('a wrong password is refused each time and never told; the right one records', async () => {
  await start('kasa')
  await harness.until(() => faultsOf('auth-refused').length >= 3)
  await more(40, [good])
  expect(harness.frames(bad)).toBe(0)
  await harness.recorder.setCameras(sources(auth.password))
  await more(40)
  await harness.stop()
  expect(harness.faults.map(({ message }) => message).join()).not.toMatch(/kasa|himitsu/)
  await expectUntouched('auth-refused', 'nothing whole')
})
