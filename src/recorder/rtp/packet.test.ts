import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { rtpPacket } from '../test-support/rtp-samples.ts'
import { emptyRtpPacket, looksLikeRtcp, readRtp } from './packet.ts'

const payload = Buffer.from('payload')
const plain = rtpPacket({ sequence: 0xfffe, timestamp: 0xfedcba98, marker: true }, payload)

function read(bytes: Buffer): { defect: string | undefined; payload: string; packet: unknown } {
  const packet = emptyRtpPacket()
  const defect = readRtp(bytes, 0, bytes.length, packet)
  return { defect, payload: bytes.toString('latin1', packet.from, packet.to), packet }
}

/** `plain` with other first byte and bytes put in behind the fixed header and at the end */
function altered(first: number, inserted: readonly number[], behind: readonly number[] = []): Buffer {
  const bytes = Buffer.concat([plain.subarray(0, 12), Buffer.from(inserted), payload, Buffer.from(behind)])
  bytes[0] = first
  return bytes
}

test('fixed header', () => {
  const { defect, packet } = read(plain)
  expect(defect).toBeUndefined()
  expect(packet).toEqual({
    payloadType: 96,
    marker: true,
    sequence: 0xfffe,
    timestamp: 0xfedcba98,
    ssrc: 0x12345678,
    from: 12,
    to: 19,
  })
})

test('header extensions, contributing sources and padding are passed over', () => {
  expect(read(altered(0x90, [0xbe, 0xde, 0, 1, 1, 2, 3, 4])).payload).toBe('payload')
  expect(read(altered(0x82, [0, 0, 0, 1, 0, 0, 0, 2])).payload).toBe('payload')
  expect(read(altered(0xa0, [], [0, 0, 3])).payload).toBe('payload')
  expect(read(altered(0xb1, [9, 9, 9, 9, 0, 0, 0, 0], [1])).payload).toBe('payload')
})

test.each([
  ['shorter than its header', plain.subarray(0, 11)],
  ['version is not 2', altered(0x40, [])],
  ['contributing sources past its end', altered(0x8f, [])],
  ['header extension past its end', altered(0x90, [0xbe, 0xde, 0, 9])],
  [
    'header extension past its end',
    rtpPacket({ sequence: 1, timestamp: 1 }, Buffer.alloc(2)).fill(0x90, 0, 1),
  ],
  ['padding past its start', altered(0xa0, [], [200])],
])('%s', (defect, bytes) => {
  expect(read(bytes).defect).toBe(defect)
})

test('RTCP where RTP belongs is told by its type', () => {
  const report = Buffer.alloc(28)
  report[0] = 0x80
  report[1] = 200
  expect(looksLikeRtcp(report, 0, 28)).toBe(true)
  expect(looksLikeRtcp(plain, 0, plain.length)).toBe(false)
})

test('arbitrary bytes give a payload inside them or a defect', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), fc.boolean(), (bytes, v2) => {
      const buffer = Buffer.from(bytes)
      if (v2 && buffer.length > 0) buffer[0] = 0x80 | ((buffer[0] ?? 0) & 0x3f)
      const packet = emptyRtpPacket()
      const defect = readRtp(buffer, 0, buffer.length, packet)
      if (defect !== undefined) return
      expect(packet.from).toBeGreaterThanOrEqual(12)
      expect(packet.from).toBeLessThanOrEqual(packet.to)
      expect(packet.to).toBeLessThanOrEqual(buffer.length)
    }),
    { numRuns: 2000 },
  )
})
