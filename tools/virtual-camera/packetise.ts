import { nalType, nalTypes } from './nal.ts'

/** The largest RTP packet, header included; fits an Ethernet frame with room for tunnels. */
export const mtu = 1400
const rtpHeader = 12

export type RtpPosition = {
  readonly payloadType: number
  readonly ssrc: number
  /** 90 kHz */
  readonly timestamp: number
  /** of the first packet */
  readonly sequence: number
  /** interleaved channel, RFC 2326 section 10.12 */
  readonly channel: number
}

export type Packetised = {
  /** the packets, each behind its interleaved header of 4 bytes */
  readonly bytes: Buffer
  readonly packets: number
  /** payload bytes, as a sender report counts them */
  readonly octets: number
}

/** One packet's payload: bytes of its own, then pieces of NAL units. */
type Payload = { readonly head: readonly number[]; readonly pieces: readonly Uint8Array[] }

/** Packets of one access unit: RFC 6184, packetization-mode 1 (single NAL unit, STAP-A for parameter sets, FU-A). */
export function packetise(nals: readonly Uint8Array[], position: RtpPosition): Packetised {
  const payloads = plan(nals, mtu - rtpHeader)
  const octets = payloads.reduce((sum, payload) => sum + lengthOf(payload), 0)
  const bytes = Buffer.allocUnsafe(octets + payloads.length * (4 + rtpHeader))
  let at = 0
  for (const [i, payload] of payloads.entries()) {
    const marker = i === payloads.length - 1 ? 0x80 : 0
    bytes[at] = 0x24
    bytes[at + 1] = position.channel
    bytes.writeUInt16BE(rtpHeader + lengthOf(payload), at + 2)
    bytes[at + 4] = 0x80
    bytes[at + 5] = marker | position.payloadType
    bytes.writeUInt16BE((position.sequence + i) & 0xffff, at + 6)
    bytes.writeUInt32BE(position.timestamp >>> 0, at + 8)
    bytes.writeUInt32BE(position.ssrc >>> 0, at + 12)
    at += 4 + rtpHeader
    for (const byte of payload.head) bytes[at++] = byte
    for (const piece of payload.pieces) {
      bytes.set(piece, at)
      at += piece.length
    }
  }
  return { bytes, packets: payloads.length, octets }
}

function lengthOf(payload: Payload): number {
  return payload.head.length + payload.pieces.reduce((sum, piece) => sum + piece.length, 0)
}

function plan(nals: readonly Uint8Array[], room: number): readonly Payload[] {
  const payloads: Payload[] = []
  let at = 0
  while (at < nals.length) {
    const group = parameterSetsFrom(nals, at, room)
    if (group.length > 1) {
      payloads.push(aggregate(group))
      at += group.length
      continue
    }
    const nal = nals[at++]!
    if (nal.length <= room) payloads.push({ head: [], pieces: [nal] })
    else payloads.push(...fragments(nal, room))
  }
  return payloads
}

function parameterSetsFrom(nals: readonly Uint8Array[], from: number, room: number): readonly Uint8Array[] {
  const group: Uint8Array[] = []
  let length = 1
  for (const nal of nals.slice(from)) {
    const type = nalType(nal)
    length += 2 + nal.length
    if ((type !== nalTypes.sps && type !== nalTypes.pps) || length > room) break
    group.push(nal)
  }
  return group
}

/** STAP-A, RFC 6184 section 5.7.1. */
function aggregate(nals: readonly Uint8Array[]): Payload {
  const importance = Math.max(...nals.map((nal) => (nal[0] ?? 0) & 0x60))
  const pieces = nals.flatMap((nal) => [Uint8Array.of(nal.length >> 8, nal.length & 0xff), nal])
  return { head: [importance | 24], pieces }
}

/** FU-A, RFC 6184 section 5.8. */
function fragments(nal: Uint8Array, room: number): readonly Payload[] {
  const header = nal[0]!
  const payloads: Payload[] = []
  for (let at = 1; at < nal.length; at += room - 2) {
    const piece = nal.subarray(at, at + room - 2)
    const start = at === 1 ? 0x80 : 0
    const end = at + piece.length === nal.length ? 0x40 : 0
    payloads.push({ head: [(header & 0xe0) | 28, start | end | (header & 0x1f)], pieces: [piece] })
  }
  return payloads
}
