import { evaluate } from '../pack/condition.ts'
import type { Pack, Prohibition } from '../pack/rules.ts'
import type { Span } from '../pack/span.ts'
import { officeBars, valueBars } from '../pack/value-bars.ts'
import { type Act, freeActs } from '../pack/vocabulary.ts'
import type { Question } from '../question/question.ts'
import { type DecideAnswer, isBlocking, type Need, unique, type Why } from './answer.ts'
import { actingAs } from './chain.ts'
import { gatingNeeds } from './duties.ts'
import { expiry, isKeptLeast } from './expiry.ts'
import { best, type Candidate, candidate, candidatesFor } from './grounds.ts'
import { registerStanding } from './register.ts'
import { standingOf } from './requirements.ts'
import { outOfScope, type Subject, subjectOf } from './subject.ts'
import { looserValues } from './supplement.ts'
import { tasksAfter } from './tasks.ts'

type Clauses = DecideAnswer['clauses']

/**
 * Whether an act may take place under a pack. Default is prohibition: a ground permits, a prohibition that does not yield beats it, and
 * what the instrument does not say never permits.
 * @param chosen only this ground is considered: somebody has named it
 */
export function decide(pack: Pack, question: Question, chosen?: string): DecideAnswer {
  const subject = subjectOf(pack, question)
  const act = question.act as Act
  const outside = outOfScope(subject)
  if (outside.length > 0)
    return notApplicable(outside[0]?.id ?? '', unique(outside.flatMap(({ clauses }) => clauses)))
  const strict = considered(subject, act, chosen)
  return subject.binding === 'advisory' ? advised(subject, act, strict) : strict
}

function considered(subject: Subject, act: Act, chosen: string | undefined): DecideAnswer {
  const { pack, question } = subject
  const office = { ...pack.supplement, ...question.supplement }
  const [looser] = looserValues(pack, office)
  if (looser) return refused('forbidden', looser.clauses, looser.path)
  const barred = actorBar(subject)
  if (barred) return barred
  const inWay = [...pack.prohibitions, ...valueBars(pack), ...officeBars(pack, office)].filter(
    (one) => one.acts.includes(act) && applies(subject, one),
  )
  const absolute = inWay.find((one) => one.yieldsTo === undefined || one.yieldsTo === 'none')
  if (absolute) return refused('forbidden', absolute.clauses, absolute.id)
  const registered = registerNeeds(subject, act)
  if ('ask' in registered) return registered
  const held = heldBar(subject, act)
  if (held) return held
  const sound = soundNeeds(subject, act, chosen)
  if ('ask' in sound) return sound
  return carried(subject, act, inWay, [...registered, ...sound], chosen)
}

function applies(subject: Subject, { when }: Prohibition): boolean {
  return when === undefined || evaluate(when, subject.fact) === true
}

/** Somebody acts for another, of which the instrument says nothing. */
function actorBar({ pack, question }: Subject): DecideAnswer | undefined {
  const { actor, chain } = question
  if (actor?.substitute !== true) return undefined
  const acting = actingAs(pack, actor, chain ?? [])
  return acting.as === null && acting.why === 'silent'
    ? refused('silent', [], 'people.substitutes')
    : undefined
}

/** The instrument's table of cameras, for acts that put one up. */
function registerNeeds(subject: Subject, act: Act): DecideAnswer | readonly Need[] {
  if (!['install', 'add', 'move', 'go-live'].includes(act)) return []
  const { camera } = subject.question
  const standing = registerStanding(subject.pack, camera)
  if (standing.is === 'full' || standing.is === 'elsewhere')
    return refused('forbidden', standing.clauses, 'register')
  const asks = standing.is === 'unwritten' || (standing.is === 'rowMissing' && act === 'add')
  if (standing.is === 'free' || !asks) return []
  const kind = standing.is === 'unwritten' ? 'supplement' : 'test'
  const id = 'camera.attrs.registerRow'
  return [{ kind, id, title: '台帳の行', clauses: standing.clauses, force: 'must', due: null }]
}

/** Footage that has to be kept is not erased before its day. */
function heldBar({ pack, question, today }: Subject, act: Act): DecideAnswer | undefined {
  if (act !== 'erase' || question.footage?.recordedAt === undefined) return undefined
  const { holds, due } = expiry(pack, question)
  const [hold] = holds.filter(({ lastDay }) => lastDay === null || lastDay >= today)
  if (hold) return refused('forbidden', hold.clauses, 'retention.extensions')
  const least = pack.values['retention.least']
  if (least?.is !== 'stated' || due === 'withoutDelay') return undefined
  return isKeptLeast(pack, question, least.value as Span)
    ? refused('forbidden', least.clauses, 'retention.least')
    : undefined
}

const actsWithSound: readonly Act[] = ['install', 'add', 'go-live', 'record', 'change']

/** A camera that takes sound needs what permits sound. */
function soundNeeds(subject: Subject, act: Act, chosen: string | undefined): DecideAnswer | readonly Need[] {
  if (!actsWithSound.includes(act) || subject.question.camera?.sound !== true) return []
  const answer = considered(subject, 'record-sound', chosen)
  return answer.answer === 'refused' ? answer : answer.needs
}

function carried(
  subject: Subject,
  act: Act,
  inWay: readonly Prohibition[],
  besides: readonly Need[],
  chosen: string | undefined,
): DecideAnswer {
  const { pack } = subject
  const candidates = chosen === undefined ? candidatesFor(subject, act) : named(subject, act, chosen)
  const lifting = candidates.filter(({ ground }) => inWay.every((one) => yields(one, ground.id)))
  const found = best(lifting)
  if (!found && (!freeActs.has(act) || inWay.length > 0)) return unpermitted(pack, act, inWay, lifting)
  const general = generalNeeds(subject, act)
  if ('ask' in general) return general
  const needs = [...(found?.needs ?? []), ...general, ...besides, ...gatingNeeds(subject, act)]
  const base = found ? found.ground.clauses : freeClauses(subject, act)
  if (needs.some(isBlocking))
    return {
      ...empty,
      answer: 'needs',
      ground: found?.ground.id ?? null,
      by: needs[0]?.id ?? '',
      needs,
      clauses: unique(
        base,
        needs.flatMap(({ clauses }) => clauses),
      ),
    }
  return {
    ...empty,
    answer: 'permitted',
    ground: found?.ground.id ?? null,
    by: found?.ground.id ?? '',
    needs,
    clauses: unique(base, found?.clauses ?? []),
    then: tasksAfter(subject, act, found?.ground ?? null),
  }
}

function named(subject: Subject, act: Act, chosen: string): readonly Candidate[] {
  const ground = subject.pack.grounds.find(({ id }) => id === chosen)
  if (!ground?.acts.includes(act)) return []
  const fits = ground.when === undefined ? true : evaluate(ground.when, subject.fact)
  return fits === false ? [] : [candidate(subject, ground, act, fits)]
}

function yields({ yieldsTo }: Prohibition, ground: string): boolean {
  return yieldsTo === 'grounds' || (Array.isArray(yieldsTo) && yieldsTo.includes(ground))
}

/** Requirements of the act whatever its ground. */
function generalNeeds(subject: Subject, act: Act): readonly Need[] | DecideAnswer {
  const rules = subject.pack.acts.filter(
    ({ acts, grounds, when }) =>
      grounds === undefined &&
      acts.includes(act) &&
      (when === undefined || evaluate(when, subject.fact) !== false),
  )
  const needs: Need[] = []
  for (const { needs: requirements } of rules) {
    for (const requirement of requirements) {
      const standing = standingOf(subject, requirement, { act, ground: null, siblings: requirements })
      if (standing.is === 'closed') return refused('forbidden', standing.requirement.clauses, requirement.id)
      if (standing.is === 'missing') needs.push(...standing.needs)
    }
  }
  return needs
}

/** What a free act rests on: the duties that were asked before it, and what says that footage is erased. */
function freeClauses({ pack }: Subject, act: Act): Clauses {
  const rules = pack.acts.filter(({ acts, grounds }) => grounds === undefined && acts.includes(act))
  const erasing = act === 'erase' ? ['retention.erasureDue', 'retention.erasureBy'] : []
  return unique(
    rules.flatMap(({ needs }) => needs.flatMap(({ clauses }) => clauses)),
    erasing.flatMap((path) => {
      const value = pack.values[path]
      return value?.is === 'stated' ? value.clauses : []
    }),
  )
}

/** Nothing carries the act: a test was answered against it, no ground fits, or the instrument is silent. */
function unpermitted(
  pack: Pack,
  act: Act,
  inWay: readonly Prohibition[],
  candidates: readonly Candidate[],
): DecideAnswer {
  const closed = candidates.find(({ closedBy }) => closedBy !== null)?.closedBy
  if (closed) {
    const why = closed.wants === false ? 'forbidden' : 'no-ground'
    return refused(why, closed.clauses, closed.id)
  }
  const barring = inWay.flatMap(({ clauses }) => clauses)
  if (barring.length > 0) return refused('no-ground', barring, inWay[0]?.id ?? '')
  const grounds = pack.grounds.filter(({ acts }) => acts.includes(act))
  return grounds.length > 0
    ? refused('no-ground', unique(grounds.flatMap(({ clauses }) => clauses)))
    : refused('silent', [])
}

const empty: DecideAnswer = {
  ask: 'decide',
  answer: 'refused',
  why: null,
  by: '',
  clauses: [],
  ground: null,
  needs: [],
  then: [],
}

export function refused(why: Why, clauses: Clauses, by = ''): DecideAnswer {
  return { ...empty, why, clauses: unique(clauses, []), by }
}

function notApplicable(by: string, clauses: Clauses): DecideAnswer {
  return { ...empty, answer: 'notApplicable', why: 'out-of-scope', by, clauses }
}

/** Whom the instrument does not bind is told what it would refuse. */
function advised(subject: Subject, act: Act, strict: DecideAnswer): DecideAnswer {
  if (strict.answer === 'permitted') return strict
  const open =
    strict.answer === 'refused'
      ? [{ id: strict.by === '' ? (strict.why ?? '') : strict.by, title: '', clauses: strict.clauses }]
      : strict.needs
  return {
    ...strict,
    answer: 'permitted',
    why: null,
    needs: [],
    then: [
      ...open.map(({ id, title, clauses }) => ({
        kind: 'advice' as const,
        id,
        title,
        to: '',
        due: null,
        clauses,
      })),
      ...tasksAfter(subject, act, subject.pack.grounds.find(({ id }) => id === strict.ground) ?? null),
    ],
  }
}
