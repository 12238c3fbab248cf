import { randomBytes } from 'node:crypto'
import type { Clock } from '../domain/clock.ts'
import type { Instant } from '../domain/ids.ts'
import type { Backoff } from './backoff.ts'
import { asRecorderFault, gapCauseOf, RecorderFault, type RecorderFaultCode } from './fault.ts'
import { FrameBuilder } from './frame-builder.ts'
import { FrameClock } from './frame-clock.ts'
import type { FrameLoss } from './frame-loss.ts'
import type { GapWatch } from './gap-watch.ts'
import type { RecorderLimits } from './limits.ts'
import { MediaClock } from './media-clock.ts'
import { NoticeGate } from './notice-gate.ts'
import type { CameraSource, CameraState, CameraStatus } from './ports.ts'
import type { Recording, RecordOutcome } from './recording.ts'
import { H264Depacketiser } from './rtp/h264-depacketiser.ts'
import { RtpReceiver } from './rtp/receiver.ts'
import { RtspClient } from './rtsp/client.ts'
import type { KeepAliveMethod } from './rtsp/keep-alive.ts'
import type { Connector } from './rtsp/transport.ts'
import type { ClosedFragment } from './sample-run.ts'
import type { Timers } from './timers.ts'

export type CameraSessionOptions = {
  readonly source: CameraSource
  readonly recording: Recording
  readonly gaps: GapWatch
  readonly connector: Connector
  readonly clock: Clock
  readonly timers: Timers
  readonly limits: RecorderLimits
  readonly backoff: Backoff
  statusChanged(status: CameraStatus): void
  fault(fault: RecorderFault): void
}

const refusals: Readonly<Record<Exclude<RecordOutcome, 'taken'>, string>> = {
  'queue-full': 'the disk is behind: frames are dropped up to the next key frame',
  'no-slot': 'the store has no free slot',
  'disk-error': 'the store could not take the fragment',
  'no-keys': 'no epoch is stored ahead',
  'no-key-frame': 'the epoch has ended, the next begins at a key frame',
}

/**
 * Keeps one camera recorded: connects, records, notices what goes wrong, waits and connects again. Whatever happens on one camera stays in its
 * session; nothing is ever thrown out of it.
 */
export class CameraSession {
  readonly #options: CameraSessionOptions
  readonly #builder: FrameBuilder
  readonly #rtp: RtpReceiver
  readonly #notices: NoticeGate
  #label: string
  #client: RtspClient | undefined
  #connections = 0
  #connection = ''
  #keepAlive: KeepAliveMethod | undefined
  #state: CameraState = 'connecting'
  #since: Instant
  /** monotonic microseconds: when to connect again, when PLAY was answered, when this session's first fragment was kept */
  #retryAt = 0
  #playingSince: number | undefined
  #recordingSince: number | undefined
  #lastFrame: Instant | undefined
  #framesRecorded = 0
  #bytesRecorded = 0
  #framesLost = 0

  constructor(options: CameraSessionOptions) {
    this.#options = options
    this.#since = options.clock.now()
    this.#label = options.source.label
    const { limits, clock } = options
    this.#notices = new NoticeGate(clock, (fault) => options.fault(fault))
    const notice = (code: RecorderFaultCode, what: string): void =>
      this.#notices.tell(this.#placed(new RecorderFault(code, what, { sequence: this.#rtp.sequence })))
    this.#builder = new FrameBuilder({
      clock: new FrameClock(clock),
      media: new MediaClock(),
      fragment: limits.fragment,
      leaf: limits.leaf,
      silence: limits.silence,
      closed: (fragment) => this.#record(fragment),
      lost: (loss) => this.#lost(loss),
      notice,
    })
    this.#rtp = new RtpReceiver(new H264Depacketiser(this.#builder, notice), notice)
  }

  get status(): CameraStatus {
    const gap = this.#options.gaps.open
    return {
      camera: this.#options.source.camera,
      state: this.#state,
      since: this.#since,
      ...(gap && { cause: gap.cause, detail: gap.detail }),
      ...(this.#lastFrame !== undefined && { lastFrame: this.#lastFrame }),
      framesRecorded: this.#framesRecorded,
      bytesRecorded: this.#bytesRecorded,
      framesLost: this.#framesLost,
    }
  }

  /** The camera has another name from now on. */
  rename(label: string): void {
    this.#label = label
  }

  start(): void {
    this.#guard(() => this.#connect())
  }

  /** Time passes. */
  tick(): void {
    this.#guard(() => this.#tick())
  }

  /** Takes what the camera still sends until it has answered TEARDOWN, records it, and closes. */
  async stop(): Promise<void> {
    const client = this.#client
    const { recording, gaps, clock, timers } = this.#options
    this.#retryAt = Number.POSITIVE_INFINITY
    if (client) await client.close((ms, run) => timers.after(ms, run))
    this.#client = undefined
    this.#guard(() => this.#builder.flush(true))
    await recording.stop()
    this.#guard(() => gaps.stop(clock.now()))
    this.#become('stopped')
  }

  #connect(): void {
    const { source, connector, clock, limits } = this.#options
    this.#connections++
    this.#connection = `#${this.#connections} ${source.url.replace(/^rtsp:\/\//i, '').split(/[/?]/)[0]}`
    this.#retryAt = 0
    this.#playingSince = undefined
    this.#recordingSince = undefined
    this.#become('connecting')
    const client = new RtspClient({
      source,
      connector,
      clock,
      limits,
      keepAlive: this.#keepAlive,
      newCnonce: () => randomBytes(8).toString('hex'),
      handlers: {
        described: (video) => {
          this.#rtp.restart(video.payloadType)
          this.#builder.restart(video.parameterSets)
        },
        playing: (ssrc) => {
          this.#playingSince = clock.monotonic()
          this.#rtp.announce(ssrc)
        },
        packet: (bytes, from, to) => this.#packet(bytes, from, to),
        notice: (fault) => {
          this.#notices.tell(this.#placed(fault))
          // a frame before garbage was cut short or ran over
          if (fault.code === 'garbage') this.#rtp.damaged()
        },
        ended: (fault) => this.#guard(() => this.#ended(client, fault)),
      },
    })
    this.#client = client
    client.start()
  }

  #packet(bytes: Buffer, from: number, to: number): void {
    try {
      this.#rtp.take(bytes, from, to)
    } catch (error) {
      throw asRecorderFault(error).at({ sequence: this.#rtp.sequence })
    }
  }

  #tick(): void {
    const { clock, gaps, recording } = this.#options
    const now = clock.monotonic()
    const client = this.#client
    if (client) {
      client.tick()
      if (this.#client) this.#watch(client, now)
    } else if (now >= this.#retryAt) {
      this.#connect()
    }
    const wall = clock.now()
    if (gaps.open) recording.idle(wall, now)
    gaps.extend(wall)
  }

  /** Looks whether what the camera sends can be recorded. */
  #watch(client: RtspClient, now: number): void {
    const { limits } = this.#options
    const playing = this.#playingSince
    if (playing === undefined) return
    const waiting = this.#builder.oldestWaiting
    const frame = this.#builder.lastArrival
    const quiet = now - (frame ?? playing)
    // frames are not kept waiting for the next one when it is late
    if (waiting !== undefined && now - waiting >= 1_500 * limits.fragment && quiet >= 500 * limits.fragment)
      this.#builder.flush(false)
    if (quiet >= limits.silence * 1000) {
      this.#builder.flush(false)
      const other = this.#rtp.foreignPayloadType
      const what = other === undefined ? '' : `, only payload type ${other}`
      const fault = new RecorderFault('no-frames', `no frame for ${Math.floor(quiet / 1e6)} s${what}`)
      if (quiet >= limits.silentReconnect * 1000) client.abandon(fault)
      else this.#gap(new RecorderFault('no-frames', `no frame for ${limits.silence / 1000} s${what}`))
      return
    }
    const key = this.#builder.lastKeyArrival
    if (now - (key ?? playing) >= limits.keyFrameWait * 1000)
      client.abandon(new RecorderFault('no-key-frame', `none for ${limits.keyFrameWait / 1000} s`))
    else if (key === undefined && !this.#options.gaps.open && now - playing >= limits.silence * 1000)
      this.#gap(new RecorderFault('no-key-frame', 'none yet'))
  }

  #ended(client: RtspClient, fault: RecorderFault): void {
    if (client !== this.#client) return
    const { backoff, clock, limits } = this.#options
    const placed = this.#placed(fault)
    this.#keepAlive = client.learnedKeepAlive ?? this.#keepAlive
    this.#client = undefined
    this.#builder.flush(true)
    const recorded = this.#recordingSince
    if (recorded !== undefined && clock.monotonic() - recorded >= limits.leaf * 1000) backoff.reset()
    this.#retryAt = clock.monotonic() + backoff.next() * 1000
    this.#options.fault(placed)
    this.#options.gaps.begin(gapCauseOf(placed.code), placed.message, clock.now())
    this.#become('waiting')
  }

  #record(fragment: ClosedFragment): boolean {
    const { recording, gaps, clock } = this.#options
    const outcome = recording.take(fragment)
    if (outcome !== 'taken') {
      this.#gap(new RecorderFault(outcome, refusals[outcome]))
      return false
    }
    this.#recordingSince ??= clock.monotonic()
    this.#framesRecorded += fragment.samples.count
    this.#bytesRecorded += fragment.dataEnd - fragment.dataStart
    this.#noteHole(fragment)
    this.#lastFrame = fragment.wallEnd
    gaps.recorded(fragment.wallStart, fragment.wallEnd)
    if (this.#state !== 'recording') this.#become('recording')
    return true
  }

  /** Time between two fragments that no gap has told of: nobody looked while it passed, or the wall clock was set forward. */
  #noteHole(fragment: ClosedFragment): void {
    const { gaps, limits } = this.#options
    const last = this.#lastFrame
    const hole = last === undefined ? 0 : fragment.wallStart - last
    if (last === undefined || gaps.open || hole <= limits.silence) return
    const what = `${Math.round(hole / 1000)} s of wall time between two frames, seen afterwards`
    gaps.note(
      'camera-silent',
      this.#placed(new RecorderFault('no-frames', what)).message,
      last,
      fragment.wallStart,
    )
  }

  #lost(loss: FrameLoss): void {
    this.#framesLost += loss.frames
    const what = `at least ${loss.frames} frames lost`
    const fault = this.#placed(new RecorderFault('packets-lost', what, { sequence: this.#rtp.sequence }))
    this.#options.gaps.note(gapCauseOf(fault.code), fault.message, loss.from, loss.to)
  }

  /** Opens a gap or gives it another cause. */
  #gap(fault: RecorderFault): void {
    const { gaps, clock } = this.#options
    const before = gaps.open?.cause
    const placed = this.#placed(fault)
    gaps.begin(gapCauseOf(placed.code), placed.message, clock.now())
    if (gaps.open?.cause === before) return
    this.#options.fault(placed)
    this.#become('waiting')
  }

  #placed(fault: RecorderFault): RecorderFault {
    return fault.at({
      camera: this.#label,
      connection: this.#connection,
      ...this.#client?.place,
    })
  }

  #become(state: CameraState): void {
    this.#state = state
    this.#since = this.#options.clock.now()
    this.#options.statusChanged(this.status)
  }

  #guard(run: () => void): void {
    try {
      run()
    } catch (error) {
      this.#options.fault(this.#placed(asRecorderFault(error)))
    }
  }
}
