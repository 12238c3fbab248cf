import { evaluate } from '../pack/condition.ts'
import type { Consequence, Ground } from '../pack/rules.ts'
import { isSpan } from '../pack/span.ts'
import type { Act, EventKind } from '../pack/vocabulary.ts'
import type { Due, Task } from './answer.ts'
import { dueDay } from './due.ts'
import { holdDays } from './holds.ts'
import { officeValue, type Subject } from './subject.ts'

/** What an act does to footage, in the words of the rules on keeping. */
const eventOf: Readonly<Partial<Record<Act, EventKind>>> = {
  search: 'searched',
  copy: 'copied',
  provide: 'provided',
}

/** What follows from an act that takes place. */
export function tasksAfter(subject: Subject, act: Act, ground: Ground | null): readonly Task[] {
  const rules = subject.pack.acts.filter(
    ({ acts, grounds, when }) =>
      acts.includes(act) &&
      (grounds === undefined || (ground !== null && grounds.includes(ground.id))) &&
      (when === undefined || evaluate(when, subject.fact) !== false),
  )
  const follows = [...(ground?.then ?? []), ...rules.flatMap(({ then }) => then)]
  return [
    ...follows
      .filter(
        ({ acts, when }) =>
          (acts === undefined || acts.includes(act)) &&
          (when === undefined || evaluate(when, subject.fact) !== false),
      )
      .map((one) => taskOf(subject, one)),
    ...holdTasks(subject, act),
  ]
}

function taskOf(subject: Subject, one: Consequence): Task {
  const { kind, id, title, to, clauses } = one
  return { kind, id, title, to, due: dueOf(subject, one), clauses }
}

function dueOf(subject: Subject, { due, id }: Consequence): Due {
  if (due === 'none') return null
  const office = officeValue(subject, `tasks.${id}.within`)
  if (due === 'withoutDelay' && !isSpan(office)) return due
  const rule =
    due === 'withoutDelay'
      ? ({ within: 'unknown', from: 'act', direction: 'after', counted: 'nextDay', roll: 'forward' } as const)
      : due
  return dueDay(subject, rule, isSpan(office) ? office : rule.within)
}

function holdTasks(subject: Subject, act: Act): readonly Task[] {
  const kind = eventOf[act]
  const at = subject.question.at
  if (kind === undefined || at === undefined) return []
  const basis = subject.question.request?.basis
  return subject.pack.retention.extensions.flatMap((extension) => {
    const event = { kind, at, ...(basis !== undefined && { basis }) }
    const hold = holdDays(subject.pack, extension, event, subject.question)
    if (hold === null) return []
    const { id, title, clauses } = extension
    return [{ kind: 'hold' as const, id, title, to: '', due: hold.lastDay, clauses }]
  })
}
