import type { CameraId, EpochId, Instant } from '../../domain/ids.ts'
import type { SlotRow } from '../../footage/footage-index.ts'
import type { LeafPart, LeafRow } from '../../footage/ports.ts'
import { dayFromNumber } from '../../footage/slot-header.ts'
import { slotKind, slotState } from './footage-index-schema.ts'
import type { Sql } from './footage-index-sql.ts'

/** What the hourly sums take from a leaf. */
export type Figures = { readonly first: number; readonly last: number; readonly missing: number }

/** A row of `leaf` or `held` as the queries below select it; of a held row `closed` is 1. */
export type LeafData = Figures & {
  readonly epoch: number
  readonly epoch_uuid: string
  readonly camera: number
  readonly camera_uuid: string
  readonly day: number
  readonly leaf: number
  readonly fragments: number
  readonly frames: number
  readonly closed: number
  readonly slot: number
  readonly offset: number
  readonly bytes: number
  readonly parts: number
  readonly generation: number
  /** 0 for a recording */
  readonly hold: number
}

const common = `l.epoch, e.uuid AS epoch_uuid, l.camera, c.uuid AS camera_uuid, e.day, l.leaf, l.first, l.last, l.missing,
  l.fragments, l.frames, l.slot, l.offset, l.bytes, l.parts, s.generation`
const joins = 'JOIN epoch e ON e.id = l.epoch JOIN camera c ON c.id = l.camera JOIN slot s ON s.slot = l.slot'

/** Selects `LeafData` of recordings, alias `l`. */
export const selectLeaf = `SELECT ${common}, l.closed, 0 AS hold FROM leaf l ${joins}`
/** Selects `LeafData` of held copies, alias `l`. */
export const selectHeld = `SELECT ${common}, 1 AS closed, l.hold FROM held l ${joins}`

export function leafRow(sql: Sql, data: LeafData): LeafRow {
  const { slot, generation, offset, bytes } = data
  return {
    epoch: data.epoch_uuid as EpochId,
    leaf: data.leaf,
    camera: data.camera_uuid as CameraId,
    day: dayFromNumber(data.day),
    first: data.first as Instant,
    last: data.last as Instant,
    fragments: data.fragments,
    frames: data.frames,
    closed: data.closed === 1,
    parts: [{ slot, generation, offset, bytes }, ...(data.parts > 1 ? furtherParts(sql, data) : [])],
  }
}

function furtherParts(sql: Sql, { hold, epoch, leaf }: LeafData): readonly LeafPart[] {
  const rows = sql.all<LeafPart>(
    `SELECT p.slot, s.generation, p.offset, p.bytes FROM part p JOIN slot s ON s.slot = p.slot
     WHERE p.hold = ? AND p.epoch = ? AND p.leaf = ? ORDER BY p.part`,
    hold,
    epoch,
    leaf,
  )
  return rows.map(({ slot, generation, offset, bytes }) => ({ slot, generation, offset, bytes }))
}

export type SlotData = {
  readonly slot: number
  readonly state: number
  readonly kind: number
  readonly generation: number
  readonly camera_uuid: string | null
  readonly day: number
  readonly used: number
  readonly reach: number
}

/** Selects `SlotData`, alias `s`. */
export const selectSlot = `SELECT s.slot, s.state, s.kind, s.generation, c.uuid AS camera_uuid, s.day, s.used, s.reach
  FROM slot s LEFT JOIN camera c ON c.id = s.camera`

export function slotRow(data: SlotData): SlotRow {
  return {
    slot: data.slot,
    open: data.state === slotState.open,
    kind: data.kind === slotKind.recording ? 'recording' : 'held',
    generation: data.generation,
    camera: data.camera_uuid === null ? undefined : (data.camera_uuid as CameraId),
    day: dayFromNumber(data.day),
    used: data.used,
  }
}
