import type { CameraId, EpochId, HoldId, Instant } from '../../domain/ids.ts'
import type { IndexedPart, SlotRow, WrongHour } from '../../footage/footage-index.ts'
import { hourShares } from '../../footage/hours.ts'
import type { Figures } from './footage-index-rows.ts'
import type { Sql } from './footage-index-sql.ts'

type PartData = Figures & {
  readonly hold: string | null
  readonly epoch: string
  readonly camera: string
  readonly leaf: number
  readonly offset: number
  readonly bytes: number
  readonly parts: number
  readonly fragments: number
  readonly frames: number
}

const figures = 'l.leaf, l.parts, l.first, l.last, l.missing, l.fragments, l.frames'
const names = 'JOIN epoch e ON e.id = l.epoch JOIN camera c ON c.id = l.camera'

/** See `FootageIndexReader.partsIn`. */
export function partsIn(sql: Sql, { slot, kind }: SlotRow): readonly IndexedPart[] {
  const rows =
    kind === 'recording'
      ? sql.all<PartData>(
          `SELECT NULL AS hold, e.uuid AS epoch, c.uuid AS camera, ${figures}, l.offset, l.bytes
             FROM slot_epoch o JOIN leaf l ON l.epoch = o.epoch AND l.slot = o.slot ${names} WHERE o.slot = ?1
           UNION ALL
           SELECT NULL, e.uuid, c.uuid, ${figures}, p.offset, p.bytes
             FROM part p JOIN leaf l ON l.epoch = p.epoch AND l.leaf = p.leaf ${names} WHERE p.slot = ?1 AND p.hold = 0
           ORDER BY 11`,
          slot,
        )
      : sql.all<PartData>(
          `SELECT h.uuid AS hold, e.uuid AS epoch, c.uuid AS camera, ${figures}, l.offset, l.bytes
             FROM slot_hold o JOIN held l ON l.hold = o.hold AND l.slot = o.slot JOIN hold h ON h.id = l.hold ${names}
             WHERE o.slot = ?1
           UNION ALL
           SELECT h.uuid, e.uuid, c.uuid, ${figures}, p.offset, p.bytes
             FROM part p JOIN held l ON l.hold = p.hold AND l.epoch = p.epoch AND l.leaf = p.leaf
             JOIN hold h ON h.id = l.hold ${names} WHERE p.slot = ?1
           ORDER BY 11`,
          slot,
        )
  return rows.map((row) => ({
    hold: row.hold === null ? undefined : (row.hold as HoldId),
    epoch: row.epoch as EpochId,
    leaf: row.leaf,
    camera: row.camera as CameraId,
    offset: row.offset,
    bytes: row.bytes,
    parts: row.parts,
    first: row.first as Instant,
    last: row.last as Instant,
    fragments: row.fragments,
    frames: row.frames,
  }))
}

const columns = ['sealed', 'held', 'gap'] as const
type Column = (typeof columns)[number]
type Hours = Map<string, Record<Column, number>>

/** See `FootageIndexReader.wrongHours`. */
export function wrongHours(sql: Sql): readonly WrongHour[] {
  return sql.snapshot(() => {
    const summed: Hours = new Map()
    for (const { camera, column, ...row } of rowsToSum(sql))
      for (const { hour, ms } of hourShares(row.first, row.last, row.missing))
        sumsOf(summed, `${camera} ${hour}`)[column] += ms
    const stored: Hours = new Map()
    for (const row of sql.each<{ camera: string; hour: number } & Record<Column, number>>(
      'SELECT c.uuid AS camera, h.hour, h.sealed, h.held, h.gap FROM hour h JOIN camera c ON c.id = h.camera',
    ))
      stored.set(`${row.camera} ${row.hour}`, row)

    const wrong: WrongHour[] = []
    for (const key of new Set([...summed.keys(), ...stored.keys()])) {
      const [camera = '', hour = ''] = key.split(' ')
      for (const column of columns) {
        const place = { camera: camera as CameraId, hour: Number(hour) as Instant, column }
        const figures = { stored: sumsOf(stored, key)[column], summed: sumsOf(summed, key)[column] }
        if (figures.stored !== figures.summed) wrong.push({ ...place, ...figures })
      }
    }
    return wrong
  })
}

function sumsOf(hours: Hours, key: string): Record<Column, number> {
  let sums = hours.get(key)
  if (sums === undefined) {
    sums = { sealed: 0, held: 0, gap: 0 }
    hours.set(key, sums)
  }
  return sums
}

function* rowsToSum(sql: Sql): Generator<Figures & { readonly camera: string; readonly column: Column }> {
  yield* sql.each<Figures & { camera: string; column: Column }>(
    `SELECT c.uuid AS camera, l.first, l.last, l.missing,
       CASE WHEN EXISTS (SELECT 1 FROM held h WHERE h.epoch = l.epoch AND h.leaf = l.leaf) THEN 'held' ELSE 'sealed' END AS column
     FROM leaf l JOIN camera c ON c.id = l.camera`,
  )
  yield* sql.each<Figures & { camera: string; column: Column }>(
    `SELECT DISTINCT l.epoch, l.leaf, c.uuid AS camera, l.first, l.last, l.missing, 'held' AS column
     FROM held l JOIN camera c ON c.id = l.camera
     WHERE NOT EXISTS (SELECT 1 FROM leaf r WHERE r.epoch = l.epoch AND r.leaf = l.leaf)`,
  )
  yield* sql.each<Figures & { camera: string; column: Column }>(
    `SELECT c.uuid AS camera, g.start AS first, g.stop AS last, 0 AS missing, 'gap' AS column
     FROM gap g JOIN camera c ON c.id = g.camera`,
  )
}

/** What no index may hold: a description, and the rows that are so. */
const contradictions: readonly (readonly [string, string])[] = [
  [
    'leaves begin in slots that are not recording slots',
    'leaf l JOIN slot s ON s.slot = l.slot WHERE s.state = 0 OR s.kind <> 1',
  ],
  [
    'held copies begin in slots that are not held slots',
    'held l JOIN slot s ON s.slot = l.slot WHERE s.state = 0 OR s.kind <> 2',
  ],
  [
    'further parts lie in slots of another kind',
    'part p JOIN slot s ON s.slot = p.slot WHERE s.state = 0 OR (s.kind = 1) <> (p.hold = 0)',
  ],
  [
    'leaves lie in slots that do not list their epoch',
    'leaf l WHERE NOT EXISTS (SELECT 1 FROM slot_epoch o WHERE o.slot = l.slot AND o.epoch = l.epoch)',
  ],
  [
    'held copies lie in slots that do not list their hold',
    'held l WHERE NOT EXISTS (SELECT 1 FROM slot_hold o WHERE o.slot = l.slot AND o.hold = l.hold)',
  ],
  [
    'leaves of erased epochs are still listed',
    'leaf l JOIN epoch e ON e.id = l.epoch WHERE e.erased_at IS NOT NULL',
  ],
  [
    'slots are filled beyond their end or reach',
    'slot s, store t WHERE s.used > s.reach OR s.reach > t.slot_bytes',
  ],
]

/** See `FootageIndexReader.selfCheck`. */
export function selfCheck(sql: Sql): readonly string[] {
  const rows = sql.all<{ integrity_check: string }>('PRAGMA integrity_check(20)')
  const messages = rows.map((row) => row.integrity_check).filter((message) => message !== 'ok')
  const count = sql.get<{ listed: number; stated: number }>(
    'SELECT (SELECT count(*) FROM slot) AS listed, slots AS stated FROM store',
  )
  if (count === undefined || count.listed !== count.stated)
    messages.push(`the index lists ${count?.listed} slots of ${count?.stated}`)
  for (const [what, query] of contradictions) {
    const rows = sql.get<{ rows: number }>(`SELECT count(*) AS rows FROM ${query}`)?.rows ?? 0
    if (rows > 0) messages.push(`${rows} ${what}`)
  }
  return messages
}
