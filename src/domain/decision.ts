import type { ClauseRef } from './ids.ts'

/** Why an act does not take place; the words for each stand in the ja/en catalogue. */
export const refusalCodes = [
  /** the day lies before the first version of the instrument */
  'out-of-dates',
  /** a version was in force whose text is not in the pack */
  'text-unknown',
  /** no ground of the instrument fits; params: ground */
  'no-ground',
  /** the ground is not open to this kind of requester; params: requester */
  'requester-not-covered',
  /** the use goes beyond the purposes of the installation */
  'purpose-beyond',
  'purpose-missing',
  'cameras-missing',
  'window-missing',
  'recipient-missing',
  'need-missing',
  'decision-missing',
  /** the ground asks nobody for a decision */
  'decision-not-asked',
  /** params: role, wanted (comma-separated role ids) */
  'role-not-permitted',
  /** nobody was named beforehand, or not for this day or cause; params: role */
  'substitute-not-named',
  /** footage under this ground is not copied; params: ground */
  'copy-not-permitted',
  /** params: row */
  'register-row-unknown',
  /** params: row, facility, place, places */
  'register-place-unknown',
  /** params: row, facility, place, count */
  'register-full',
  /** params: role */
  'role-vacant',
  /** params: days, most */
  'period-not-allowed',
  /** the instrument states no period, or it is not in the pack */
  'period-unstated',
] as const
export type RefusalCode = (typeof refusalCodes)[number]

export type RefusalParams = Readonly<Record<string, string>>

/** Nothing is missing. */
export type Permitted = { readonly kind: 'permitted'; readonly clauses: readonly ClauseRef[] }

export type Need = {
  readonly kind: 'document' | 'test' | 'decision' | 'identity' | 'person' | 'role' | 'supplement'
  /** what is missing: a statement, a role, a document */
  readonly id: string
  readonly clauses: readonly ClauseRef[]
  readonly reason: RefusalCode
  readonly params: RefusalParams
}

/** A ground fits; all that is still missing is listed. */
export type Needs = {
  readonly kind: 'needs'
  readonly clauses: readonly ClauseRef[]
  readonly needs: readonly [Need, ...Need[]]
}

/** No paper, answer or person changes it. */
export type Refused = {
  readonly kind: 'refused'
  readonly clauses: readonly ClauseRef[]
  readonly reason: RefusalCode
  readonly params: RefusalParams
}

export type Decision = Permitted | Needs | Refused

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

/** `needs` with everything in it, or `permitted` when the list is empty. */
export function needing(needs: readonly Need[], clauses: readonly ClauseRef[]): Permitted | Needs {
  const [first, ...rest] = needs
  if (!first) return permitted(clauses)
  return {
    kind: 'needs',
    clauses: [...new Set(needs.flatMap((need) => need.clauses))],
    needs: [first, ...rest],
  }
}

/** An act that is attempted now is refused by what is missing as well: the first need names the reason, `missing` lists all. */
export function refusalOf(decision: Needs | Refused): Refused {
  if (decision.kind === 'refused') return decision
  const [first] = decision.needs
  const missing = decision.needs.map((need) => need.id).join(',')
  return refused(first.reason, first.clauses, { ...first.params, missing })
}

/** `refusalOf` for what is not permitted; the permission itself otherwise. */
export function settle(decision: Decision): Permitted | Refused {
  return decision.kind === 'permitted' ? decision : refusalOf(decision)
}
