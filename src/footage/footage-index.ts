import type { CameraId, EpochId, HoldId, Instant, LocalDay, Window } from '../domain/ids.ts'
import type {
  CoverageHour,
  GapRow,
  HeldLeaf,
  LeafRef,
  LeafRow,
  RecycleResult,
  StoreCapacity,
} from './ports.ts'
import type { StoreIdentity } from './slot-files.ts'
import type { SlotKind } from './slot-header.ts'

/** A slot in use. */
export type SlotRow = {
  readonly slot: number
  /** open: records may still be added */
  readonly open: boolean
  readonly kind: SlotKind
  readonly generation: number
  /** undefined for held slots */
  readonly camera: CameraId | undefined
  readonly day: LocalDay
  /** end of the last indexed record; 4,096 where there is none */
  readonly used: number
}

/** Records of one leaf that became durable together: a run of bytes in one slot. */
export type LeafGrowth = LeafRef & {
  readonly camera: CameraId
  readonly day: LocalDay
  readonly slot: number
  readonly offset: number
  readonly bytes: number
  readonly first: Instant
  readonly last: Instant
  /** milliseconds of holes within this run (`holeBetween`) */
  readonly missing: number
  readonly fragments: number
  readonly frames: number
}

/** How far a slot is filled: `used` is durable and indexed, no byte at or after `reach` was ever written in this use. */
export type SlotFill = {
  readonly slot: number
  readonly generation: number
  readonly used: number
  readonly reach: number
}

/** What one transaction of the recorder makes known. */
export type IndexBatch = {
  readonly growth: readonly LeafGrowth[]
  readonly closedLeaves: readonly LeafRef[]
  readonly slots: readonly SlotFill[]
  /** a slot that has been given to another use meanwhile stays as it is */
  readonly closedSlots: readonly { readonly slot: number; readonly generation: number }[]
  readonly gaps: readonly GapRow[]
}

export type SlotUse =
  | { readonly kind: 'recording'; readonly camera: CameraId; readonly day: LocalDay }
  | { readonly kind: 'held'; readonly day: LocalDay }

/** A leaf's copy in held slots. */
export type HeldCopy = {
  readonly hold: HoldId
  readonly endsOn: LocalDay
  readonly leaf: LeafRef
  readonly parts: readonly { readonly slot: number; readonly offset: number; readonly bytes: number }[]
}

/** What became of a camera's footage until the store was last left. */
export type LastRecorded = {
  readonly camera: CameraId
  /** when its last recorded frame ends */
  readonly recordedTo: Instant | undefined
  /** the later of that and the end of its last gap row: everything before is accounted for */
  readonly accountedTo: Instant
}

/** Bytes `from` to `to` of a slot that are left of an earlier use. */
export type Uncovered = {
  readonly slot: number
  /** of the use that is closed, whose content ends at `from` */
  readonly generation: number
  readonly from: number
  readonly to: number
}

/** A part of a leaf as `fsck` compares it with the slot it names. */
export type IndexedPart = LeafRef & {
  readonly hold: HoldId | undefined
  readonly camera: CameraId
  readonly offset: number
  readonly bytes: number
  /** parts the whole leaf has; the figures are those of the whole leaf */
  readonly parts: number
  readonly first: Instant
  readonly last: Instant
  readonly fragments: number
  readonly frames: number
}

/** Read side of the index; any process. Every method throws FootageFault `index-failed` when the database does. */
export interface FootageIndexReader {
  readonly identity: StoreIdentity
  leavesBetween(camera: CameraId, window: Window): readonly LeafRow[]
  /** the recording, or a held copy when the recording is gone */
  leaf(leaf: LeafRef): LeafRow | undefined
  coverage(cameras: readonly CameraId[], window: Window): readonly CoverageHour[]
  gaps(camera: CameraId, window: Window): readonly GapRow[]
  capacity(): StoreCapacity
  /** undefined for a slot in the pool */
  slot(slot: number): SlotRow | undefined
  /** epochs whose recycling waits for others in the same slot: their records may lie there without a row */
  isErased(epoch: EpochId): boolean
  /** in order of offset */
  partsIn(slot: SlotRow): readonly IndexedPart[]
  nextGeneration(): number
  /** compares the hourly sums with the rows they sum up, within one snapshot; `erased` has no rows left to compare with */
  wrongHours(): readonly WrongHour[]
  /** what the database says against its own file; empty when sound */
  selfCheck(): readonly string[]
  close(): void
}

export type WrongHour = {
  readonly camera: CameraId
  readonly hour: Instant
  readonly column: 'sealed' | 'held' | 'gap'
  readonly stored: number
  readonly summed: number
}

/**
 * The index of a store, for its one owner. Every method is one durable transaction, synchronous, and either happens as a whole or throws
 * FootageFault `index-failed`.
 */
export interface FootageIndex extends FootageIndexReader {
  /** runs several calls in one transaction */
  atomically<T>(work: () => T): T
  /** marks the store as being in use; tells whether it was left cleanly before */
  begin(): { readonly clean: boolean }
  lastRecorded(): readonly LastRecorded[]
  /** marks the store as left with nothing pending */
  leaveClean(): void
  /** takes the slot freed longest ago out of the pool under a new generation; undefined when the pool is empty or only `except` is left */
  openSlot(use: SlotUse, except?: ReadonlySet<number>): SlotRow | undefined
  /** slots that records may still be added to */
  openSlots(): readonly SlotRow[]
  epochKnown(epoch: EpochId): boolean
  commit(batch: IndexBatch, at: Instant): void
  /** closes every leaf that is still open: its recorder is gone. Open gaps end where they were last looked at. */
  closeLeftovers(): void
  /** the slot takes no more records; without any leaf it goes back to the pool */
  closeSlot(slot: { readonly slot: number; readonly generation: number }, at: Instant): void
  heldLeaf(hold: HoldId, leaf: LeafRef): HeldLeaf | undefined
  /** @throws FootageFault `hold-day` when the hold is known to end on another day */
  addHeld(copies: readonly HeldCopy[], slots: readonly SlotFill[], at: Instant): void
  recycleEpochs(epochs: readonly EpochId[], at: Instant, except: ReadonlySet<number>): RecycleResult
  recycleHolds(holds: readonly HoldId[], at: Instant): RecycleResult
  /** every closed slot behind whose content some of an earlier use still stands */
  uncovered(): readonly Uncovered[]
  /** the same of one slot in use, open or closed */
  uncoveredOf(slot: number): Uncovered | undefined
  /** the bytes are overwritten, and with them what was left of the uses before; the slot may have been recycled meanwhile */
  covered(rest: Uncovered, at: Instant): void
  overwritten(): readonly { readonly slot: number; readonly generation: number; readonly at: Instant }[]
  acknowledgeOverwritten(generations: readonly number[]): void
}
