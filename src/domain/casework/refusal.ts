import { type DecideAnswer, isBlocking, type Need } from '../decide/answer.ts'
import type { ClauseRef } from '../ids.ts'
import type { NeedKind } from '../pack/vocabulary.ts'

/** Why an act does not take place; the words for each stand in the ja/en catalogue. */
export const refusalCodes = [
  /** the day lies outside the versions of the instrument */
  'out-of-dates',
  /** a version was in force whose text is not in the pack */
  'text-unknown',
  /** the instrument does not speak of such a camera */
  'out-of-scope',
  /** a prohibition that nothing lifts, or a test that was answered against the act */
  'forbidden',
  /** no ground of the instrument fits */
  'no-ground',
  /** the instrument does not speak of it, so it does not permit it */
  'silent',
  'purpose-missing',
  'recipient-missing',
  'reason-missing',
  'document-missing',
  /** a question of judgment that a named person has not answered; params: title */
  'test-open',
  'decision-missing',
  'instruction-missing',
  'identity-missing',
  'person-missing',
  'consent-missing',
  'notice-missing',
  /** a value that the instrument leaves to the office; params: title */
  'supplement-missing',
  'sign-missing',
  'measure-missing',
  'filing-missing',
  /** nothing of the case waits for a decision */
  'decision-not-asked',
  /** params: role, wanted (comma-separated role ids) */
  'role-not-permitted',
  /** params: role */
  'role-vacant',
  /** params: row, facility, place */
  'register-elsewhere',
  /** params: row, facility, place */
  'register-full',
  /** params: days, most */
  'period-not-allowed',
  /** the instrument states no period, or it is not in the pack */
  'period-unstated',
] as const
export type RefusalCode = (typeof refusalCodes)[number]

export type RefusalParams = Readonly<Record<string, string>>

export type Permitted = { readonly kind: 'permitted'; readonly clauses: readonly ClauseRef[] }

/** The instrument's answer to an act that does not take place. */
export type Refused = {
  readonly kind: 'refused'
  readonly clauses: readonly ClauseRef[]
  readonly reason: RefusalCode
  readonly params: RefusalParams
}

export function permitted(...clauses: readonly (readonly ClauseRef[])[]): Permitted {
  return { kind: 'permitted', clauses: [...new Set(clauses.flat())] }
}

export function refused(
  reason: RefusalCode,
  clauses: readonly ClauseRef[],
  params: RefusalParams = {},
): Refused {
  return { kind: 'refused', clauses: [...new Set(clauses)], reason, params }
}

/** Tells a refusal from whatever else a function may answer with. */
export function isRefused(answer: object): answer is Refused {
  return 'kind' in answer && answer.kind === 'refused'
}

const reasons: Readonly<Record<NeedKind, RefusalCode>> = {
  document: 'document-missing',
  test: 'test-open',
  decision: 'decision-missing',
  instruction: 'instruction-missing',
  identity: 'identity-missing',
  person: 'person-missing',
  role: 'role-not-permitted',
  consent: 'consent-missing',
  notice: 'notice-missing',
  supplement: 'supplement-missing',
  sign: 'sign-missing',
  measure: 'measure-missing',
  filing: 'filing-missing',
}

/** An act that is attempted now is refused by what is missing as well: the first need names the reason, `missing` lists all. */
export function refusalOf({ answer, why, clauses, needs, by }: DecideAnswer): Refused {
  if (answer !== 'needs') return refused(why ?? 'silent', clauses, { by })
  return refusalForNeeds(needs.filter(isBlocking))
}

export function refusalForNeeds(needs: readonly Need[]): Refused {
  const [first] = needs
  if (first === undefined) throw new RangeError('nothing is missing')
  const missing = needs.map(({ title }) => title).join('、')
  return refused(reasonOf(first), first.clauses, { id: first.id, title: first.title, missing })
}

function reasonOf({ kind, id }: Need): RefusalCode {
  return id === 'request.purpose' ? 'purpose-missing' : reasons[kind]
}

/** Permission, or the refusal that stands for it. */
export function settle(answer: DecideAnswer): Permitted | Refused {
  return answer.answer === 'permitted' ? permitted(answer.clauses) : refusalOf(answer)
}
