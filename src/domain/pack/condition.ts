/** The closed language of conditions: comparisons of facts, joined by all, any and not. No scripts. */
export type Condition = {
  readonly [path: string]: Test | readonly Condition[] | Condition
}

export type Scalar = string | number | boolean
/** A bare value means "is"; of a list fact it means "has". */
export type Test = Scalar | Comparison
export type Comparison = {
  readonly is?: Scalar
  /** the fact, or one member of a list fact, is among these */
  readonly in?: readonly Scalar[]
  /** every member of a list fact is among these */
  readonly only?: readonly Scalar[]
  readonly atLeast?: number | string
  readonly atMost?: number | string
  readonly above?: number | string
  readonly below?: number | string
  /** true: the fact is given, so that one that is not makes the test false; false: it is not given */
  readonly exists?: boolean
}

/** Three values: a fact that is not given makes a condition unknown, never false. */
export type Truth = boolean | 'unknown'

/** Facts by path: `camera.installer`. Undefined is unknown; an empty list is known. */
export type FactLookup = (path: string) => unknown

export function evaluate(condition: Condition, fact: FactLookup): Truth {
  let result: Truth = true
  for (const key in condition) {
    const truth = member(key, condition[key], fact)
    if (truth === false) return false
    if (truth === 'unknown') result = 'unknown'
  }
  return result
}

function member(key: string, value: unknown, fact: FactLookup): Truth {
  if (key === 'all') return every(value as readonly Condition[], fact)
  if (key === 'any') return some(value as readonly Condition[], fact)
  if (key === 'not') return negate(evaluate(value as Condition, fact))
  return compare(value as Test, fact(key))
}

function every(conditions: readonly Condition[], fact: FactLookup): Truth {
  let result: Truth = true
  for (const condition of conditions) {
    const truth = evaluate(condition, fact)
    if (truth === false) return false
    if (truth === 'unknown') result = 'unknown'
  }
  return result
}

function some(conditions: readonly Condition[], fact: FactLookup): Truth {
  let result: Truth = false
  for (const condition of conditions) {
    const truth = evaluate(condition, fact)
    if (truth === true) return true
    if (truth === 'unknown') result = 'unknown'
  }
  return result
}

function negate(truth: Truth): Truth {
  return truth === 'unknown' ? truth : !truth
}

function compare(test: Test, value: unknown): Truth {
  if (typeof test !== 'object') return value === undefined ? 'unknown' : has(value, test)
  if (test.exists !== undefined && (value !== undefined && value !== '') !== test.exists) return false
  if (value === undefined) return test.exists === undefined ? 'unknown' : true
  if (test.is !== undefined && !has(value, test.is)) return false
  if (test.in !== undefined && !test.in.some((one) => has(value, one))) return false
  if (test.only !== undefined && !listOf(value).every((one) => test.only?.includes(one as Scalar)))
    return false
  if (test.atLeast !== undefined && !(sizeOf(value) >= sizeOf(test.atLeast))) return false
  if (test.atMost !== undefined && !(sizeOf(value) <= sizeOf(test.atMost))) return false
  if (test.above !== undefined && !(sizeOf(value) > sizeOf(test.above))) return false
  if (test.below !== undefined && !(sizeOf(value) < sizeOf(test.below))) return false
  return true
}

function has(value: unknown, wanted: Scalar): boolean {
  return Array.isArray(value) ? value.includes(wanted) : value === wanted
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value]
}

/** Numbers as they are, durations by their length, pictures (`640x480`) by their pixels, days and instants by their order. */
function sizeOf(value: unknown): number {
  if (typeof value === 'number') return value
  if (typeof value !== 'string') return Number.NaN
  const picture = /^(\d+)x(\d+)$/.exec(value)
  if (picture) return Number(picture[1]) * Number(picture[2])
  if (value.startsWith('P')) return daysOf(value)
  return Date.parse(value)
}

function daysOf(duration: string): number {
  const [, years = 0, months = 0, weeks = 0, days = 0, hours = 0] =
    /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(\d+)H)?$/.exec(duration) ?? ['', Number.NaN]
  const day = Number(years) * 365.2425 + Number(months) * 30.436875 + Number(weeks) * 7 + Number(days)
  return day + Number(hours) / 24
}

/** Every fact path that a condition looks at. */
export function pathsOf(condition: Condition): readonly string[] {
  return Object.entries(condition).flatMap(([key, value]) => {
    if (key === 'all' || key === 'any') return (value as readonly Condition[]).flatMap(pathsOf)
    return key === 'not' ? pathsOf(value as Condition) : [key]
  })
}
