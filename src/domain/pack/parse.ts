import type { z } from 'zod'
import { crossFaults } from './cross-faults.ts'
import { type PackFault, type PackFaultCode, type PackPath, packFault } from './fault.ts'
import { normalise } from './normalise.ts'
import { keyed } from './raw.ts'
import type { PolicyInstrument } from './rules.ts'
import { packSchema } from './schema/pack.ts'

export type ParsedPack =
  | { readonly ok: true; readonly instrument: PolicyInstrument }
  | { readonly ok: false; readonly faults: readonly PackFault[] }

/** A pack from parsed YAML, or all its faults at once; nothing of a faulty pack is used. */
export function parsePack(data: unknown): ParsedPack {
  const deep = tooDeep(data)
  if (deep !== null) return { ok: false, faults: [packFault(deep, 'wrong-shape', 'tooDeep')] }
  const parsed = packSchema.safeParse(data, { reportInput: true })
  const shape = parsed.error?.issues.flatMap((issue) => shapeFaults(issue)) ?? []
  const faults = [...shape, ...crossFaults(data)]
  if (!parsed.success || faults.length > 0) return { ok: false, faults: inOrder(faults) }
  return { ok: true, instrument: normalise(parsed.data) }
}

/** Deeper than this no pack is nested; what looks at a file need not mind its depth from here on. */
const deepest = 40

/** The first place that is nested too deep. */
function tooDeep(value: unknown, path: PackPath = []): PackPath | null {
  if (typeof value !== 'object' || value === null) return null
  if (path.length >= deepest) return path
  for (const [key, inner] of Object.entries(value)) {
    const found = tooDeep(inner, [...path, keyed(value, key)])
    if (found !== null) return found
  }
  return null
}

function shapeFaults(issue: z.core.$ZodIssue, under: readonly PropertyKey[] = []): readonly PackFault[] {
  const path = [...under, ...issue.path].map((part) => (typeof part === 'number' ? part : String(part)))
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => packFault([...path, key], 'unknown-key', 'unknownKey', { key }))
  // a mapping was given where a word would do as well: its own faults say more
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const deepest = issue.errors.at(-1) ?? []
    if (deepest.some(({ path: inner, code }) => inner.length > 0 || code === 'unrecognized_keys'))
      return deepest.flatMap((inner) => shapeFaults(inner, path))
  }
  return [packFault(path, shapeCode(issue), hintOf(issue), paramsOf(issue))]
}

function shapeCode(issue: z.core.$ZodIssue): PackFaultCode {
  if (issue.code === 'invalid_type' || issue.code === 'invalid_union') return 'wrong-shape'
  if (issue.code === 'custom' && issue.params?.['code'] === 'contradiction') return 'contradiction'
  if (issue.code === 'invalid_format' && issue.message === 'clause') return 'wrong-clause'
  return 'wrong-value'
}

/** Our schemas give a word where they know more than the library. */
function hintOf(issue: z.core.$ZodIssue): string {
  if (/^[a-zA-Z]+$/.test(issue.message)) return issue.message
  if (issue.code === 'invalid_type' && issue.input === undefined) return 'missing'
  return hintByCode[issue.code] ?? 'type'
}

const hintByCode: Readonly<Partial<Record<z.core.$ZodIssue['code'], string>>> = {
  invalid_value: 'choice',
  too_small: 'tooSmall',
  too_big: 'tooBig',
}

function paramsOf(issue: z.core.$ZodIssue): Readonly<Record<string, string>> {
  if (issue.code === 'invalid_type') return { expected: issue.expected }
  if (issue.code === 'invalid_value') return { choices: issue.values.map(String).join('、') }
  if (issue.code === 'too_small') return { limit: String(issue.minimum) }
  if (issue.code === 'too_big') return { limit: String(issue.maximum) }
  return {}
}

function inOrder(faults: readonly PackFault[]): readonly PackFault[] {
  return faults.toSorted((a, b) =>
    a.path.join('\n').localeCompare(b.path.join('\n'), 'en', { numeric: true }),
  )
}
