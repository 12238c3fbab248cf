import type { Comparison, Condition } from '../pack/condition.ts'

/** Which values of one fact a ground's condition leaves open; all where it does not look at the fact. */
export function fitting<T extends string>(
  when: Condition | undefined,
  path: string,
  values: readonly T[],
): readonly T[] {
  return when === undefined ? values : values.filter((value) => !rulesOut(when, path, value))
}

function rulesOut(condition: Condition, path: string, value: string): boolean {
  return Object.entries(condition).some(([key, test]) => {
    if (key === 'all') return (test as readonly Condition[]).some((one) => rulesOut(one, path, value))
    if (key === 'any') return (test as readonly Condition[]).every((one) => rulesOut(one, path, value))
    if (key === 'not') return holdsFor(test as Condition, path, value)
    return key === path && !holdsFor({ [key]: test }, path, value)
  })
}

/** True where the condition is about this fact alone and holds for the value. */
function holdsFor(condition: Condition, path: string, value: string): boolean {
  return Object.entries(condition).every(([key, test]) => {
    if (key !== path) return false
    if (typeof test !== 'object') return test === value
    if (Array.isArray(test)) return false
    const { is, in: among, exists = true } = test as Comparison
    return exists && (is === undefined || is === value) && (among === undefined || among.includes(value))
  })
}
