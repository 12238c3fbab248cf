import type { Context } from './context.ts'

const last = new WeakMap<Context['records'], Promise<unknown>>()

/**
 * Releases and erasures follow one another: what a release is about to hold must not end meanwhile, and what has ended is not released. One
 * process owns the records, so a turn in its memory is enough.
 */
export function inTurn<T>(context: Pick<Context, 'records'>, work: () => Promise<T>): Promise<T> {
  const turn = (last.get(context.records) ?? Promise.resolve()).then(work)
  last.set(
    context.records,
    turn.catch(() => undefined),
  )
  return turn
}
