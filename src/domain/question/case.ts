/** Cases of a pack: a situation, a question and the answer in words for a reader, and the same as facts for the program. */
import { z } from 'zod'
import type { Answer } from '../decide/answer.ts'
import { questionShape, requireAsked } from './question.ts'

const part = z.looseObject({ kind: z.string().optional(), id: z.string().optional() })
const expectation = z.strictObject({
  answer: z.union([z.string(), z.array(z.looseObject({ id: z.string() }))]),
  why: z.string().nullable().optional(),
  clauses: z.array(z.string()).optional(),
  ground: z.string().nullable().optional(),
  needs: z.array(part).optional(),
  then: z.array(part).optional(),
  lastDay: z.string().nullable().optional(),
  endsAt: z.string().nullable().optional(),
  due: z.string().nullable().optional(),
  approx: z.string().optional(),
  other: z.array(z.string()).optional(),
  holds: z.array(z.string().nullable()).optional(),
  force: z.string().optional(),
  value: z.unknown().optional(),
  source: z.string().nullable().optional(),
})

export const caseSchema = z
  .strictObject({
    situation: z.string().min(1),
    question: z.string().min(1),
    answer: z.string().min(1),
    clause: z.string().min(1),
    /** two cases of one pair differ in one fact and in the answer */
    pair: z.string().optional(),
    ...questionShape,
    expect: expectation,
  })
  .superRefine(requireAsked)
export type PackCase = z.output<typeof caseSchema>
export const casesSchema = z.array(caseSchema)

/** Where an answer is not what a case expects; empty when it is. What the case does not speak of may be anything. */
export function deviations(answer: Answer, { expect }: PackCase): readonly string[] {
  const given = comparable(answer)
  return Object.entries(expect).flatMap(([key, wanted]) => {
    if (wanted === undefined) return []
    const found = given[key]
    const sorted = key === 'clauses' || key === 'other'
    return agrees(sorted ? inOrder(found) : found, sorted ? inOrder(wanted) : wanted)
      ? []
      : [`${key}: ${JSON.stringify(wanted)} / ${JSON.stringify(found)}`]
  })
}

function inOrder(value: unknown): unknown {
  return Array.isArray(value) ? value.map(String).toSorted() : value
}

/** Readings and holds by their last days alone; lists as whole lists. */
function comparable(answer: Answer): Readonly<Record<string, unknown>> {
  if (answer.ask !== 'expiry') return { ...answer }
  const days = (list: readonly { readonly lastDay: string | null }[]) => list.map(({ lastDay }) => lastDay)
  return { ...answer, other: days(answer.other), holds: days(answer.holds) }
}

/** Mappings agree in the keys that are wanted, needs and tasks member by member, duties by their id. */
function agrees(found: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted)) return Array.isArray(found) && listAgrees(found, wanted)
  if (typeof wanted !== 'object' || wanted === null) return found === wanted
  if (typeof found !== 'object' || found === null) return false
  return Object.entries(wanted).every(([key, value]) => {
    const inner = (found as Readonly<Record<string, unknown>>)[key]
    return key === 'clauses' ? agrees(inOrder(inner), inOrder(value)) : agrees(inner, value)
  })
}

function listAgrees(found: readonly unknown[], wanted: readonly unknown[]): boolean {
  if (wanted.some((one) => isDuty(one)))
    return wanted.every((one) => found.some((other) => isDuty(other) && agrees(other, one)))
  return found.length === wanted.length && wanted.every((one, index) => agrees(found[index], one))
}

function isDuty(value: unknown): value is { readonly id: string; readonly state: string } {
  return typeof value === 'object' && value !== null && 'id' in value && 'state' in value
}
