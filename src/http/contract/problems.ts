import { z } from 'zod'
import { clause } from './base.ts'

/** `refused`: the instrument does not allow it, `clauses` decided. `fault`: something is wrong or missing, `code` says what. */
export const problem = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('refused'),
    clauses: z.array(clause),
    reason: z.string(),
    params: z.record(z.string(), z.string()),
  }),
  z.object({ kind: z.literal('fault'), code: z.string(), params: z.record(z.string(), z.string()) }),
])
export type Problem = z.infer<typeof problem>
