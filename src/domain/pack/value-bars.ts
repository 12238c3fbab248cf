import type { Condition } from './condition.ts'
import type { Prohibition, Rules, Supplement } from './rules.ts'
import type { Act } from './vocabulary.ts'

/** A value that forbids acts by what it says: `live.watching: forbidden` needs no prohibition beside it. */
type Bar = {
  readonly path: string
  readonly acts: readonly Act[]
  /** the value that forbids, and whether grounds lift it */
  readonly forbids: Readonly<Record<string, 'none' | 'grounds'>>
}

const putUp: readonly Act[] = ['install', 'add', 'change', 'go-live']

const bars: readonly Bar[] = [
  {
    path: 'live.watching',
    acts: ['watch-live'],
    forbids: { forbidden: 'none', listedCases: 'grounds', forPurpose: 'grounds', notConstant: 'grounds' },
  },
  { path: 'operation.display', acts: ['watch-live'], forbids: { none: 'none' } },
  {
    path: 'operation.editing',
    acts: ['edit'],
    forbids: { forbidden: 'none', groundOnly: 'grounds', maskingOnly: 'grounds' },
  },
  {
    path: 'operation.copying',
    acts: ['copy'],
    forbids: { forbidden: 'none', groundOnly: 'grounds', purposeOrGround: 'grounds' },
  },
  {
    path: 'operation.takingOut',
    acts: ['take-out'],
    forbids: { forbidden: 'none', groundOnly: 'grounds', withPermission: 'grounds' },
  },
  { path: 'operation.sound', acts: ['record-sound'], forbids: { forbidden: 'none' } },
  { path: 'operation.analysis', acts: ['analyse'], forbids: { forbidden: 'none', listed: 'grounds' } },
  { path: 'install.steering', acts: ['steer'], forbids: { forbidden: 'none', presetOnly: 'grounds' } },
  { path: 'install.lending', acts: ['lend'], forbids: { forbidden: 'none', onTerms: 'grounds' } },
  {
    path: 'retention.longer',
    acts: ['extend'],
    forbids: {
      forbidden: 'none',
      byGround: 'grounds',
      reasonAndPeriod: 'grounds',
      managerDecides: 'grounds',
      headDecides: 'grounds',
    },
  },
  { path: 'use.publicRelease', acts: ['publish'], forbids: { forbidden: 'none', listedCases: 'grounds' } },
]

/** Values that bound what may be put up, with the fact that breaks them. */
const limits: readonly { readonly path: string; readonly breach: (value: never) => Condition }[] = [
  {
    path: 'install.pixelsAtMost',
    breach: (most: string) => ({ 'camera.pixels': { above: most } }),
  },
  { path: 'install.pixelsAtLeast', breach: (least: string) => ({ 'camera.pixels': { below: least } }) },
  {
    path: 'install.temporaryAtMost',
    breach: (most: string) => ({ 'camera.duration': { above: most } }),
  },
  { path: 'install.camerasAtMost', breach: (most: number) => ({ 'camera.count': { atLeast: most + 1 } }) },
  {
    path: 'install.intervalSeconds',
    breach: (least: number) => ({ 'camera.intervalSeconds': { below: least } }),
  },
]

const byRules = new WeakMap<object, readonly Prohibition[]>()

/** The prohibitions that follow from a pack's values. */
export function valueBars({ values }: Pick<Rules, 'values'>): readonly Prohibition[] {
  let found = byRules.get(values)
  if (found === undefined) {
    found = [...bars.flatMap((bar) => barOf(values, bar)), ...limitsOf(values)]
    byRules.set(values, found)
  }
  return found
}

/** The prohibitions that follow from the office's own values, beside the instrument's: a stricter value of its own binds too. */
export function officeBars({ values }: Pick<Rules, 'values'>, office: Supplement): readonly Prohibition[] {
  const set = [...bars, ...limits].flatMap(({ path }) => {
    const value = office[path]
    const stated = values[path]
    if (value === undefined) return []
    const base =
      stated?.is === 'stated' ? stated : { force: 'must' as const, approx: 'exact' as const, clauses: [] }
    return [[path, { ...base, is: 'stated' as const, value }] as const]
  })
  return set.length === 0 ? [] : valueBars({ values: Object.fromEntries(set) })
}

function barOf(values: Rules['values'], { path, acts, forbids }: Bar): readonly Prohibition[] {
  const value = values[path]
  if (value?.is !== 'stated') return []
  const yieldsTo = forbids[String(value.value)]
  return yieldsTo === undefined ? [] : [{ id: path, title: path, acts, yieldsTo, clauses: value.clauses }]
}

function limitsOf(values: Rules['values']): readonly Prohibition[] {
  const found: Prohibition[] = limits.flatMap(({ path, breach }) => {
    const value = values[path]
    if (value?.is !== 'stated') return []
    const when = breach(value.value as never)
    return [{ id: path, title: path, acts: putUp, when, yieldsTo: 'none' as const, clauses: value.clauses }]
  })
  const display = values['operation.display']
  if (display?.is !== 'stated' || display.value !== 'none') return found
  const when = { 'camera.monitor': true }
  const id = 'operation.display'
  return [...found, { id, title: id, acts: putUp, when, yieldsTo: 'none', clauses: display.clauses }]
}
