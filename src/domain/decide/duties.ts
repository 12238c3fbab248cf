import type { LocalDay, RoleId } from '../ids.ts'
import { evaluate } from '../pack/condition.ts'
import type { Duty, DutyItem, Pack, Role } from '../pack/rules.ts'
import { isSpan, type Span } from '../pack/span.ts'
import type { Act, NeedKind } from '../pack/vocabulary.ts'
import type { DoneThing } from '../question/question.ts'
import type { Due, DutiesAnswer, DutyAnswer, DutyState, Need } from './answer.ts'
import { actingAs } from './chain.ts'
import { baseDay, closingOf, dueDay, limitOf } from './due.ts'
import { officeValue, outOfScope, roleTitle, type Subject } from './subject.ts'

/** What a duty that stands in the way of an act lacks, in the words of an answer. */
const needOf: Readonly<Record<Duty['kind'], NeedKind>> = {
  sign: 'sign',
  filing: 'filing',
  notice: 'notice',
  consent: 'consent',
  mask: 'measure',
  measure: 'measure',
  rules: 'document',
  publication: 'notice',
  appointment: 'role',
  inspection: 'measure',
  report: 'measure',
  pledge: 'document',
}

/** Roles that have to be filled are duties like any other: to appoint somebody before a camera goes live. */
function appointmentOf(pack: Pack, role: Role): Duty {
  return {
    id: role.id,
    kind: 'appointment',
    title: roleTitle(pack, role.id),
    force: 'must',
    clauses: role.clauses,
    gates: ['go-live'],
    items: [],
  }
}

const byPack = new WeakMap<object, readonly Duty[]>()

/** Every duty of a pack, appointments first. */
export function dutiesOf(pack: Pack): readonly Duty[] {
  let duties = byPack.get(pack.duties)
  if (duties === undefined) {
    const appointments = pack.roles
      .filter(({ atLeast }) => atLeast > 0)
      .map((role) => appointmentOf(pack, role))
    duties = [...appointments, ...pack.duties]
    byPack.set(pack.duties, duties)
  }
  return duties
}

/** What is missing or due on the day of the question, duty by duty; of a camera out of scope nothing is asked. */
export function answerDuties(subject: Subject): DutiesAnswer {
  if (outOfScope(subject).length > 0) return { ask: 'duties', answer: [], why: 'out-of-scope' }
  const answer = dutiesOf(subject.pack)
    .filter((duty) => arises(subject, duty))
    .map((duty) => dutyAnswer(subject, duty))
  return { ask: 'duties', answer, why: null }
}

/** Duties that an act waits for and that are not done. */
export function gatingNeeds(subject: Subject, act: Act): readonly Need[] {
  return dutiesOf(subject.pack)
    .filter((duty) => duty.gates.includes(act) && duty.force !== 'may' && arises(subject, duty))
    .flatMap((duty) => {
      const { state, due } = stateOf(subject, duty)
      if (state === 'done' || isWaived(subject, duty)) return []
      const { id, title, force } = duty
      return [{ kind: needOf[duty.kind], id, title, clauses: clausesMissing(subject, duty), force, due }]
    })
}

/** A duty of an event that has not happened, or of a camera of another kind, does not arise; one that may apply does. */
function arises(subject: Subject, duty: Duty): boolean {
  if (duty.when !== undefined && evaluate(duty.when, subject.fact) === false) return false
  if (duty.due === undefined || duty.due === 'withoutDelay') return true
  const { from } = duty.due
  return from === 'act' || from === 'installOn' || baseDay(subject, from) !== null
}

function dutyAnswer(subject: Subject, duty: Duty): DutyAnswer {
  const { id, kind, title, clauses } = duty
  const { state, due } = stateOf(subject, duty)
  // whom the instrument does not bind is to act in its spirit
  const force = subject.binding === 'advisory' && duty.force === 'must' ? 'should' : duty.force
  return { id, kind, title, force, state: isWaived(subject, duty) ? 'done' : state, due, clauses }
}

type State = { readonly state: DutyState; readonly due: Due }

function stateOf(subject: Subject, duty: Duty): State {
  const made = entriesOf(subject, duty)
  if (duty.every !== undefined) return periodicState(subject, duty, made)
  if (isComplete(duty, made)) return { state: 'done', due: null }
  if (duty.due === undefined) return { state: 'missing', due: null }
  if (duty.due === 'withoutDelay') return { state: 'due', due: 'withoutDelay' }
  const within = spanOf(officeValue(subject, `duties.${duty.id}.within`)) ?? duty.due.within
  if (within === 'unknown') return { state: 'unknown', due: null }
  const due = dueDay(subject, duty.due, within)
  return due === null ? { state: 'missing', due } : dated(subject, due)
}

function dated({ today }: Subject, due: LocalDay): State {
  return { state: today > due ? 'overdue' : 'due', due }
}

function periodicState(subject: Subject, duty: Duty, made: readonly DoneThing[]): State {
  const every = spanOf(officeValue(subject, `duties.${duty.id}.every`)) ?? duty.every ?? 'unknown'
  if (every === 'unknown') return { state: 'unknown', due: null }
  const last = made
    .flatMap(({ on }) => (on === undefined ? [] : [on as LocalDay]))
    .toSorted()
    .at(-1)
  const base = last ?? baseDay(subject, 'installed')
  if (base === null) return { state: made.length > 0 ? 'done' : 'missing', due: null }
  const due = limitOf(base, every, { direction: 'after', counted: 'nextDay' }, closingOf(subject))
  if (subject.today > due) return { state: 'overdue', due }
  return { state: last === undefined ? 'due' : 'done', due }
}

function spanOf(value: unknown): Span | undefined {
  return isSpan(value) ? value : undefined
}

/** What has been entered for a duty: under its id, or under its kind where the entry names no id. A measure may be entered as anything. */
function entriesOf({ question, today }: Subject, duty: Duty): readonly DoneThing[] {
  return (question.done ?? []).filter(
    ({ kind, id, items, on }) =>
      (kind === duty.kind || (duty.kind === 'measure' && id === duty.id)) &&
      (on === undefined || on <= today) &&
      (id === undefined
        ? duty.kind !== 'appointment' || items === undefined || items.includes(duty.id)
        : id === duty.id || (duty.kind === 'appointment' && items?.includes(duty.id) === true)),
  )
}

function isComplete(duty: Duty, made: readonly DoneThing[]): boolean {
  return made.length > 0 && itemsMissing(duty, made).length === 0
}

/** Whoever lists what has been done lists all of it; an entry without a list stands for the whole. */
function itemsMissing(duty: Duty, made: readonly DoneThing[]): readonly DutyItem[] {
  if (made.some(({ items }) => items === undefined)) return []
  const given = new Set(made.flatMap(({ items }) => items ?? []))
  return duty.items.filter(({ id, anyOf = [] }) => ![id, ...anyOf].some((one) => given.has(one)))
}

/** The clauses of what is missing of a duty: of its items where each has its own, else of the whole. */
function clausesMissing(subject: Subject, duty: Duty): Duty['clauses'] {
  const own = itemsMissing(duty, entriesOf(subject, duty)).map(({ clauses }) => clauses)
  if (own.length === 0 || own.includes(undefined)) return duty.clauses
  const missing = new Set(own.flat())
  return duty.clauses.filter((clause) => missing.has(clause))
}

function isWaived({ pack, question }: Subject, { id, waivableBy }: Duty): boolean {
  const chain = question.chain ?? []
  return chain.some((step) => {
    if (step.did !== 'waive' || step.waives !== id || waivableBy === undefined) return false
    const acting = actingAs(pack, step, chain)
    return acting.as !== null && waivableBy.includes(acting.as as RoleId)
  })
}
