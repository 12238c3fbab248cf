import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalJson, type JsonValue } from './canonical-json.ts'

function shuffled(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map((item: JsonValue) => shuffled(item))
  if (value === null || typeof value !== 'object') return value
  const out = Object.create(null) as Record<string, JsonValue>
  for (const [name, member] of Object.entries(value).toReversed()) out[name] = shuffled(member)
  return out
}

describe('canonicalJson', () => {
  test('RFC 8785 3.2.2: the sample with numbers, escapes and literals', () => {
    const sample = JSON.parse(
      String.raw`{"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
        "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false]}`,
    ) as JsonValue
    expect(canonicalJson(sample)).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    )
  })

  test('RFC 8785 3.2.3: members in the order of UTF-16 code units', () => {
    const sample = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    }
    const names = [...canonicalJson(sample).matchAll(/:"([^"]+)"/g)].map((match) => match[1])
    expect(names).toEqual([
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ])
  })

  test('says the same whatever the order of members, and reads back as it was', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (input) => {
        const value = input as JsonValue
        const text = canonicalJson(value)
        expect(canonicalJson(shuffled(value))).toBe(text)
        expect(canonicalJson(JSON.parse(text) as JsonValue)).toBe(text)
      }),
    )
  })

  test('minus zero is zero', () => expect(canonicalJson([-0])).toBe('[0]'))

  test.each([
    [undefined],
    [{ a: undefined }],
    [[undefined]],
    [Number.NaN],
    [Number.POSITIVE_INFINITY],
    [1n],
    [new Date(0)],
    [new Uint8Array(2)],
    [new Map()],
    ['\ud800'],
    ['\udc00x'],
    [{ '\ud800': 1 }],
  ])('refuses what JSON cannot say (%#)', (value) => {
    expect(() => canonicalJson(value as unknown as JsonValue)).toThrow(TypeError)
  })

  test('a sparse array is refused, not closed up', () => {
    const sparse: JsonValue[] = []
    sparse[2] = 1
    expect(() => canonicalJson(sparse)).toThrow(TypeError)
  })
})
