import { pathsOf } from '../pack/condition.ts'
import { dimensionOf } from '../pack/dimensions.ts'
import type { Ground, Pack, Requirement } from '../pack/rules.ts'

export type OfficePath = { readonly path: string; readonly ja: string; readonly type: string }

/** What the office may set besides the values of the language: where this pack names nobody, or leaves a time open. */
export function officePaths(pack: Pack): readonly OfficePath[] {
  const deciders = [
    ...pack.grounds.filter((ground) => unnamed(needsOf(pack, ground)).length > 0),
    ...unnamed(pack.acts.flatMap(({ grounds, needs }) => (grounds === undefined ? needs : []))),
  ].map(({ id, title }) => ({ path: `grounds.${id}.decider`, ja: `${title}: 決める役`, type: 'role' }))
  const times = pack.duties.flatMap(({ id, title, every, due }) => {
    if (every === 'unknown') return [{ path: `duties.${id}.every`, ja: `${title}: 周期`, type: 'span' }]
    return typeof due === 'object' && due.within === 'unknown'
      ? [{ path: `duties.${id}.within`, ja: `${title}: 期限`, type: 'span' }]
      : []
  })
  const tasks = [...pack.grounds, ...pack.acts].flatMap(({ then }) =>
    then.flatMap(({ id, title, due }) =>
      due === 'withoutDelay' || (typeof due === 'object' && due.within === 'unknown')
        ? [{ path: `tasks.${id}.within`, ja: `${title}: 期限`, type: 'span' }]
        : [],
    ),
  )
  return [
    ...deciders,
    ...times,
    ...tasks,
    ...switchesOf(pack),
    { path: 'calendar.closedOn', ja: '市町村独自の閉庁日（MM-DD 又は YYYY-MM-DD）', type: 'days' },
    { path: 'retention.longer.reason', ja: '長く保管する理由', type: 'text' },
  ]
}

/** Values of the office that the pack's conditions look at and that are none of the language's. */
function switchesOf(pack: Pack): readonly OfficePath[] {
  const prefix = 'supplement.'
  const parts = [...pack.addressees, ...pack.grounds, ...pack.duties]
  const found = parts.flatMap(({ when, clauses }) =>
    (when === undefined ? [] : pathsOf(when))
      .filter((path) => path.startsWith(prefix))
      .map((path) => ({ path: path.slice(prefix.length), clauses })),
  )
  return found
    .filter(({ path }, index) => dimensionOf(path) === undefined && firstOf(found, path) === index)
    .map(({ path, clauses }) => {
      const asked = pack.provisions.find(({ clause, asks }) => asks !== undefined && clauses.includes(clause))
      return { path, ja: asked?.asks ?? path, type: 'flag' }
    })
}

function firstOf(found: readonly { readonly path: string }[], path: string): number {
  return found.findIndex((one) => one.path === path)
}

/** What a ground asks, of itself and by rules of its acts. */
function needsOf({ acts }: Pack, { id, needs }: Ground): readonly Requirement[] {
  return [...needs, ...acts.flatMap((rule) => (rule.grounds?.includes(id) === true ? rule.needs : []))]
}

function unnamed(needs: readonly Requirement[]): readonly Requirement[] {
  return needs.flatMap((need) => [need, ...(need.oneOf ?? [])]).filter(({ by }) => by === 'unnamed')
}
