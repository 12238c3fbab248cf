import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { mtu, packetise } from './packetise.ts'
import { depacketise } from './test-client.ts'

const position = {
  payloadType: 96,
  ssrc: 0xdeadbeef,
  timestamp: 2 ** 32 + 9000,
  sequence: 65_534,
  channel: 0,
}

function cut(bytes: Buffer): Buffer[] {
  const packets: Buffer[] = []
  for (let at = 0; at < bytes.length; at += 4 + bytes.readUInt16BE(at + 2)) {
    expect(bytes[at]).toBe(0x24)
    packets.push(bytes.subarray(at + 4, at + 4 + bytes.readUInt16BE(at + 2)))
  }
  return packets
}

const nal = fc
  .tuple(fc.constantFrom(0x67, 0x68, 0x06, 0x65, 0x41), fc.integer({ min: 1, max: 6000 }), fc.nat(255))
  .map(([header, length, fill]) => {
    const bytes = new Uint8Array(length).fill(fill)
    bytes[0] = header
    return bytes
  })

it('packs any access unit so that the same NAL units come out, in packets no larger than the MTU', () => {
  fc.assert(
    fc.property(fc.array(nal, { minLength: 1, maxLength: 6 }), (nals) => {
      const { bytes, packets, octets } = packetise(nals, position)
      const cutPackets = cut(bytes)
      expect(depacketise(cutPackets).map((one) => Buffer.from(one).toString('hex'))).toEqual(
        nals.map((one) => Buffer.from(one).toString('hex')),
      )
      expect(cutPackets).toHaveLength(packets)
      expect(cutPackets.reduce((sum, packet) => sum + packet.length - 12, 0)).toBe(octets)
      for (const [i, packet] of cutPackets.entries()) {
        expect(packet.length).toBeLessThanOrEqual(mtu)
        expect(packet[1]! >> 7).toBe(i === packets - 1 ? 1 : 0)
        expect(packet.readUInt16BE(2)).toBe((65_534 + i) & 0xffff)
        expect(packet.readUInt32BE(4)).toBe(9000)
        expect(packet.readUInt32BE(8)).toBe(0xdeadbeef)
      }
    }),
  )
})

it('aggregates parameter sets in one STAP-A and leaves SEI and small slices single', () => {
  const nals = [Uint8Array.of(0x67, 1), Uint8Array.of(0x68, 2), Uint8Array.of(6, 3), Uint8Array.of(0x65, 4)]
  const types = cut(packetise(nals, position).bytes).map((packet) => packet[12]! & 0x1f)
  expect(types).toEqual([24, 6, 5])
})
