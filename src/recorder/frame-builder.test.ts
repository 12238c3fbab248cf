import { describe, expect, test } from 'vitest'
import { MAX_ACCESS_UNIT, MAX_FRAGMENT, MAX_SAMPLES } from './limits.ts'
import { BuilderBench } from './test-support/builder-bench.ts'
import { delimiter, pps, recoveryPoint, sei, slice, sps } from './test-support/h264-samples.ts'
import { Packetiser } from './test-support/rtp-samples.ts'

const FRAME = 3600
const idr = slice({ idr: true, bytes: 3000 })
const sets = [sps(), pps()]

/** `count` pictures from frame number `from` on; those whose number is a multiple of `gop` are key frames */
function feed(bench: BuilderBench, rtp: Packetiser, from: number, count: number, gop: number): void {
  for (let i = from; i < from + count; i++)
    bench.take(rtp.unit(i * FRAME, i % gop === 0 ? [...sets, idr] : [slice({ seed: i })]))
}

test('fragments close at key frames and after one second, and their times add up', () => {
  const bench = new BuilderBench(sets)
  feed(bench, new Packetiser(), 0, 101, 40)
  expect(bench.fragments.map(({ frames }) => frames.length)).toEqual([25, 15, 25, 15])
  expect(bench.keys.map(Boolean)).toEqual([true, false, true, false])
  let media = 0
  for (const fragment of bench.fragments) {
    expect(fragment.mediaStart).toBe(media)
    expect(fragment.durations.reduce((sum, ticks) => sum + ticks, 0)).toBe(fragment.mediaDuration)
    media += fragment.mediaDuration
  }
  for (const [i, fragment] of bench.fragments.slice(1).entries())
    expect(fragment.wallStart).toBe(bench.fragments[i]?.wallEnd)
  bench.builder.flush(true)
  expect(bench.frames).toHaveLength(101)
})

test('NAL units in, equal NAL units out; delimiters and repeated parameter sets aside', () => {
  const bench = new BuilderBench(sets)
  const rtp = new Packetiser()
  const mark = sei(Buffer.from('counter 1'))
  const filler = Buffer.from([0x0c, 0xff, 0xff, 0x80])
  bench.take(rtp.unit(0, [delimiter, ...sets, mark, idr, filler]))
  bench.take(rtp.unit(FRAME, [delimiter, mark, slice(), slice({ firstMb: 30 })]))
  bench.builder.flush(true)
  expect(bench.frames).toEqual([
    [mark, idr, filler],
    [mark, slice(), slice({ firstMb: 30 })],
  ])
})

test('nothing is built before the first key frame', () => {
  const bench = new BuilderBench(sets)
  feed(bench, new Packetiser(), 1, 12, 5)
  bench.builder.flush(true)
  expect(bench.frames).toHaveLength(8)
  expect(bench.keys[0]).toBeDefined()
  expect(bench.losses).toEqual([])
})

describe('where a frame ends', () => {
  test('Marker set on SPS, PPS, SEI', () => {
    const bench = new BuilderBench()
    const rtp = new Packetiser()
    const mark = sei(Buffer.from('x'))
    for (let i = 0; i < 4; i++) {
      const packets = [...sets, mark].flatMap((nal) => rtp.unit(i * FRAME, [nal]))
      bench.take([...packets, ...rtp.unit(i * FRAME, [idr])])
    }
    bench.builder.flush(true)
    expect(bench.frames).toEqual([1, 2, 3, 4].map(() => [mark, idr]))
  })

  test('Marker never set: split by timestamp instead', () => {
    const bench = new BuilderBench(sets)
    const rtp = new Packetiser()
    for (let i = 0; i < 4; i++)
      bench.take(rtp.unit(i * FRAME, [i === 0 ? idr : slice(), slice({ firstMb: 9 })], 1400, false))
    bench.builder.flush(true)
    expect(bench.frames.map((nals) => nals.length)).toEqual([2, 2, 2, 2])
  })

  test('marker on every slice of a picture', () => {
    const bench = new BuilderBench(sets)
    const rtp = new Packetiser()
    for (let i = 0; i < 3; i++) {
      const slices = [i === 0 ? idr : slice(), slice({ firstMb: 9 }), slice({ firstMb: 18 })]
      bench.take(slices.flatMap((nal) => rtp.unit(i * FRAME, [nal])))
    }
    bench.take(rtp.unit(3 * FRAME, [slice()]))
    bench.builder.flush(true)
    expect(bench.frames.map((nals) => nals.length)).toEqual([3, 3, 3, 1])
  })

  test('parameter sets under another timestamp than their picture lead it', () => {
    const bench = new BuilderBench()
    const rtp = new Packetiser()
    bench.take(rtp.unit(0, sets))
    bench.take(rtp.unit(90, [idr]))
    bench.take(rtp.unit(90 + FRAME, [slice()]))
    bench.builder.flush(true)
    expect(bench.frames).toEqual([[idr], [slice()]])
    expect(bench.fragments[0]?.mediaStart).toBe(0)
  })

  test('Timestamp repeats: a marker between two pictures tells them apart', () => {
    const bench = new BuilderBench(sets)
    const rtp = new Packetiser()
    bench.take(rtp.unit(0, [idr]))
    bench.take(rtp.unit(FRAME, [slice()]))
    bench.take(rtp.unit(FRAME, [slice({ seed: 2 })]))
    bench.take(rtp.unit(2 * FRAME, [slice()]))
    bench.builder.flush(true)
    expect(bench.frames).toHaveLength(4)
    expect(bench.fragments[0]?.durations).toEqual([FRAME, FRAME, FRAME, FRAME])
  })

  test('an SEI behind the slices belongs to the next picture', () => {
    const bench = new BuilderBench(sets)
    const rtp = new Packetiser()
    const mark = sei(Buffer.from('late'))
    bench.take(rtp.unit(0, [idr, mark]))
    bench.take(rtp.unit(FRAME, [slice()]))
    bench.builder.flush(true)
    expect(bench.frames).toEqual([[idr], [mark, slice()]])
  })
})

describe('parameter sets', () => {
  const larger = [sps({ width: 640, height: 480 }), pps(0, 0, 2)]

  test('only in the description, only in band, or different in band: those in band rule', () => {
    for (const [described, inBand] of [
      [sets, []],
      [[], sets],
      [larger, sets],
      [[sps()], [pps()]],
    ] as const) {
      const bench = new BuilderBench(described)
      bench.take(new Packetiser().unit(0, [...inBand, idr]))
      bench.builder.flush(true)
      expect(bench.keys).toMatchObject([{ sps: [sps()], pps: [pps()] }])
      expect(bench.frames).toEqual([[idr]])
    }
  })

  test('Parameter sets change in band, on a key frame: the new init has them, the frame does not', () => {
    const bench = new BuilderBench(sets)
    const rtp = new Packetiser()
    bench.take(rtp.unit(0, [...sets, idr]))
    bench.take(rtp.unit(FRAME, [slice()]))
    const mark = sei(Buffer.from('m'))
    bench.take(rtp.unit(2 * FRAME, [...larger, mark, idr]))
    bench.builder.flush(true)
    expect(bench.keys).toMatchObject([{ info: { width: 320 } }, { info: { width: 640 }, sps: [larger[0]] }])
    expect(bench.frames).toEqual([[idr], [slice()], [mark, idr]])
  })

  test('Parameter sets change in band, off a key frame: they stay in the frame, and the next init has them', () => {
    const bench = new BuilderBench(sets)
    const rtp = new Packetiser()
    const changed = pps(0, 0, 5)
    bench.take(rtp.unit(0, [...sets, idr]))
    bench.take(rtp.unit(FRAME, [changed, slice()]))
    bench.take(rtp.unit(2 * FRAME, [changed, idr]))
    bench.builder.flush(true)
    expect(bench.frames).toEqual([[idr], [changed, slice()], [idr]])
    expect(bench.keys).toMatchObject([{ pps: [pps()] }, { pps: [changed] }])
  })

  test('absent: no key frame, by name', () => {
    const bench = new BuilderBench()
    bench.take(new Packetiser().unit(0, [idr]))
    bench.builder.flush(true)
    expect(bench.frames).toEqual([])
    expect(bench.codes).toEqual(['no-parameter-sets'])
    expect(bench.builder.lastKeyArrival).toBeUndefined()
  })

  test('unreadable in band: named, and those in force stay', () => {
    const bench = new BuilderBench(sets)
    bench.take(new Packetiser().unit(0, [Buffer.from('67420000', 'hex'), idr]))
    bench.builder.flush(true)
    expect(bench.codes).toEqual(['bad-parameter-set'])
    expect(bench.frames).toEqual([[idr]])
  })
})

describe('key frames', () => {
  test('a recovery point counts where a camera sends no IDR', () => {
    const bench = new BuilderBench(sets)
    const rtp = new Packetiser()
    for (let i = 0; i < 60; i++)
      bench.take(rtp.unit(i * FRAME, i % 20 === 0 ? [recoveryPoint, slice({ type: 7 })] : [slice()]))
    bench.builder.flush(true)
    expect(bench.frames).toHaveLength(60)
    expect(bench.keys.map(Boolean)).toEqual([true, true, true])
  })

  test('a recovery point does not count while IDRs come, and does once they stay away', () => {
    const bench = new BuilderBench(sets)
    const rtp = new Packetiser()
    const point = [recoveryPoint, slice({ type: 7 })]
    bench.take(rtp.unit(0, [idr]))
    bench.take(rtp.unit(FRAME, point))
    expect(bench.fragments).toHaveLength(0)
    bench.take(rtp.unit(11 * 90_000, point), 10_960)
    bench.builder.flush(true)
    expect(bench.keys.map(Boolean)).toEqual([true, true])
  })
})

describe('losses', () => {
  function withLoss(
    drop: (packets: Buffer[]) => Buffer[],
    nals: Buffer[] = [slice({ bytes: 5000 })],
  ): BuilderBench {
    const bench = new BuilderBench(sets)
    const rtp = new Packetiser()
    bench.take(rtp.unit(0, [idr]))
    bench.take(rtp.unit(FRAME, [slice({ seed: 1 })]))
    bench.take(drop(rtp.unit(2 * FRAME, nals)))
    for (let i = 3; i < 6; i++) bench.take(rtp.unit(i * FRAME, [slice({ seed: i })]))
    bench.builder.flush(true)
    return bench
  }

  test.each([
    ['first', (packets: Buffer[]) => packets.slice(1)],
    ['middle', (packets: Buffer[]) => packets.toSpliced(1, 1)],
    ['last', (packets: Buffer[]) => packets.slice(0, -1)],
    ['every', () => []],
  ])('%s packet of a frame: the frame is dropped and counted, those behind are kept', (_name, drop) => {
    const bench = withLoss(drop)
    expect(bench.frames).toEqual([[idr], [slice({ seed: 1 })], ...[3, 4, 5].map((seed) => [slice({ seed })])])
    expect(bench.losses).toMatchObject([{ frames: 1 }])
    expect(bench.losses[0]?.to).toBeGreaterThan(bench.losses[0]?.from ?? 0)
    expect(bench.fragments[0]?.durations).toEqual([FRAME, 2 * FRAME, FRAME, FRAME, FRAME])
    expect(bench.codes).toEqual(['packets-lost'])
  })

  test('a lost slice of many: the rest of the picture is dropped too', () => {
    const slices = [slice(), slice({ firstMb: 20 }), slice({ firstMb: 40 })]
    for (const gone of [0, 1, 2])
      expect(withLoss((packets) => packets.toSpliced(gone, 1), slices).frames).toHaveLength(5)
  })

  test('a lost SEI costs no frame, but is told', () => {
    const bench = withLoss((packets) => packets.slice(1), [sei(Buffer.from('m')), slice()])
    expect(bench.frames).toHaveLength(6)
    expect(bench.losses).toMatchObject([{ frames: 1 }])
  })

  test('the SEI of a frame that is lost does not go into the next', () => {
    const bench = withLoss((packets) => packets.slice(0, 1), [sei(Buffer.from('m')), slice()])
    expect(bench.frames).toEqual([[idr], [slice({ seed: 1 })], ...[3, 4, 5].map((seed) => [slice({ seed })])])
    expect(bench.losses).toMatchObject([{ frames: 1 }])
  })

  test('a changed parameter set of a frame that is lost stays, the units around it do not', () => {
    const changed = [sps({ width: 640 }), pps(0, 0, 3)]
    const nals = [sei(Buffer.from('a')), ...changed, sei(Buffer.from('b')), slice()]
    const bench = withLoss((packets) => packets.slice(0, 4), nals)
    expect(bench.frames[2]).toEqual([...changed, slice({ seed: 3 })])
    expect(bench.frames.slice(3)).toEqual([4, 5].map((seed) => [slice({ seed })]))
  })

  describe('a stream out of step', () => {
    /** A key frame, then a frame of these packets with garbage seen behind packet number `at`, then a plain frame. */
    function outOfStep(packets: (rtp: Packetiser) => Buffer[], at: number): BuilderBench {
      const bench = new BuilderBench(sets)
      const rtp = new Packetiser()
      bench.take(rtp.unit(0, [idr]))
      const unit = packets(rtp)
      bench.take(unit.slice(0, at + 1))
      bench.rtp.damaged()
      bench.take(unit.slice(at + 1), 0)
      bench.take(rtp.unit(2 * FRAME, [slice({ seed: 2 })]))
      bench.builder.flush(true)
      return bench
    }
    const mark = sei(Buffer.from('m'))
    const last = [slice({ seed: 2 })]

    test.each([
      ['behind the SEI', 0],
      ['behind the first slice', 1],
    ])('%s: that frame is dropped and counted, the one before is kept', (_name, at) => {
      const bench = outOfStep((rtp) => rtp.unit(FRAME, [mark, slice(), slice({ firstMb: 9 })]), at)
      expect(bench.frames).toEqual([[idr], last])
      expect(bench.losses).toMatchObject([{ frames: 1 }])
    })

    test('behind a packet cut down to its header: not the frame before it is dropped', () => {
      const empty = Buffer.alloc(0)
      const bench = outOfStep((rtp) => [rtp.packet(FRAME, empty), ...rtp.unit(FRAME, [slice()])], 0)
      expect(bench.frames).toEqual([[idr], last])
      expect(bench.losses).toMatchObject([{ frames: 1 }])
    })

    test('between two frames: no frame is dropped', () => {
      const bench = outOfStep((rtp) => rtp.unit(FRAME, [mark, slice()]), 1)
      expect(bench.frames).toEqual([[idr], [mark, slice()], last])
      expect(bench.losses).toEqual([])
    })
  })

  test('half a frame at the end of a session is lost', () => {
    const bench = new BuilderBench(sets)
    const rtp = new Packetiser()
    bench.take(rtp.unit(0, [idr]))
    bench.take(rtp.unit(FRAME, [slice({ bytes: 5000 })]).slice(0, 2))
    bench.builder.flush(true)
    expect(bench.frames).toEqual([[idr]])
    expect(bench.losses).toMatchObject([{ frames: 1 }])
  })

  test('a damaged key frame begins nothing', () => {
    const bench = new BuilderBench(sets)
    const rtp = new Packetiser()
    bench.take(rtp.unit(0, [idr]).toSpliced(1, 1))
    bench.take(rtp.unit(FRAME, [slice()]))
    bench.take(rtp.unit(2 * FRAME, [idr]))
    bench.builder.flush(true)
    expect(bench.frames).toEqual([[idr]])
    expect(bench.fragments[0]?.key).toBeDefined()
  })
})

describe('times', () => {
  test('B-frames: a named error', () => {
    const bench = new BuilderBench(sets)
    const rtp = new Packetiser()
    bench.take(rtp.unit(0, [idr]))
    bench.take(rtp.unit(3 * FRAME, [slice()]))
    expect(() => bench.take(rtp.unit(FRAME, [slice({ type: 6 })]))).toThrow(
      expect.objectContaining({ code: 'b-frames' }),
    )
  })

  test('a timestamp that runs backwards without B-frames is a leap', () => {
    const bench = new BuilderBench(sets)
    const rtp = new Packetiser()
    bench.take(rtp.unit(90_000, [idr]))
    bench.take(rtp.unit(90_000 + FRAME, [slice()]))
    bench.take(rtp.unit(100, [slice()]))
    bench.builder.flush(true)
    expect(bench.frames).toHaveLength(3)
    expect(bench.codes).toEqual(['timestamp-leap'])
  })

  test('frames far apart on arrival never share a fragment', () => {
    const bench = new BuilderBench(sets)
    const rtp = new Packetiser()
    bench.take(rtp.unit(0, [idr]))
    bench.take(rtp.unit(FRAME, [slice()]))
    bench.take(rtp.unit(2 * FRAME, [slice()]), 6_000)
    expect(bench.fragments).toMatchObject([{ durations: [FRAME, FRAME] }])
    const [fragment] = bench.fragments
    expect((fragment?.wallEnd ?? 0) - (fragment?.wallStart ?? 0)).toBe(80)
  })

  test('a wall clock set forward: no fragment claims the time between', () => {
    const bench = new BuilderBench(sets)
    const rtp = new Packetiser()
    feed(bench, rtp, 0, 5, 100)
    bench.time.step(3_600_000)
    feed(bench, rtp, 5, 5, 100)
    bench.builder.flush(true)
    const [before, after] = bench.fragments
    expect(bench.frames).toHaveLength(10)
    expect((before?.wallEnd ?? 0) - (before?.wallStart ?? 0)).toBe(200)
    expect((after?.wallStart ?? 0) - (before?.wallEnd ?? 0)).toBe(3_600_000)
    expect(after?.mediaStart).toBe((before?.mediaStart ?? 0) + (before?.mediaDuration ?? 0))
  })

  test('a fragment closed early is followed without overlap', () => {
    const bench = new BuilderBench(sets)
    const rtp = new Packetiser()
    feed(bench, rtp, 0, 10, 100)
    bench.time.advance(1_800)
    bench.builder.flush(false)
    feed(bench, rtp, 10, 10, 100)
    bench.builder.flush(true)
    const [first, second] = bench.fragments
    expect(bench.frames).toHaveLength(20)
    expect(second?.mediaStart).toBe((first?.mediaStart ?? 0) + (first?.mediaDuration ?? 0))
    expect(second?.wallStart).toBeGreaterThanOrEqual(first?.wallEnd ?? 0)
  })

  test('a backward step of the wall clock takes effect at a key frame', () => {
    const bench = new BuilderBench(sets)
    const rtp = new Packetiser()
    feed(bench, rtp, 0, 5, 10)
    bench.time.step(-3_600_000)
    feed(bench, rtp, 5, 15, 10)
    bench.builder.flush(true)
    const [before, after] = bench.fragments
    expect(before?.clockRun).toBe(0)
    expect(after?.clockRun).toBe(1)
    expect((before?.wallEnd ?? 0) - (before?.wallStart ?? 0)).toBe(400)
    expect(after?.wallStart).toBe((before?.wallEnd ?? 0) - 3_600_000)
  })
})

describe('bounds', () => {
  test('an endless NAL unit is dropped by name, and recording goes on', () => {
    const bench = new BuilderBench(sets)
    const rtp = new Packetiser()
    bench.take(rtp.unit(0, [idr]))
    const endless = Buffer.concat([Buffer.from([0x41, 0x9a]), Buffer.alloc(MAX_ACCESS_UNIT + 100_000, 0x77)])
    bench.take(rtp.unit(FRAME, [endless], 60_000))
    bench.take(rtp.unit(2 * FRAME, [slice()]))
    bench.builder.flush(true)
    expect(bench.frames).toEqual([[idr], [slice()]])
    expect(bench.codes).toContain('access-unit-too-large')
    expect(bench.losses).toMatchObject([{ frames: 1 }])
  })

  test('NAL units that never lead to a picture are dropped by name', () => {
    const bench = new BuilderBench(sets)
    const rtp = new Packetiser()
    const mark = Buffer.concat([Buffer.from([6]), Buffer.alloc(60_000, 0x55)])
    for (let i = 0; i < 80; i++) bench.take(rtp.unit(0, [mark], 61_000))
    expect(bench.codes).toContain('access-unit-too-large')
    bench.take(rtp.unit(FRAME, [idr]))
    bench.builder.flush(true)
    expect(bench.frames).toHaveLength(1)
  })

  test('a fragment closes early when it has too many frames or bytes', () => {
    const bench = new BuilderBench(sets)
    const rtp = new Packetiser()
    bench.take(rtp.unit(0, [idr]))
    for (let i = 1; i <= MAX_SAMPLES; i++) bench.take(rtp.unit(i * 10, [slice()]), 1)
    expect(bench.fragments.map(({ frames }) => frames.length)).toEqual([MAX_SAMPLES])
    const large = slice({ bytes: 1_100_000 })
    for (let i = 1; i <= 4; i++) bench.take(rtp.unit(9000 + i * 10, [large], 60_000), 1)
    bench.builder.flush(true)
    expect(bench.fragments[1]?.bytes).toBeGreaterThan(MAX_FRAGMENT)
    expect(bench.frames).toHaveLength(MAX_SAMPLES + 5)
  })

  test('what is refused is dropped up to the next key frame', () => {
    const bench = new BuilderBench(sets)
    const rtp = new Packetiser()
    bench.keep = () => bench.fragments.length > 1
    feed(bench, rtp, 0, 100, 40)
    bench.builder.flush(true)
    expect(bench.fragments.map(({ key, frames }) => [Boolean(key), frames.length])).toEqual([
      [true, 25],
      [true, 25],
      [false, 15],
      [true, 20],
    ])
  })
})
