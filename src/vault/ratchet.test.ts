import { createHmac } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromHex, toHex } from '../domain/ids.ts'
import { expand, LeafChain, leavesOf } from './ratchet.ts'

const firstBlock = (key: Uint8Array, info: Uint8Array): string =>
  createHmac('sha256', key).update(info).update(Uint8Array.of(1)).digest('hex')
const zeros = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0)
const secret = fc.uint8Array({ minLength: 32, maxLength: 32 })

describe('expand', () => {
  test('RFC 5869 A.1: the first block of HKDF-Expand is HMAC(PRK, info || 0x01)', () => {
    const prk = fromHex('077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5')
    expect(firstBlock(prk, fromHex('f0f1f2f3f4f5f6f7f8f9'))).toBe(
      '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf',
    )
  })

  test('is that block for "leaf" and "next"', () => {
    fc.assert(
      fc.property(secret, (key) => {
        for (const info of ['leaf', 'next'] as const)
          expect(toHex(expand(key, info))).toBe(firstBlock(key, Buffer.from(info)))
      }),
    )
  })

  test('takes 32 bytes alone', () => {
    expect(() => expand(new Uint8Array(31), 'leaf')).toThrow(expect.objectContaining({ code: 'bad-key' }))
  })
})

describe('LeafChain', () => {
  test('gives leaf[i] = Expand(c[i], "leaf") and steps to c[i+1] = Expand(c[i], "next")', () => {
    const start = fromHex('11'.repeat(32))
    let value: Uint8Array = start.slice()
    const chain = new LeafChain(start)
    for (let i = 0; i < 5; i++) {
      expect(chain.position).toBe(i)
      expect(toHex(chain.next())).toBe(firstBlock(value, Buffer.from('leaf')))
      value = fromHex(firstBlock(value, Buffer.from('next')))
    }
  })

  test('wipes the lock at the first step and knows nothing of what it gave', () => {
    const lock = fromHex('22'.repeat(32))
    const chain = new LeafChain(lock)
    expect(zeros(lock)).toBe(false)
    const first = chain.next()
    expect(zeros(lock)).toBe(true)
    const rest = Array.from({ length: 50 }, () => toHex(chain.next()))
    expect(rest).not.toContain(toHex(first))
  })

  test('gives nothing after it was wiped', () => {
    const lock = fromHex('33'.repeat(32))
    const chain = new LeafChain(lock)
    chain.wipe()
    expect(zeros(lock)).toBe(true)
    expect(() => chain.next()).toThrow(expect.objectContaining({ code: 'malformed' }))
  })
})

describe('leavesOf', () => {
  test('is the same run whatever its first leaf, and leaves the lock as it is', () => {
    fc.assert(
      fc.property(secret, fc.nat(40), fc.nat(40), (lock, a, b) => {
        const [first, last] = [Math.min(a, b), Math.max(a, b)]
        const before = toHex(lock)
        const all = leavesOf(lock, 0, 40).map(toHex)
        expect(leavesOf(lock, first, last).map(toHex)).toEqual(all.slice(first, last + 1))
        expect(toHex(lock)).toBe(before)
      }),
      { numRuns: 30 },
    )
  })

  test('what it gives cannot be stepped: neither a leaf nor its "next" is a neighbour', () => {
    fc.assert(
      fc.property(secret, (lock) => {
        const given = leavesOf(lock, 10, 12)
        const neighbours = [...leavesOf(lock, 0, 9), ...leavesOf(lock, 13, 30)].map(toHex)
        for (const leaf of given)
          for (const stepped of [
            leaf,
            expand(leaf, 'leaf'),
            expand(leaf, 'next'),
            expand(expand(leaf, 'next'), 'leaf'),
          ])
            expect(neighbours).not.toContain(toHex(stepped))
      }),
      { numRuns: 20 },
    )
  })

  test.each([
    [3, 2],
    [-1, 2],
    [0, 65_536],
    [0.5, 2],
    [0, Number.NaN],
  ])('refuses %s to %s', (first, last) => {
    expect(() => leavesOf(new Uint8Array(32), first, last)).toThrow(
      expect.objectContaining({ code: 'malformed' }),
    )
  })
})
