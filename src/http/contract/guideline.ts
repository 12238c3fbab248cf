import { z } from 'zod'
import { clause, day, id, instant, text, words } from './base.ts'
import { groundId } from './cases.ts'

export const guidelineState = z.enum(['kept', 'due', 'broken', 'notApplicable'])
export type GuidelineState = z.infer<typeof guidelineState>

const duty = z.object({
  id: z.string(),
  title: z.string(),
  kind: z.string(),
  force: z.string(),
  state: guidelineState,
  /** a day, or `withoutDelay` */
  due: z.string().nullable(),
  items: z.array(z.object({ id: z.string(), label: z.string() })).readonly(),
  /** cameras for which it is not done */
  lacking: z.array(z.object({ id, label: z.string() })).readonly(),
})
const evidence = z.object({
  id,
  duty: z.string(),
  camera: z.string().nullable(),
  doneOn: day,
  note: z.string(),
  by: z.string(),
  enteredAt: instant,
  entrySeq: z.int(),
})
const article = z.object({
  clause,
  says: z.string(),
  how: z.array(z.string()).readonly(),
  force: z.string(),
  state: guidelineState,
  readings: z.object({ chosen: z.string(), others: z.array(z.string()).readonly() }).nullable(),
  asks: z.string().nullable(),
  remark: z.string().nullable(),
  /** where the program holds it, in words */
  parts: z
    .array(
      z.object({
        name: z.string(),
        title: z.string(),
        facts: z.array(z.object({ label: z.string(), text: z.string() })).readonly(),
        state: guidelineState,
      }),
    )
    .readonly(),
  duties: z.array(duty).readonly(),
  evidence: z.array(evidence).readonly(),
  /** entries of the ledger that rested on the clause, by kind */
  uses: z.array(z.object({ kind: z.string(), count: z.int(), lastAt: instant, lastSeq: z.int() })).readonly(),
})
export type ArticleMessage = z.infer<typeof article>

export const guidelineQuery = z.object({ lang: z.enum(['ja', 'en']).default('ja') })
export const guideline = z.object({
  id: z.string(),
  title: z.string(),
  /** first day in force; null where the text gives none */
  since: day.nullable(),
  draft: z.boolean(),
  articles: z.array(article).readonly(),
  /** what the instrument leaves to the office */
  office: z
    .array(
      z.object({
        path: z.string(),
        label: z.string(),
        type: z.enum(['role', 'span', 'text', 'days', 'flag']),
        value: z.string().nullable(),
        decidedOn: day.nullable(),
        decidedBy: z.string().nullable(),
      }),
    )
    .readonly(),
  roles: z.array(z.object({ id: z.string(), label: z.string() })).readonly(),
  cameras: z.array(z.object({ id, label: z.string() })).readonly(),
  may: z.object({ enter: z.boolean(), set: z.boolean() }),
})
export type GuidelineMessage = z.infer<typeof guideline>

export const newEvidence = z.object({
  duty: groundId,
  camera: id.nullable(),
  doneOn: day,
  items: z.array(groundId).max(50),
  note: text(1000),
})
export const officeValue = z.object({
  path: words(120),
  /** days as a list, yes or no as such, everything else as text */
  value: z.union([z.boolean(), words(400), z.array(words(20)).min(1).max(60)]),
  decidedOn: day,
  decidedBy: words(200),
})
