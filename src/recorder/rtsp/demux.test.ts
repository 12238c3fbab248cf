import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { RecorderFault } from '../fault.ts'
import { MAX_BODY, MAX_GARBAGE, MAX_HEADER } from '../limits.ts'
import { interleaved, rtpPacket } from '../test-support/rtp-samples.ts'
import { InterleavedDemux } from './demux.ts'

type Seen = { events: string[]; garbage: { count: number; position: number }[]; bytes: number }

/** Pushes the stream in pieces of the given lengths, the last as long as it is; through one buffer, like the socket does. */
function demuxed(stream: Buffer, pieces: readonly number[] = []): Seen & { demux: InterleavedDemux } {
  const seen: Seen = { events: [], garbage: [], bytes: 0 }
  const demux = new InterleavedDemux({
    frame: (channel, bytes, from, to) => {
      seen.bytes += to - from
      seen.events.push(`${channel}: ${bytes.toString('hex', from, Math.min(to, from + 40))}`)
    },
    message: (message) =>
      seen.events.push(
        message.kind === 'response' ? `${message.status} ${message.body.toString('latin1')}` : message.method,
      ),
    garbage: (count, position) => seen.garbage.push({ count, position }),
    expects: (channel) => channel <= 1,
  })
  const shared = Buffer.alloc(65_536)
  let at = 0
  for (let i = 0; at < stream.length; i++) {
    const length = Math.min(pieces[i % pieces.length] ?? shared.length, stream.length - at)
    shared.fill(0xdd)
    stream.copy(shared, 0, at, at + length)
    demux.push(shared, length)
    at += length
  }
  return { ...seen, demux }
}

const payload = (seed: number, length = 30): Buffer =>
  rtpPacket({ sequence: seed, timestamp: seed }, Buffer.alloc(length, 0x40 + seed))
const frame = (seed: number, channel = 0, length = 30): Buffer => interleaved(channel, payload(seed, length))
const shown = (seed: number, channel = 0): string =>
  `${channel}: ${payload(seed).toString('hex').slice(0, 80)}`
const ok = Buffer.from('RTSP/1.0 200 OK\r\nCSeq: 1\r\nContent-Length: 5\r\n\r\nv=0\r\n')

test('frames and messages in any order, however the reads cut them', () => {
  const stream = Buffer.concat([
    ok,
    frame(1),
    frame(2, 1),
    Buffer.from('OPTIONS * RTSP/1.0\r\nCSeq: 2\r\n\r\n'),
    frame(3),
    Buffer.from('RTSP/1.0 454 No\n\n'),
    frame(4),
    Buffer.from('\r\n'),
    frame(5, 9),
    ok,
  ])
  const expected = [
    '200 v=0\r\n',
    shown(1),
    shown(2, 1),
    'OPTIONS',
    shown(3),
    '454 ',
    shown(4),
    shown(5, 9),
    '200 v=0\r\n',
  ]
  for (const pieces of [[], [1], [2, 3], [7, 50], [stream.length - 1]]) {
    const seen = demuxed(stream, pieces)
    expect(seen.events).toEqual(expected)
    expect(seen.garbage).toEqual([])
  }
})

test('frames of the largest size', () => {
  const large = interleaved(0, Buffer.alloc(65_535, 0x80))
  const seen = demuxed(Buffer.concat([large, frame(1), large]), [65_536, 1000])
  expect(seen.events).toHaveLength(3)
  expect(seen.bytes).toBe(2 * 65_535 + 42)
})

describe('garbage', () => {
  test('garbage between frames: the way back is found, the place is told', () => {
    const garbage = Buffer.from('\x00\x01$\x05 R RTSX O$\x00\x00\x02zz', 'latin1')
    const seen = demuxed(Buffer.concat([frame(1), garbage, frame(2), frame(3)]))
    expect(seen.events).toEqual([shown(1), shown(2), shown(3)])
    expect(seen.garbage).toEqual([{ count: garbage.length, position: frame(1).length }])
  })

  test('garbage cut anywhere costs at most the frame behind it', () => {
    const stream = Buffer.concat([frame(1), Buffer.alloc(50, 0x99), frame(2), frame(3), frame(4)])
    for (let piece = 1; piece < stream.length; piece++) {
      const { events } = demuxed(stream, [piece])
      expect(events[0]).toBe(shown(1))
      expect(events.slice(-2)).toEqual([shown(3), shown(4)])
    }
  })

  test('a frame that is longer than it says', () => {
    const wrong = frame(1, 0, 200)
    wrong.writeUInt16BE(60, 2)
    const seen = demuxed(Buffer.concat([wrong, frame(2), frame(3)]))
    expect(seen.events.slice(1)).toEqual([shown(2), shown(3)])
    expect(seen.garbage).toEqual([{ count: 212 - 60, position: 64 }])
  })

  test('nothing but garbage ends the connection, by name and place', () => {
    const stream = Buffer.concat([frame(1), Buffer.alloc(MAX_GARBAGE + 1, 0xaa)])
    expect(() => demuxed(stream)).toThrow(
      expect.objectContaining({ code: 'garbage', place: { byte: frame(1).length } }),
    )
  })

  test('what looked like a message in one read and is none in the next', () => {
    const seen = demuxed(Buffer.concat([frame(1), Buffer.from('RTSQ'), frame(2), frame(3)]), [
      frame(1).length + 2,
      1000,
    ])
    expect(seen.events).toEqual([shown(1), shown(2), shown(3)])
    expect(seen.garbage.reduce((sum, { count }) => sum + count, 0)).toBe(4)
  })
})

describe('bounds', () => {
  test('a never-ending header', () => {
    const stream = Buffer.from(`RTSP/1.0 200 OK\r\n${'X-More: y\r\n'.repeat(10_000)}`)
    for (const pieces of [[], [1000], [MAX_HEADER]])
      expect(() => demuxed(stream, pieces)).toThrow(
        expect.objectContaining({ code: 'header-too-long', place: { byte: 0 } }),
      )
  })

  test('a body of any length we allow, and one byte more', () => {
    const whole = (length: number): Buffer =>
      Buffer.from(`RTSP/1.0 200 OK\r\nContent-Length: ${length}\r\n\r\n${'b'.repeat(length)}`)
    expect(demuxed(Buffer.concat([whole(MAX_BODY), frame(1)]), [5000]).events[1]).toBe(shown(1))
    expect(() => demuxed(whole(MAX_BODY + 1))).toThrow(expect.objectContaining({ code: 'body-too-long' }))
  })
})

test('arbitrary bytes and mutated streams: only faults come out, and what is handed out lies in the stream', () => {
  const valid = Buffer.concat([ok, frame(1), frame(2, 1), ok, frame(3), frame(4)])
  const mutated = fc
    .array(fc.tuple(fc.nat(valid.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 })
    .map((changes) => {
      const bytes = Buffer.from(valid)
      for (const [at, byte] of changes) bytes[at] = byte
      return bytes
    })
  const words = fc.constantFrom(
    'RTSP/1.0 200 OK\r\n',
    'Content-Length: ',
    '\r\n\r\n',
    '$',
    '\x00',
    'OPTIONS ',
    '9',
  )
  const text = fc.array(words, { maxLength: 30 }).map((parts) => Buffer.from(parts.join(''), 'latin1'))
  const raw = fc.uint8Array({ maxLength: 500 }).map((bytes) => Buffer.from(bytes))
  const pieces = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(fc.oneof(mutated, text, raw), pieces, (stream, cut) => {
      try {
        const { bytes } = demuxed(stream, cut)
        expect(bytes).toBeLessThanOrEqual(stream.length)
      } catch (error) {
        expect(error).toBeInstanceOf(RecorderFault)
      }
    }),
    { numRuns: 3000 },
  )
})
