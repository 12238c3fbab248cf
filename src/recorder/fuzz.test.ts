import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { MAX_ACCESS_UNIT } from './limits.ts'
import { pps, sei, slice, sps } from './test-support/h264-samples.ts'
import { RecorderBench } from './test-support/recorder-bench.ts'
import { interleaved, Packetiser } from './test-support/rtp-samples.ts'
import { plainSdp, settled } from './test-support/scripted-camera.ts'

/** A few frames and answers as one stream. */
const valid = ((): Buffer => {
  const rtp = new Packetiser()
  const parts: Buffer[] = []
  for (let i = 0; i < 6; i++) {
    const nals =
      i % 3 === 0 ? [sps(), pps(), slice({ idr: true, bytes: 300 })] : [sei(Buffer.from('m')), slice()]
    for (const packet of rtp.unit(i * 3600, nals, 100)) parts.push(interleaved(0, packet))
    parts.push(interleaved(1, Buffer.from('80c80006000000010000000000000000', 'hex')))
    parts.push(Buffer.from('RTSP/1.0 200 OK\r\nCSeq: 99\r\nContent-Length: 3\r\n\r\nabc'))
  }
  return Buffer.concat(parts)
})()

const mutation = fc.record({
  at: fc.nat(valid.length - 1),
  remove: fc.nat(40),
  insert: fc.uint8Array({ maxLength: 40 }),
})
const mutated = fc
  .array(mutation, { maxLength: 8 })
  .map((mutations) =>
    mutations.reduce(
      (bytes, { at, remove, insert }) =>
        Buffer.concat([bytes.subarray(0, at), insert, bytes.subarray(Math.min(bytes.length, at + remove))]),
      valid,
    ),
  )
const rubbish = fc.uint8Array({ maxLength: 2000 }).map((bytes) => Buffer.from(bytes))

test('whatever a camera streams: named faults only, and the next session records', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(mutated, rubbish), { maxLength: 4 }),
      fc.integer({ min: 1, max: 700 }),
      async (streams, piece) => {
        const bench = await new RecorderBench().start()
        for (const stream of streams)
          for (let at = 0; at < stream.length; at += piece) {
            bench.time.advance(20)
            bench.camera.current.send(stream.subarray(at, at + piece))
          }
        await settled()
        expect(bench.codes).not.toContain('internal')
        for (const { plaintext } of bench.sink.fragments())
          expect(plaintext.length).toBeLessThan(MAX_ACCESS_UNIT)
        bench.camera.current.drop()
        await bench.reconnected()
        bench.frame = 0
        bench.rtp = new Packetiser(1, 0x99)
        const before = bench.sink.frames()
        await bench.play(2)
        await bench.recorder.stop()
        expect(bench.sink.frames() - before).toBe(50)
        expect(bench.codes).not.toContain('internal')
      },
    ),
    { numRuns: 400 },
  )
}, 60_000)

test('whatever a camera answers: named faults only, and the next session records', async () => {
  const words = fc.constantFrom(
    'RTSP/1.0 200 OK\r\n',
    'RTSP/1.0 401 No\r\n',
    'CSeq: 2\r\n',
    'WWW-Authenticate: Digest realm="r", nonce=\r\n',
    'Content-Length: 9\r\n',
    'Transport: interleaved=300\r\n',
    'Session: ;timeout=9999999\r\n',
    '\r\n',
    'm=video 0 RTP/AVP 96\r\n',
    'a=rtpmap:96 H264/90000\r\n',
    'a=control:?\r\n',
    plainSdp,
  )
  const answer = fc.oneof(
    fc
      .array(fc.oneof(words, fc.string({ maxLength: 20 })), { maxLength: 12 })
      .map((parts) => Buffer.from(parts.join(''))),
    rubbish,
  )
  const method = fc.constantFrom('OPTIONS', 'DESCRIBE', 'SETUP', 'PLAY')
  await fc.assert(
    fc.asyncProperty(method, answer, async (at, bytes) => {
      const bench = new RecorderBench()
      bench.camera.script[at] = () => bytes
      await bench.start()
      await bench.wait(12)
      expect(bench.codes).not.toContain('internal')
      delete bench.camera.script[at]
      bench.camera.current.drop()
      await bench.reconnected()
      await bench.play(2)
      await bench.recorder.stop()
      expect(bench.sink.frames()).toBe(50)
      expect(bench.codes).not.toContain('internal')
    }),
    { numRuns: 300 },
  )
}, 60_000)
