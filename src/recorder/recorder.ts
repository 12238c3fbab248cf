import { randomUUID } from 'node:crypto'
import type { Clock } from '../domain/clock.ts'
import type { CameraId, EpochId, Instant } from '../domain/ids.ts'
import type { FragmentSink, GapCause } from '../footage/ports.ts'
import { Backoff } from './backoff.ts'
import { BeganNotices } from './began-notices.ts'
import { CameraSession } from './camera-session.ts'
import { EpochLine } from './epoch-line.ts'
import { RecorderFault } from './fault.ts'
import { GapWatch } from './gap-watch.ts'
import { defaultLimits, type RecorderLimits } from './limits.ts'
import type { CameraSource, CameraStatus, EpochKeeper, PrepareEpoch, RoleKey } from './ports.ts'
import { Recording } from './recording.ts'
import { type Connector, Receiver } from './rtsp/transport.ts'
import { systemTimers, type Timers } from './timers.ts'

/** Until when a camera was recorded by an earlier run, and how that run ended. */
export type EarlierRun = {
  readonly until: Instant
  readonly cause: Extract<GapCause, 'recorder-stopped' | 'recorder-killed'>
}

export type RecorderOptions = {
  readonly cameras: readonly CameraSource[]
  readonly sink: FragmentSink
  readonly keeper: EpochKeeper
  readonly prepareEpoch: PrepareEpoch
  readonly roleKey: RoleKey
  readonly clock: Clock
  /** IANA name, the pack's */
  readonly timeZone: string
  /** undefined for a camera that was never recorded */
  readonly earlierRun?: (camera: CameraId) => EarlierRun | undefined
  /** whether the wall clock is in sync, as known now; true when not given */
  readonly wallSynced?: () => boolean
  readonly onStatus?: (status: CameraStatus) => void
  /** every named fault, with camera, connection and packet position; notices that end nothing included */
  readonly onFault?: (fault: RecorderFault, camera: CameraId) => void
  readonly limits?: Partial<RecorderLimits>
  readonly timers?: Timers
  /** TCP when not given */
  readonly connector?: Connector
  /** a number from 0 to below 1 */
  readonly random?: () => number
}

export interface Recorder {
  /**
   * Records exactly these cameras from now on; resolves when those left out or changed have been stopped. Another label changes no recording.
   */
  setCameras(cameras: readonly CameraSource[]): Promise<void>
  /** New epochs are sealed to this key. */
  setRoleKey(roleKey: RoleKey): void
  status(): readonly CameraStatus[]
  /** epochs whose locks are stored and which are ready or in hand, with or without an open leaf: they must not be erased as unused */
  spares(): readonly EpochId[]
  /**
   * Records what the cameras still send until they have answered TEARDOWN, closes every leaf, wipes every key.
   * @throws RecorderFault `disk-error` when not all of it became durable
   */
  stop(): Promise<void>
}

type Line = {
  source: CameraSource
  readonly session: CameraSession
  readonly recording: Recording
  readonly gaps: GapWatch
  readonly epochs: EpochLine
}

/** How long `stop` waits for the keeper to hear of the epochs that began; milliseconds. */
const LAST_NOTICES = 2_000

export function startRecorder(options: RecorderOptions): Recorder {
  return new RunningRecorder(options)
}

class RunningRecorder implements Recorder {
  readonly #options: RecorderOptions
  readonly #limits: RecorderLimits
  readonly #timers: Timers
  readonly #random: () => number
  readonly #receiver: Receiver
  readonly #began: Map<CameraId, BeganNotices> = new Map()
  readonly #lines = new Map<CameraId, Line>()
  readonly #stopTick: () => void
  #roleKey: RoleKey
  #changes: Promise<void> = Promise.resolve()
  #stopped: Promise<void> | undefined

  constructor(options: RecorderOptions) {
    this.#options = options
    this.#limits = { ...defaultLimits, ...options.limits }
    this.#timers = options.timers ?? systemTimers
    this.#random = options.random ?? Math.random
    this.#roleKey = options.roleKey
    this.#receiver = new Receiver(this.#timers, this.#limits.gather)
    this.#stopTick = this.#timers.every(this.#limits.tick, () => this.#tick())
    for (const camera of options.cameras) this.#add(camera)
  }

  setCameras(cameras: readonly CameraSource[]): Promise<void> {
    // one change after the other: a camera's old session has closed its leaf before a new one opens any
    this.#changes = this.#changes.then(() => this.#change(cameras))
    return this.#changes
  }

  async #change(cameras: readonly CameraSource[]): Promise<void> {
    if (this.#stopped) return
    const wanted = new Map(cameras.map((camera) => [camera.camera, camera]))
    const leaving = [...this.#lines.values()].filter(
      ({ source }) => !sameSource(source, wanted.get(source.camera)),
    )
    for (const { source } of leaving) this.#lines.delete(source.camera)
    await Promise.all(leaving.map((line) => stopLine(line)))
    if (this.#stopped) return
    const before = new Map(leaving.map(({ source, gaps }) => [source.camera, gaps.until]))
    for (const camera of wanted.values()) {
      const line = this.#lines.get(camera.camera)
      const until = before.get(camera.camera)
      if (line) rename(line, camera)
      else if (until === undefined) this.#add(camera)
      else this.#add(camera, { until, cause: 'recorder-stopped' })
    }
  }

  setRoleKey(roleKey: RoleKey): void {
    this.#roleKey = roleKey
    for (const { epochs } of this.#lines.values()) epochs.setRoleKey(roleKey)
  }

  status(): readonly CameraStatus[] {
    return [...this.#lines.values()].map(({ session }) => session.status)
  }

  spares(): readonly EpochId[] {
    return [...this.#lines.values()].flatMap(({ recording, epochs }) =>
      recording.epoch === undefined ? epochs.spares() : [recording.epoch, ...epochs.spares()],
    )
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop()
    return this.#stopped
  }

  async #stop(): Promise<void> {
    await Promise.all([this.#changes, ...[...this.#lines.values()].map((line) => stopLine(line))])
    this.#stopTick()
    this.#receiver.stop()
    await Promise.all([...this.#began.values()].map((began) => began.stop(this.#timers, LAST_NOTICES)))
    try {
      await this.#options.sink.flush()
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      throw new RecorderFault('disk-error', `not all footage became durable: ${why}`, {}, { cause: error })
    }
  }

  #tick(): void {
    for (const { session, epochs } of this.#lines.values()) {
      session.tick()
      epochs.fill()
    }
    for (const began of this.#began.values()) began.send()
  }

  /** @param earlier how this camera was recorded until now, where the earlier run of the recorder does not say it */
  #add(source: CameraSource, earlier = this.#options.earlierRun?.(source.camera)): void {
    const { camera } = source
    const { sink, keeper, prepareEpoch, clock, timeZone, wallSynced } = this.#options
    const limits = this.#limits
    const fault = (found: RecorderFault): void =>
      this.#options.onFault?.(
        found.at({ camera: this.#lines.get(camera)?.source.label ?? source.label }),
        camera,
      )
    const epochs = new EpochLine({
      camera,
      prepareEpoch,
      keeper,
      roleKey: this.#roleKey,
      clock,
      backoff: this.#backoff(),
      newEpochId: () => randomUUID() as EpochId,
      fault,
    })
    let began = this.#began.get(camera)
    if (!began) {
      began = new BeganNotices(keeper, clock, this.#backoff(), fault)
      this.#began.set(camera, began)
    }
    const notices = began
    const recording = new Recording({
      camera,
      sink,
      line: epochs,
      timeZone,
      leaf: limits.leaf,
      overrun: limits.keyFrameWait,
      wallSynced: wallSynced ?? (() => true),
      began: (epoch, at, day) => notices.add({ epoch, at, day }),
      fault,
    })
    const now = clock.now()
    const gaps = new GapWatch(camera, sink, earlier?.until ?? now)
    if (earlier) gaps.begin(earlier.cause, 'since the last recorded frame of the run before', now)
    const session = new CameraSession({
      source,
      recording,
      gaps,
      connector: this.#options.connector ?? this.#receiver,
      clock,
      timers: this.#timers,
      limits,
      backoff: this.#backoff(),
      statusChanged: (status) => this.#options.onStatus?.(status),
      fault,
    })
    this.#lines.set(camera, { source, session, recording, gaps, epochs })
    epochs.fill()
    session.start()
  }

  #backoff(): Backoff {
    return new Backoff(this.#limits.backoffFirst, this.#limits.backoffMost, this.#random)
  }
}

async function stopLine({ session, epochs }: Line): Promise<void> {
  await session.stop()
  await epochs.stop()
}

function sameSource(a: CameraSource, b: CameraSource | undefined): boolean {
  return b !== undefined && a.url === b.url && a.username === b.username && a.password === b.password
}

function rename(line: Line, source: CameraSource): void {
  line.source = source
  line.session.rename(source.label)
}
