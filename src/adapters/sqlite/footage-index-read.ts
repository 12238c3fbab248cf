import type { DatabaseSync } from 'node:sqlite'
import type { CameraId, EpochId, Instant, Window } from '../../domain/ids.ts'
import { FootageFault } from '../../footage/fault.ts'
import type { FootageIndexReader, IndexedPart, SlotRow, WrongHour } from '../../footage/footage-index.ts'
import { hourMs, hourOf } from '../../footage/hours.ts'
import type { CoverageHour, GapCause, GapRow, LeafRef, LeafRow, StoreCapacity } from '../../footage/ports.ts'
import type { StoreIdentity } from '../../footage/slot-files.ts'
import { partsIn, selfCheck, wrongHours } from './footage-index-proof.ts'
import {
  type LeafData,
  leafRow,
  type SlotData,
  selectHeld,
  selectLeaf,
  selectSlot,
  slotRow,
} from './footage-index-rows.ts'
import { openIndexDatabase, slotKind, slotState } from './footage-index-schema.ts'
import { Sql } from './footage-index-sql.ts'

/**
 * Opens the index for reading, in any process, while its owner may write.
 * @throws FootageFault `index-missing`, `index-version`, `index-damaged`
 */
export function openFootageIndexReader(file: string): FootageIndexReader {
  return new SqliteIndexReader(openIndexDatabase(file, 'read'))
}

export class SqliteIndexReader implements FootageIndexReader {
  readonly identity: StoreIdentity
  protected readonly sql: Sql

  constructor(db: DatabaseSync) {
    this.sql = new Sql(db)
    this.identity = identityOf(this.sql)
  }

  leavesBetween(camera: CameraId, window: Window): readonly LeafRow[] {
    const known = this.sql.get<{ id: number; longest: number }>(
      'SELECT id, longest FROM camera WHERE uuid = ?',
      camera,
    )
    if (known === undefined || window.to <= window.from) return []
    const touching = 'l.camera = ? AND l.first >= ? AND l.first < ? AND l.last > ?'
    const range = [known.id, window.from - known.longest, window.to, window.from]
    const rows = this.sql.all<LeafData>(`${selectLeaf} WHERE ${touching} ORDER BY l.first`, ...range)
    const held = this.sql.all<LeafData>(
      `${selectHeld} WHERE ${touching}
         AND NOT EXISTS (SELECT 1 FROM leaf r WHERE r.epoch = l.epoch AND r.leaf = l.leaf)
         AND l.hold = (SELECT min(o.hold) FROM held o WHERE o.epoch = l.epoch AND o.leaf = l.leaf)
       ORDER BY l.first`,
      ...range,
    )
    if (held.length > 0) {
      rows.push(...held)
      rows.sort((a, b) => a.first - b.first)
    }
    return rows.map((row) => leafRow(this.sql, row))
  }

  leaf({ epoch, leaf }: LeafRef): LeafRow | undefined {
    const data =
      this.sql.get<LeafData>(`${selectLeaf} WHERE e.uuid = ? AND l.leaf = ?`, epoch, leaf) ??
      this.sql.get<LeafData>(
        `${selectHeld} WHERE e.uuid = ? AND l.leaf = ? ORDER BY l.hold LIMIT 1`,
        epoch,
        leaf,
      )
    return data === undefined ? undefined : leafRow(this.sql, data)
  }

  coverage(cameras: readonly CameraId[], window: Window): readonly CoverageHour[] {
    return cameras.flatMap((camera) =>
      this.sql
        .all<Omit<CoverageHour, 'camera'>>(
          `SELECT h.hour, h.sealed, h.held, h.erased, h.gap FROM hour h JOIN camera c ON c.id = h.camera
           WHERE c.uuid = ? AND h.hour >= ? AND h.hour < ? ORDER BY h.hour`,
          camera,
          hourOf(window.from),
          window.to,
        )
        .map((hour) => withinTheHour({ camera, ...hour })),
    )
  }

  gaps(camera: CameraId, window: Window): readonly GapRow[] {
    const rows = this.sql.all<{ start: number; stop: number; cause: string; detail: string; open: number }>(
      `SELECT g.start, g.stop, g.cause, g.detail, g.open FROM gap g JOIN camera c ON c.id = g.camera
       WHERE c.uuid = ? AND g.start < ? AND g.stop > ? ORDER BY g.start`,
      camera,
      window.to,
      window.from,
    )
    return rows.map(({ start, stop, cause, detail, open }) => ({
      camera,
      from: start as Instant,
      to: stop as Instant,
      cause: cause as GapCause,
      detail,
      open: open === 1,
    }))
  }

  capacity(): StoreCapacity {
    const rows = this.sql.all<{ kind: number; slots: number }>(
      `SELECT kind, count(*) AS slots FROM slot WHERE state <> ${slotState.free} GROUP BY kind`,
    )
    const { slotBytes, slots } = this.identity
    const used = (kind: number): number => rows.find((row) => row.kind === kind)?.slots ?? 0
    const [recording, held] = [used(slotKind.recording), used(slotKind.held)]
    return { slotBytes, slots, free: slots - recording - held, recording, held }
  }

  slot(slot: number): SlotRow | undefined {
    const data = this.sql.get<SlotData>(
      `${selectSlot} WHERE s.slot = ? AND s.state <> ${slotState.free}`,
      slot,
    )
    return data === undefined ? undefined : slotRow(data)
  }

  isErased(epoch: EpochId): boolean {
    return this.sql.get('SELECT 1 FROM epoch WHERE uuid = ? AND erased_at IS NOT NULL', epoch) !== undefined
  }

  partsIn(slot: SlotRow): readonly IndexedPart[] {
    return partsIn(this.sql, slot)
  }

  nextGeneration(): number {
    return this.sql.get<{ next: number }>('SELECT next_generation AS next FROM store')?.next ?? 0
  }

  wrongHours(): readonly WrongHour[] {
    return wrongHours(this.sql)
  }

  selfCheck(): readonly string[] {
    return selfCheck(this.sql)
  }

  close(): void {
    this.sql.close()
  }
}

function identityOf(sql: Sql): StoreIdentity {
  const row = sql.get<{ disk: string; slot_bytes: number; slots: number }>(
    'SELECT disk, slot_bytes, slots FROM store',
  )
  if (row === undefined) throw new FootageFault('index-damaged', 'the index does not say what store it is of')
  return { disk: row.disk, slotBytes: row.slot_bytes, slots: row.slots }
}

/** Where a clock was set back, leaves and gaps overlap; an hour adds up to an hour all the same, and the gap gives way first. */
function withinTheHour(hour: CoverageHour): CoverageHour {
  let left = hourMs
  const take = (ms: number): number => {
    const taken = Math.max(0, Math.min(ms, left))
    left -= taken
    return taken
  }
  const held = take(hour.held)
  const sealed = take(hour.sealed)
  const erased = take(hour.erased)
  return { camera: hour.camera, hour: hour.hour, sealed, held, erased, gap: take(hour.gap) }
}
