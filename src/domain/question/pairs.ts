import type { PackCase } from './case.ts'

/** A pair of cases that proves nothing. */
export type PairFault = {
  readonly pair: string
  /** not two cases; not one fact that differs; the same answer in both */
  readonly what: 'count' | 'facts' | 'answer'
  /** how many cases, or which facts differ */
  readonly found: readonly string[]
  /** place of the first case in its file */
  readonly at: number
}

/** Facts of a case by path; a list is one fact. The words of a case and what is expected are none. */
const words: ReadonlySet<string> = new Set(['situation', 'question', 'answer', 'clause', 'pair', 'expect'])

/**
 * The pairs of a file of cases that do not do what a pair is for: to show that one fact turns the answer.
 * @param raw the cases as they stand in the file
 */
export function pairFaults(cases: readonly PackCase[], raw: readonly unknown[]): readonly PairFault[] {
  const named = new Set(cases.flatMap(({ pair }) => pair ?? []))
  return [...named].flatMap((pair): readonly PairFault[] => {
    const places = cases.flatMap((one, index) => (one.pair === pair ? [index] : []))
    const [a = 0, b = 0] = places
    if (places.length !== 2)
      return [{ pair, what: 'count', found: places.map((place) => cases[place]?.situation ?? ''), at: a }]
    const found = differing(factsOf(raw[a]), factsOf(raw[b]))
    if (found.length !== 1) return [{ pair, what: 'facts', found, at: a }]
    return outcome(cases[a]) === outcome(cases[b]) ? [{ pair, what: 'answer', found: [], at: a }] : []
  })
}

function factsOf(raw: unknown): ReadonlyMap<string, string> {
  return flat(Object.fromEntries(Object.entries(raw ?? {}).filter(([key]) => !words.has(key))), '')
}

function flat(value: unknown, path: string): ReadonlyMap<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return new Map([[path, JSON.stringify(value)]])
  const under = path === '' ? '' : `${path}.`
  return new Map(
    Object.entries(value).flatMap(([key, inner]: [string, unknown]) => [...flat(inner, `${under}${key}`)]),
  )
}

function differing(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): readonly string[] {
  return [...new Set([...a.keys(), ...b.keys()])].filter((path) => a.get(path) !== b.get(path))
}

function outcome(one: PackCase | undefined): string {
  return JSON.stringify([one?.expect.answer, one?.expect.lastDay])
}
