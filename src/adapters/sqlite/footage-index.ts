import { dirname, join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import type { CameraId, EpochId, HoldId, Instant, LocalDay } from '../../domain/ids.ts'
import type {
  FootageIndex,
  HeldCopy,
  IndexBatch,
  LastRecorded,
  LeafGrowth,
  SlotFill,
  SlotRow,
  SlotUse,
  Uncovered,
} from '../../footage/footage-index.ts'
import { holeBetween } from '../../footage/hours.ts'
import type { GapRow, HeldLeaf, LeafRef, RecycleResult } from '../../footage/ports.ts'
import { dayNumber, slotHeaderBytes } from '../../footage/slot-header.ts'
import { addHeld, heldLeaf } from './footage-index-held.ts'
import { HourSums } from './footage-index-hours.ts'
import { lockStore, type StoreLock } from './footage-index-lock.ts'
import { SqliteIndexReader } from './footage-index-read.ts'
import { freeSlot, recycleEpochs, recycleHolds } from './footage-index-recycle.ts'
import { type SlotData, selectSlot, slotRow } from './footage-index-rows.ts'
import { openIndexDatabase, slotKind, slotState } from './footage-index-schema.ts'

type LeafState = {
  readonly first: number
  readonly last: number
  readonly missing: number
  readonly fragments: number
  readonly frames: number
  readonly slot: number
  readonly offset: number
  readonly bytes: number
  readonly parts: number
}
type PartState = { readonly slot: number; readonly offset: number; readonly bytes: number }

/**
 * Opens the index for its owner and keeps every other owner out until it is closed.
 * @throws FootageFault `index-missing`, `index-version`, `index-damaged`, `store-in-use`
 */
export function openFootageIndex(file: string): FootageIndex {
  const lock = lockStore(dirname(file))
  try {
    return new SqliteIndex(openIndexDatabase(join(file), 'write'), lock)
  } catch (error) {
    lock.release()
    throw error
  }
}

class SqliteIndex extends SqliteIndexReader implements FootageIndex {
  readonly #lock: StoreLock
  readonly #hours: HourSums
  readonly #cameras = new Map<string, number>()
  readonly #epochs = new Map<string, number>()

  constructor(db: DatabaseSync, lock: StoreLock) {
    super(db)
    this.#lock = lock
    this.#hours = new HourSums(this.sql)
  }

  atomically<T>(work: () => T): T {
    const forget = (): void => {
      this.#hours.forget()
      this.#cameras.clear()
      this.#epochs.clear()
    }
    return this.sql.atomically(() => {
      const result = work()
      this.#hours.write()
      return result
    }, forget)
  }

  begin(): { readonly clean: boolean } {
    return this.atomically(() => {
      const clean = this.sql.get<{ clean: number }>('SELECT clean FROM store')?.clean === 1
      this.sql.run('UPDATE store SET clean = 0')
      return { clean }
    })
  }

  leaveClean(): void {
    this.atomically(() => this.sql.run('UPDATE store SET clean = 1'))
  }

  lastRecorded(): readonly LastRecorded[] {
    const rows = this.sql.all<{ uuid: string; recorded: number | null; accounted: number }>(
      `SELECT uuid, recorded_to AS recorded, accounted_to AS accounted FROM camera
       WHERE accounted_to IS NOT NULL`,
    )
    return rows.map(({ uuid, recorded, accounted }) => ({
      camera: uuid as CameraId,
      recordedTo: recorded === null ? undefined : (recorded as Instant),
      accountedTo: accounted as Instant,
    }))
  }

  openSlot(use: SlotUse, except: ReadonlySet<number> = new Set()): SlotRow | undefined {
    return this.atomically(() => {
      const next = this.sql
        .all<{ slot: number }>(
          `SELECT slot FROM slot INDEXED BY slot_free WHERE state = ${slotState.free} ORDER BY freed_at, slot LIMIT ?`,
          except.size + 1,
        )
        .find(({ slot }) => !except.has(slot))
      if (next === undefined) return undefined
      const generation = this.nextGeneration()
      this.sql.run('UPDATE store SET next_generation = next_generation + 1')
      this.sql.run(
        `UPDATE slot SET state = ${slotState.open}, kind = ?, generation = ?, camera = ?, day = ?, used = ?, reach = ?
         WHERE slot = ?`,
        slotKind[use.kind],
        generation,
        use.kind === 'recording' ? this.#cameraId(use.camera) : null,
        dayNumber(use.day),
        slotHeaderBytes,
        slotHeaderBytes,
        next.slot,
      )
      return this.slot(next.slot)
    })
  }

  openSlots(): readonly SlotRow[] {
    const open = `${selectSlot} WHERE s.state = ${slotState.open} ORDER BY s.slot`
    return this.sql.all<SlotData>(open).map(slotRow)
  }

  epochKnown(epoch: EpochId): boolean {
    return this.#epochs.has(epoch) || this.sql.get('SELECT 1 FROM epoch WHERE uuid = ?', epoch) !== undefined
  }

  commit(batch: IndexBatch, at: Instant): void {
    this.atomically(() => {
      for (const growth of batch.growth) this.#grow(growth)
      for (const fill of batch.slots) this.#fill(fill, at)
      for (const { epoch, leaf } of batch.closedLeaves)
        this.sql.run(
          'UPDATE leaf SET closed = 1 WHERE leaf = ? AND epoch = (SELECT id FROM epoch WHERE uuid = ?)',
          leaf,
          epoch,
        )
      for (const slot of batch.closedSlots) this.closeSlot(slot, at)
      for (const gap of batch.gaps) this.#gap(gap)
    })
  }

  closeLeftovers(): void {
    this.atomically(() => {
      this.sql.run('UPDATE leaf SET closed = 1 WHERE closed = 0')
      this.sql.run('UPDATE gap SET open = 0 WHERE open = 1')
    })
  }

  closeSlot({ slot, generation }: { readonly slot: number; readonly generation: number }, at: Instant): void {
    this.atomically(() => {
      const open = `slot = ? AND generation = ? AND state = ${slotState.open}`
      if (this.sql.get(`SELECT 1 FROM slot WHERE ${open}`, slot, generation) === undefined) return
      const owned = this.sql.get(
        'SELECT 1 FROM slot_epoch WHERE slot = ?1 UNION ALL SELECT 1 FROM slot_hold WHERE slot = ?1',
        slot,
      )
      if (owned === undefined) freeSlot(this.sql, slot, at, false)
      else this.sql.run(`UPDATE slot SET state = ${slotState.closed} WHERE slot = ?`, slot)
    })
  }

  heldLeaf(hold: HoldId, leaf: LeafRef): HeldLeaf | undefined {
    return heldLeaf(this.sql, hold, leaf)
  }

  addHeld(copies: readonly HeldCopy[], slots: readonly SlotFill[], at: Instant): void {
    this.atomically(() => {
      for (const copy of copies) addHeld(this.sql, this.#hours, copy)
      for (const fill of slots) this.#fill(fill, at)
    })
  }

  recycleEpochs(epochs: readonly EpochId[], at: Instant, except: ReadonlySet<number>): RecycleResult {
    return this.atomically(() => {
      this.#epochs.clear()
      return recycleEpochs(this.sql, this.#hours, epochs, at, except)
    })
  }

  recycleHolds(holds: readonly HoldId[], at: Instant): RecycleResult {
    return this.atomically(() => {
      this.#epochs.clear()
      return recycleHolds(this.sql, this.#hours, holds, at)
    })
  }

  uncovered(): readonly Uncovered[] {
    return this.sql
      .all<{ slot: number }>(
        `SELECT DISTINCT f.slot FROM former f CROSS JOIN slot s ON s.slot = f.slot
         WHERE f.overwritten_at IS NULL AND s.state = ${slotState.closed}`,
      )
      .flatMap(({ slot }) => this.uncoveredOf(slot) ?? [])
  }

  uncoveredOf(slot: number): Uncovered | undefined {
    return this.sql.get<Uncovered>(
      `SELECT s.slot, s.generation, s.used AS "from", max(f.extent) AS "to" FROM former f JOIN slot s ON s.slot = f.slot
       WHERE f.slot = ? AND f.overwritten_at IS NULL AND s.state <> ${slotState.free} GROUP BY s.slot`,
      slot,
    )
  }

  covered({ slot, generation, to }: Uncovered, at: Instant): void {
    this.atomically(() => this.#cover(slot, generation, to, at))
  }

  overwritten(): readonly { readonly slot: number; readonly generation: number; readonly at: Instant }[] {
    return this.sql
      .all<{ slot: number; generation: number; at: number }>(
        `SELECT slot, generation, overwritten_at AS at FROM former WHERE overwritten_at IS NOT NULL ORDER BY generation`,
      )
      .map(({ slot, generation, at }) => ({ slot, generation, at: at as Instant }))
  }

  acknowledgeOverwritten(generations: readonly number[]): void {
    this.atomically(() => {
      for (const generation of generations)
        this.sql.run('DELETE FROM former WHERE generation = ? AND overwritten_at IS NOT NULL', generation)
    })
  }

  override close(): void {
    super.close()
    this.#lock.release()
  }

  #cameraId(camera: CameraId): number {
    let id = this.#cameras.get(camera)
    if (id === undefined) {
      id =
        this.sql.get<{ id: number }>('SELECT id FROM camera WHERE uuid = ?', camera)?.id ??
        this.sql.run('INSERT INTO camera (uuid) VALUES (?)', camera)
      this.#cameras.set(camera, id)
    }
    return id
  }

  #epochId(epoch: EpochId, camera: number, day: LocalDay): number {
    let id = this.#epochs.get(epoch)
    if (id === undefined) {
      id =
        this.sql.get<{ id: number }>('SELECT id FROM epoch WHERE uuid = ?', epoch)?.id ??
        this.sql.run('INSERT INTO epoch (uuid, camera, day) VALUES (?, ?, ?)', epoch, camera, dayNumber(day))
      if (this.#epochs.size >= 1_000) this.#epochs.clear()
      this.#epochs.set(epoch, id)
    }
    return id
  }

  #grow(growth: LeafGrowth): void {
    const camera = this.#cameraId(growth.camera)
    const epoch = this.#epochId(growth.epoch, camera, growth.day)
    const row = this.sql.get<LeafState>(
      `SELECT first, last, missing, fragments, frames, slot, offset, bytes, parts FROM leaf
       WHERE epoch = ? AND leaf = ?`,
      epoch,
      growth.leaf,
    )
    const figures = {
      first: Math.min(row?.first ?? growth.first, growth.first),
      last: Math.max(row?.last ?? growth.last, growth.last),
      missing: (row === undefined ? 0 : row.missing + holeBetween(row.last, growth.first)) + growth.missing,
    }
    if (row === undefined) {
      this.sql.run(
        `INSERT INTO leaf (epoch, leaf, camera, first, last, missing, fragments, frames, closed, slot, offset, bytes, parts)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, 1)`,
        epoch,
        growth.leaf,
        camera,
        figures.first,
        figures.last,
        figures.missing,
        growth.fragments,
        growth.frames,
        growth.slot,
        growth.offset,
        growth.bytes,
      )
    } else {
      this.#hours.add(camera, 'sealed', row, -1)
      this.#addPart(epoch, growth, row)
      this.sql.run(
        `UPDATE leaf SET first = ?, last = ?, missing = ?, fragments = fragments + ?, frames = frames + ?
         WHERE epoch = ? AND leaf = ?`,
        figures.first,
        figures.last,
        figures.missing,
        growth.fragments,
        growth.frames,
        epoch,
        growth.leaf,
      )
    }
    this.#hours.add(camera, 'sealed', figures, 1)
    this.sql.run('INSERT OR IGNORE INTO slot_epoch (slot, epoch) VALUES (?, ?)', growth.slot, epoch)
    this.sql.run(
      `UPDATE camera SET longest = max(longest, ?), recorded_to = max(ifnull(recorded_to, 0), ?),
         accounted_to = max(ifnull(accounted_to, 0), ?) WHERE id = ?`,
      figures.last - figures.first,
      figures.last,
      figures.last,
      camera,
    )
  }

  /** Lengthens the leaf's last part where the records lie behind it, else begins another. */
  #addPart(epoch: number, { leaf, slot, offset, bytes }: LeafGrowth, row: LeafState): void {
    const last =
      row.parts === 1
        ? row
        : this.sql.get<PartState>(
            'SELECT slot, offset, bytes FROM part WHERE hold = 0 AND epoch = ? AND leaf = ? AND part = ?',
            epoch,
            leaf,
            row.parts - 1,
          )
    if (last?.slot !== slot || last.offset + last.bytes !== offset) {
      this.sql.run(
        'INSERT INTO part VALUES (0, ?, ?, ?, ?, ?, ?)',
        epoch,
        leaf,
        row.parts,
        slot,
        offset,
        bytes,
      )
      this.sql.run('UPDATE leaf SET parts = parts + 1 WHERE epoch = ? AND leaf = ?', epoch, leaf)
    } else if (row.parts === 1)
      this.sql.run('UPDATE leaf SET bytes = bytes + ? WHERE epoch = ? AND leaf = ?', bytes, epoch, leaf)
    else
      this.sql.run(
        'UPDATE part SET bytes = bytes + ? WHERE hold = 0 AND epoch = ? AND leaf = ? AND part = ?',
        bytes,
        epoch,
        leaf,
        row.parts - 1,
      )
  }

  #fill({ slot, generation, used, reach }: SlotFill, at: Instant): void {
    this.sql.run(
      `UPDATE slot SET used = max(used, ?), reach = max(reach, ?)
       WHERE slot = ? AND generation = ? AND state <> ${slotState.free}`,
      used,
      reach,
      slot,
      generation,
    )
    this.#cover(slot, generation, used, at)
  }

  /** Everything before `end` that uses before this generation left is overwritten. */
  #cover(slot: number, generation: number, end: number, at: Instant): void {
    const before = 'slot = ? AND generation < ? AND overwritten_at IS NULL AND extent <= ?'
    this.sql.run(`DELETE FROM former WHERE ${before} AND told = 0`, slot, generation, end)
    this.sql.run(`UPDATE former SET overwritten_at = ? WHERE ${before}`, at, slot, generation, end)
  }

  #gap({ camera, from, to, cause, detail, open }: GapRow): void {
    const id = this.#cameraId(camera)
    const before = this.sql.get<{ stop: number }>(
      'SELECT stop FROM gap WHERE camera = ? AND start = ?',
      id,
      from,
    )
    if (before !== undefined) this.#hours.add(id, 'gap', { first: from, last: before.stop, missing: 0 }, -1)
    this.#hours.add(id, 'gap', { first: from, last: to, missing: 0 }, 1)
    this.sql.run(
      `INSERT INTO gap (camera, start, stop, cause, detail, open) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET stop = excluded.stop, cause = excluded.cause, detail = excluded.detail, open = excluded.open`,
      id,
      from,
      to,
      cause,
      detail,
      open ? 1 : 0,
    )
    this.sql.run('UPDATE camera SET accounted_to = max(ifnull(accounted_to, 0), ?) WHERE id = ?', to, id)
  }
}
