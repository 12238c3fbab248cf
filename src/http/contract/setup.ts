import { z } from 'zod'
import { approximations } from '../../domain/pack/vocabulary.ts'
import { bytes, id, instant, text, words } from './base.ts'
import { enrolment, role } from './people.ts'

export const state = z.object({
  setup: z.enum(['empty', 'draft', 'done']),
  sample: z.boolean(),
  municipality: z.string().nullable(),
  /** `terms`: the instrument's own words by identifier of the glossary */
  pack: z
    .object({
      id: z.string(),
      title: z.string(),
      timeZone: z.string(),
      terms: z.record(z.string(), z.string()),
    })
    .nullable(),
  version: z.string(),
  now: instant,
})
/** The disk sum, every part in bytes. */
export const capacitySum = z.object({
  cameras: z.int(),
  kbps: z.number(),
  days: z.int(),
  footage: z.number(),
  padding: z.number(),
  margin: z.number(),
  holdReserve: z.number(),
  needed: z.number(),
  available: z.number(),
  fits: z.boolean(),
})
export const setupDraft = z.object({
  step: z.int().min(1).max(6),
  municipality: text(60),
  department: text(60),
  pack: text(60),
  cameras: z.int().min(1).max(5000),
  kbps: z.number().min(10).max(50000),
  managerName: text(60),
  managerPost: text(60),
  anchorFolder: text(400),
  host: text(200),
  address: text(60),
})
export const setupOffer = z.object({
  draft: setupDraft,
  dataFolder: z.string(),
  packs: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      cameras: z.int(),
      /** the period as the instrument gives it */
      days: z.int(),
      approx: z.enum(approximations),
      /** the role of whoever sets up: the first holder of the key */
      founder: z.object({ role, label: z.string() }),
    }),
  ),
  sum: capacitySum,
  sampleSum: capacitySum,
})
export const capacityQuery = z.object({
  cameras: z.coerce.number().int().min(1).max(5000),
  kbps: z.coerce.number().min(10).max(50000),
  pack: z.string(),
})
const founder = z.object({ id, name: words(60), post: words(60), role, enrolment, wrappedRoleKey: bytes })
export const setupRequest = z.object({
  sample: z.boolean(),
  draft: setupDraft,
  people: z.array(founder).min(1),
  roleKey: z.object({ id, publicKey: bytes }),
  /** the id printed on the recovery kit; null when none was made (sample) */
  recoveryKit: z.string().nullable(),
})
export const sampleOfficials = z.object({
  officials: z.array(z.object({ name: z.string(), post: z.string(), role, passphrase: z.string() })),
})
