export type PacketShape = {
  readonly sequence: number
  readonly timestamp: number
  readonly marker?: boolean
  readonly payloadType?: number
  readonly ssrc?: number
}

export function rtpPacket(shape: PacketShape, payload: Buffer): Buffer {
  const head = Buffer.alloc(12)
  head[0] = 0x80
  head[1] = (shape.payloadType ?? 96) | (shape.marker ? 0x80 : 0)
  head.writeUInt16BE(shape.sequence & 0xffff, 2)
  head.writeUInt32BE(shape.timestamp >>> 0, 4)
  head.writeUInt32BE(shape.ssrc ?? 0x1234_5678, 8)
  return Buffer.concat([head, payload])
}

/** RFC 2326 section 10.12 */
export function interleaved(channel: number, packet: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0x24, channel, packet.length >> 8, packet.length & 0xff]), packet])
}

/** FU-A payloads of a NAL unit with at most `size` bytes of it each. */
export function fragmentUnits(nal: Buffer, size: number): Buffer[] {
  const header = nal[0] ?? 0
  const payloads: Buffer[] = []
  for (let at = 1; at < nal.length; at += size) {
    const start = at === 1 ? 0x80 : 0
    const end = at + size >= nal.length ? 0x40 : 0
    const head = Buffer.from([(header & 0xe0) | 28, start | end | (header & 31)])
    payloads.push(Buffer.concat([head, nal.subarray(at, at + size)]))
  }
  return payloads
}

export function aggregate(nals: readonly Buffer[]): Buffer {
  const parts: Buffer[] = [Buffer.from([24])]
  for (const nal of nals) parts.push(Buffer.from([nal.length >> 8, nal.length & 0xff]), nal)
  return Buffer.concat(parts)
}

/** Numbers packets and takes access units apart, as a camera does. */
export class Packetiser {
  sequence: number
  readonly ssrc: number

  constructor(sequence = 1, ssrc = 0x1234_5678) {
    this.sequence = sequence
    this.ssrc = ssrc
  }

  packet(timestamp: number, payload: Buffer, marker = false, payloadType = 96): Buffer {
    return rtpPacket({ sequence: this.sequence++, timestamp, marker, payloadType, ssrc: this.ssrc }, payload)
  }

  /** One access unit: units up to `most` bytes as they are, longer ones as FU-A; the last packet has the marker. */
  unit(timestamp: number, nals: readonly Buffer[], most = 1400, marker = true): Buffer[] {
    const payloads = nals.flatMap((nal) => (nal.length <= most ? [nal] : fragmentUnits(nal, most)))
    return payloads.map((payload, i) => this.packet(timestamp, payload, marker && i === payloads.length - 1))
  }
}
