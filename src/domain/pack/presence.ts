import type { ClauseRef } from '../ids.ts'
import type { Approximation, Force } from './vocabulary.ts'

/** What the instrument says. Silent and unknown (not written in the pack) are never a permission and never filled from elsewhere. */
export type Presence<T> = Stated<T> | { readonly is: 'silent' } | { readonly is: 'unknown' }
export type Stated<T> = {
  readonly is: 'stated'
  readonly value: T
  readonly force: Force
  readonly approx: Approximation
  readonly clauses: readonly ClauseRef[]
}
