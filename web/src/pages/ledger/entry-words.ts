import type { Answer } from '../../api.ts'
import type { Params } from '../../messages/catalogue.ts'
import type { Text } from '../../messages/text.tsx'

export type Entry = Answer<'GET /api/ledger'>['entries'][number]

const instants = new Set(['from', 'to', 'at', 'dueAt', 'erasedAt'])
const days = new Set(['day', 'endsOn', 'effectiveFrom', 'doneOn'])
/** Fields whose values have words of their own, and where in the catalogue. */
const worded: Readonly<Record<string, readonly string[]>> = {
  role: ['role.'],
  reason: ['refused.'],
  outcome: ['decision.'],
  kind: ['case.kind.'],
  cause: ['erasures.cause.', 'cause.', 'clock.'],
  act: ['act.'],
  phase: ['viewed.'],
  anchor: ['anchor.'],
  how: ['clock.how.'],
}

type Words = Pick<Text, 't' | 'named' | 'format'>

/** The entry as a sentence. Times and days are written out, lists become their length, codes their words. */
export function sentenceOf(entry: Entry, words: Words): string {
  const params = paramsOf(entry.body, words)
  const { phase, outcome } = entry.body
  const variant = [phase, outcome, typeof entry.body['export'] === 'string' ? 'export' : null].find(
    (value) => typeof value === 'string',
  )
  const { camera } = entry
  const did = typeof entry.body['did'] === 'string' ? entry.body['did'] : ''
  return (
    words.named(`ledger.${entry.kind}.${variant ?? ''}.${did}`, params) ??
    words.named(`ledger.${entry.kind}.${variant ?? ''}`, params) ??
    words.named(`ledger.${entry.kind}`, { camera: camera ?? '', ...params }) ??
    words.t('ledger.other', { kind: entry.kind })
  )
}

function paramsOf(body: Entry['body'], { named, format }: Words): Params {
  const params: Record<string, string | number> = {}
  for (const [name, value] of Object.entries(body)) {
    if (typeof value === 'number') params[name] = number(name, value, format)
    else if (typeof value === 'string') params[name] = text(name, value, body)
    else if (Array.isArray(value)) params[name] = value.length
  }
  const length = partsLength(body['parts'])
  if (length !== null) params['length'] = format.duration(length)
  return params

  function text(name: string, value: string, all: Entry['body']): string {
    if (days.has(name)) return format.legalDay(value)
    for (const prefix of worded[name] ?? []) {
      const inner = all['params']
      const found = named(prefix + value, isParams(inner) ? inner : undefined)
      if (found !== null) return found
    }
    return value
  }
}

function number(name: string, value: number, format: Text['format']): string {
  if (instants.has(name)) return format.dateTime(value)
  if (name === 'footageMs') return format.duration(value)
  if (name === 'bytes') return format.bytes(value)
  return format.number(value)
}

function isParams(value: unknown): value is Params {
  return typeof value === 'object' && value !== null
}

/** Sum of the stretches of an entry, milliseconds. */
function partsLength(parts: unknown): number | null {
  if (!Array.isArray(parts)) return null
  let sum = 0
  for (const part of parts as readonly unknown[]) {
    if (typeof part !== 'object' || part === null || !('from' in part) || !('to' in part)) return null
    sum += Number(part.to) - Number(part.from)
  }
  return sum
}
