/** What JSON can say exactly. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue }

function wellFormed(text: string): string {
  // RFC 8785 3.2.2.2: half surrogate pairs end the work
  if (!text.isWellFormed()) throw new TypeError('a string with half a surrogate pair has no canonical form')
  return JSON.stringify(text)
}

function write(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return wellFormed(value)
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`${value} has no canonical form`)
    return JSON.stringify(value)
  }
  if (Array.isArray(value)) return `[${Array.from(value, write).join(',')}]`
  if (typeof value === 'object' && [Object.prototype, null].includes(Object.getPrototypeOf(value))) {
    const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
    return `{${members.map(([name, member]) => `${wellFormed(name)}:${write(member)}`).join(',')}}`
  }
  throw new TypeError(`a ${typeof value} has no canonical form`)
}

/**
 * The one JSON text of a value: RFC 8785 (members sorted by UTF-16 code units, no white space, ECMAScript numbers).
 * @throws TypeError for what JSON cannot say: undefined, NaN, infinities, bigint, class instances, half surrogate pairs
 */
export function canonicalJson(value: JsonValue): string {
  return write(value)
}
