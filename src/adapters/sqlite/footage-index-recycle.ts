import type { EpochId, HoldId, Instant } from '../../domain/ids.ts'
import type { RecycleResult } from '../../footage/ports.ts'
import { slotHeaderBytes } from '../../footage/slot-header.ts'
import type { HourSums } from './footage-index-hours.ts'
import type { Figures } from './footage-index-rows.ts'
import { slotState } from './footage-index-schema.ts'
import type { Sql } from './footage-index-sql.ts'

type Freed = { readonly slot: number; readonly generation: number }

/**
 * Puts a slot back into the pool and remembers how far its content reaches until that is overwritten.
 * @param told whether `overwritten` reports it: not for bytes that no leaf ever named
 */
export function freeSlot(sql: Sql, slot: number, at: Instant, told: boolean): Freed {
  const row = sql.get<{ generation: number; reach: number }>(
    'SELECT generation, reach FROM slot WHERE slot = ?',
    slot,
  )
  if (row === undefined) throw new TypeError(`the index has no slot ${slot}`)
  if (row.reach > slotHeaderBytes)
    sql.run(
      'INSERT INTO former (generation, slot, extent, freed_at, told) VALUES (?, ?, ?, ?, ?)',
      row.generation,
      slot,
      row.reach,
      at,
      told ? 1 : 0,
    )
  sql.run('DELETE FROM slot_epoch WHERE slot = ?', slot)
  sql.run('DELETE FROM slot_hold WHERE slot = ?', slot)
  sql.run(
    `UPDATE slot SET state = ${slotState.free}, kind = NULL, generation = NULL, camera = NULL, day = NULL,
       used = 0, reach = 0, freed_at = ? WHERE slot = ?`,
    at,
    slot,
  )
  return { slot, generation: row.generation }
}

type Gone = Figures & {
  readonly camera: number
  readonly epoch: number
  readonly leaf: number
  readonly bytes: number
  /** 1 when another copy keeps the leaf's hours where they are */
  readonly kept: number
}

function lasting({ first, last, missing }: Figures): number {
  return Math.max(0, last - first - missing)
}

const partBytes = (hold: string): string =>
  `l.bytes + ifnull((SELECT sum(p.bytes) FROM part p
     WHERE l.parts > 1 AND p.hold = ${hold} AND p.epoch = l.epoch AND p.leaf = l.leaf), 0) AS bytes`

/** See `FootageIndex.recycleEpochs`. */
export function recycleEpochs(
  sql: Sql,
  hours: HourSums,
  epochs: readonly EpochId[],
  at: Instant,
  except: ReadonlySet<number>,
): RecycleResult {
  let leaves = 0
  let bytes = 0
  let milliseconds = 0
  for (const epoch of new Set(epochs)) {
    const known = sql.get<{ id: number }>('SELECT id FROM epoch WHERE uuid = ? AND erased_at IS NULL', epoch)
    if (known === undefined) continue
    const rows = sql.all<Gone>(
      `SELECT l.camera, l.epoch, l.leaf, l.first, l.last, l.missing, ${partBytes('0')},
         EXISTS (SELECT 1 FROM held h WHERE h.epoch = l.epoch AND h.leaf = l.leaf) AS kept
       FROM leaf l WHERE l.epoch = ?`,
      known.id,
    )
    for (const row of rows) {
      if (row.kept === 0) {
        hours.move(row.camera, 'sealed', 'erased', row)
        milliseconds += lasting(row)
      }
      leaves++
      bytes += row.bytes
    }
    sql.run('DELETE FROM part WHERE hold = 0 AND epoch = ?', known.id)
    sql.run('DELETE FROM leaf WHERE epoch = ?', known.id)
    sql.run('UPDATE epoch SET erased_at = ? WHERE id = ?', at, known.id)
  }
  const slots = slotsOfErasedEpochs(sql)
    .filter((slot) => !except.has(slot))
    .map((slot) => freeSlot(sql, slot, at, true))
  forgetEpochs(sql)
  return { slots, leaves, bytes, milliseconds }
}

/** Slots whose every epoch is erased: slots are freed whole. */
function slotsOfErasedEpochs(sql: Sql): readonly number[] {
  return sql
    .all<{ slot: number }>(
      `SELECT o.slot FROM slot_epoch o JOIN epoch e ON e.id = o.epoch
       WHERE o.slot IN (SELECT x.slot FROM epoch g JOIN slot_epoch x ON x.epoch = g.id WHERE g.erased_at IS NOT NULL)
       GROUP BY o.slot HAVING count(*) = count(e.erased_at) ORDER BY o.slot`,
    )
    .map(({ slot }) => slot)
}

/** Drops erased epochs that neither a slot nor a held copy needs any more. */
function forgetEpochs(sql: Sql): void {
  sql.run(
    `DELETE FROM epoch WHERE erased_at IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM slot_epoch o WHERE o.epoch = epoch.id)
       AND NOT EXISTS (SELECT 1 FROM held h WHERE h.epoch = epoch.id)`,
  )
}

/** See `FootageIndex.recycleHolds`. */
export function recycleHolds(
  sql: Sql,
  hours: HourSums,
  holds: readonly HoldId[],
  at: Instant,
): RecycleResult {
  const slots: Freed[] = []
  let leaves = 0
  let bytes = 0
  let milliseconds = 0
  for (const hold of new Set(holds)) {
    const known = sql.get<{ id: number }>('SELECT id FROM hold WHERE uuid = ?', hold)
    if (known === undefined) continue
    const rows = sql.all<Gone & { recorded: number }>(
      `SELECT l.camera, l.epoch, l.leaf, l.first, l.last, l.missing, ${partBytes('l.hold')},
         EXISTS (SELECT 1 FROM held o WHERE o.epoch = l.epoch AND o.leaf = l.leaf AND o.hold <> l.hold) AS kept,
         EXISTS (SELECT 1 FROM leaf r WHERE r.epoch = l.epoch AND r.leaf = l.leaf) AS recorded
       FROM held l WHERE l.hold = ?`,
      known.id,
    )
    for (const row of rows) {
      if (row.kept === 0) {
        hours.move(row.camera, 'held', row.recorded === 1 ? 'sealed' : 'erased', row)
        if (row.recorded === 0) milliseconds += lasting(row)
      }
      leaves++
      bytes += row.bytes
    }
    sql.run('DELETE FROM part WHERE hold = ?', known.id)
    sql.run('DELETE FROM held WHERE hold = ?', known.id)
    const touched = sql.all<{ slot: number }>('SELECT slot FROM slot_hold WHERE hold = ?', known.id)
    sql.run('DELETE FROM slot_hold WHERE hold = ?', known.id)
    sql.run('DELETE FROM hold WHERE id = ?', known.id)
    for (const { slot } of touched)
      if (sql.get('SELECT 1 FROM slot_hold WHERE slot = ?', slot) === undefined)
        slots.push(freeSlot(sql, slot, at, true))
  }
  forgetEpochs(sql)
  return { slots, leaves, bytes, milliseconds }
}
