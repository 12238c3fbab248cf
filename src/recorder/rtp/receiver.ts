import { RecorderFault } from '../fault.ts'
import type { H264Depacketiser, Notice } from './h264-depacketiser.ts'
import { emptyRtpPacket, looksLikeRtcp, readRtp } from './packet.ts'
import { SequenceTracker } from './sequence.ts'

/** Malformed packets in a row after which a session is given up. */
const MOST_DEFECTS = 50
/** Packets in a row from another source after which it is followed: the camera has begun anew. */
const OTHER_SOURCE = 16

/** Takes the RTP packets of one session: follows one source and one payload type, finds losses, hands payloads on. */
export class RtpReceiver {
  readonly #depacketiser: H264Depacketiser
  readonly #notice: Notice
  readonly #packet = emptyRtpPacket()
  readonly #tracker = new SequenceTracker()
  #payloadType = -1
  /** what the camera announced, and what is followed */
  #announced: number | undefined
  #ssrc: number | undefined
  #others = 0
  #otherSsrc = 0
  #defects = 0
  #foreign: number | undefined

  constructor(depacketiser: H264Depacketiser, notice: Notice) {
    this.#depacketiser = depacketiser
    this.#notice = notice
  }

  /** Sequence number of the packet read last. */
  get sequence(): number {
    return this.#packet.sequence
  }

  /** A payload type that came and was not described, if any. */
  get foreignPayloadType(): number | undefined {
    return this.#foreign
  }

  restart(payloadType: number): void {
    this.#payloadType = payloadType
    this.#announced = undefined
    this.#ssrc = undefined
    this.#others = 0
    this.#defects = 0
    this.#foreign = undefined
    this.#tracker.restart()
    this.#depacketiser.restart()
  }

  /** The camera announced its source; another one is followed only when this one does not come. */
  announce(ssrc: number | undefined): void {
    this.#announced = ssrc
  }

  /** The stream was out of step around the packet taken last. */
  damaged(): void {
    this.#depacketiser.damaged()
  }

  /** @throws RecorderFault `bad-rtp` after many malformed packets in a row, and what depacketiser and builder throw */
  take(bytes: Buffer, from: number, to: number): void {
    if (looksLikeRtcp(bytes, from, to)) return
    const packet = this.#packet
    const defect = readRtp(bytes, from, to, packet)
    if (defect !== undefined) {
      if (++this.#defects >= MOST_DEFECTS)
        throw new RecorderFault('bad-rtp', `${this.#defects} malformed packets in a row, the last: ${defect}`)
      this.#notice('bad-rtp', `packet of ${to - from} bytes: ${defect}`)
      return
    }
    this.#defects = 0
    if (packet.ssrc !== this.#ssrc && !this.#follow(packet.ssrc)) return
    this.#others = 0
    const missing = this.#tracker.next(packet.sequence)
    if (missing === 'repeated') return
    if (missing > 0) {
      this.#notice('packets-lost', `${missing} packets missing before this one`)
      this.#depacketiser.lost()
    }
    if (packet.payloadType === this.#payloadType) this.#depacketiser.take(packet, bytes)
    else this.#foreign = packet.payloadType
  }

  /** True when packets of this source are to be taken from now on. A dead session's packets may come along with ours for a while. */
  #follow(ssrc: number): boolean {
    if (this.#ssrc !== undefined && ssrc !== this.#announced) {
      this.#others = ssrc === this.#otherSsrc ? this.#others + 1 : 1
      this.#otherSsrc = ssrc
      if (this.#others < OTHER_SOURCE) return false
    }
    if (this.#ssrc !== undefined) {
      this.#notice('packets-lost', 'the stream comes from another source now')
      this.#depacketiser.lost()
    }
    this.#ssrc = ssrc
    this.#tracker.restart()
    return true
  }
}
