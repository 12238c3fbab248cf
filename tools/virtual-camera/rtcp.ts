export type ReportState = {
  readonly ssrc: number
  /** milliseconds since 1970-01-01T00:00Z */
  readonly wall: number
  /** RTP timestamp of the same instant */
  readonly timestamp: number
  readonly packets: number
  readonly octets: number
}

/** seconds from 1900, where NTP counts from, to 1970 */
const ntpEpoch = 2_208_988_800

/** A sender report with the source description that must go with it: RFC 3550, sections 6.4.1 and 6.5. */
export function senderReport(state: ReportState, name: string): Buffer {
  const report = Buffer.alloc(28)
  report.set([0x80, 200])
  report.writeUInt16BE(6, 2)
  report.writeUInt32BE(state.ssrc >>> 0, 4)
  report.writeUInt32BE((Math.floor(state.wall / 1000) + ntpEpoch) >>> 0, 8)
  report.writeUInt32BE(Math.floor(((state.wall % 1000) / 1000) * 2 ** 32), 12)
  report.writeUInt32BE(state.timestamp >>> 0, 16)
  report.writeUInt32BE(state.packets >>> 0, 20)
  report.writeUInt32BE(state.octets >>> 0, 24)

  const text = Buffer.from(name, 'ascii').subarray(0, 255)
  // chunk: source, item CNAME (1) with its length, then at least one zero up to a multiple of 4
  const description = Buffer.alloc(4 + Math.ceil((4 + 2 + text.length + 1) / 4) * 4)
  description.set([0x81, 202])
  description.writeUInt16BE(description.length / 4 - 1, 2)
  description.writeUInt32BE(state.ssrc >>> 0, 4)
  description.set([1, text.length], 8)
  description.set(text, 10)
  return Buffer.concat([report, description])
}

/** RFC 2326, section 10.12. */
export function interleaved(channel: number, packet: Uint8Array): Buffer {
  const header = Buffer.of(0x24, channel, packet.length >> 8, packet.length & 0xff)
  return Buffer.concat([header, packet])
}
