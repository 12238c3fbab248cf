import { RecorderFault, type RecorderFaultCode } from '../fault.ts'
import { NAL } from '../h264/nal.ts'
import type { RtpPacket } from './packet.ts'

/** Takes NAL units piece by piece; what it is given is only valid during the call. */
export interface NalTarget {
  /** A NAL unit begins: its header byte, and the first bytes behind it in `bytes` from `from` to `to`. */
  begin(timestamp: number, header: number, bytes: Buffer, from: number, to: number): void
  append(bytes: Buffer, from: number, to: number): void
  end(): void
  /** Packets are missing before what comes next; a NAL unit that was begun will not end. */
  lost(): void
  /** A part of the picture with this timestamp is not what the camera meant to send. */
  damaged(timestamp: number): void
  /** The packet just taken had the marker bit. */
  marked(): void
}

export type Notice = (code: RecorderFaultCode, what: string) => void

/** Takes NAL units out of RTP payloads, packetisation modes 0 and 1 (RFC 6184 sections 5.6, 5.7.1 and 5.8). */
export class H264Depacketiser {
  readonly #target: NalTarget
  readonly #notice: Notice
  /** a fragmented NAL unit was begun and has not ended */
  #open = false
  /** timestamp of the access unit that the last packet left unfinished */
  #unfinished: number | undefined

  constructor(target: NalTarget, notice: Notice) {
    this.#target = target
    this.#notice = notice
  }

  restart(): void {
    this.#open = false
    this.#unfinished = undefined
  }

  lost(): void {
    this.#open = false
    this.#target.lost()
  }

  /**
   * The stream was out of step behind the last packet. Within an access unit that packet was cut short or ran over; behind a marker it is
   * taken for filling between two units, for there are cameras that always send some.
   */
  damaged(): void {
    if (this.#unfinished === undefined) return
    this.#open = false
    this.#target.damaged(this.#unfinished)
  }

  /** @throws RecorderFault `packetisation-unsupported` for the interleaved mode, and what the target throws */
  take(packet: RtpPacket, bytes: Buffer): void {
    this.#unfinished = packet.marker ? undefined : packet.timestamp
    if (packet.to > packet.from) this.#payload(packet, bytes)
    if (packet.marker) this.#target.marked()
  }

  #payload(packet: RtpPacket, bytes: Buffer): void {
    const type = (bytes[packet.from] ?? 0) & 31
    if (type === NAL.fuA) {
      this.#fragment(packet, bytes)
      return
    }
    // some cameras never set the end bit; the sequence numbers have no hole, so the unit is whole
    if (this.#open) this.#finish()
    if (type === NAL.stapA) this.#aggregate(packet, bytes)
    else if (type >= NAL.stapB && type <= NAL.fuB)
      throw new RecorderFault('packetisation-unsupported', `payload type ${type} of the interleaved mode`)
    else if (type > NAL.fuB) this.#notice('bad-payload', `reserved payload type ${type}`)
    else this.#single(packet.timestamp, bytes, packet.from, packet.to)
  }

  #single(timestamp: number, bytes: Buffer, from: number, to: number): void {
    const start = behindStartCode(bytes, from, to)
    const header = bytes[start]
    if (start >= to || header === undefined) return
    if ((header & 31) === 0) {
      this.#notice('bad-payload', 'NAL unit type 0')
      return
    }
    this.#target.begin(timestamp, header, bytes, start + 1, to)
    this.#target.end()
  }

  /** STAP-A, RFC 6184 section 5.7.1 */
  #aggregate(packet: RtpPacket, bytes: Buffer): void {
    let at = packet.from + 1
    while (at + 2 <= packet.to) {
      const size = bytes.readUInt16BE(at)
      at += 2
      if (at + size > packet.to) {
        this.#notice('bad-payload', `aggregated NAL unit of ${size} bytes, ${packet.to - at} are there`)
        this.#target.lost()
        return
      }
      if (size > 0) this.#single(packet.timestamp, bytes, at, at + size)
      at += size
    }
  }

  /** FU-A, RFC 6184 section 5.8 */
  #fragment(packet: RtpPacket, bytes: Buffer): void {
    const indicator = bytes[packet.from] ?? 0
    const header = bytes[packet.from + 1]
    if (header === undefined || packet.to < packet.from + 2) {
      this.#notice('bad-payload', 'fragment without its header')
      return
    }
    const from = packet.from + 2
    if ((header & 0x80) !== 0) {
      if (this.#open) this.#finish()
      this.#target.begin(packet.timestamp, (indicator & 0xe0) | (header & 31), bytes, from, packet.to)
      this.#open = true
    } else if (this.#open) {
      this.#target.append(bytes, from, packet.to)
    }
    // the type in later fragments is not compared: some cameras write another one there
    if ((header & 0x40) !== 0 && this.#open) this.#finish()
  }

  #finish(): void {
    this.#open = false
    this.#target.end()
  }
}

/** Some cameras leave Annex B start codes in front of the NAL unit. */
function behindStartCode(bytes: Buffer, from: number, to: number): number {
  let at = from
  while (at < to && bytes[at] === 0) at++
  return at - from >= 2 && bytes[at] === 1 ? at + 1 : from
}
