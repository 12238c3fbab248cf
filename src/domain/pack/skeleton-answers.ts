/** What `pack new` asks: each topic is where the text speaks of it and what it says there, `silent`, or `unknown`. */
import { z } from 'zod'
import { isLocalDay } from '../calendar/days.ts'
import { dimensionOf } from './dimensions.ts'
import { clausePattern, span } from './schema/basics.ts'
import { approximations, documentKinds, purposes } from './vocabulary.ts'

const words = z.string().trim().min(1).max(600)
/** Without the pack's id: `3-2`, `5(1)`, `rules/6(2)`. */
export const shortClause = z
  .union([z.string(), z.number()])
  .transform(String)
  .refine((text) => clausePattern.test(`a:${text}`), 'clause')

function topic<T extends z.ZodRawShape>(shape: T) {
  const said = z.strictObject({ clause: shortClause, ...shape })
  return z.union([z.enum(['silent', 'unknown']), said]).default('unknown')
}

function choiceOf(path: string) {
  const type = dimensionOf(path)?.type
  if (type?.is !== 'choice') throw new TypeError(`${path} is no choice`)
  return z.enum(type.of as [string, ...string[]])
}

export const deciders = ['manager', 'head', 'operator', 'unnamed'] as const
export const firstDays = ['recordingDay', 'nextDay', 'notSaid'] as const

export const skeletonAnswersSchema = z.strictObject({
  title: words,
  kind: words,
  municipality: words,
  id: z.string().regex(/^[a-z][a-z0-9]{1,39}$/, 'packId'),
  since: z.union([z.literal('unknown'), z.string().refine(isLocalDay, 'day')]).default('unknown'),
  sinceClause: shortClause.default('附則'),
  purposes: topic({ list: z.array(z.enum(purposes)).min(1) }),
  manager: topic({ heldBy: words, word: words.default('管理責任者') }),
  operators: topic({ heldBy: words, word: words.default('取扱者'), rule: choiceOf('people.operators') }),
  operating: topic({}),
  period: topic({
    span,
    approx: z.enum(approximations).default('exact'),
    firstDay: z.enum(firstDays).default('notSaid'),
  }),
  longer: topic({ rule: choiceOf('retention.longer') }),
  police: topic({
    papers: z.array(z.enum(documentKinds)).default([]),
    decidedBy: z.enum(deciders),
  }),
  record: topic({}),
  sign: topic({ items: z.array(words).min(1) }),
  display: topic({ rule: choiceOf('operation.display') }),
  sound: topic({ rule: choiceOf('operation.sound') }),
  inspection: topic({ every: z.union([z.literal('unknown'), span]).default('unknown') }),
  complaints: topic({}),
})

export type SkeletonAnswers = z.output<typeof skeletonAnswersSchema>
export type SkeletonInput = z.input<typeof skeletonAnswersSchema>
/** Topics that the text may speak of. */
export type Topic = Exclude<
  keyof SkeletonAnswers,
  'title' | 'kind' | 'municipality' | 'id' | 'since' | 'sinceClause'
>
