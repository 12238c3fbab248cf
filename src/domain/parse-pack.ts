import { z } from 'zod'
import { isLocalDay, isSpan, isTimeZone } from './calendar.ts'
import type { ClauseRef, LocalDay, RoleId } from './ids.ts'
import {
  approximations,
  countings,
  fieldTypes,
  forces,
  type GroundId,
  type PackId,
  type PolicyInstrument,
  type Presence,
  purposes,
  requesterKinds,
  type Span,
  statements,
  substitutionCauses,
  useEvents,
} from './pack.ts'
import { crossFaults, type PackFault, type PackFaultCode } from './pack-faults.ts'

const clauseForm = 'a clause is written pack:article-paragraph(item)'
const words = z.string().trim().min(1).max(400)
const identifier = z
  .string()
  .regex(/^[a-z][A-Za-z0-9]{0,39}$/, 'an id is letters and digits, a small letter first')
const roleId = identifier.transform((text) => text as RoleId)
const clause = z
  .string()
  .regex(/^[a-z][a-z0-9]*:\S+$/, clauseForm)
  .transform((text) => text as ClauseRef)
const clauses = z.array(clause).min(1)
const day = z
  .string()
  .refine(isLocalDay, 'a day is written YYYY-MM-DD')
  .transform((text) => text as LocalDay)
const span = z
  .string()
  .refine(isSpan, 'a span is a number of days, weeks, months or years: P14D, P2W, P6M, P1Y')
  .transform((text) => text as Span)

/** `silent`, `unknown`, or a mapping with `value`, its clauses, and force and approximation where they are not the plain ones. */
function presence<T extends z.ZodType>(value: T) {
  const stated = z.strictObject({
    is: z.literal('stated'),
    value,
    force: z.enum(forces).default('must'),
    approx: z.enum(approximations).default('exact'),
    clauses,
  })
  const absent = [
    z.strictObject({ is: z.literal('silent') }),
    z.strictObject({ is: z.literal('unknown') }),
  ] as const
  return z.preprocess(
    (raw): unknown => {
      if (raw === 'silent' || raw === 'unknown') return { is: raw }
      if (typeof raw === 'object' && raw !== null && !Array.isArray(raw)) return { is: 'stated', ...raw }
      return raw
    },
    z.discriminatedUnion('is', [stated, ...absent], {
      error: () => 'silent, unknown, or a mapping with value and clauses',
    }),
  ) as unknown as z.ZodType<Presence<z.output<T>>>
}

const role = z.strictObject({
  id: roleId,
  clauses,
  heldBy: words,
  appointedBy: z.array(roleId).default([]),
  atLeast: z.int().min(0).max(100),
  standsInFor: z
    .strictObject({
      role: roleId,
      causes: z.array(z.enum(substitutionCauses)).min(1),
      namedBeforehand: z.boolean(),
      clauses,
    })
    .exactOptional(),
})

const registerRow = z
  .strictObject({
    row: words,
    facility: words,
    count: z.int().min(1).max(1000),
    cameras: z.array(z.strictObject({ place: words, range: words })),
  })
  .refine(({ count, cameras }) => cameras.length === count, {
    error: 'as many cameras are listed as the row counts',
    path: ['cameras'],
    params: { code: 'contradiction' },
  })

const ground = z.strictObject({
  id: identifier.transform((text) => text as GroundId),
  act: z.enum(['search', 'provide']),
  title: words,
  clauses,
  entering: z.array(roleId).min(1),
  requesters: z.array(z.enum(requesterKinds)),
  asks: z.array(z.enum(statements)),
  documents: presence(z.array(words)),
  decision: z.union(
    [
      z.literal('none').transform(() => undefined),
      z.strictObject({ by: z.array(roleId).min(1), states: z.array(z.literal('need')), clauses }),
    ],
    { error: () => 'none, or a mapping with by, states and clauses' },
  ),
  viewing: z.strictObject({ roles: z.array(roleId), clauses }),
  copying: z.strictObject({ allowed: z.boolean(), roles: z.array(roleId), clauses }),
})

const rules = z.strictObject({
  terms: z.record(identifier, words),
  prohibition: z.strictObject({ clauses }),
  purposes: presence(z.array(z.enum(purposes)).min(1)),
  roles: z.array(role).min(1),
  operating: presence(z.array(roleId).min(1)),
  unlocking: z.strictObject({ holders: z.array(roleId).min(1), clauses }),
  register: presence(z.array(registerRow).min(1)),
  sign: presence(
    z.array(z.strictObject({ id: identifier, anyOf: z.array(identifier).min(1), label: words })).min(1),
  ),
  alteration: presence(z.enum(['none', 'masking'])),
  liveViewing: presence(
    z.strictObject({ condition: z.enum(['never', 'forPurpose', 'always']), watchers: z.array(roleId) }),
  ),
  retention: z.strictObject({
    period: presence(span),
    countedFrom: z.array(z.enum(countings)).min(1),
    erasure: z.strictObject({ due: z.literal('withoutDelay'), clauses }),
    extensions: z.array(
      z.strictObject({
        id: identifier,
        events: z.array(z.enum(useEvents)).min(1),
        length: span,
        countedFrom: z.array(z.enum(countings)).min(1),
        clauses,
      }),
    ),
  }),
  grounds: z.array(ground),
  registers: z.array(
    z.strictObject({
      id: identifier,
      title: words,
      per: z.enum(['facility', 'municipality']),
      keeper: roleId,
      origin: z.enum(['stated', 'required', 'proposed']),
      clauses,
      fields: z.array(z.strictObject({ id: identifier, type: z.enum(fieldTypes), label: words })).min(1),
    }),
  ),
})

const instrument = z.strictObject({
  format: z.literal(1),
  id: z
    .string()
    .regex(/^[a-z][a-z0-9]{1,39}$/, 'a pack id is small letters and digits')
    .transform((text) => text as PackId),
  title: words,
  kind: words,
  municipality: words,
  timeZone: z.string().refine(isTimeZone, 'an IANA time zone such as Asia/Tokyo'),
  parent: z
    .strictObject({
      title: words,
      year: z.int().min(1868).max(9999),
      article: words,
      text: z.literal('unknown'),
      clauses,
    })
    .exactOptional(),
  versions: z
    .array(
      z.strictObject({
        since: day,
        clauses,
        rules: z.union([z.literal('unknown'), rules], {
          error: () => 'unknown, or the rules of this version',
        }),
      }),
    )
    .min(1),
})

export type ParsedPack =
  | { readonly ok: true; readonly instrument: PolicyInstrument }
  | { readonly ok: false; readonly faults: readonly PackFault[] }

/** A pack from parsed YAML, or all its faults at once; nothing of a faulty pack is used. */
export function parsePack(data: unknown): ParsedPack {
  const parsed = instrument.safeParse(data)
  const faults = [
    ...(parsed.error?.issues.flatMap((issue) => shapeFaults(issue)) ?? []),
    ...crossFaults(data),
  ]
  if (!parsed.success || faults.length > 0) return { ok: false, faults: inOrder(faults) }
  const { format: _format, ...rest } = parsed.data
  return { ok: true, instrument: rest }
}

function shapeFaults(issue: z.core.$ZodIssue, under: readonly PropertyKey[] = []): readonly PackFault[] {
  const path = [...under, ...issue.path].map((part) => (typeof part === 'number' ? part : String(part)))
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      path: [...path, key],
      code: 'unknown-key',
      message: `unknown key ${key}`,
    }))
  // a mapping was given where a word would do as well: its own faults say more
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const deepest = issue.errors.at(-1) ?? []
    if (deepest.some(({ path: inner, code }) => inner.length > 0 || code === 'unrecognized_keys'))
      return deepest.flatMap((inner) => shapeFaults(inner, path))
  }
  return [{ path, code: shapeCode(issue), message: issue.message }]
}

function shapeCode(issue: z.core.$ZodIssue): PackFaultCode {
  if (issue.code === 'invalid_type' || issue.code === 'invalid_union') return 'wrong-shape'
  if (issue.code === 'custom' && issue.params?.['code'] === 'contradiction') return 'contradiction'
  if (issue.code === 'invalid_format' && issue.message === clauseForm) return 'wrong-clause'
  return 'wrong-value'
}

function inOrder(faults: readonly PackFault[]): readonly PackFault[] {
  return faults.toSorted((a, b) =>
    a.path.join('\n').localeCompare(b.path.join('\n'), 'en', { numeric: true }),
  )
}
