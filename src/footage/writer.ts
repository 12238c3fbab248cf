import type { Clock } from '../domain/clock.ts'
import type { CameraId, EpochId, Instant, LocalDay } from '../domain/ids.ts'
import type { LeafKey } from '../vault/leaf-key.ts'
import { sealInto } from '../vault/seal.ts'
import { asFootageFault, FootageFault } from './fault.ts'
import type { FootageIndex, LeafGrowth } from './footage-index.ts'
import type { GroupCommit } from './group-commit.ts'
import { maxUnindexedBytes, type OpenSlot, type OpenSlots } from './open-slots.ts'
import type { AppendOutcome, FragmentInput, FragmentSink, GapRow } from './ports.ts'
import {
  encodeRecordHeader,
  maxPlaintextBytes,
  type RecordHeader,
  recordBytes,
  recordHeaderBytes,
} from './record.ts'
import { sealTrailer } from './record-check.ts'
import type { SlotFiles } from './slot-files.ts'
import { slotHeaderBytes } from './slot-header.ts'
import type { StagingPool } from './staging.ts'

type OpenLeaf = {
  readonly leaf: number
  readonly key: Uint8Array
  /** the buffer the key came in, wiped with it */
  readonly handed: Uint8Array
  readonly commitment: Uint8Array
  fragments: number
  /** where its last fragment went */
  slot: OpenSlot | undefined
}

/** One camera's place in its epochs. */
type Line = {
  readonly camera: CameraId
  epoch: EpochId
  day: LocalDay
  sequence: number
  lastLeaf: number
  /** the epoch was recycled: it takes no more leaves */
  recycled: boolean
  leaf: OpenLeaf | undefined
}

type Parts = {
  readonly files: SlotFiles
  readonly index: FootageIndex
  readonly slots: OpenSlots
  readonly commit: GroupCommit
  readonly staging: StagingPool
  readonly clock: Clock
  readonly onFault: (fault: FootageFault) => void
}

/** The recorder's way into the store. */
export class FootageWriter implements FragmentSink {
  readonly #parts: Parts
  readonly #lines = new Map<CameraId, Line>()
  #closed = false

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** @throws FootageFault `leaf-order` when the leaf was opened before: a repeated leaf would repeat its nonces */
  openLeaf(camera: CameraId, epoch: EpochId, day: LocalDay, key: LeafKey): void {
    if (this.#closed) throw new FootageFault('closed', 'the store is closed', { camera })
    const line = this.#lineFor(camera, epoch, day, key.leaf)
    const leaf: OpenLeaf = {
      leaf: key.leaf,
      key: Uint8Array.from(key.key),
      handed: key.key,
      commitment: Uint8Array.from(key.commitment),
      fragments: 0,
      slot: undefined,
    }
    this.#endLeaf(line)
    if (line.epoch !== epoch) {
      line.epoch = epoch
      line.day = day
      line.sequence = 0
      line.recycled = false
    }
    line.lastLeaf = key.leaf
    line.leaf = leaf
    this.#lines.set(camera, line)
  }

  /** The camera's line, once it is certain that this leaf is a new one. */
  #lineFor(camera: CameraId, epoch: EpochId, day: LocalDay, leaf: number): Line {
    const place = { camera, epoch, leaf }
    const line = this.#lines.get(camera)
    if (line?.epoch === epoch) {
      if (leaf <= line.lastLeaf)
        throw new FootageFault('leaf-order', `leaf ${line.lastLeaf} was opened already`, place)
      if (day !== line.day)
        throw new FootageFault('leaf-order', `the epoch belongs to ${line.day}, not ${day}`, place)
      if (line.recycled) throw new FootageFault('leaf-order', 'the epoch was recycled', place)
      return line
    }
    if (this.#parts.index.epochKnown(epoch))
      throw new FootageFault('leaf-order', 'the epoch was recorded and left before', place)
    return line ?? { camera, epoch, day, sequence: 0, lastLeaf: -1, recycled: false, leaf: undefined }
  }

  /** @throws FootageFault `no-leaf` or `fragment-invalid`: a mistake of the caller; troubles of the disk come back as an outcome */
  append(camera: CameraId, fragment: FragmentInput): AppendOutcome {
    const { slots, staging, files, commit, onFault } = this.#parts
    const line = this.#lines.get(camera)
    const leaf = line?.leaf
    if (line === undefined || leaf === undefined)
      throw new FootageFault('no-leaf', 'no leaf is open for the camera', { camera })
    // a leaf that lost a fragment ends there: its records are without holes
    if (leaf.slot?.fault !== undefined) return 'disk-error'
    const bytes = recordBytes(fragment.plaintext.length)
    if (fragment.plaintext.length > maxPlaintextBytes || bytes > files.identity.slotBytes - slotHeaderBytes) {
      onFault(
        new FootageFault('fragment-too-large', `no slot takes ${fragment.plaintext.length} bytes`, {
          camera,
        }),
      )
      return 'queue-full'
    }
    const record = staging.take(bytes)
    if (record === undefined) return 'queue-full'
    let taken = false
    try {
      const header = headerOf(line, leaf, fragment)
      encodeRecordHeader(record.bytes, 0, header)
      const slot = this.#slotFor(line, bytes)
      if (typeof slot === 'string') return slot
      const aad = record.bytes.subarray(0, recordHeaderBytes)
      sealInto(record.bytes, recordHeaderBytes, leaf.key, leaf.fragments, aad, fragment.plaintext)
      sealTrailer(record.bytes, fragment.plaintext.length, slot.generation)
      const growth = growthOf(line, header, slot, bytes)
      commit.take({ growth, slot, done: slots.write(slot, record) })
      leaf.fragments++
      leaf.slot = slot
      line.sequence++
      taken = true
      if (slot.position - slot.indexed > maxUnindexedBytes / 2) this.#hurry()
      return 'taken'
    } finally {
      if (!taken) record.release()
    }
  }

  #slotFor(line: Line, bytes: number): OpenSlot | Exclude<AppendOutcome, 'taken'> {
    try {
      return this.#parts.slots.forRecord(line.camera, line.day, bytes)
    } catch (error) {
      this.#parts.onFault(asFootageFault(error, 'index-failed', { camera: line.camera }))
      return 'disk-error'
    }
  }

  #hurry(): void {
    this.#parts.commit
      .flush()
      .catch((error: unknown) => this.#parts.onFault(asFootageFault(error, 'index-failed')))
  }

  closeLeaf(camera: CameraId): Promise<void> {
    const line = this.#lines.get(camera)
    if (line !== undefined) this.#endLeaf(line)
    return this.#parts.commit.flush()
  }

  gap(gap: GapRow): void {
    this.#parts.commit.gap(gap)
  }

  flush(): Promise<void> {
    return this.#parts.commit.flush()
  }

  /** Epochs that have an open leaf at this moment. */
  openEpochs(): ReadonlyMap<EpochId, CameraId> {
    const open = new Map<EpochId, CameraId>()
    for (const line of this.#lines.values()) if (line.leaf !== undefined) open.set(line.epoch, line.camera)
    return open
  }

  /** No leaf of these epochs is opened any more. */
  endEpochs(epochs: ReadonlySet<EpochId>): void {
    for (const line of this.#lines.values()) if (epochs.has(line.epoch)) line.recycled = true
  }

  /** Closes every leaf; resolves when all is durable and indexed. */
  close(): Promise<void> {
    this.#closed = true
    for (const line of this.#lines.values()) this.#endLeaf(line)
    return this.#parts.commit.flush()
  }

  /** Wipes the leaf's key: both the copy and the buffer it came in. */
  #endLeaf(line: Line): void {
    if (line.leaf === undefined) return
    line.leaf.key.fill(0)
    line.leaf.handed.fill(0)
    this.#parts.commit.closeLeaf({ epoch: line.epoch, leaf: line.leaf.leaf })
    line.leaf = undefined
  }
}

function headerOf(line: Line, leaf: OpenLeaf, fragment: FragmentInput): RecordHeader {
  return {
    startsWithInit: fragment.startsWithInit,
    startsWithKeyFrame: fragment.startsWithKeyFrame,
    wallSynced: fragment.wallSynced,
    plaintextBytes: fragment.plaintext.length,
    frames: fragment.frames,
    camera: line.camera,
    epoch: line.epoch,
    leaf: leaf.leaf,
    fragment: leaf.fragments,
    sequence: line.sequence,
    wallStart: Math.floor(fragment.wallStart) as Instant,
    wallEnd: Math.floor(fragment.wallEnd) as Instant,
    monotonicStart: fragment.monotonicStart,
    mediaStart: fragment.mediaStart,
    mediaDuration: fragment.mediaDuration,
    timescale: fragment.timescale,
    commitment: leaf.commitment,
  }
}

function growthOf(line: Line, header: RecordHeader, slot: OpenSlot, bytes: number): LeafGrowth {
  return {
    camera: line.camera,
    epoch: line.epoch,
    day: line.day,
    leaf: header.leaf,
    slot: slot.slot,
    offset: slot.position,
    bytes,
    first: header.wallStart,
    last: header.wallEnd,
    missing: 0,
    fragments: 1,
    frames: header.frames,
  }
}
