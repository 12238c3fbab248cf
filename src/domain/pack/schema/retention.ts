/** How long footage is kept, what lengthens it, and what ends it. */
import { z } from 'zod'
import { countings, dataClasses, eventKinds } from '../vocabulary.ts'
import { clauses, condition, identifier, span, words } from './basics.ts'
import { presence } from './values.ts'

const classes = z.array(z.enum(dataClasses)).min(1)
export const retention = z.strictObject({
  classes: classes.default(['recorded']),
  countedFrom: z.array(z.enum(countings)).min(1),
  byClass: z
    .array(
      z.strictObject({
        id: identifier,
        classes: classes.optional(),
        when: condition.optional(),
        period: presence(span),
        countedFrom: z.array(z.enum(countings)).min(1),
      }),
    )
    .default([]),
  extensions: z
    .array(
      z.strictObject({
        id: identifier,
        title: words,
        events: z.array(z.enum(eventKinds)).min(1),
        when: condition.optional(),
        lasts: z.union(
          [
            z.literal('setDay'),
            z.strictObject({ length: span, countedFrom: z.array(z.enum(countings)).min(1) }),
            z.strictObject({ until: z.enum(eventKinds) }),
          ],
          { error: () => 'lasts' },
        ),
        clauses,
      }),
    )
    .default([]),
  ends: z
    .array(
      z.strictObject({
        id: identifier,
        title: words,
        events: z.array(z.enum(eventKinds)).min(1),
        classes,
        within: z.union([z.literal('withoutDelay'), span], { error: () => 'span' }),
        clauses,
      }),
    )
    .default([]),
})
