import { z } from 'zod'
import { clause, day, id, instant, text } from './base.ts'

export const ledgerQuery = z.object({
  before: z.coerce.number().int().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export const ledgerEntry = z.object({
  seq: z.int(),
  at: instant,
  kind: z.string(),
  actor: z.string(),
  role: z.string(),
  clauses: z.array(clause),
  caseNumber: z.string().nullable(),
  camera: z.string().nullable(),
  /** the entry's own fields, for the detail view */
  body: z.record(z.string(), z.unknown()),
})
export const ledgerPage = z.object({
  entries: z.array(ledgerEntry),
  size: z.int(),
  checkpoint: z.object({ size: z.int(), root: z.string(), at: instant, text: z.string() }).nullable(),
})
export const ledgerCheckRequest = z.object({ saved: text(4000) })
export const ledgerCheck = z.object({
  ok: z.boolean(),
  size: z.int(),
  findings: z.array(z.object({ code: z.string(), params: z.record(z.string(), z.string()) })),
})
export const erasure = z.object({
  id,
  cause: z.enum(['expired', 'hold-ended', 'capacity']),
  /** recording day of what ended, or the day the holds ended */
  day,
  dueAt: instant,
  erasedAt: instant,
  late: z.boolean(),
  cameras: z.int(),
  hours: z.number(),
  slots: z.int(),
  /** when new footage had overwritten all of it; null until then */
  overwrittenAt: instant.nullable(),
  overwritten: z.int(),
  anchor: z.string(),
  clause,
})
export const erasures = z.object({ erasures: z.array(erasure) })
