import { expect, it } from 'vitest'
import { interleaved, senderReport } from './rtcp.ts'

it('writes a sender report with its source description (RFC 3550 6.4.1, 6.5)', () => {
  const wall = Date.UTC(2026, 10, 21, 1, 2, 3) + 250
  const bytes = senderReport({ ssrc: 0x01020304, wall, timestamp: 90_000, packets: 10, octets: 1234 }, 'cam')
  expect(bytes.toString('hex', 0, 8)).toBe('80c8000601020304')
  expect(bytes.readUInt32BE(8)).toBe(Math.floor(wall / 1000) + 2_208_988_800)
  expect(bytes.readUInt32BE(12)).toBe(2 ** 30)
  expect([16, 20, 24].map((at) => bytes.readUInt32BE(at))).toEqual([90_000, 10, 1234])
  expect(bytes.toString('hex', 28)).toBe(`81ca000301020304010363616d000000`)
})

it('frames a packet for the connection (RFC 2326 10.12)', () => {
  expect(interleaved(1, Uint8Array.of(9, 8, 7)).toString('hex')).toBe('24010003090807')
})
