export const packFaultCodes = [
  /** a key is missing or a value has the wrong type */
  'wrong-shape',
  /** a key that the language does not have */
  'unknown-key',
  /** a value outside its closed list or form */
  'wrong-value',
  /** a clause of another instrument, or not in the form of one */
  'wrong-clause',
  /** a role or another id that is used and nowhere defined */
  'unknown-id',
  /** an id that is defined twice */
  'repeated-id',
  /** versions out of order or two from one day */
  'wrong-order',
  /** two values that cannot both hold */
  'contradiction',
] as const
export type PackFaultCode = (typeof packFaultCodes)[number]

/** One fault of a pack file. */
export type PackFault = {
  readonly path: readonly (string | number)[]
  readonly code: PackFaultCode
  readonly message: string
}

type Path = readonly (string | number)[]
type Found = { readonly path: Path; readonly value: unknown }

/** What stands in a list under a key, with its place; nothing where the shape is wrong (which is told elsewhere). */
function items(value: unknown, key: string | number, path: Path): readonly Found[] {
  const list = member(value, key)
  if (!Array.isArray(list)) return []
  return list.map((item: unknown, index) => ({ path: [...path, key, index], value: item }))
}

function member(value: unknown, key: string | number): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  return Object.hasOwn(value, key) ? (value as Record<string | number, unknown>)[key] : undefined
}

function fault(path: Path, code: PackFaultCode, message: string): PackFault {
  return { path, code, message }
}

/** Keys whose values are lists of role ids, and keys whose value is one. */
const roleLists = new Set(['appointedBy', 'entering', 'by', 'holders', 'watchers', 'roles'])
const roleFields = new Set(['role', 'keeper'])

/** What no single value shows: ids that lead nowhere, foreign clauses, order of versions. Works on any shape. */
export function crossFaults(data: unknown): readonly PackFault[] {
  const id = member(data, 'id')
  const versions = items(data, 'versions', [])
  return [
    ...(typeof id === 'string' ? clauseFaults(data, `${id}:`, []) : []),
    ...orderFaults(versions),
    ...versions.flatMap(({ value, path }) => rulesFaults(member(value, 'rules'), [...path, 'rules'])),
  ]
}

function clauseFaults(value: unknown, prefix: string, path: Path): readonly PackFault[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    const here = [...path, Array.isArray(value) ? Number(key) : key]
    if (key !== 'clauses') return clauseFaults(inner, prefix, here)
    return items(value, 'clauses', path)
      .filter(({ value: clause }) => typeof clause === 'string' && !clause.startsWith(prefix))
      .map(({ path: at }) => fault(at, 'wrong-clause', `a clause of this pack begins with ${prefix}`))
  })
}

function orderFaults(versions: readonly Found[]): readonly PackFault[] {
  return versions.flatMap(({ value, path }, index) => {
    const [since, before] = [member(value, 'since'), member(versions[index - 1]?.value, 'since')]
    if (typeof since !== 'string' || typeof before !== 'string' || before < since) return []
    return [fault([...path, 'since'], 'wrong-order', `not after the version since ${before}`)]
  })
}

function rulesFaults(rules: unknown, path: Path): readonly PackFault[] {
  const roles = items(rules, 'roles', path)
  const known = new Set(roles.map(({ value }) => member(value, 'id')))
  return [
    ...['roles', 'grounds', 'registers'].flatMap((key) => repeated(items(rules, key, path), 'id')),
    ...repeated(items(member(rules, 'register'), 'value', [...path, 'register']), 'row'),
    ...roleFaults(rules, known, path),
    ...operatingFaults(rules, known, path),
    ...groundFaults(items(rules, 'grounds', path)),
    ...viewerFaults(rules, path),
  ]
}

function repeated(list: readonly Found[], key: string): readonly PackFault[] {
  const seen = new Set<unknown>()
  return list.flatMap(({ value, path }) => {
    const id = member(value, key)
    if (id === undefined || !seen.has(id)) {
      seen.add(id)
      return []
    }
    return [fault([...path, key], 'repeated-id', `this ${key} stands here a second time`)]
  })
}

function unknownRole(path: Path): PackFault {
  return fault(path, 'unknown-id', 'no role of this id is defined in this version')
}

function roleFaults(value: unknown, known: ReadonlySet<unknown>, path: Path): readonly PackFault[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    const here = [...path, Array.isArray(value) ? Number(key) : key]
    if (roleFields.has(key) && typeof inner === 'string') return known.has(inner) ? [] : [unknownRole(here)]
    if (!roleLists.has(key)) return roleFaults(inner, known, here)
    const unknown = items(value, key, path)
      .filter(({ value: role }) => typeof role === 'string' && !known.has(role))
      .map(({ path: at }) => unknownRole(at))
    return [...unknown, ...roleFaults(inner, known, here)]
  })
}

function operatingFaults(rules: unknown, known: ReadonlySet<unknown>, path: Path): readonly PackFault[] {
  return items(member(rules, 'operating'), 'value', [...path, 'operating'])
    .filter(({ value }) => typeof value === 'string' && !known.has(value))
    .map(({ path: at }) => unknownRole(at))
}

/** A ground that forbids copying names nobody who copies; one that is open to outsiders asks who they are. */
function groundFaults(grounds: readonly Found[]): readonly PackFault[] {
  return grounds.flatMap(({ value, path }) => {
    const copying = member(value, 'copying')
    const allowed = member(copying, 'allowed')
    const copiers = items(copying, 'roles', path).length
    const outsiders = items(value, 'requesters', path).length > 0
    const asked = items(value, 'asks', path).map(({ value: statement }) => statement)
    return [
      ...(allowed === false && copiers > 0
        ? [
            fault(
              [...path, 'copying', 'roles'],
              'contradiction',
              'copying is not allowed, yet somebody copies',
            ),
          ]
        : []),
      ...(allowed === true && copiers === 0
        ? [fault([...path, 'copying', 'roles'], 'contradiction', 'copying is allowed, yet nobody copies')]
        : []),
      ...(outsiders && !asked.includes('recipient')
        ? [fault([...path, 'asks'], 'contradiction', 'outsiders may ask, yet who they are is not asked')]
        : []),
    ]
  })
}

/** Whoever sees playback operates the equipment. */
function viewerFaults(rules: unknown, path: Path): readonly PackFault[] {
  const operating = items(member(rules, 'operating'), 'value', path).map(({ value }) => value)
  if (operating.length === 0) return []
  return items(rules, 'grounds', path)
    .flatMap(({ value, path: at }) => items(member(value, 'viewing'), 'roles', [...at, 'viewing']))
    .filter(({ value }) => typeof value === 'string' && !operating.includes(value))
    .map(({ path: at }) =>
      fault(at, 'contradiction', 'this role sees playback but is not among those who operate'),
    )
}
