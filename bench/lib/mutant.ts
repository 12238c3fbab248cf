import type { PackPath } from '../../src/domain/pack/fault.ts'
import { member } from '../../src/domain/pack/raw.ts'

/** A pack file with one thing changed. */
export type Mutant = {
  readonly path: string
  /** `P14D -> P15D` */
  readonly what: string
  readonly data: unknown
}

export function mutant(path: PackPath, what: string, data: unknown): Mutant {
  return { path: path.join('.'), what, data }
}

export function replaced(
  data: unknown,
  path: PackPath,
  value: unknown,
  before = valueAt(data, path),
): Mutant {
  return mutant(path, `${JSON.stringify(before)} -> ${JSON.stringify(value)}`, setAt(data, path, value))
}

export function removed(data: unknown, path: PackPath): Mutant {
  const before = valueAt(data, path)
  const id = ['id', 'row', 'class'].map((key) => member(before, key)).find((one) => one !== undefined)
  return mutant(path, `dropped ${JSON.stringify(id ?? before).slice(0, 80)}`, dropAt(data, path))
}

function valueAt(data: unknown, path: PackPath): unknown {
  return path.reduce<unknown>((holder, key) => member(holder, key), data)
}

/** A copy in which one place holds another value; all else is shared with what it was made of. */
export function setAt(holder: unknown, [key, ...rest]: PackPath, value: unknown): unknown {
  if (key === undefined) return value
  const inner = setAt(member(holder, key), rest, value)
  if (Array.isArray(holder)) return holder.with(Number(key), inner)
  return { ...(isMapping(holder) ? holder : {}), [key]: inner }
}

/** A copy without what stands at a place. */
export function dropAt(holder: unknown, [key, ...rest]: PackPath): unknown {
  if (key === undefined) return undefined
  if (rest.length > 0) return setAt(holder, [key], dropAt(member(holder, key), rest))
  if (Array.isArray(holder)) return holder.toSpliced(Number(key), 1)
  return Object.fromEntries(Object.entries(isMapping(holder) ? holder : {}).filter(([one]) => one !== key))
}

export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
