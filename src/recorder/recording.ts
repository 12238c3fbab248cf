import type { CameraId, EpochId, Instant, LocalDay } from '../domain/ids.ts'
import type { AppendOutcome, FragmentSink } from '../footage/ports.ts'
import type { EpochSealer } from '../vault/leaf-key.ts'
import { epochHour } from './epoch-hour.ts'
import type { EpochLine } from './epoch-line.ts'
import { RecorderFault } from './fault.ts'
import { type ActiveSets, sameSets } from './h264/parameter-sets.ts'
import { TIMESCALE } from './limits.ts'
import { writeFragmentHead } from './mp4/fragment.ts'
import { initSegment } from './mp4/init.ts'
import type { ClosedFragment } from './sample-run.ts'

/** What became of a fragment; anything but `taken` names the cause of the gap that follows. */
export type RecordOutcome = AppendOutcome | 'no-keys' | 'no-key-frame'

export type RecordingOptions = {
  readonly camera: CameraId
  readonly sink: FragmentSink
  readonly line: EpochLine
  readonly timeZone: string
  /** least length of a leaf, and longest time an epoch runs past its hour; milliseconds */
  readonly leaf: number
  readonly overrun: number
  readonly wallSynced: () => boolean
  began(epoch: EpochId, at: Instant, day: LocalDay): void
  fault(fault: RecorderFault): void
}

type OpenEpoch = {
  readonly sealer: EpochSealer
  readonly day: LocalDay
  readonly ends: Instant
  /** media time of its first frame */
  readonly origin: number
  readonly clockRun: number
  fragments: number
}

type OpenLeaf = {
  readonly mediaStart: number
  readonly monotonicStart: number
  /** what a player was set up with by the fragments kept so far */
  sets: ActiveSets | undefined
}

/** Puts one camera's fragments into epochs and leaves (design: two locks) and hands them to the sink. */
export class Recording {
  readonly #options: RecordingOptions
  #epoch: OpenEpoch | undefined
  #leaf: OpenLeaf | undefined

  constructor(options: RecordingOptions) {
    this.#options = options
  }

  /** The epoch being recorded, whether a leaf of it is open or not. */
  get epoch(): EpochId | undefined {
    return this.#epoch?.sealer.epoch
  }

  /** Everything here is synchronous; the fragment's buffer is free again afterwards. */
  take(fragment: ClosedFragment): RecordOutcome {
    try {
      return this.#take(fragment)
    } catch (error) {
      // the sink and we no longer agree about the leaf: a new epoch is the only safe way on
      this.#report('fragment refused', error)
      void this.#endEpoch()
      return 'disk-error'
    }
  }

  #take(fragment: ClosedFragment): RecordOutcome {
    if (fragment.key) {
      if (!this.#epochFor(fragment)) return 'no-keys'
      this.#leafFor(fragment)
    } else if (!this.#continues(fragment)) {
      return 'no-key-frame'
    }
    const epoch = this.#epoch
    const leaf = this.#leaf
    if (!epoch || !leaf) return 'no-key-frame'
    const outcome = this.#append(epoch, leaf, fragment)
    if (outcome !== 'taken') return outcome
    if (fragment.key) leaf.sets = fragment.key
    if (epoch.fragments++ === 0) this.#options.began(epoch.sealer.epoch, fragment.wallStart, epoch.day)
    return 'taken'
  }

  /** Nothing has come for a while: an epoch past its hour ends, and a leaf that has had its time is closed so that it can be released. */
  idle(wall: Instant, monotonic: number): void {
    if (this.#epoch && wall >= this.#epoch.ends) void this.#endEpoch()
    else if (this.#leaf && monotonic - this.#leaf.monotonicStart >= this.#options.leaf * 1000)
      void this.#closeLeaf()
  }

  /** Ends the epoch; resolves when all of it is durable. */
  async stop(): Promise<void> {
    await this.#endEpoch()
  }

  /** The fragment's epoch is open. False: it needs a new one, and none is ready. */
  #epochFor(fragment: ClosedFragment): boolean {
    const current = this.#epoch
    if (current && fragment.wallStart < current.ends && fragment.clockRun === current.clockRun) return true
    void this.#endEpoch()
    const sealer = this.#options.line.take()
    if (!sealer) return false
    const hour = epochHour(fragment.wallStart, this.#options.timeZone)
    this.#epoch = {
      sealer,
      ...hour,
      origin: fragment.mediaStart,
      clockRun: fragment.clockRun,
      fragments: 0,
    }
    return true
  }

  /** A leaf is open that this key frame may go into, or may begin. */
  #leafFor(fragment: ClosedFragment): void {
    const { camera, sink, leaf } = this.#options
    const age = this.#leaf ? fragment.mediaStart - this.#leaf.mediaStart : 0
    if (!this.#epoch || (this.#leaf && age < (leaf * TIMESCALE) / 1000)) return
    const { sealer, day } = this.#epoch
    sink.openLeaf(camera, sealer.epoch, day, sealer.nextLeaf())
    this.#leaf = {
      mediaStart: fragment.mediaStart,
      monotonicStart: fragment.monotonicStart,
      sets: undefined,
    }
  }

  /** Only a leaf that has its key frame goes on without one, and no epoch for long past its hour. */
  #continues(fragment: ClosedFragment): boolean {
    const epoch = this.#epoch
    if (!epoch || !this.#leaf?.sets || fragment.clockRun !== epoch.clockRun) return false
    if (fragment.wallEnd <= epoch.ends + this.#options.overrun) return true
    void this.#endEpoch()
    return false
  }

  #append(epoch: OpenEpoch, leaf: OpenLeaf, fragment: ClosedFragment): AppendOutcome {
    const { bytes, dataStart, dataEnd, samples, key } = fragment
    const mediaStart = fragment.mediaStart - epoch.origin
    const head = { sequence: epoch.fragments + 1, mediaStart, key: key !== undefined }
    let start = writeFragmentHead(bytes, dataStart, dataEnd - dataStart, head, samples)
    const init = key && !sameSets(key, leaf.sets) ? initSegment(key) : undefined
    if (init) {
      start -= init.length
      init.copy(bytes, start)
    }
    return this.#options.sink.append(this.#options.camera, {
      plaintext: bytes.subarray(start, dataEnd),
      startsWithInit: init !== undefined,
      startsWithKeyFrame: key !== undefined,
      wallSynced: this.#options.wallSynced(),
      frames: samples.count,
      wallStart: fragment.wallStart,
      wallEnd: fragment.wallEnd,
      monotonicStart: fragment.monotonicStart,
      mediaStart,
      mediaDuration: fragment.mediaDuration,
      timescale: TIMESCALE,
    })
  }

  async #endEpoch(): Promise<void> {
    this.#epoch?.sealer.wipe()
    this.#epoch = undefined
    await this.#closeLeaf()
  }

  async #closeLeaf(): Promise<void> {
    if (!this.#leaf) return
    this.#leaf = undefined
    try {
      await this.#options.sink.closeLeaf(this.#options.camera)
    } catch (error) {
      this.#report('leaf not closed', error)
    }
  }

  #report(what: string, error: unknown): void {
    const why = error instanceof Error ? error.message : String(error)
    this.#options.fault(new RecorderFault('disk-error', `${what}: ${why}`, {}, { cause: error }))
  }
}
