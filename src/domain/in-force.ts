import { type Refused, refused } from './decision.ts'
import type { LocalDay } from './ids.ts'
import type { Pack, PolicyInstrument } from './pack.ts'

/**
 * The rules of one day.
 * @returns refused `out-of-dates` before the first version, `text-unknown` for a version whose text the instrument file does not have
 */
export function packOn(instrument: PolicyInstrument, day: LocalDay): Pack | Refused {
  const { versions, ...identity } = instrument
  const version = versions.findLast(({ since }) => since <= day)
  if (!version) return refused('out-of-dates', versions[0]?.clauses ?? [], { day })
  if (version.rules === 'unknown')
    return refused('text-unknown', version.clauses, { day, since: version.since })
  return { ...identity, ...version.rules, since: version.since, supplement: {} }
}

/** Tells a pack from the refusal that `packOn` may give instead. */
export function isPack(answer: Pack | Refused): answer is Pack {
  return 'timeZone' in answer
}
