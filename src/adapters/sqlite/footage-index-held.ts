import type { HoldId } from '../../domain/ids.ts'
import { FootageFault } from '../../footage/fault.ts'
import type { HeldCopy } from '../../footage/footage-index.ts'
import type { HeldLeaf, LeafRef } from '../../footage/ports.ts'
import { dayFromNumber, dayNumber } from '../../footage/slot-header.ts'
import type { HourSums } from './footage-index-hours.ts'
import { type Figures, type LeafData, leafRow, selectHeld } from './footage-index-rows.ts'
import type { Sql } from './footage-index-sql.ts'

/** See `FootageIndex.heldLeaf`. */
export function heldLeaf(sql: Sql, hold: HoldId, { epoch, leaf }: LeafRef): HeldLeaf | undefined {
  const known = sql.get<{ id: number; ends_on: number }>('SELECT id, ends_on FROM hold WHERE uuid = ?', hold)
  if (known === undefined) return undefined
  const data = sql.get<LeafData>(
    `${selectHeld} WHERE l.hold = ? AND e.uuid = ? AND l.leaf = ?`,
    known.id,
    epoch,
    leaf,
  )
  if (data === undefined) return undefined
  return { ...leafRow(sql, data), hold, endsOn: dayFromNumber(known.ends_on) }
}

type Source = Figures & {
  readonly epoch: number
  readonly camera: number
  readonly fragments: number
  readonly frames: number
  readonly held: number
}

/** Adds one copy: its row, its further parts, its slots' owner, and the move of its hours to `held`. */
export function addHeld(sql: Sql, hours: HourSums, { hold, endsOn, leaf, parts }: HeldCopy): void {
  const source = sourceOf(sql, leaf)
  const [first, ...further] = parts
  if (source === undefined || first === undefined)
    throw new FootageFault('leaf-unknown', 'no leaf to hold', { epoch: leaf.epoch, leaf: leaf.leaf })
  const id = holdId(sql, hold, dayNumber(endsOn))
  sql.run(
    `INSERT INTO held (hold, epoch, leaf, camera, first, last, missing, fragments, frames, slot, offset, bytes, parts)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    id,
    source.epoch,
    leaf.leaf,
    source.camera,
    source.first,
    source.last,
    source.missing,
    source.fragments,
    source.frames,
    first.slot,
    first.offset,
    first.bytes,
    parts.length,
  )
  for (const [i, { slot, offset, bytes }] of further.entries())
    sql.run(
      'INSERT INTO part VALUES (?, ?, ?, ?, ?, ?, ?)',
      id,
      source.epoch,
      leaf.leaf,
      i + 1,
      slot,
      offset,
      bytes,
    )
  for (const { slot } of parts)
    sql.run('INSERT OR IGNORE INTO slot_hold (slot, hold) VALUES (?, ?)', slot, id)
  if (source.held === 0) hours.move(source.camera, 'sealed', 'held', source)
}

function sourceOf(sql: Sql, { epoch, leaf }: LeafRef): Source | undefined {
  const columns = 'l.epoch, l.camera, l.first, l.last, l.missing, l.fragments, l.frames'
  const held = 'EXISTS (SELECT 1 FROM held h WHERE h.epoch = l.epoch AND h.leaf = l.leaf)'
  const where = 'WHERE l.epoch = (SELECT id FROM epoch WHERE uuid = ?) AND l.leaf = ?'
  return (
    sql.get<Source>(`SELECT ${columns}, ${held} AS held FROM leaf l ${where}`, epoch, leaf) ??
    sql.get<Source>(`SELECT ${columns}, 1 AS held FROM held l ${where} LIMIT 1`, epoch, leaf)
  )
}

function holdId(sql: Sql, hold: HoldId, endsOn: number): number {
  const known = sql.get<{ id: number; ends_on: number }>('SELECT id, ends_on FROM hold WHERE uuid = ?', hold)
  if (known === undefined) return sql.run('INSERT INTO hold (uuid, ends_on) VALUES (?, ?)', hold, endsOn)
  if (known.ends_on !== endsOn)
    throw new FootageFault('hold-day', `the hold ends on ${dayFromNumber(known.ends_on)}`)
  return known.id
}
