import type { Instant } from '../domain/ids.ts'
import { RecorderFault } from './fault.ts'
import { FragmentBuffer } from './fragment-buffer.ts'
import type { FrameClock } from './frame-clock.ts'
import { type FrameLoss, FrameLossCount } from './frame-loss.ts'
import { isSlice, leadsPicture, NAL, splitAnnexB } from './h264/nal.ts'
import type { ActiveSets } from './h264/parameter-sets.ts'
import { beginsPicture, isBSlice } from './h264/slice.ts'
import { LeadNals } from './lead-nals.ts'
import { HEADROOM, MAX_ACCESS_UNIT, TIMESCALE } from './limits.ts'
import type { MediaClock } from './media-clock.ts'
import { NalWriter } from './nal-writer.ts'
import type { NalTarget, Notice } from './rtp/h264-depacketiser.ts'
import { type ClosedFragment, SampleRun } from './sample-run.ts'

export type FrameBuilderOptions = {
  readonly clock: FrameClock
  readonly media: MediaClock
  /** length of a fragment and of a leaf, milliseconds */
  readonly fragment: number
  readonly leaf: number
  /** frames further apart than this on arrival never share a fragment, milliseconds */
  readonly silence: number
  /** false: it was not kept, and nothing is built until the next key frame */
  closed(fragment: ClosedFragment): boolean
  lost(loss: FrameLoss): void
  readonly notice: Notice
}

/** A wall clock that is so much further than the monotonic one has been set forward; milliseconds. */
const FORWARD_STEP = 1_000
/** Timestamps that go back by less than this may be B-frames; ticks. */
const REORDER = 5 * TIMESCALE

/**
 * Builds access units and fragments out of NAL units, in place. A unit ends where a slice of another picture begins (another timestamp, or
 * behind a marker), so that a marker on SPS or SEI, or none ever, does no harm. Fragments end where the next picture begins: every duration is
 * known, and media times follow without a hole.
 */
export class FrameBuilder implements NalTarget {
  readonly #options: FrameBuilderOptions
  readonly #buffer = new FragmentBuffer()
  readonly #run = new SampleRun()
  readonly #lead = new LeadNals()
  readonly #loss = new FrameLossCount()
  /** the picture being received; its bytes begin where the run ends */
  readonly #picture = {
    open: false,
    timestamp: 0,
    media: 0,
    wall: 0 as Instant,
    monotonic: 0,
    /** a packet has been lost from it */
    damaged: false,
    /** there is no key frame before it */
    unwanted: false,
    /** its last slice came with the marker bit */
    marked: false,
  }
  /** set when that picture is a key frame */
  #key: ActiveSets | undefined
  readonly #nal: NalWriter
  /** timestamp of the NAL unit begun last */
  #timestamp = 0
  /** timestamp of a picture to come, of which a part was damaged already */
  #doubted: number | undefined
  /** timestamp of the units that led a picture to come when packets were lost: it may be that picture that was lost */
  #parted: number | undefined
  #waitsForKey = true
  #everMarked = false
  #lastIdr: number | undefined
  #lastKeyArrival: number | undefined
  #lastArrival: number | undefined

  constructor(options: FrameBuilderOptions) {
    this.#options = options
    this.#nal = new NalWriter(this.#buffer, this.#lead, options.notice)
  }

  /** Monotonic arrival of this session's last key frame, microseconds. */
  get lastKeyArrival(): number | undefined {
    return this.#lastKeyArrival
  }

  /** Monotonic arrival of this session's last frame, microseconds. */
  get lastArrival(): number | undefined {
    return this.#lastArrival
  }

  /** Monotonic arrival of the oldest frame that waits in the open fragment. */
  get oldestWaiting(): number | undefined {
    return this.#run.empty ? undefined : this.#run.firstMonotonic
  }

  /** A new session with the parameter sets of its description; what was not flushed is dropped. */
  restart(parameterSets: readonly Buffer[]): void {
    this.#buffer.clear()
    this.#run.clear()
    this.#lead.forget()
    this.#loss.forget()
    this.#doubted = undefined
    this.#parted = undefined
    this.#picture.open = false
    this.#nal.open = false
    this.#waitsForKey = true
    this.#everMarked = false
    this.#lastIdr = undefined
    this.#lastKeyArrival = undefined
    this.#lastArrival = undefined
    this.#options.media.restart()
    this.#nal.sets.clear()
    for (const set of parameterSets) this.#nal.offer(set)
  }

  begin(timestamp: number, header: number, bytes: Buffer, from: number, to: number): void {
    const nal = this.#nal
    const type = header & 31
    if (this.#parted !== undefined && timestamp !== this.#parted)
      this.#lead.keepSets(this.#buffer, this.#leadStart)
    this.#parted = undefined
    nal.begin(type)
    this.#timestamp = timestamp
    const picture = this.#picture
    if (picture.open && this.#lead.from < 0 && (timestamp !== picture.timestamp || leadsPicture(type)))
      this.#lead.from = this.#buffer.end
    if (isSlice(type)) {
      const first = from < to && beginsPicture(bytes[from] ?? 0)
      if (!picture.open || timestamp !== picture.timestamp || (first && picture.marked))
        this.#startPicture(type, first, timestamp, bytes.subarray(from - 1, to))
      else this.#lead.forget()
      picture.marked = false
      nal.skip = picture.damaged || picture.unwanted
    } else if (type === NAL.delimiter) {
      nal.skip = true
    }
    if (nal.skip) return
    nal.writeHeader(header)
    this.append(bytes, from, to)
  }

  append(bytes: Buffer, from: number, to: number): void {
    if (this.#nal.skip || !this.#nal.open) return
    if (this.#buffer.end + to - from - this.#run.end > MAX_ACCESS_UNIT) this.#tooLarge()
    else this.#buffer.append(bytes, from, to)
  }

  end(): void {
    if (!this.#nal.open) return
    const rest = this.#nal.end()
    if (!rest) return
    const timestamp = this.#timestamp
    for (const unit of splitAnnexB(rest)) {
      this.begin(timestamp, rest[unit.from] ?? 0, rest, unit.from + 1, unit.to)
      this.end()
    }
  }

  lost(): void {
    const picture = this.#picture
    this.#nal.abandon()
    if (this.#leadStart < this.#buffer.end) this.#parted = this.#timestamp
    const cut = picture.open && this.#lead.from < 0 && !picture.marked
    if (cut) picture.damaged = true
    const { clock } = this.#options
    clock.read()
    const behind = Math.min(picture.wall + this.#usualMilliseconds, clock.wall) as Instant
    this.#loss.begin(cut ? picture.wall : behind)
  }

  damaged(timestamp: number): void {
    this.lost()
    const picture = this.#picture
    if (picture.open && timestamp === picture.timestamp) picture.damaged = true
    else this.#doubted = timestamp
  }

  marked(): void {
    if (!this.#picture.open || this.#lead.from >= 0) return
    this.#picture.marked = true
    this.#everMarked = true
  }

  /**
   * Closes the fragment with the frames that are whole, the last with its usual duration.
   * @param ended true when the session is over: a frame of which a part is missing is lost
   */
  flush(ended: boolean): void {
    const picture = this.#picture
    const { clock } = this.#options
    clock.read()
    if (picture.open && !this.#nal.open && (picture.marked || !this.#everMarked)) this.#finishPicture()
    if (!this.#run.empty) this.#closeWithUsualEnd()
    if (!ended) return
    if (picture.open && !picture.unwanted)
      this.#options.lost({ frames: 1, from: picture.wall, to: clock.wall })
    picture.open = false
  }

  /** Where the units begin that lead the next picture, if there are any. */
  get #leadStart(): number {
    if (this.#lead.from >= 0) return this.#lead.from
    return this.#picture.open ? this.#buffer.end : this.#run.end
  }

  #startPicture(type: number, first: boolean, timestamp: number, nal: Buffer): void {
    this.#finishPicture()
    const { clock, media } = this.#options
    const distance = media.distance(timestamp)
    if (distance < 0 && distance > -REORDER && isBSlice(nal))
      throw new RecorderFault('b-frames', `frame ${-distance} ticks before the one sent ahead of it`)
    clock.read()
    if (!this.#run.empty && this.#farFromLast()) this.#closeWithUsualEnd()
    const leaps = media.leaps
    const at = media.next(timestamp, clock.monotonic)
    if (media.leaps > leaps) this.#options.notice('timestamp-leap', `timestamp moved by ${distance} ticks`)
    this.#key = this.#keySets(type, at)
    this.#closeBefore(at)
    const picture = this.#picture
    picture.open = true
    picture.timestamp = timestamp
    picture.media = at
    picture.wall = clock.wall
    picture.monotonic = clock.monotonic
    picture.damaged = timestamp === this.#doubted || (this.#loss.open && !first)
    this.#doubted = undefined
    picture.unwanted = this.#waitsForKey && !this.#key
    if (picture.unwanted) this.#buffer.end = this.#run.end
    this.#lead.forget()
    this.#lastArrival = clock.monotonic
    const loss = first && !picture.damaged ? this.#loss.end(clock.wall) : undefined
    if (loss && !this.#waitsForKey) this.#options.lost(loss)
  }

  /** No frame came for long, or the wall clock was set forward: one fragment must not claim the time between. */
  #farFromLast(): boolean {
    const { clock, silence } = this.#options
    const { wall, monotonic } = this.#run.last
    const passed = (clock.monotonic - monotonic) / 1000
    return passed > silence || clock.wall - wall > passed + FORWARD_STEP
  }

  /** The parameter sets in force when the picture is a key frame: IDR, or a recovery point from a camera that sends none. */
  #keySets(type: number, media: number): ActiveSets | undefined {
    const leaf = (this.#options.leaf * TIMESCALE) / 1000
    const idr = type === NAL.idr
    if (idr) this.#lastIdr = media
    const recovery =
      this.#lead.recoveryPoint && (this.#lastIdr === undefined || media - this.#lastIdr >= leaf)
    if (!idr && !recovery) return undefined
    const sets = this.#nal.sets.active
    if (sets) this.#lastKeyArrival = this.#options.clock.monotonic
    else this.#options.notice('no-parameter-sets', 'key frame before any SPS and PPS')
    return sets
  }

  /** A picture begins at `media`: ends the fragment where it has to end. */
  #closeBefore(media: number): void {
    const { clock, fragment } = this.#options
    // changed parameter sets before a key frame go into the new init, before another frame they stay in band
    if (this.#key) this.#lead.cutSets(this.#buffer)
    this.#run.follow(media)
    if (!this.#run.empty && (this.#key || this.#run.endsBefore(media, fragment)))
      this.#closeFragment(media, clock.wall)
    if (this.#key && clock.stepped) clock.begin()
  }

  #finishPicture(): void {
    const picture = this.#picture
    if (!picture.open) return
    picture.open = false
    const end = this.#lead.from >= 0 ? this.#lead.from : this.#buffer.end
    this.#lead.from = -1
    if (picture.damaged || picture.unwanted || end === this.#run.end) {
      this.#buffer.cut(this.#run.end, end)
      this.#lead.moved(end - this.#run.end)
      if (picture.damaged && !picture.unwanted) this.#loss.frame(picture.wall)
      return
    }
    this.#run.add(end, picture, this.#key, this.#options.clock.run)
    if (this.#key) this.#waitsForKey = false
  }

  #closeWithUsualEnd(): void {
    const { clock, media } = this.#options
    const { last } = this.#run
    const end = last.media + media.step
    media.hold(end)
    this.#closeFragment(end, Math.min(last.wall + this.#usualMilliseconds, clock.wall) as Instant)
  }

  get #usualMilliseconds(): number {
    return Math.round((this.#options.media.step * 1000) / TIMESCALE)
  }

  #closeFragment(mediaEnd: number, wallEnd: Instant): void {
    const end = this.#run.end
    const kept = this.#options.closed(this.#run.close(this.#buffer.bytes, mediaEnd, wallEnd))
    this.#run.clear()
    this.#buffer.cut(HEADROOM, end)
    this.#lead.moved(end - HEADROOM)
    this.#nal.moved(end - HEADROOM)
    if (kept) return
    this.#waitsForKey = true
    if (!this.#key) this.#picture.unwanted = true
  }

  #tooLarge(): void {
    this.#options.notice('access-unit-too-large', `more than ${MAX_ACCESS_UNIT} bytes for one frame`)
    this.#nal.leaveOut()
    if (this.#picture.open && this.#lead.from < 0) {
      this.#picture.damaged = true
      return
    }
    this.#buffer.end = this.#lead.from >= 0 ? this.#lead.from : this.#run.end
    this.#lead.forget()
    if (this.#picture.open) this.#lead.from = this.#buffer.end
  }
}
