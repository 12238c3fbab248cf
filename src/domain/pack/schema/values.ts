/** Values that an instrument states, each in the form that its dimension asks for. */
import { z } from 'zod'
import { type Dimension, dimensions } from '../dimensions.ts'
import { approximations } from '../vocabulary.ts'
import { clauses, force, span, words } from './basics.ts'

function valueOf({ type }: Dimension): z.ZodType {
  switch (type.is) {
    case 'span':
      return span
    case 'count':
      return z.int().min(0).max(1_000_000_000)
    case 'flag':
      return z.boolean()
    case 'text':
      return words
    case 'texts':
      return z.array(words).min(1)
    case 'pixels':
      return z.string().regex(/^\d{2,5}x\d{2,5}$/, 'pixels')
    case 'choice':
      return z.enum(type.of as [string, ...string[]])
    case 'choices':
      return z.array(z.enum(type.of as [string, ...string[]])).min(1)
  }
}

const approximation = z.enum(approximations).meta({ id: 'approx' })
/** A value that the instrument states, with the clauses that state it. */
function stated(value: z.ZodType) {
  return z.strictObject({
    value,
    force: force.default('must'),
    approx: approximation.default('exact'),
    clauses,
  })
}
const absent = z.enum(['silent', 'unknown'])
export function presence(value: z.ZodType) {
  return z.union([absent, stated(value)], { error: () => 'presence' })
}

export const values = z.strictObject(
  Object.fromEntries(dimensions.map((one) => [one.path, stated(valueOf(one)).optional()])),
)
export const silent = z
  .array(z.enum(dimensions.map(({ path }) => path) as [string, ...string[]], { error: () => 'valuePath' }))
  .default([])

const byPath = new Map(dimensions.map((one) => [one.path, valueOf(one)]))

/** Whether a value has the form that its dimension asks for. */
export function valueFits({ path }: Dimension, value: unknown): boolean {
  return byPath.get(path)?.safeParse(value).success ?? false
}

export function spanFits(value: unknown): boolean {
  return span.safeParse(value).success
}
