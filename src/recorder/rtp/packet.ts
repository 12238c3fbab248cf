/** Fields of an RTP header (RFC 3550 section 5.1); one object is filled again for every packet. */
export type RtpPacket = {
  payloadType: number
  marker: boolean
  sequence: number
  timestamp: number
  ssrc: number
  /** range of the payload in the buffer that was read */
  from: number
  to: number
}

export function emptyRtpPacket(): RtpPacket {
  return { payloadType: 0, marker: false, sequence: 0, timestamp: 0, ssrc: 0, from: 0, to: 0 }
}

export type RtpDefect =
  | 'shorter than its header'
  | 'version is not 2'
  | 'contributing sources past its end'
  | 'header extension past its end'
  | 'padding past its start'

/** Reads the header at `from`; the packet ends at `to`. @returns what is wrong with it, or undefined */
export function readRtp(bytes: Buffer, from: number, to: number, packet: RtpPacket): RtpDefect | undefined {
  if (to - from < 12) return 'shorter than its header'
  const first = bytes[from] ?? 0
  if (first >> 6 !== 2) return 'version is not 2'
  const second = bytes[from + 1] ?? 0
  let payload = from + 12 + 4 * (first & 15)
  if (payload > to) return 'contributing sources past its end'
  if ((first & 0x10) !== 0) {
    if (payload + 4 > to) return 'header extension past its end'
    payload += 4 + 4 * bytes.readUInt16BE(payload + 2)
    if (payload > to) return 'header extension past its end'
  }
  let end = to
  if ((first & 0x20) !== 0) {
    const padding = bytes[to - 1] ?? 0
    if (payload + padding > to) return 'padding past its start'
    end -= padding
  }
  packet.payloadType = second & 0x7f
  packet.marker = (second & 0x80) !== 0
  packet.sequence = bytes.readUInt16BE(from + 2)
  packet.timestamp = bytes.readUInt32BE(from + 4)
  packet.ssrc = bytes.readUInt32BE(from + 8)
  packet.from = payload
  packet.to = end
  return undefined
}

/** True for RTCP sent where RTP belongs (RFC 5761 section 4: packet types 192 to 223). */
export function looksLikeRtcp(bytes: Buffer, from: number, to: number): boolean {
  const type = bytes[from + 1] ?? 0
  return to - from >= 8 && (bytes[from] ?? 0) >> 6 === 2 && type >= 192 && type <= 223
}
