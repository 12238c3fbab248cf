import type { ClauseRef, LocalDay } from '../ids.ts'
import type { Pack, PackVersion, PolicyInstrument } from './rules.ts'

/** No rules for a day: none were in force, or their text is not in the pack. */
export type NotInForce = {
  readonly reason: 'out-of-dates' | 'text-unknown'
  readonly clauses: readonly ClauseRef[]
}

/** The rules of one day. A version whose first day the text does not give answers for every day before the next. */
export function packOn(instrument: PolicyInstrument, day: LocalDay): Pack | NotInForce {
  const { versions } = instrument
  const version = versions.findLast(({ since }) => since === 'unknown' || since <= day)
  if (!version) return { reason: 'out-of-dates', clauses: versions[0]?.clauses ?? [] }
  if (version.until !== undefined && day > version.until)
    return { reason: 'out-of-dates', clauses: version.clauses }
  return packOfVersion(instrument, version)
}

/** One version of an instrument, whether it is in force or not. */
export function packOfVersion(
  { versions: _versions, ...identity }: PolicyInstrument,
  { rules, since, clauses }: PackVersion,
): Pack | NotInForce {
  if (rules === 'unknown') return { reason: 'text-unknown', clauses }
  return { ...identity, ...rules, since, supplement: {} }
}

/** The versions before the one in force, in their order, as far as their text is in the pack. */
export function packsBefore(instrument: PolicyInstrument, { since: inForce }: Pack): readonly Pack[] {
  const index = instrument.versions.findIndex(({ since }) => since === inForce)
  return instrument.versions
    .slice(0, index)
    .map((version) => packOfVersion(instrument, version))
    .filter((one) => isPack(one))
}

/** Tells a pack from the refusal that `packOn` may give instead. */
export function isPack(answer: Pack | NotInForce): answer is Pack {
  return 'timeZone' in answer
}
