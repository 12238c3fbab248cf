import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { RecorderFault } from '../fault.ts'
import { MAX_ACCESS_UNIT } from '../limits.ts'
import { BuilderBench } from '../test-support/builder-bench.ts'
import { pps, slice, sps } from '../test-support/h264-samples.ts'
import { aggregate, fragmentUnits, Packetiser } from '../test-support/rtp-samples.ts'

const code = Buffer.from([0, 0, 0, 1])
const idr = slice({ idr: true, bytes: 900 })
const next = slice({ seed: 9 })

/** Sends the payloads as one access unit, then a plain frame; gives what was built. */
function built(payloads: readonly Buffer[], described: readonly Buffer[] = [sps(), pps()]): BuilderBench {
  const bench = new BuilderBench(described)
  const rtp = new Packetiser()
  bench.take(payloads.map((payload, i) => rtp.packet(0, payload, i === payloads.length - 1)))
  bench.take(rtp.unit(3600, [next]))
  bench.builder.flush(true)
  return bench
}

test('single units, STAP-A and FU-A give the same frame', () => {
  for (const payloads of [[idr], [aggregate([sps(), pps(), idr])], fragmentUnits(idr, 100)])
    expect(built(payloads).frames).toEqual([[idr], [next]])
})

describe('quirks', () => {
  test('Annex B inside one NAL', () => {
    const bench = built([Buffer.concat([sps(), code, pps(), code.subarray(1), idr])], [])
    expect(bench.frames).toEqual([[idr], [next]])
    expect(bench.keys[0]).toMatchObject({ sps: [sps()], pps: [pps()] })
  })

  test('Annex B in front of a NAL', () => {
    expect(built([Buffer.concat([code, idr])]).frames).toEqual([[idr], [next]])
  })

  test('several NALs in one FU', () => {
    const whole = Buffer.concat([sps(), code, pps(), code, idr])
    expect(built(fragmentUnits(whole, 64), []).frames).toEqual([[idr], [next]])
  })

  test('Annex B behind a header of its own inside an FU', () => {
    expect(built(fragmentUnits(Buffer.concat([Buffer.from([0x65]), code, idr]), 200)).frames).toEqual([
      [idr],
      [next],
    ])
  })

  test('several slices in one NAL', () => {
    const second = slice({ idr: true, firstMb: 150 })
    expect(built([Buffer.concat([idr, code, second])]).frames).toEqual([[idr, second], [next]])
  })

  test('start and end bit both set', () => {
    const payload = Buffer.concat([Buffer.from([0x7c, 0xc0 | 5]), idr.subarray(1)])
    expect(built([payload]).frames).toEqual([[idr], [next]])
  })

  test('empty fragments', () => {
    const [first, ...rest] = fragmentUnits(idr, 300)
    const empty = Buffer.from([0x7c, 5])
    const last = Buffer.from([0x7c, 0x45])
    const open = rest.map((payload) => Buffer.from(payload))
    for (const payload of open) payload[1] = 5
    expect(built([first ?? empty, empty, ...open, last]).frames).toEqual([[idr], [next]])
  })

  test('NAL type changes inside an FU', () => {
    const payloads = fragmentUnits(idr, 300)
    const second = payloads[1]
    if (second) second[1] = 1
    expect(built(payloads).frames).toEqual([[idr], [next]])
  })

  test('reserved bit set', () => {
    const payloads = fragmentUnits(idr, 300)
    for (const payload of payloads) payload[1] = (payload[1] ?? 0) | 0x20
    expect(built(payloads).frames).toEqual([[idr], [next]])
  })

  test('end bit never set', () => {
    const payloads = fragmentUnits(idr, 300)
    for (const payload of payloads) payload[1] = (payload[1] ?? 0) & ~0x40
    expect(built(payloads).frames).toEqual([[idr], [next]])
  })

  test('RTP packets up to 10 kB', () => {
    const large = slice({ idr: true, bytes: 10_000 })
    expect(built([large]).frames).toEqual([[large], [next]])
  })

  test('fragments with no first one are no frame', () => {
    const bench = built(fragmentUnits(idr, 300).slice(1))
    expect(bench.frames).toEqual([])
  })
})

describe('refused by name', () => {
  test('the interleaved mode', () => {
    for (const type of [25, 26, 27, 29])
      expect(() => built([Buffer.from([type, 0, 0, 0, 0])])).toThrow(
        expect.objectContaining({ code: 'packetisation-unsupported' }),
      )
  })

  test('reserved payload types and NAL unit type 0 are passed over', () => {
    const bench = built([Buffer.from([30, 1]), Buffer.from([0, 1]), Buffer.from([28]), idr])
    expect(bench.codes).toEqual(['bad-payload', 'bad-payload', 'bad-payload'])
    expect(bench.frames).toEqual([[idr], [next]])
  })

  test('a STAP-A with a wrong length damages its frame', () => {
    const payload = aggregate([idr, slice({ idr: true, firstMb: 9 })])
    payload.writeUInt16BE(60_000, 1 + 2 + idr.length)
    const bench = built([payload])
    expect(bench.codes).toContain('bad-payload')
    expect(bench.frames).toEqual([])
  })
})

test('arbitrary payloads and mutated streams: only faults come out, memory stays bounded', () => {
  const valid = new Packetiser().unit(0, [sps(), pps(), idr, slice({ firstMb: 3 })], 200)
  const mutated = fc.tuple(fc.nat(valid.length - 1), fc.nat(220), fc.nat(255)).map(([packet, at, byte]) => {
    const bytes = Buffer.from(valid[packet] ?? Buffer.alloc(0))
    bytes[at % bytes.length] = byte
    return bytes
  })
  const payload = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes))
  fc.assert(
    fc.property(fc.array(fc.oneof(mutated, payload), { maxLength: 60 }), fc.boolean(), (packets, raw) => {
      const bench = new BuilderBench([sps(), pps()])
      const rtp = new Packetiser()
      try {
        packets.forEach((packet, i) =>
          bench.take([raw ? packet : rtp.packet((i >> 2) * 3600, packet, i % 4 === 3)]),
        )
        bench.builder.flush(true)
      } catch (error) {
        expect(error).toBeInstanceOf(RecorderFault)
        expect(error).not.toMatchObject({ code: 'internal' })
      }
      for (const { bytes } of bench.fragments) expect(bytes).toBeLessThan(MAX_ACCESS_UNIT)
    }),
    { numRuns: 800 },
  )
})
