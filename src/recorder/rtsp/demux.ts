import { RecorderFault } from '../fault.ts'
import { MAX_GARBAGE, MAX_HEADER } from '../limits.ts'
import { contentLength, parseHead, type RtspRequest, type RtspResponse } from './message.ts'

/** Takes what the stream holds; frames are only valid during the call. */
export interface DemuxTarget {
  /** an interleaved frame's payload, `bytes` from `from` to `to` (RFC 2326 section 10.12) */
  frame(channel: number, bytes: Buffer, from: number, to: number): void
  message(message: RtspResponse | RtspRequest): void
  /** `count` bytes that begin neither frame nor message were passed over */
  garbage(count: number, position: number): void
  /** true for a channel that was set up; used to find the way back into the stream */
  expects(channel: number): boolean
}

const DOLLAR = 0x24
const FRAME_HEAD = 4
const beginnings = [
  'RTSP/',
  'OPTIONS ',
  'GET_PARAMETER ',
  'SET_PARAMETER ',
  'ANNOUNCE ',
  'REDIRECT ',
  'TEARDOWN ',
]
const longestBeginning = 14
const FIRST_CARRY = 4 * 1024

/**
 * Splits what a camera sends into interleaved frames and RTSP messages. Frames are handed out where they lie in the read buffer; only what a
 * read cuts in two is copied. Between them it passes over garbage until something plausible comes.
 */
export class InterleavedDemux {
  readonly #target: DemuxTarget
  #carry = Buffer.allocUnsafeSlow(FIRST_CARRY)
  #carried = 0
  /** bytes of earlier reads */
  #before = 0
  #position = 0
  #garbage = 0
  #garbageAt = 0

  constructor(target: DemuxTarget) {
    this.#target = target
  }

  /** Offset in the stream of the frame or message that was begun last. */
  get position(): number {
    return this.#position
  }

  /** Bytes of garbage since the last frame or message. */
  get garbage(): number {
    return this.#garbage
  }

  /**
   * Takes the next `length` bytes of the stream, from the start of `bytes`.
   * @throws RecorderFault `header-too-long`, `body-too-long`, `bad-message`, `garbage`, and whatever the target throws
   */
  push(bytes: Buffer, length: number): void {
    let at = this.#carried > 0 ? this.#finishCarried(bytes, length) : 0
    while (at < length) {
      this.#position = this.#before + at
      if (bytes[at] !== DOLLAR) {
        at = this.#other(bytes, at, length)
        continue
      }
      if (this.#garbage > 0) this.#endGarbage()
      if (length - at < FRAME_HEAD) {
        this.#keep(bytes, at, length)
        break
      }
      const end = at + FRAME_HEAD + bytes.readUInt16BE(at + 2)
      if (end > length) {
        this.#keep(bytes, at, length)
        break
      }
      this.#target.frame(bytes[at + 1] ?? 0, bytes, at + FRAME_HEAD, end)
      at = end
    }
    this.#before += length
  }

  /** Completes what the last read cut in two. @returns where the rest begins */
  #finishCarried(bytes: Buffer, length: number): number {
    if (this.#carry[0] !== DOLLAR) return this.#finishMessage(bytes, 0, length)
    let at = this.#fill(bytes, 0, length, FRAME_HEAD)
    if (this.#carried < FRAME_HEAD) return at
    const end = FRAME_HEAD + this.#carry.readUInt16BE(2)
    at = this.#fill(bytes, at, length, end)
    if (this.#carried < end) return at
    this.#carried = 0
    this.#target.frame(this.#carry[1] ?? 0, this.#carry, FRAME_HEAD, end)
    return at
  }

  /** A message, blank lines, or garbage at `at`. @returns where to go on */
  #other(bytes: Buffer, at: number, length: number): number {
    const byte = bytes[at]
    if (byte === 0x0d || byte === 0x0a) return at + 1
    if (beginsMessage(bytes, at, length)) {
      if (this.#garbage > 0) this.#endGarbage()
      return this.#finishMessage(bytes, at, length)
    }
    let next = at + 1
    while (next < length && !this.#plausible(bytes, next, length)) next++
    if (this.#garbage === 0) this.#garbageAt = this.#before + at
    this.#garbage += next - at
    if (this.#garbage > MAX_GARBAGE)
      throw new RecorderFault('garbage', `${this.#garbage} bytes that are neither frame nor message`, {
        byte: this.#garbageAt,
      })
    return next
  }

  #endGarbage(): void {
    const count = this.#garbage
    this.#garbage = 0
    this.#target.garbage(count, this.#garbageAt)
  }

  /** True where a frame of a channel in use, with an RTP or RTCP header and a proper end, or a message seems to begin. */
  #plausible(bytes: Buffer, at: number, length: number): boolean {
    if (bytes[at] !== DOLLAR) return beginsMessage(bytes, at, length)
    const channel = bytes[at + 1]
    if (at + 1 >= length || channel === undefined) return true
    if (!this.#target.expects(channel)) return false
    if (at + FRAME_HEAD >= length) return true
    const size = bytes.readUInt16BE(at + 2)
    if (size < 8 || (bytes[at + FRAME_HEAD] ?? 0) >> 6 !== 2) return false
    const end = at + FRAME_HEAD + size
    return end >= length || bytes[end] === DOLLAR || beginsMessage(bytes, end, length)
  }

  /** Reads a message that begins in the carry, or at `at` when nothing is carried. @returns where to go on */
  #finishMessage(bytes: Buffer, at: number, length: number): number {
    const carriedBefore = this.#carried
    const taken = Math.min(length - at, MAX_HEADER - Math.min(carriedBefore, MAX_HEADER))
    this.#keep(bytes, at, at + taken)
    if (!beginsMessage(this.#carry, 0, this.#carried)) {
      // it only looked like one: what was carried is garbage, the new bytes are looked at for themselves
      this.#carried = 0
      this.#target.garbage(carriedBefore, this.#position)
      return at
    }
    const head = endOfHead(this.#carry, this.#carried)
    if (!head) {
      if (this.#carried >= MAX_HEADER)
        throw new RecorderFault('header-too-long', `no end of the header within ${MAX_HEADER} bytes`, {
          byte: this.#position,
        })
      return at + taken
    }
    const parsed = parseHead(this.#carry.toString('latin1', 0, head.text))
    const end = head.body + contentLength(parsed.headers)
    let next = at + taken
    if (end > this.#carried) next = this.#fill(bytes, next, length, end)
    else next = at + end - carriedBefore
    if (end > this.#carried) return next
    this.#carried = 0
    const body = Buffer.from(this.#carry.subarray(head.body, end))
    this.#target.message(parsed.kind === 'response' ? { ...parsed, body } : parsed)
    return next
  }

  /** Copies from `bytes` until `wanted` bytes are carried or it ends. @returns where it stopped */
  #fill(bytes: Buffer, at: number, length: number, wanted: number): number {
    const to = Math.min(length, at + Math.max(0, wanted - this.#carried))
    this.#keep(bytes, at, to)
    return to
  }

  #keep(bytes: Buffer, from: number, to: number): void {
    const needed = this.#carried + to - from
    if (needed > this.#carry.length) {
      const larger = Buffer.allocUnsafeSlow(2 ** Math.ceil(Math.log2(needed)))
      this.#carry.copy(larger, 0, 0, this.#carried)
      this.#carry = larger
    }
    bytes.copy(this.#carry, this.#carried, from, to)
    this.#carried = needed
  }
}

/** True when what is there from `at` is the beginning of a message, as far as it goes. */
function beginsMessage(bytes: Buffer, at: number, length: number): boolean {
  const first = bytes[at] ?? 0
  if (first < 0x41 || first > 0x5a) return false
  const seen = bytes.toString('latin1', at, Math.min(length, at + longestBeginning))
  return beginnings.some((text) =>
    seen.length < text.length ? text.startsWith(seen) : seen.startsWith(text),
  )
}

/** Ends of the header's text and of the empty line behind it; lines may end with LF alone. */
function endOfHead(bytes: Buffer, length: number): { text: number; body: number } | undefined {
  for (let at = bytes.indexOf(0x0a); at >= 0 && at < length; at = bytes.indexOf(0x0a, at + 1)) {
    if (at + 1 < length && bytes[at + 1] === 0x0a) return { text: at, body: at + 2 }
    if (at + 2 < length && bytes[at + 1] === 0x0d && bytes[at + 2] === 0x0a) return { text: at, body: at + 3 }
  }
  return undefined
}
