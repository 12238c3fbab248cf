import type { Dimension } from './dimensions.ts'
import type { Stated } from './presence.ts'
import { lengthOf, type Span } from './span.ts'

/** Whether a value leaves more room than the one stated above it; values of which neither is stricter are never looser. */
export function isLooser({ type, tighter }: Dimension, value: unknown, stated: Stated<unknown>): boolean {
  switch (tighter) {
    case 'less':
      return measure(type.is, value) > measure(type.is, stated.value)
    case 'more':
      return measure(type.is, value) < measure(type.is, stated.value)
    case 'first':
      return type.is === 'choice' && placeIn(type.of, value) > placeIn(type.of, stated.value)
    case 'subset':
      return listOf(value).some((one) => !listOf(stated.value).includes(one))
    case 'superset':
      return listOf(stated.value).some((one) => !listOf(value).includes(one))
    case 'true':
      return stated.value === true && value !== true
    case 'false':
      return stated.value === false && value !== false
    case 'none':
      return false
  }
}

/** "About" bends as far as a tolerance that somebody has set, never by itself. */
export function isWithinTolerance(value: unknown, stated: Stated<unknown>, tolerance: unknown): boolean {
  if (stated.approx !== 'about' || typeof tolerance !== 'string') return false
  return lengthOf(value as Span) <= lengthOf(stated.value as Span) + lengthOf(tolerance as Span)
}

function measure(type: string, value: unknown): number {
  if (type === 'span') return lengthOf(value as Span)
  if (type === 'pixels') {
    const [width = '0', height = '0'] = String(value).split('x')
    return Number(width) * Number(height)
  }
  return Number(value)
}

/** A value that is none of the choices is looser than all of them. */
function placeIn(choices: readonly string[], value: unknown): number {
  const place = choices.indexOf(String(value))
  return place < 0 ? choices.length : place
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value]
}
