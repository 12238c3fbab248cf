/** What permits, forbids, asks and follows: grounds, prohibitions, rules of acts, duties. */
import { z } from 'zod'
import { chainSteps, dutyKinds, eventKinds, needKinds, taskKinds } from '../vocabulary.ts'
import { act, clauses, condition, force, identifier, roles, span, words } from './basics.ts'

const requirement = z.strictObject({
  kind: z.enum(needKinds),
  id: identifier,
  title: words,
  force: force.default('must'),
  clauses: clauses.optional(),
  acts: z.array(act).min(1).optional(),
  when: condition.optional(),
  met: condition.optional(),
  anyOf: z.array(words).min(1).optional(),
  by: z.union([z.literal('unnamed'), roles.min(1)]).optional(),
  did: z.enum(chainSteps).optional(),
  after: identifier.optional(),
  prior: z.boolean().optional(),
  in: roles.min(1).optional(),
  atLeast: z.int().min(1).max(100).optional(),
  asks: words.optional(),
  wants: z.boolean().optional(),
})
const need = requirement.extend({ oneOf: z.array(requirement).min(2).optional() })

const dueRule = z.strictObject({
  within: z.union([z.literal('unknown'), span], { error: () => 'span' }),
  from: z.enum(['act', 'installOn', ...eventKinds]).default('act'),
  direction: z.enum(['before', 'after']).default('after'),
  counted: z.enum(['nextDay', 'eventDay']).default('nextDay'),
  roll: z.enum(['none', 'forward']).default('none'),
})

const consequence = z.strictObject({
  kind: z.enum(taskKinds),
  id: identifier,
  title: words,
  to: z.string().default(''),
  due: z.union([z.enum(['withoutDelay', 'none']), dueRule], { error: () => 'due' }).default('none'),
  acts: z.array(act).min(1).optional(),
  when: condition.optional(),
  clauses: clauses.optional(),
})

export const prohibition = z.strictObject({
  id: identifier,
  title: words,
  acts: z.array(act).min(1),
  when: condition.optional(),
  yieldsTo: z.union([z.enum(['grounds', 'none']), z.array(identifier).min(1)]).optional(),
  clauses,
})

export const ground = z.strictObject({
  id: identifier,
  title: words,
  acts: z.array(act).min(1),
  when: condition.optional(),
  needs: z.array(need).default([]),
  then: z.array(consequence).default([]),
  clauses,
})

export const actRule = z.strictObject({
  id: identifier,
  acts: z.array(act).min(1),
  grounds: z.array(identifier).min(1).optional(),
  when: condition.optional(),
  needs: z.array(need).default([]),
  then: z.array(consequence).default([]),
  clauses: clauses.optional(),
})

export const duty = z.strictObject({
  id: identifier,
  kind: z.enum(dutyKinds),
  title: words,
  force: force.default('must'),
  clauses,
  when: condition.optional(),
  gates: z.array(act).default([]),
  items: z
    .array(
      z.strictObject({
        id: identifier,
        label: words,
        anyOf: z.array(identifier).min(2).optional(),
        clauses: clauses.optional(),
      }),
    )
    .default([]),
  due: z.union([z.literal('withoutDelay'), dueRule], { error: () => 'due' }).optional(),
  every: z.union([z.literal('unknown'), span], { error: () => 'span' }).optional(),
  by: identifier.optional(),
  to: words.optional(),
  waivableBy: roles.min(1).optional(),
})
