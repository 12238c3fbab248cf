import { describe, expect, test } from 'vitest'
import type { CameraId, Instant } from '../domain/ids.ts'
import { slice } from './test-support/h264-samples.ts'
import { readFragment } from './test-support/mp4-samples.ts'
import { gate, RecorderBench } from './test-support/recorder-bench.ts'
import { Packetiser } from './test-support/rtp-samples.ts'
import { settled } from './test-support/scripted-camera.ts'

const instant = (text: string): Instant => Date.parse(text) as Instant

/** numbers of the recorded frames, from their SEI */
function recorded(bench: RecorderBench): number[] {
  return bench.sink
    .fragments(gate.camera)
    .flatMap(({ plaintext }) => readFragment(plaintext).samples)
    .map(({ nals }) => Number(/frame (\d+)/.exec(nals[0]?.toString('latin1') ?? '')?.[1]))
}

const count = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i)

test('every frame is recorded, in fragments of a second that follow each other without a hole', async () => {
  const bench = await new RecorderBench().start()
  await bench.play(30)
  await bench.recorder.stop()
  expect(recorded(bench)).toEqual(count(0, 750))
  let media = 0
  for (const fragment of bench.sink.fragments()) {
    const read = readFragment(fragment.plaintext)
    expect(read.tfdt).toBe(media)
    expect(fragment).toMatchObject({ mediaStart: media, timescale: 90_000, frames: read.samples.length })
    expect(fragment.startsWithKeyFrame).toBe(read.key)
    media += fragment.mediaDuration
  }
  expect(media).toBe(750 * 3600)
  expect(bench.status).toMatchObject({ state: 'stopped', framesRecorded: 750, framesLost: 0 })
  expect(bench.sink.gaps).toEqual([])
  expect(bench.codes).toEqual([])
})

test('leaves cover at least 10 s and step at key frames; each begins with init and key frame', async () => {
  const bench = await new RecorderBench().start()
  bench.gop = 75
  await bench.play(40)
  await bench.recorder.stop()
  expect(bench.sink.leaves.map(({ key }) => key.leaf)).toEqual([0, 1, 2, 3])
  for (const leaf of bench.sink.leaves) {
    expect(leaf.closed).toBe(true)
    expect(leaf.fragments.map(({ startsWithInit }) => startsWithInit)).toEqual(
      leaf.fragments.map((_, i) => i === 0),
    )
    expect(leaf.fragments[0]?.startsWithKeyFrame).toBe(true)
  }
  const starts = bench.sink.leaves.map((leaf) => (leaf.fragments[0]?.mediaStart ?? 0) / 90_000)
  expect(starts).toEqual([0, 12, 24, 36])
})

describe('epochs', () => {
  test('a new one begins at the first key frame at or after the hour', async () => {
    const bench = await new RecorderBench('2026-11-21T12:59:50+09:00').start()
    bench.gop = 100
    await bench.play(20)
    await bench.recorder.stop()
    expect(recorded(bench)).toEqual(count(0, 500))
    const [first, second] = bench.vault.beginnings
    expect(first).toMatchObject({ at: instant('2026-11-21T12:59:50.040+09:00'), day: '2026-11-21' })
    expect(second).toMatchObject({ at: instant('2026-11-21T13:00:02.040+09:00'), day: '2026-11-21' })
    expect(bench.vault.beginnings).toHaveLength(2)
    const begun = bench.sink.leaves.find(({ epoch }) => epoch === second?.epoch)
    expect(begun?.key.leaf).toBe(0)
    expect(begun?.fragments[0]).toMatchObject({ mediaStart: 0, startsWithInit: true })
    expect(bench.vault.sealers.every(({ wiped }) => wiped)).toBe(true)
  })

  test('what runs past midnight ends with the earlier day', async () => {
    const bench = await new RecorderBench('2026-11-21T23:59:55+09:00').start()
    bench.gop = 200
    await bench.play(20)
    await bench.recorder.stop()
    const days = bench.sink.leaves.map(({ day, fragments }) => [
      day,
      (fragments.at(-1)?.wallEnd ?? 0) - instant('2026-11-22T00:00+09:00'),
    ])
    expect(days[0]).toEqual(['2026-11-21', 3_040])
    expect(days.at(-1)?.[0]).toBe('2026-11-22')
  })

  test('without a key frame an epoch never runs longer than the wait for one', async () => {
    const bench = await new RecorderBench('2026-11-21T23:59:30+09:00').start({
      limits: { keyFrameWait: 20_000 },
    })
    bench.gop = 10_000
    await bench.play(60)
    expect(bench.codes).toContain('no-key-frame')
    const last = bench.sink.fragments().at(-1)
    expect(last?.wallEnd).toBeLessThan(instant('2026-11-22T00:00:20+09:00'))
    await bench.recorder.stop()
  })

  test('a backward clock step begins a new one', async () => {
    const bench = await new RecorderBench().start()
    await bench.play(5)
    bench.time.step(-600_000)
    await bench.play(5)
    await bench.recorder.stop()
    expect(recorded(bench)).toEqual(count(0, 250))
    const [before, after] = bench.vault.beginnings
    expect(bench.vault.beginnings).toHaveLength(2)
    expect((before?.at ?? 0) - (after?.at ?? 0)).toBeGreaterThan(590_000)
    const walls = bench.sink.leaves[0]?.fragments.map(({ wallStart }) => wallStart) ?? []
    expect(walls).toEqual(walls.toSorted((a, b) => a - b))
  })

  test('none ready: frames are not recorded, the gap says no-keys, and recording follows by itself', async () => {
    const bench = new RecorderBench()
    bench.vault.down = new Error('vault is away')
    await bench.start()
    await bench.play(10)
    expect(bench.sink.leaves).toEqual([])
    expect(bench.status).toMatchObject({ state: 'waiting', cause: 'no-keys' })
    bench.vault.down = undefined
    await bench.play(10)
    await bench.recorder.stop()
    expect(bench.sink.gapRows()).toMatchObject([
      {
        from: instant('2026-11-21T12:10:00+09:00'),
        to: bench.sink.fragments()[0]?.wallStart,
        cause: 'no-keys',
        open: false,
      },
    ])
    expect(recorded(bench).at(-1)).toBe(499)
  })

  test('a keeper that is away for an hour stops no recording', async () => {
    const bench = await new RecorderBench('2026-11-21T12:59:55+09:00').start()
    bench.vault.down = new Error('vault is away')
    await bench.play(10)
    bench.vault.down = undefined
    await bench.play(10)
    await bench.recorder.stop()
    expect(recorded(bench)).toEqual(count(0, 500))
    expect(bench.vault.beginnings).toHaveLength(2)
  })
})

describe('gaps and reconnection', () => {
  test('a lost connection: a gap with its cause, a new connection, the same epoch, media time by what passed', async () => {
    const bench = await new RecorderBench().start()
    await bench.play(3)
    bench.camera.current.drop('reset by peer')
    expect(bench.status).toMatchObject({ state: 'waiting', cause: 'camera-unreachable' })
    await bench.wait(2)
    expect(bench.camera.connections).toHaveLength(2)
    bench.rtp = new Packetiser(9000, 0x7777)
    bench.frame = 1000
    await bench.play(3)
    await bench.recorder.stop()
    expect(recorded(bench)).toEqual([...count(0, 75), ...count(1000, 1075)])
    const [gap, ...others] = bench.sink.gapRows()
    expect(others).toEqual([])
    expect(gap).toMatchObject({ cause: 'camera-unreachable', open: false })
    expect(gap?.detail).toMatch(
      /^connection-lost: reset by peer \[front gate, connection #1 camera\.test, byte \d+\]$/,
    )
    const fragments = bench.sink.fragments()
    const before = fragments.findLast(({ wallEnd }) => wallEnd <= (gap?.from ?? 0))
    const after = fragments.find(({ wallStart }) => wallStart >= (gap?.to ?? 0))
    expect(gap).toMatchObject({ from: before?.wallEnd, to: after?.wallStart })
    const passed = ((after?.wallStart ?? 0) - (before?.wallStart ?? 0)) * 90
    expect((after?.mediaStart ?? 0) - (before?.mediaStart ?? 0)).toBe(passed)
    expect(new Set(bench.sink.leaves.map(({ epoch }) => epoch)).size).toBe(1)
  })

  test('waits double from 1 to 30 s, and begin anew after a good session', async () => {
    const bench = new RecorderBench()
    bench.camera.reachable = 'no'
    await bench.start()
    const times: number[] = []
    for (let seen = 1, second = 0; seen < 9; second++) {
      if (bench.camera.connections.length > seen) {
        times.push(second)
        seen = bench.camera.connections.length
      }
      await bench.wait(1)
    }
    expect(times.map((at, i) => at - (times[i - 1] ?? 0))).toEqual([1, 2, 4, 8, 16, 30, 30, 30])
    bench.camera.reachable = 'yes'
    await bench.wait(31)
    await bench.play(15)
    const before = bench.camera.connections.length
    bench.camera.current.drop()
    await bench.wait(2)
    expect(bench.camera.connections).toHaveLength(before + 1)
    await bench.recorder.stop()
  })

  test('camera-silent: opened when no frame came for 5 s, what was received is kept, then a new session', async () => {
    const bench = await new RecorderBench().start()
    await bench.play(2.4)
    const last = bench.time.now()
    await bench.wait(5.5)
    expect(recorded(bench)).toEqual(count(0, 60))
    expect(bench.status).toMatchObject({ state: 'waiting', cause: 'camera-silent' })
    expect(bench.sink.gapRows()).toMatchObject([{ from: last + 40, open: true }])
    await bench.wait(7)
    expect(bench.camera.connections).toHaveLength(2)
    expect(bench.camera.connections[0]?.methods().at(-1)).toBe('TEARDOWN')
    bench.frame = 75
    await bench.play(2)
    expect(bench.sink.gapRows()).toMatchObject([{ cause: 'camera-silent', open: false }])
    expect(bench.status).toMatchObject({ state: 'recording' })
    expect(bench.status.cause).toBeUndefined()
    await bench.recorder.stop()
  })

  test('a camera that falls silent and comes back keeps its session', async () => {
    const bench = await new RecorderBench().start()
    await bench.play(2)
    await bench.wait(8)
    bench.frame += 200
    await bench.play(2)
    await bench.recorder.stop()
    expect(bench.camera.connections).toHaveLength(1)
    expect(recorded(bench)).toEqual([...count(0, 50), ...count(250, 300)])
    const [gap] = bench.sink.gapRows()
    expect(gap).toMatchObject({ cause: 'camera-silent', open: false })
    expect((gap?.to ?? 0) - (gap?.from ?? 0)).toBeGreaterThan(7_500)
  })

  test('a wall clock set forward leaves a row for the time that nobody saw', async () => {
    const bench = await new RecorderBench().start()
    await bench.play(3)
    bench.time.step(120_000)
    await bench.play(3)
    await bench.recorder.stop()
    expect(recorded(bench)).toEqual(count(0, 150))
    const [gap, ...others] = bench.sink.gapRows()
    expect(others).toEqual([])
    expect(gap).toMatchObject({ cause: 'camera-silent', open: false })
    expect((gap?.to ?? 0) - (gap?.from ?? 0)).toBe(120_000)
  })

  test('an open gap is closed as a leaf, so that what was recorded can be released', async () => {
    const bench = await new RecorderBench().start()
    await bench.play(3)
    bench.camera.reachable = 'no'
    bench.camera.current.drop()
    await bench.wait(5)
    expect(bench.sink.leaves.map(({ closed }) => closed)).toEqual([false])
    await bench.wait(5)
    expect(bench.sink.leaves.map(({ closed }) => closed)).toEqual([true])
    expect(bench.vault.sealers[0]?.wiped).toBe(false)
    await bench.wait(3600)
    expect(bench.vault.sealers[0]?.wiped).toBe(true)
    expect(bench.sink.gapRows()).toMatchObject([{ cause: 'camera-unreachable', open: true }])
    await bench.recorder.stop()
    expect(bench.sink.gapRows()).toMatchObject([{ open: false }])
  })

  test('no key frame for 60 s: the session is opened anew, and the gap says so', async () => {
    const bench = await new RecorderBench().start()
    bench.gop = 1_000_000
    await bench.play(59)
    expect(bench.camera.connections).toHaveLength(1)
    await bench.play(3)
    expect(bench.camera.connections).toHaveLength(2)
    expect(bench.sink.gapRows()).toMatchObject([{ cause: 'no-key-frame', open: true }])
    expect(bench.sink.leaves).toHaveLength(1)
    bench.frame = 0
    await bench.play(2)
    expect(bench.sink.gapRows()).toMatchObject([{ cause: 'no-key-frame', open: false }])
    await bench.recorder.stop()
  })

  test('frames before the first key frame: the gap is told while one is waited for', async () => {
    const bench = await new RecorderBench().start()
    bench.frame = 1
    bench.gop = 200
    await bench.play(6)
    expect(bench.status).toMatchObject({ state: 'waiting', cause: 'no-key-frame' })
    await bench.play(4)
    expect(bench.sink.gapRows()).toMatchObject([{ cause: 'no-key-frame', open: false }])
    expect(bench.status).toMatchObject({ state: 'recording' })
    await bench.recorder.stop()
  })

  test.each([
    ['recorder-killed', 'yes'],
    ['recorder-stopped', 'no'],
  ] as const)('the gap since the run before: %s', async (cause, reachable) => {
    const until = instant('2026-11-21T12:08:00+09:00')
    const bench = new RecorderBench()
    bench.camera.reachable = reachable
    await bench.start({ earlierRun: () => ({ until, cause }) })
    expect(bench.sink.gapRows()[0]).toMatchObject({ from: until, cause })
    if (reachable === 'no') {
      expect(bench.sink.gapRows()).toMatchObject([
        { open: false },
        { cause: 'camera-unreachable', open: true },
      ])
    } else {
      await bench.play(2)
      expect(bench.sink.gapRows()).toMatchObject([
        { from: until, to: bench.sink.fragments()[0]?.wallStart, cause, open: false },
      ])
    }
    await bench.recorder.stop()
  })

  test('lost packets: the frame is counted and noted, recording goes on', async () => {
    const bench = await new RecorderBench().start()
    await bench.play(2)
    bench.rtp.sequence += 2
    bench.frame++
    await bench.play(2)
    await bench.recorder.stop()
    expect(recorded(bench)).toEqual([...count(0, 50), ...count(51, 101)])
    expect(bench.status.framesLost).toBe(1)
    const [gap] = bench.sink.gapRows()
    expect(gap).toMatchObject({ cause: 'camera-protocol', open: false })
    expect(gap?.detail).toMatch(
      /packets-lost: at least 1 frames lost \[front gate, connection #1 .*rtp \d+\]/,
    )
    expect(bench.states.every(({ cause }) => cause === undefined)).toBe(true)
  })
})

describe('the sink refuses', () => {
  test.each(['queue-full', 'no-slot', 'disk-error'] as const)(
    '%s: dropped up to the next key frame',
    async (outcome) => {
      const bench = await new RecorderBench().start()
      bench.gop = 50
      await bench.play(4)
      bench.sink.outcome = () => outcome
      await bench.play(1.2)
      bench.sink.outcome = () => 'taken'
      await bench.play(4.8)
      await bench.recorder.stop()
      const frames = recorded(bench)
      const lost = count(0, 250).filter((frame) => !frames.includes(frame))
      expect(lost.length).toBeGreaterThan(20)
      expect(lost).toEqual(count(lost[0] ?? 0, (lost.at(-1) ?? 0) + 1))
      expect(((lost.at(-1) ?? 0) + 1) % 50).toBe(0)
      const [gap, ...others] = bench.sink.gapRows()
      expect(others).toEqual([])
      expect(gap).toMatchObject({ cause: outcome, open: false })
      const after = bench.sink.fragments().find(({ wallStart }) => wallStart === gap?.to)
      expect(after?.startsWithKeyFrame).toBe(true)
      expect(bench.camera.connections).toHaveLength(1)
    },
  )

  test('the first fragment of a leaf is refused: the next that is taken brings the init', async () => {
    const bench = new RecorderBench()
    bench.sink.outcome = () => 'queue-full'
    await bench.start()
    await bench.play(2.5)
    bench.sink.outcome = () => 'taken'
    await bench.play(3)
    await bench.recorder.stop()
    expect(bench.sink.fragments()[0]).toMatchObject({ startsWithInit: true, startsWithKeyFrame: true })
    expect(bench.vault.beginnings).toMatchObject([{ at: bench.sink.fragments()[0]?.wallStart }])
  })

  test('a sink that throws: named, a new epoch, the session goes on', async () => {
    const bench = await new RecorderBench().start()
    await bench.play(2)
    let thrown = 0
    bench.sink.outcome = () => {
      if (thrown++ === 0) throw new Error('index broken')
      return 'taken'
    }
    await bench.play(5)
    await bench.recorder.stop()
    expect(bench.faults[0]).toMatchObject({ code: 'disk-error', what: 'fragment refused: index broken' })
    expect(new Set(bench.sink.leaves.map(({ epoch }) => epoch)).size).toBe(2)
    expect(bench.camera.connections).toHaveLength(1)
  })

  test('a leaf that could not be closed is named', async () => {
    const bench = await new RecorderBench().start()
    await bench.play(2)
    bench.sink.failClose = new Error('EIO')
    await bench.recorder.stop()
    expect(bench.faults).toMatchObject([{ code: 'disk-error', what: 'leaf not closed: EIO' }])
  })
})

describe('bad input', () => {
  test.each([
    ['rubbish', (bench: RecorderBench) => bench.camera.current.send(Buffer.alloc(100_000, 0xc7)), 'garbage'],
    [
      'malformed packets',
      (bench: RecorderBench) =>
        bench.camera.current.packets(Array.from({ length: 60 }, () => Buffer.alloc(20))),
      'bad-rtp',
    ],
    [
      'B-frames',
      (bench: RecorderBench) =>
        bench.camera.current.packets(bench.rtp.unit(bench.frame * 3600 - 9000, [slice({ type: 6 })])),
      'b-frames',
    ],
    [
      'the interleaved mode',
      (bench: RecorderBench) =>
        bench.camera.current.packets([bench.rtp.packet(0, Buffer.from([29, 0, 0, 0]))]),
      'packetisation-unsupported',
    ],
    [
      'a never-ending header',
      (bench: RecorderBench) =>
        bench.camera.current.send(Buffer.from(`RTSP/1.0 200 OK\r\n${'x: y\r\n'.repeat(9000)}`)),
      'header-too-long',
    ],
  ])('%s: a named error with camera and packet position, and a new connection', async (_name, send, code) => {
    const bench = await new RecorderBench().start()
    await bench.play(2)
    send(bench)
    await settled()
    const fault = bench.faults.find((found) => found.code === code && found.place.byte !== undefined)
    expect(fault?.message).toMatch(/\[front gate, connection #1 camera\.test, byte \d+/)
    expect(bench.sink.gapRows()).toMatchObject([{ cause: 'camera-protocol', open: true }])
    expect(recorded(bench)).toEqual(count(0, 50))
    await bench.wait(2)
    bench.frame = 100
    await bench.play(2)
    await bench.recorder.stop()
    expect(recorded(bench)).toEqual([...count(0, 50), ...count(100, 150)])
  })

  test('only a payload type that was not described: silent, and the reason', async () => {
    const bench = await new RecorderBench().start()
    for (let i = 0; i < 30; i++) {
      bench.time.advance(250)
      bench.camera.current.packets([bench.rtp.packet(i, slice(), true, 50)])
    }
    expect(bench.status).toMatchObject({ cause: 'camera-silent' })
    expect(bench.status.detail).toContain('only payload type 50')
    await bench.recorder.stop()
  })

  test('packets of a dead session beside ours are passed over; a new source is followed', async () => {
    const bench = await new RecorderBench().start()
    const dead = new Packetiser(500, 0xdead)
    for (let i = 0; i < 50; i++) {
      bench.time.advance(40)
      bench.send()
      bench.camera.current.packets(dead.unit(i, [slice({ idr: true })]))
    }
    expect(bench.codes).toEqual([])
    bench.rtp = new Packetiser(1, 0xbeef)
    bench.gop = 10
    await bench.play(3)
    await bench.recorder.stop()
    const frames = recorded(bench)
    expect(frames.slice(0, 49)).toEqual(count(0, 49))
    expect(frames.slice(-40)).toEqual(count(85, 125))
    // the packet at which the new source was taken up may have been the second of its frame
    expect(frames.filter((frame) => Number.isNaN(frame)).length).toBeLessThanOrEqual(1)
  })
})

describe('cameras', () => {
  test('one camera whose faults never end leaves the others alone', async () => {
    const bench = new RecorderBench()
    const bad = { camera: 'bad' as CameraId, url: 'ftp://nowhere', label: 'bad one' }
    await bench.start({ cameras: [bad, gate] })
    await bench.play(5)
    await bench.recorder.stop()
    expect(recorded(bench)).toEqual(count(0, 125))
    expect(bench.recorder.status()).toMatchObject([
      { camera: 'bad', state: 'stopped', framesRecorded: 0 },
      { camera: 'gate', framesRecorded: 125 },
    ])
    expect(bench.sink.gapRows()).toMatchObject([{ camera: 'bad', cause: 'camera-unreachable' }])
  })

  test('setCameras stops what is left out, restarts what changed, leaves the rest alone', async () => {
    const bench = await new RecorderBench().start()
    await bench.play(3)
    const first = bench.camera.current
    await bench.recorder.setCameras([{ ...gate }])
    expect(bench.camera.connections).toHaveLength(1)
    const leaving = bench.recorder.setCameras([{ ...gate, url: 'rtsp://other.test/' }])
    await settled()
    await leaving
    await settled()
    expect(first.released).toBe(true)
    await bench.play(2)
    expect(bench.sink.gapRows()).toMatchObject([
      {
        from: bench.sink.fragments()[2]?.wallEnd,
        to: bench.sink.fragments()[3]?.wallStart,
        cause: 'recorder-stopped',
        open: false,
      },
    ])
    expect(bench.camera.asked).toBe('other.test:554')
    expect(bench.sink.leaves[0]?.closed).toBe(true)
    await bench.recorder.setCameras([])
    expect(bench.recorder.status()).toEqual([])
    expect(recorded(bench)).toEqual(count(0, 125))
    await bench.recorder.stop()
    expect(bench.time.timers).toBe(0)
  })

  test('another label changes no recording, only the messages', async () => {
    const bench = await new RecorderBench().start()
    await bench.play(1)
    await bench.recorder.setCameras([{ ...gate, label: 'back door' }])
    await bench.play(1)
    bench.camera.current.drop()
    expect(bench.camera.connections).toHaveLength(1)
    expect(bench.faults[0]?.message).toContain('[back door, ')
    await bench.recorder.stop()
  })

  test('the epochs in hand are told, so that nobody erases them as unused', async () => {
    const bench = new RecorderBench()
    bench.sink.outcome = () => 'no-slot'
    await bench.start()
    expect(bench.recorder.spares()).toEqual(bench.vault.stored.map(({ epoch }) => epoch))
    await bench.play(30)
    expect(bench.vault.beginnings).toEqual([])
    expect(bench.sink.leaves.at(-1)?.epoch).toBe(bench.vault.stored[0]?.epoch)
    expect(bench.recorder.spares()).toEqual(bench.vault.stored.map(({ epoch }) => epoch))
    await bench.recorder.stop()
    expect(bench.recorder.spares()).toEqual([])
  })

  test('stop keeps what arrives until TEARDOWN is answered, wipes every key, and ends every timer', async () => {
    const bench = await new RecorderBench().start()
    await bench.play(2.4)
    bench.camera.script.TEARDOWN = () => {
      queueMicrotask(() => bench.send())
      return undefined
    }
    await bench.recorder.stop()
    expect(recorded(bench)).toEqual(count(0, 61))
    expect(bench.sink.leaves.every(({ closed }) => closed)).toBe(true)
    expect(bench.vault.sealers.every(({ wiped }) => wiped)).toBe(true)
    expect(bench.camera.current.released).toBe(true)
    expect(bench.sink.flushes).toBeGreaterThan(0)
    expect(bench.time.timers).toBe(0)
  })

  test('another role key seals the epochs from then on', async () => {
    const bench = await new RecorderBench('2026-11-21T12:59:55+09:00').start()
    await bench.play(2)
    bench.recorder.setRoleKey({ id: 'role-2' as never, publicKey: new Uint8Array(65) })
    await bench.play(10)
    await bench.recorder.stop()
    const used = bench.vault.beginnings.map(({ epoch }) =>
      bench.vault.stored.find((stored) => stored.epoch === epoch),
    )
    expect(used.map((stored) => stored?.roleKey)).toEqual(['role-1', 'role-2'])
  })
})
