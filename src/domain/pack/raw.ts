import type { PackPath } from './fault.ts'

/** A value of a file that may have any shape, with its place. */
export type Found = { readonly path: PackPath; readonly value: unknown }

/** What stands in a list under a key, with its place; nothing where the shape is wrong (which is told elsewhere). */
export function items(value: unknown, key: string | number, path: PackPath): readonly Found[] {
  const list = member(value, key)
  if (!Array.isArray(list)) return []
  return list.map((item: unknown, index) => ({ path: [...path, key, index], value: item }))
}

export function member(value: unknown, key: string | number): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  return Object.hasOwn(value, key) ? (value as Record<string | number, unknown>)[key] : undefined
}

/** A key as part of a path: places in lists are numbers. */
export function keyed(holder: object, key: string): string | number {
  return Array.isArray(holder) ? Number(key) : key
}

/** A value in the words of a fault. */
export function shown(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
}

export function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []
}
