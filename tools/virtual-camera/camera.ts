import type { AccessUnit } from './annex-b.ts'
import { type ClipSource, loadClip } from './clip.ts'
import type { CameraCommand, RtspMethod } from './commands.ts'
import type { CameraAuth } from './digest.ts'
import { type CameraClock, type Due, Schedule } from './schedule.ts'
import { frameMarkNal, paddingNal } from './sei.ts'
import { FrameLog, type NotSentCause, type NotSentFrame, type SentFrame } from './sent-log.ts'
import type { Damage, Frame, Viewer } from './viewer.ts'

export type CameraConfig = {
  /** path of the rtsp:// address */
  readonly path: string
  readonly clip: ClipSource
  /** none: anyone may watch */
  readonly auth?: CameraAuth
  /** 1 is real time; only then are the drawn seconds those of the wall clock */
  readonly speed?: number
  /** bits per second that the stream is filled up to with SEI padding */
  readonly padTo?: number
  /** a client that makes no request for so long is cut off; 60 unless told */
  readonly sessionTimeoutSeconds?: number
  /** where a client that begins to play is let in; `key-frame` unless told */
  readonly join?: 'key-frame' | 'at-once'
  /** frames that `sent` remembers; 100,000 unless told */
  readonly remember?: number
}

/** How requests are answered. */
export type Manners =
  | { readonly kind: 'answer' }
  | { readonly kind: 'refuse'; readonly status: 401 | 404 | 503; readonly at?: RtspMethod }
  | { readonly kind: 'ignore' | 'endless-header'; readonly at?: RtspMethod }

/** frames sent in one turn of the event loop, so that a camera that lags leaves room for the others */
const atOneGo = 50
/** milliseconds of lag after which frames are given up */
const mostLag = 2_000

export class VirtualCamera {
  readonly config: CameraConfig
  codec = 'H264'
  manners: Manners = { kind: 'answer' }
  /** grows when the nonces given out so far expire */
  nonceGeneration = 0
  readonly #clock: CameraClock
  readonly #schedule: Schedule
  readonly #viewers = new Set<Viewer>()
  readonly #sent: FrameLog<SentFrame>
  readonly #notSent: FrameLog<NotSentFrame>
  #timer: NodeJS.Timeout | undefined
  #counter = 0
  #stalled = false
  #dropping = { frames: 0, gapless: false }
  #damage: Damage | undefined
  /** bytes by which the stream is behind its bitrate */
  #toPad = 0

  /** @throws ClipFault */
  constructor(config: CameraConfig, clock: CameraClock) {
    this.config = config
    this.#clock = clock
    this.#schedule = new Schedule(loadClip(config.clip), config.speed ?? 1, clock)
    this.#sent = new FrameLog(config.remember ?? 100_000)
    this.#notSent = new FrameLog(config.remember ?? 100_000)
  }

  get schedule(): Schedule {
    return this.#schedule
  }

  start(): void {
    const wait = Math.max(0, this.#schedule.due - this.#clock.monotonic())
    this.#timer = setTimeout(() => {
      this.#run()
      this.start()
    }, wait)
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  join(viewer: Viewer): void {
    viewer.waiting = this.waitsForKeyFrame
    this.#viewers.add(viewer)
  }

  leave(viewer: Viewer): void {
    this.#viewers.delete(viewer)
  }

  get waitsForKeyFrame(): boolean {
    return this.config.join !== 'at-once'
  }

  /** clients that play now */
  viewers(): number {
    return this.#viewers.size
  }

  /** Frames that the operating system took whole for at least one client. */
  sent(from?: number): readonly SentFrame[] {
    return this.#sent.rows(from)
  }

  /** Frames that clients were due and none got whole. */
  notSent(from?: number): readonly NotSentFrame[] {
    return this.#notSent.rows(from)
  }

  /** @throws ClipFault */
  command(command: CameraCommand): void {
    switch (command.do) {
      case 'stall':
        this.#stalled = true
        return
      case 'resume':
        this.#stalled = false
        return
      case 'drop':
        this.#dropping = { frames: command.frames, gapless: command.gapless ?? false }
        return
      case 'disconnect':
        for (const viewer of this.#viewers) viewer.destroy()
        return
      case 'refuse':
      case 'ignore':
      case 'endless-header': {
        const { do: kind, ...rest } = command
        this.manners = { kind, ...rest } as Manners
        return
      }
      case 'accept':
        this.manners = { kind: 'answer' }
        return
      case 'expire-nonce':
        this.nonceGeneration++
        return
      case 'rubbish':
        for (const viewer of this.#viewers) viewer.write(rubbish(command.bytes, command.dollars ?? false))
        return
      case 'half-frame':
        this.#damage = { kind: 'half-frame' }
        return
      case 'wrong-length':
        this.#damage = { kind: 'wrong-length', by: command.by }
        return
      case 'codec':
        this.codec = command.name
        return
      case 'clip':
        this.#schedule.switchTo(loadClip(command.clip))
        return
    }
  }

  #run(): void {
    if (this.#clock.monotonic() - this.#schedule.due > mostLag) this.#oversleep()
    for (let n = 0; n < atOneGo && this.#schedule.due <= this.#clock.monotonic(); n++) {
      const due = this.#schedule.take()
      if (due !== undefined) this.#pass(due, this.#counter++)
    }
  }

  #oversleep(): void {
    const missed = this.#schedule.skipMissed()
    const wall = this.#clock.now()
    for (const viewer of this.#viewers) viewer.waiting = true
    for (let n = 0; n < missed; n++, this.#counter++)
      if (this.#viewers.size > 0) this.#withhold(this.#counter, wall, 'overslept')
  }

  #pass(due: Due, counter: number): void {
    const unit = this.#schedule.clip.frames[due.position]!
    const viewers = [...this.#viewers].filter((viewer) => !viewer.waiting || unit.keyFrame)
    if (viewers.length === 0) return
    if (this.#stalled) {
      for (const viewer of viewers) viewer.waiting = this.waitsForKeyFrame
      this.#withhold(counter, due.wall, 'stalled')
      return
    }
    const frame = this.#frame(unit, due, counter)
    if (this.#dropping.frames > 0) {
      this.#dropping = { ...this.#dropping, frames: this.#dropping.frames - 1 }
      if (!this.#dropping.gapless) for (const viewer of viewers) viewer.lose(frame)
      this.#withhold(counter, due.wall, 'dropped')
      return
    }
    for (const viewer of viewers) viewer.waiting = false
    const damage = this.#damage
    if (damage !== undefined) {
      this.#damage = undefined
      for (const viewer of viewers) viewer.sendDamaged(frame, damage)
      this.#withhold(counter, due.wall, damage.kind)
      return
    }
    this.#send(frame, unit, viewers)
  }

  #send(frame: Frame, unit: AccessUnit, viewers: readonly Viewer[]): void {
    let open = viewers.length
    let logged = false
    for (const viewer of viewers)
      viewer.send(frame, (taken) => {
        open--
        if (taken && !logged) {
          logged = true
          this.#sent.add({
            counter: frame.counter,
            wall: frame.wall,
            keyFrame: frame.keyFrame,
            bytes: frame.nals.reduce((sum, nal) => sum + nal.length, 0),
            probe: probeOf(unit, frame),
          })
        }
        if (open === 0 && !logged) this.#withhold(frame.counter, frame.wall, 'disconnected')
      })
  }

  #withhold(counter: number, wall: number, cause: NotSentCause): void {
    this.#notSent.add({ counter, wall, cause })
  }

  /** The mark comes last before the slices: behind parameter sets and behind any SEI that must be first (7.4.1.2.3). */
  #frame(unit: AccessUnit, due: Due, counter: number): Frame {
    const nals = [...unit.before, frameMarkNal({ counter, wall: due.wall })]
    if (this.config.padTo !== undefined) {
      const size = [...nals, ...unit.slices].reduce((sum, nal) => sum + nal.length, 0)
      this.#toPad += this.config.padTo / 8 / this.#schedule.clip.framesPerSecond - size
      if (this.#toPad >= 20) {
        const padding = paddingNal(Math.floor(this.#toPad), counter)
        this.#toPad -= padding.length
        nals.push(padding)
      }
    }
    return {
      counter,
      wall: due.wall,
      keyFrame: unit.keyFrame,
      ticks: due.ticks,
      nals: [...nals, ...unit.slices],
    }
  }
}

const probeBytes = 32

function probeOf(unit: AccessUnit, frame: Frame): Uint8Array {
  const largest = unit.slices.reduce((a, b) => (b.length > a.length ? b : a))
  if (largest.length > probeBytes) {
    const from = (largest.length - probeBytes) >> 1
    return largest.subarray(from, from + probeBytes)
  }
  const mark = frame.nals[unit.before.length]!
  return mark.subarray(3, 3 + probeBytes)
}

function rubbish(length: number, dollars: boolean): Uint8Array {
  let state = length
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    const byte = state >>> 24
    return byte === 0x24 && !dollars ? 0x25 : byte
  })
}
