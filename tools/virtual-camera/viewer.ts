import { randomBytes } from 'node:crypto'
import type { Socket } from 'node:net'
import { packetise } from './packetise.ts'
import { interleaved, senderReport } from './rtcp.ts'
import { payloadType } from './sdp.ts'

/** A frame as it is sent. */
export type Frame = {
  readonly counter: number
  readonly wall: number
  readonly keyFrame: boolean
  /** 90 kHz since the camera began */
  readonly ticks: number
  readonly nals: readonly Uint8Array[]
}

export type Damage = { readonly kind: 'half-frame' } | { readonly kind: 'wrong-length'; readonly by: number }

/** milliseconds of stream between sender reports */
const reportEvery = 5_000
/** what a client may leave unread before it is cut off */
const mostUnread = 16 * 1024 * 1024

/** One client that plays: its RTP numbers and its socket. */
export class Viewer {
  /** true until it was sent a key frame */
  waiting = true
  readonly #socket: Socket
  readonly #channels: readonly [rtp: number, rtcp: number]
  readonly #ssrc = randomBytes(4).readUInt32BE()
  readonly #offset = randomBytes(4).readUInt32BE()
  #sequence = randomBytes(2).readUInt16BE()
  #packets = 0
  #octets = 0
  #reportedAt = Number.NEGATIVE_INFINITY

  constructor(socket: Socket, channels: readonly [rtp: number, rtcp: number]) {
    this.#socket = socket
    this.#channels = channels
  }

  get ssrc(): string {
    return this.#ssrc.toString(16).padStart(8, '0').toUpperCase()
  }

  /** for RTP-Info: the next packet's sequence number, and the timestamp of a frame at `ticks` */
  position(ticks: number): { readonly seq: number; readonly rtptime: number } {
    return { seq: this.#sequence, rtptime: (this.#offset + ticks) >>> 0 }
  }

  /** Sends a frame; `done` hears whether the operating system took all of it. */
  send(frame: Frame, done: (taken: boolean) => void): void {
    const { bytes } = this.#packetise(frame)
    this.#socket.write(bytes, (error) => done(error === undefined || error === null))
    this.#report(frame)
    if (this.#socket.writableLength > mostUnread) this.#socket.destroy()
  }

  sendDamaged(frame: Frame, damage: Damage): void {
    const { bytes } = this.#packetise(frame)
    switch (damage.kind) {
      case 'half-frame':
        this.#socket.write(bytes.subarray(0, bytes.length >> 1), () => this.#socket.destroy())
        return
      case 'wrong-length':
        bytes.writeUInt16BE(Math.min(0xffff, Math.max(0, bytes.readUInt16BE(2) + damage.by)), 2)
        this.#socket.write(bytes)
        return
    }
  }

  /** Uses up the sequence numbers of a frame without sending it, as if it had been lost on the way. */
  lose(frame: Frame): void {
    this.#packetise(frame)
  }

  write(bytes: Uint8Array): void {
    this.#socket.write(bytes)
  }

  destroy(): void {
    this.#socket.destroy()
  }

  #packetise(frame: Frame) {
    const packetised = packetise(frame.nals, {
      payloadType,
      ssrc: this.#ssrc,
      timestamp: this.#offset + frame.ticks,
      sequence: this.#sequence,
      channel: this.#channels[0],
    })
    this.#sequence = (this.#sequence + packetised.packets) & 0xffff
    this.#packets += packetised.packets
    this.#octets += packetised.octets
    return packetised
  }

  #report(frame: Frame): void {
    if (frame.ticks / 90 - this.#reportedAt < reportEvery) return
    this.#reportedAt = frame.ticks / 90
    const report = senderReport(
      {
        ssrc: this.#ssrc,
        wall: frame.wall,
        timestamp: this.#offset + frame.ticks,
        packets: this.#packets,
        octets: this.#octets,
      },
      'virtual-camera',
    )
    this.#socket.write(interleaved(this.#channels[1], report))
  }
}
