import { expect, it } from 'vitest'
import { fromBase64url, toBase64url } from './bytes.ts'

it('writes and reads base64url of every length', () => {
  for (const length of [0, 1, 2, 3, 31, 32, 33, 70_000]) {
    const bytes = new Uint8Array(length).map((_, i) => (i * 89 + 7) & 255)
    expect(toBase64url(bytes)).toMatch(/^[A-Za-z0-9_-]*$/)
    expect(fromBase64url(toBase64url(bytes))).toEqual(bytes)
  }
})

it('writes what RFC 4648 says', () => {
  expect(toBase64url(new Uint8Array([0xfb, 0xff, 0xfe]))).toBe('-__-')
  expect(toBase64url(new Uint8Array([0x66]))).toBe('Zg')
})

it('refuses what is not base64url', () => {
  for (const text of ['a', 'ab+c', 'ab=', 'あ']) expect(() => fromBase64url(text)).toThrow(TypeError)
})
