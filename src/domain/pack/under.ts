import { dimensionOf } from './dimensions.ts'
import { type PackFault, packFault } from './fault.ts'
import type { PackVersion, PolicyInstrument } from './rules.ts'
import { isLooser, isWithinTolerance } from './stricter.ts'

/** An operator's own rules against the guideline that they stand under: every value of theirs that is looser than its. */
export function childFaults(child: PolicyInstrument, parent: PolicyInstrument): readonly PackFault[] {
  return child.versions.flatMap((version, index) => {
    const above = versionAt(parent, version)
    if (above === undefined || above.rules === 'unknown' || version.rules === 'unknown') return []
    return looserIn(version.rules, above.rules, index)
  })
}

type KnownRules = Exclude<PackVersion['rules'], 'unknown'>

function looserIn(own: KnownRules, above: KnownRules, index: number): readonly PackFault[] {
  return Object.entries(own.values).flatMap(([path, value]) => {
    const dimension = dimensionOf(path)
    const stated = above.values[path]
    if (dimension === undefined || value.is !== 'stated' || stated?.is !== 'stated') return []
    if (!isLooser(dimension, value.value, stated) || isAllowedLonger(path, value.value, own, above)) return []
    const longer = path === 'retention.period' ? above.values['retention.longer'] : undefined
    return [
      packFault(['versions', index, 'rules', 'values', path], 'looser-than-parent', 'looserThanParent', {
        clauses: [...stated.clauses, ...(longer?.is === 'stated' ? longer.clauses : [])].join('、'),
        limit: typeof stated.value === 'string' ? stated.value : JSON.stringify(stated.value),
      }),
    ]
  })
}

/** A longer period is the guideline's own business where it lets reason and period be stated, or says "about". */
function isAllowedLonger(path: string, value: unknown, own: KnownRules, above: KnownRules): boolean {
  const stated = above.values[path]
  if (path !== 'retention.period' || stated?.is !== 'stated') return false
  const reasoned = [own, above].every(
    ({ values }) => valueIn(values, 'retention.longer') === 'reasonAndPeriod',
  )
  return reasoned || isWithinTolerance(value, stated, valueIn(own.values, 'retention.tolerance'))
}

function valueIn(values: KnownRules['values'], path: string): unknown {
  const value = values[path]
  return value?.is === 'stated' ? value.value : undefined
}

/** The parent's version that a version of the child lives under: the one in force on its first day. */
function versionAt(parent: PolicyInstrument, { since }: PackVersion): PackVersion | undefined {
  return since === 'unknown'
    ? parent.versions.at(-1)
    : (parent.versions.findLast((one) => one.since === 'unknown' || one.since <= since) ?? parent.versions[0])
}

/** A guideline above that is not there, or that stands under the child in turn. */
export function lineageFault(
  child: PolicyInstrument,
  above: readonly (PolicyInstrument | 'missing')[],
): readonly PackFault[] {
  const last = above.at(-1)
  if (last === undefined) return []
  if (last === 'missing')
    return [packFault(['under', 'pack'], 'parent', 'parentMissing', { id: missingId(child, above) })]
  const ids = [child.id, ...above.flatMap((one) => (one === 'missing' ? [] : [one.id]))]
  return new Set(ids).size < ids.length
    ? [packFault(['under', 'pack'], 'parent', 'parentCycle', { id: last.id })]
    : []
}

function missingId(child: PolicyInstrument, above: readonly (PolicyInstrument | 'missing')[]): string {
  const before = above.at(-2)
  return (before === undefined || before === 'missing' ? child.under : before.under)?.pack ?? ''
}
