import type { CameraId, EpochId, HoldId, Instant, LocalDay, Window } from '../domain/ids.ts'
import type { LeafKey } from '../vault/leaf-key.ts'

/** One leaf of one epoch. */
export type LeafRef = { readonly epoch: EpochId; readonly leaf: number }

/** A run of bytes of one leaf inside one slot; a leaf that outgrows its slot has several parts. */
export type LeafPart = {
  readonly slot: number
  readonly generation: number
  /** byte offset of the first record, multiple of 4,096 */
  readonly offset: number
  /** bytes up to the end of the last record, multiple of 4,096 */
  readonly bytes: number
}

export type LeafRow = LeafRef & {
  readonly camera: CameraId
  readonly day: LocalDay
  /** wall time of the first frame */
  readonly first: Instant
  /** wall time at which the last frame ends */
  readonly last: Instant
  readonly fragments: number
  readonly frames: number
  /** false while the recorder still appends to it; only closed leaves are ever released */
  readonly closed: boolean
  readonly parts: readonly LeafPart[]
}

export const gapCauses = [
  'recorder-stopped',
  'recorder-killed',
  'camera-unreachable',
  'camera-refused',
  'camera-protocol',
  'camera-silent',
  'no-key-frame',
  'queue-full',
  'no-slot',
  'no-keys',
  'disk-error',
  'capacity',
] as const
export type GapCause = (typeof gapCauses)[number]

export type GapRow = Window & {
  readonly camera: CameraId
  readonly cause: GapCause
  /** the error in words, with connection and packet position where there is one */
  readonly detail: string
  /** true while the gap still grows; `to` is then the last time it was looked at */
  readonly open: boolean
}

/** What became of one hour of one camera, in milliseconds; the four never overlap. */
export type CoverageHour = {
  readonly camera: CameraId
  /** start of the clock hour */
  readonly hour: Instant
  readonly sealed: number
  readonly held: number
  readonly erased: number
  readonly gap: number
}

/** A leaf as kept for a hold, in held slots. */
export type HeldLeaf = LeafRow & { readonly hold: HoldId; readonly endsOn: LocalDay }

/** Read side: any process, sealed bytes only. */
export interface FootageReader {
  /** closed and open leaves that touch the window, in order of time; held copies are found when the recording is gone */
  leavesBetween(camera: CameraId, window: Window): Promise<readonly LeafRow[]>
  /** the recording, or a held copy when the recording is gone */
  leafRow(leaf: LeafRef): Promise<LeafRow | undefined>
  /** the leaf's records as they stand on disk (docs/ref/footage-format.md), in order, each checked by length, generation and SHA-256
   * @throws FootageFault */
  readLeaf(leaf: LeafRef): Promise<Uint8Array<ArrayBuffer>>
  coverage(cameras: readonly CameraId[], window: Window): Promise<readonly CoverageHour[]>
  gaps(camera: CameraId, window: Window): Promise<readonly GapRow[]>
  capacity(): Promise<StoreCapacity>
}

export type StoreCapacity = {
  readonly slotBytes: number
  readonly slots: number
  readonly free: number
  readonly recording: number
  readonly held: number
}

export type RecycleResult = {
  /** slots that went back to the pool, with the generation whose content they still hold */
  readonly slots: readonly { readonly slot: number; readonly generation: number }[]
  readonly leaves: number
  readonly bytes: number
  /** footage that ended, in milliseconds of wall time */
  readonly milliseconds: number
}

/** Commands to the process that owns the store (the recorder's). */
export interface FootageStore extends FootageReader {
  /** copies exactly these leaves, still sealed, into held slots that end on `endsOn`; running it again for the same hold changes nothing
   * @throws FootageFault `leaf-unknown`, `leaf-open`, `hold-day`, `no-slot`; what was copied by then stays and is not copied again */
  hold(hold: HoldId, endsOn: LocalDay, leaves: readonly LeafRef[]): Promise<readonly HeldLeaf[]>
  /** epochs that the recorder still writes or is going to: they cannot be recycled yet */
  openEpochs(): Promise<readonly EpochId[]>
  /** gives every slot of these epochs back to the pool; their keys are destroyed already
   * @throws FootageFault `epoch-open`, before anything is changed, when the recorder still writes one of them */
  recycleEpochs(epochs: readonly EpochId[], at: Instant): Promise<RecycleResult>
  recycleHolds(holds: readonly HoldId[], at: Instant): Promise<RecycleResult>
  /** recycled slots whose old content has since been overwritten to its last byte, with the instant; each is told until it is acknowledged */
  overwritten(): Promise<
    readonly { readonly slot: number; readonly generation: number; readonly at: Instant }[]
  >
  acknowledgeOverwritten(generations: readonly number[]): Promise<void>
}

/** A fragment on its way into the store. `plaintext` is only read during the call. */
export type FragmentInput = {
  readonly plaintext: Uint8Array
  readonly startsWithInit: boolean
  readonly startsWithKeyFrame: boolean
  readonly wallSynced: boolean
  readonly frames: number
  /** wall time of the first frame */
  readonly wallStart: Instant
  /** wall time at which the last frame ends */
  readonly wallEnd: Instant
  /** monotonic arrival of the first frame, microseconds */
  readonly monotonicStart: number
  /** ticks of `timescale` since the epoch's first frame */
  readonly mediaStart: number
  readonly mediaDuration: number
  readonly timescale: number
}

/** What is not `taken` is the cause of the gap that follows. */
export type AppendOutcome = 'taken' | 'queue-full' | 'no-slot' | 'disk-error'

/** Write side, for the recorder. Everything is synchronous up to the bounded queue; nothing waits for a disk. */
export interface FragmentSink {
  /** begins a leaf; the camera's leaf before it is closed. The sink copies `key` and wipes the copy and the buffer when the leaf closes.
   * @throws FootageFault `leaf-order` when this leaf, or its epoch in an earlier run, was opened before */
  openLeaf(camera: CameraId, epoch: EpochId, day: LocalDay, key: LeafKey): void
  /** seals the fragment into a staging slot and queues the write; on anything but `taken` nothing was kept
   * @throws FootageFault `no-leaf`, `fragment-invalid`: mistakes of the caller; never for the disk */
  append(camera: CameraId, fragment: FragmentInput): AppendOutcome
  /** closes the camera's leaf; resolves when all of it is durable and indexed */
  closeLeaf(camera: CameraId): Promise<void>
  /** opens, extends or ends a gap; the newest call for the same camera and `from` wins */
  gap(gap: GapRow): void
  /** resolves when everything taken so far is durable and indexed */
  flush(): Promise<void>
}
