/** What every section of a pack is written in. */
import { z } from 'zod'
import { isLocalDay } from '../../calendar/days.ts'
import { isSpanText, mostOfUnit, spanPattern } from '../span.ts'
import { acts, forces } from '../vocabulary.ts'

export const words = z.string().trim().min(1).max(600).meta({ id: 'words' })
export const identifier = z
  .string()
  .regex(/^[a-z][A-Za-z0-9]{0,39}$/, 'identifier')
  .meta({ id: 'id' })
export const clausePattern = /^[a-z][a-z0-9]*:(?:[a-z0-9]+\/)?[^\s/]+$/
export const clause = z.string().regex(clausePattern, 'clause').meta({ id: 'clause' })
export const clauses = z.array(clause).min(1).max(20).meta({ id: 'clauses' })
export const day = z
  .string()
  .refine(isLocalDay, 'day')
  .meta({ id: 'day', pattern: String.raw`^\d{4}-\d{2}-\d{2}$` })
export const roles = z.array(identifier)
export const act = z.enum(acts).meta({ id: 'act' })
export const force = z.enum(forces).meta({ id: 'force' })

export const span = z.union(
  [
    z.string().refine(isSpanText, 'span').meta({ pattern: spanPattern.source }),
    z.strictObject({ n: z.int().min(1).max(mostOfUnit), unit: z.enum(['fiscalYear', 'businessDay']) }),
  ],
  { error: () => 'span' },
)

const scalar = z.union([z.string(), z.number(), z.boolean()])
const comparison = z
  .strictObject({
    is: scalar,
    in: z.array(scalar).min(1),
    only: z.array(scalar).min(1),
    atLeast: z.union([z.number(), z.string()]),
    atMost: z.union([z.number(), z.string()]),
    above: z.union([z.number(), z.string()]),
    below: z.union([z.number(), z.string()]),
    exists: z.boolean(),
  })
  .partial()
type ConditionInput = { readonly [key: string]: unknown }
/** Marks a condition within a condition, for which the schema for editors refers to the whole. */
export const innerCondition = 'x-inner'
/** Deeper than this nobody reads a condition any more. */
const deepest = 6
function conditionAt(depth: number): z.ZodType<ConditionInput> {
  const inner = depth === 0 ? z.never() : z.lazy(() => conditionAt(depth - 1))
  const list = z.array(inner).min(1)
  return z
    .object({ all: list.optional(), any: list.optional(), not: inner.optional() })
    .catchall(z.union([scalar, comparison], { error: () => 'comparison' }))
    .refine((value) => Object.keys(value).length > 0, 'emptyCondition')
    .meta({ [innerCondition]: depth < deepest })
}
export const condition = conditionAt(deepest).meta({ id: 'condition' })
