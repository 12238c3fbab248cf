import type { ClauseRef } from '../ids.ts'
import { dimensionOf } from '../pack/dimensions.ts'
import type { Stated } from '../pack/presence.ts'
import type { Pack, Supplement } from '../pack/rules.ts'
import { lengthOf, type Span } from '../pack/span.ts'
import { isLooser, isWithinTolerance } from '../pack/stricter.ts'
import { unique } from './answer.ts'

export type Looser = { readonly path: string; readonly clauses: readonly ClauseRef[] }

/** Values of the office, or of an operator below a guideline, that are looser than what the instrument states. */
export function looserValues(pack: Pack, supplement: Supplement): readonly Looser[] {
  return Object.entries(supplement).flatMap(([path, value]) => {
    const dimension = dimensionOf(path)
    const stated = pack.values[path]
    const least = path === 'retention.period' ? pack.values['retention.least'] : undefined
    if (least?.is === 'stated' && lengthOf(value as Span) < lengthOf(least.value as Span))
      return [{ path, clauses: least.clauses }]
    if (dimension === undefined || stated?.is !== 'stated') return []
    if (!isLooser(dimension, value, stated) || isAllowedLonger(pack, supplement, path, value, stated))
      return []
    return [{ path, clauses: looserClauses(pack, path, stated) }]
  })
}

/** Footage may be kept longer where the instrument says so and the reason is given, or within its own tolerance. */
function isAllowedLonger(
  pack: Pack,
  supplement: Supplement,
  path: string,
  value: unknown,
  stated: Stated<unknown>,
): boolean {
  if (path !== 'retention.period') return false
  return isReasoned(pack, supplement) || isWithinTolerance(value, stated, supplement['retention.tolerance'])
}

/** `byGround` lengthens one footage in one case, never the period. */
function isReasoned(pack: Pack, supplement: Supplement): boolean {
  const longer = pack.values['retention.longer']
  if (longer?.is !== 'stated' || longer.value === 'forbidden' || longer.value === 'byGround') return false
  const reason = supplement['retention.longer.reason']
  return typeof reason === 'string' && reason.trim() !== ''
}

function looserClauses(pack: Pack, path: string, stated: Stated<unknown>): readonly ClauseRef[] {
  const longer = path === 'retention.period' ? pack.values['retention.longer'] : undefined
  return longer?.is === 'stated' ? unique(stated.clauses, longer.clauses) : stated.clauses
}
