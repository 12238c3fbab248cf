import type { ArticleMessage } from '../../../../src/http/contract.ts'

export const stateFilters = ['all', 'broken', 'due', 'kept', 'notApplicable', 'asks'] as const
export type StateFilter = (typeof stateFilters)[number]

type Article = Pick<ArticleMessage, 'state' | 'asks'>

export function matches({ state, asks }: Article, filter: StateFilter): boolean {
  if (filter === 'all') return true
  return filter === 'asks' ? asks !== null : state === filter
}

/** How many articles each filter shows. */
export function countStates(articles: readonly Article[]): Readonly<Record<StateFilter, number>> {
  const count = (filter: StateFilter) => articles.filter((article) => matches(article, filter)).length
  return {
    all: articles.length,
    broken: count('broken'),
    due: count('due'),
    kept: count('kept'),
    notApplicable: count('notApplicable'),
    asks: count('asks'),
  }
}
