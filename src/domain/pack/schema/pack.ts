/** The pack language as schemas: what a pack.yaml may hold. Cross references are checked in cross-faults.ts. */
import { z } from 'zod'
import { isTimeZone } from '../../calendar/days.ts'
import { fieldTypes, origins, owed } from '../rules.ts'
import { documentKinds, substitutionCauses } from '../vocabulary.ts'
import { actRule, duty, ground, prohibition } from './acts.ts'
import { clause, clauses, condition, day, force, identifier, roles, words } from './basics.ts'
import { retention } from './retention.ts'
import { presence, silent, values } from './values.ts'

const provision = z.strictObject({
  clause,
  says: words,
  how: z.array(z.enum(owed)).min(1),
  force: force.default('must'),
  rests: z.array(z.string()).default([]),
  readings: z.strictObject({ chosen: words, others: z.array(words).min(1) }).optional(),
  asks: words.optional(),
  remark: words.optional(),
})

const role = z.strictObject({
  id: identifier,
  clauses,
  heldBy: words,
  appointedBy: roles.default([]),
  atLeast: z.int().min(0).max(100).default(0),
  atMost: z.int().min(1).max(100).optional(),
  standsInFor: z
    .strictObject({
      role: identifier,
      causes: z.array(z.enum(substitutionCauses)).min(1),
      namedBeforehand: z.boolean(),
      clauses,
    })
    .optional(),
})

const registerRow = z
  .strictObject({
    row: words,
    facility: words,
    count: z.int().min(1).max(1000),
    cameras: z.array(z.strictObject({ place: words, range: words })),
  })
  .refine(({ count, cameras }) => cameras.length === count, {
    error: 'rowCount',
    path: ['cameras'],
    params: { code: 'contradiction' },
  })

const rules = z.strictObject({
  terms: z.record(identifier, words),
  provisions: z.array(provision).min(1),
  values,
  silent,
  scope: z.array(z.strictObject({ id: identifier, title: words, when: condition, clauses })).default([]),
  addressees: z
    .array(z.strictObject({ class: z.enum(['mandatory', 'advisory']), when: condition, clauses }))
    .default([]),
  roles: z.array(role).min(1),
  unlocking: z.strictObject({ holders: roles.min(1), clauses }),
  register: presence(z.array(registerRow).min(1)).default('silent'),
  documents: z
    .array(
      z.strictObject({
        id: identifier,
        kind: z.enum(documentKinds),
        title: words,
        items: z.array(identifier).default([]),
        clauses,
      }),
    )
    .default([]),
  prohibitions: z.array(prohibition).default([]),
  grounds: z.array(ground).default([]),
  acts: z.array(actRule).default([]),
  duties: z.array(duty).default([]),
  retention,
  registers: z
    .array(
      z.strictObject({
        id: identifier,
        title: words,
        per: z.enum(['facility', 'municipality', 'case', 'camera']),
        keeper: identifier,
        origin: z.enum(origins),
        clauses,
        fields: z
          .array(
            z.strictObject({
              id: identifier,
              type: z.enum(fieldTypes),
              label: words,
              origin: z.enum(origins).optional(),
            }),
          )
          .min(1),
      }),
    )
    .default([]),
})

const packId = z.string().regex(/^[a-z][a-z0-9]{1,39}$/, 'packId')
/** A whole pack file. */
export const packSchema = z.strictObject({
  format: z.literal(2),
  id: packId,
  title: words,
  kind: words,
  municipality: words,
  timeZone: z.string().refine(isTimeZone, 'timeZone'),
  parent: z
    .strictObject({
      title: words,
      year: z.int().min(1868).max(9999),
      article: words,
      text: z.literal('unknown'),
      clauses,
    })
    .optional(),
  under: z.strictObject({ pack: packId, as: z.enum(['mandatory', 'advisory']) }).optional(),
  versions: z
    .array(
      z.strictObject({
        since: z.union([z.literal('unknown'), day], { error: () => 'day' }),
        until: day.optional(),
        clauses,
        rules: z.union([z.literal('unknown'), rules], { error: () => 'rules' }),
      }),
    )
    .min(1),
})

export type PackData = z.output<typeof packSchema>
export type RulesData = z.output<typeof rules>
