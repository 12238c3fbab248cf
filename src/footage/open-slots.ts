import type { Clock } from '../domain/clock.ts'
import type { CameraId, LocalDay } from '../domain/ids.ts'
import { asFootageFault, type FootageFault } from './fault.ts'
import type { FootageIndex, SlotRow } from './footage-index.ts'
import { sectorBytes } from './record.ts'
import type { SlotFiles } from './slot-files.ts'
import { encodeSlotHeader } from './slot-header.ts'
import type { StagingPool, StagingSlot } from './staging.ts'

/** Bytes of a slot that may be written before the index knows of them; recovery looks no further than this beyond `used`. */
export const maxUnindexedBytes = 16 * 1024 * 1024

/** After a failed write a camera gets no new slot for this long, so that a dying disk does not use up the pool. Microseconds. */
const pauseAfterFault = 5_000_000

/** A slot of an earlier day that was not written for this long has lost its camera: it is closed when another camera opens one. Microseconds. */
const idleAfter = 3_600_000_000

/** A recording slot that its camera writes to. */
export type OpenSlot = {
  readonly slot: number
  readonly generation: number
  readonly camera: CameraId
  readonly day: LocalDay
  /** where the next record goes */
  position: number
  /** everything before is durable and indexed */
  indexed: number
  /** monotonic time of the last record */
  touched: number
  /** the first failure; nothing is written to the slot any more */
  fault: FootageFault | undefined
  /** the write queued last; writes of a camera follow each other, so that what a crash or a failure leaves is a prefix */
  queue: Promise<FootageFault | undefined>
}

export type SlotRefusal = 'queue-full' | 'no-slot' | 'disk-error'

type Parts = {
  readonly files: SlotFiles
  readonly index: FootageIndex
  readonly clock: Clock
  readonly staging: StagingPool
  /** slots that are being overwritten at this moment */
  readonly busy: ReadonlySet<number>
}

/** The recording slots in use, at most one a camera: chooses, opens, writes and retires them. */
export class OpenSlots {
  readonly #parts: Parts
  readonly #byCamera = new Map<CameraId, OpenSlot>()
  readonly #pausedUntil = new Map<CameraId, number>()
  #retired: OpenSlot[] = []
  /** from opening until the index has closed them */
  readonly #live = new Set<OpenSlot>()

  constructor(parts: Parts) {
    this.#parts = parts
    for (const row of parts.index.openSlots()) if (row.kind === 'recording') this.#adopt(row)
  }

  #adopt(row: SlotRow, after?: OpenSlot): OpenSlot {
    if (row.camera === undefined) throw new TypeError(`recording slot ${row.slot} without a camera`)
    const slot: OpenSlot = {
      slot: row.slot,
      generation: row.generation,
      camera: row.camera,
      day: row.day,
      position: row.used,
      indexed: row.used,
      touched: this.#parts.clock.monotonic(),
      fault: undefined,
      queue: after?.queue ?? Promise.resolve(undefined),
    }
    this.#byCamera.set(slot.camera, slot)
    this.#live.add(slot)
    slot.queue = slot.queue.then((fault) => (fault === undefined ? undefined : this.fail(slot, fault)))
    return slot
  }

  /** every slot that something may still be written to or indexed of */
  live(): readonly OpenSlot[] {
    return [...this.#live]
  }

  /**
   * The slot that takes the camera's next `bytes`: the one in use, or one from the pool where day, room or a failure ask for it.
   * @throws FootageFault `index-failed`
   */
  forRecord(camera: CameraId, day: LocalDay, bytes: number): OpenSlot | SlotRefusal {
    const { index, files, clock, staging, busy } = this.#parts
    const current = this.#byCamera.get(camera)
    if (current !== undefined) {
      const fits = current.position + bytes <= files.identity.slotBytes
      if (current.fault === undefined && current.day === day && fits)
        return current.position + bytes - current.indexed <= maxUnindexedBytes ? current : 'queue-full'
      this.retire(current)
    }
    if (clock.monotonic() < (this.#pausedUntil.get(camera) ?? Number.NEGATIVE_INFINITY)) return 'disk-error'
    const header = staging.take(sectorBytes)
    if (header === undefined) return 'queue-full'
    const openedAt = clock.now()
    let row: SlotRow | undefined
    try {
      row = index.openSlot({ kind: 'recording', camera, day }, busy)
    } finally {
      if (row === undefined) header.release()
    }
    if (row === undefined) return 'no-slot'
    this.#retireIdle(day)
    const slot = this.#adopt(row, current?.fault === undefined ? current : undefined)
    const { disk } = files.identity
    encodeSlotHeader(header.bytes, { ...slot, disk, kind: 'recording', openedAt })
    void this.#enqueue(slot, 0, header)
    return slot
  }

  #retireIdle(today: LocalDay): void {
    const now = this.#parts.clock.monotonic()
    for (const slot of this.#byCamera.values())
      if (slot.day < today && now - slot.touched > idleAfter) this.retire(slot)
  }

  /** Queues a record at the slot's position; resolves, never rejects, with the fault that kept it from the disk. */
  write(slot: OpenSlot, record: StagingSlot): Promise<FootageFault | undefined> {
    const position = slot.position
    slot.position += record.bytes.length
    slot.touched = this.#parts.clock.monotonic()
    return this.#enqueue(slot, position, record)
  }

  #enqueue(slot: OpenSlot, position: number, record: StagingSlot): Promise<FootageFault | undefined> {
    slot.queue = slot.queue.then(async () => {
      if (slot.fault === undefined) {
        try {
          await this.#parts.files.write(slot.slot, position, record.bytes)
        } catch (error) {
          this.fail(slot, error)
        }
      }
      record.release()
      return slot.fault
    })
    return slot.queue
  }

  /** Makes what was written durable; resolves with the fault that says it is not. */
  async sync(slot: OpenSlot): Promise<FootageFault | undefined> {
    try {
      await this.#parts.files.sync(slot.slot)
      return undefined
    } catch (error) {
      return this.fail(slot, error)
    }
  }

  fail(slot: OpenSlot, error: unknown): FootageFault {
    const fault = asFootageFault(error, 'disk-error', { slot: slot.slot, camera: slot.camera })
    slot.fault ??= fault
    this.#pausedUntil.set(slot.camera, this.#parts.clock.monotonic() + pauseAfterFault)
    this.retire(slot)
    return fault
  }

  /** The slot takes no more records; the next commit closes it. */
  retire(slot: OpenSlot): void {
    if (this.#byCamera.get(slot.camera) !== slot) return
    this.#byCamera.delete(slot.camera)
    this.#retired.push(slot)
  }

  /** Slots to close: every record they will ever have was queued before this call. */
  takeRetired(): readonly OpenSlot[] {
    const retired = this.#retired
    this.#retired = []
    return retired
  }

  /** The index has closed them. */
  settle(slots: readonly OpenSlot[]): void {
    for (const slot of slots) this.#live.delete(slot)
  }

  /** Forgets a slot that went back to the pool. */
  forget(slot: OpenSlot): void {
    this.#live.delete(slot)
    if (this.#byCamera.get(slot.camera) === slot) this.#byCamera.delete(slot.camera)
  }
}

/** Whether the index may say less of the slot than was written. */
export function hasUnindexed(slot: OpenSlot): boolean {
  return slot.position > slot.indexed
}
