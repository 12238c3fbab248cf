import { dayOf } from '../calendar/days.ts'
import type { Instant, LocalDay, RoleId } from '../ids.ts'
import { evaluate, type FactLookup } from '../pack/condition.ts'
import type { Pack } from '../pack/rules.ts'
import { lookupOf } from '../question/lookup.ts'
import type { Question } from '../question/question.ts'

/** A question put to a pack, with what every part of the decision asks of it. */
export type Subject = {
  readonly pack: Pack
  readonly question: Question
  readonly fact: FactLookup
  /** day of the question in the pack's time zone */
  readonly today: LocalDay
  /** whether the instrument binds the installer of this camera */
  readonly binding: 'mandatory' | 'advisory'
}

export function subjectOf(pack: Pack, question: Question): Subject {
  const office = pack.supplement
  const plain = lookupOf(question, { office })
  const addressee = pack.addressees.find(({ when }) => evaluate(when, plain) === true)
  const binding = addressee?.class ?? 'mandatory'
  const at = question.at ?? question.footage?.recordedAt
  return {
    pack,
    question,
    binding,
    fact: lookupOf(question, { class: binding, forms: pack.documents, office }),
    today: at === undefined ? ('9999-12-31' as LocalDay) : dayOfText(at, pack.timeZone),
  }
}

/** What keeps a camera out of the instrument's scope; empty where nothing is known to. */
export function outOfScope({ pack, fact }: Subject): Pack['scope'] {
  return pack.scope.filter(({ when }) => evaluate(when, fact) === false)
}

export function instantOf(text: string): Instant {
  return Temporal.Instant.from(text).epochMilliseconds as Instant
}

export function dayOfText(text: string, timeZone: string): LocalDay {
  return dayOf(instantOf(text), timeZone)
}

/** The office's own value for something the instrument leaves open; undefined where it has set none. */
export function officeValue({ pack, question }: Subject, path: string): unknown {
  const asked = question.supplement?.[path]
  return asked === undefined ? pack.supplement[path] : asked
}

export function roleTitle(pack: Pack, role: RoleId | string): string {
  return pack.terms[role] ?? role
}
