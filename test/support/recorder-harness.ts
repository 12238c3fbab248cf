import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CameraId, Instant } from '../../src/domain/ids.ts'
import type { FootageFault } from '../../src/footage/fault.ts'
import type { FragmentSink, GapRow, LeafRow } from '../../src/footage/ports.ts'
import type { OwnedStore } from '../../src/footage/store.ts'
import { createFootage, ownFootage } from '../../src/main/footage-files.ts'
import { systemClock } from '../../src/main/system-clock.ts'
import type { RecorderFault } from '../../src/recorder/fault.ts'
import type { RecorderLimits } from '../../src/recorder/limits.ts'
import type { CameraSource, CameraStatus } from '../../src/recorder/ports.ts'
import { type Recorder, startRecorder } from '../../src/recorder/recorder.ts'
import { prepareEpoch } from '../../src/vault/epoch-secrets.ts'
import { type KeptFragment, KeptKeys } from './kept-keys.ts'

export type HarnessOptions = {
  readonly cameras: readonly CameraSource[]
  readonly limits?: Partial<RecorderLimits>
  /** of 4 MiB each; 16 unless told */
  readonly slots?: number
}

const slotBytes = 4 * 1024 * 1024
const always = { from: 0 as Instant, to: Number.MAX_SAFE_INTEGER as Instant }

/** The real recorder over real sockets, its real store in a folder of its own, and both locks kept so that the footage can be opened. */
export class RecorderHarness {
  readonly keys: KeptKeys
  readonly recorder: Recorder
  readonly faults: readonly RecorderFault[]
  readonly statuses: readonly CameraStatus[]
  readonly storeFaults: readonly FootageFault[]
  readonly #folder: string
  readonly #owned: OwnedStore
  readonly #watch: Watch

  private constructor(parts: {
    keys: KeptKeys
    recorder: Recorder
    faults: readonly RecorderFault[]
    statuses: readonly CameraStatus[]
    storeFaults: readonly FootageFault[]
    folder: string
    owned: OwnedStore
    watch: Watch
  }) {
    this.keys = parts.keys
    this.recorder = parts.recorder
    this.faults = parts.faults
    this.statuses = parts.statuses
    this.storeFaults = parts.storeFaults
    this.#folder = parts.folder
    this.#owned = parts.owned
    this.#watch = parts.watch
  }

  static async start({ cameras, limits = {}, slots = 16 }: HarnessOptions): Promise<RecorderHarness> {
    const folder = await mkdtemp(join(tmpdir(), 'tsujiban-recorder-'))
    await createFootage(join(folder, 'footage'), slots, slotBytes)
    const storeFaults: FootageFault[] = []
    const owned = await ownFootage(join(folder, 'footage'), systemClock, (fault) => storeFaults.push(fault))
    const keys = await KeptKeys.make()
    const watch = new Watch()
    const faults: RecorderFault[] = []
    const statuses: CameraStatus[] = []
    const recorder = startRecorder({
      cameras,
      sink: watched(owned.sink, watch),
      keeper: keys,
      prepareEpoch,
      roleKey: keys.roleKey,
      clock: systemClock,
      timeZone: 'Asia/Tokyo',
      limits,
      onFault: (fault) => {
        faults.push(fault)
        watch.look()
      },
      onStatus: (status) => {
        statuses.push(status)
        watch.look()
      },
    })
    return new RecorderHarness({ keys, recorder, faults, statuses, storeFaults, folder, owned, watch })
  }

  /** Resolves when the condition holds; it is looked at whenever a status, a fault, a fragment or a gap came. */
  until(met: () => boolean): Promise<void> {
    return this.#watch.until(met)
  }

  /** Frames recorded by now. */
  frames(camera: CameraId): number {
    return this.recorder.status().find((status) => status.camera === camera)?.framesRecorded ?? 0
  }

  async leaves(camera: CameraId): Promise<readonly LeafRow[]> {
    return this.#owned.store.leavesBetween(camera, always)
  }

  async gaps(camera: CameraId): Promise<readonly GapRow[]> {
    return this.#owned.store.gaps(camera, always)
  }

  /** The records of a leaf as they stand on disk. */
  async sealed(leaf: LeafRow): Promise<Uint8Array<ArrayBuffer>> {
    return this.#owned.store.readLeaf(leaf)
  }

  /** Everything that was recorded of a camera, opened. */
  async footage(camera: CameraId): Promise<readonly KeptFragment[]> {
    return Array.fromAsync(this.keys.fragments(this.#owned.store, await this.leaves(camera)))
  }

  /** Ends the recording; the footage can still be read. */
  async stop(): Promise<void> {
    await this.recorder.stop()
  }

  async dispose(): Promise<void> {
    await this.recorder.stop()
    await this.#owned.close()
    await rm(this.#folder, { recursive: true })
  }
}

/** Conditions that somebody waits for. */
class Watch {
  #waiting: { readonly met: () => boolean; readonly resolve: () => void }[] = []

  until(met: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push({ met, resolve })
      this.look()
    })
  }

  look(): void {
    this.#waiting = this.#waiting.filter(({ met, resolve }) => {
      const done = met()
      if (done) resolve()
      return !done
    })
  }
}

function watched(sink: FragmentSink, watch: Watch): FragmentSink {
  return {
    openLeaf: (...leaf) => sink.openLeaf(...leaf),
    append: (...fragment) => {
      const outcome = sink.append(...fragment)
      // the recorder counts the fragment once it has the answer
      queueMicrotask(() => watch.look())
      return outcome
    },
    closeLeaf: (camera) => sink.closeLeaf(camera),
    gap: (gap) => {
      sink.gap(gap)
      queueMicrotask(() => watch.look())
    },
    flush: () => sink.flush(),
  }
}
