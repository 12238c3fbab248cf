import { hkdfSync } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CameraId, type EpochId, fromHex, toHex, uuidToBytes } from '../domain/ids.ts'
import { checkCommitment, deriveClipKey } from './clip-key.ts'
import { leafRefBytes, leafRefFrom } from './leaf-ref.ts'
import { sameBytes } from './secret.ts'

const camera = '0192f0c1-2233-7444-8555-66778899aabb' as CameraId
const epoch = '11111111-2222-4333-8444-555555555555' as EpochId
const half = fc.uint8Array({ minLength: 32, maxLength: 32 })

describe('deriveClipKey', () => {
  test('is HKDF-SHA-256 over both halves, bound to camera, epoch and leaf', () => {
    fc.assert(
      fc.property(half, half, fc.nat(0xffff), (leaf1, leaf2, leaf) => {
        const info = Buffer.concat([
          Buffer.from('tsujiban clip 1', 'ascii'),
          uuidToBytes(camera),
          uuidToBytes(epoch),
          Buffer.from([0, 0, leaf >> 8, leaf & 0xff]),
        ])
        const expected = Buffer.from(hkdfSync('sha256', Buffer.concat([leaf1, leaf2]), '', info, 64))
        const { key, commitment } = deriveClipKey(leaf1, leaf2, { camera, epoch, leaf })
        expect(toHex(key) + toHex(commitment)).toBe(expected.toString('hex'))
      }),
    )
  })

  test('leaves the halves as they are and carries what it belongs to', () => {
    const [leaf1, leaf2] = [fromHex('01'.repeat(32)), fromHex('02'.repeat(32))]
    expect(deriveClipKey(leaf1, leaf2, { camera, epoch, leaf: 4 })).toMatchObject({ camera, epoch, leaf: 4 })
    expect(toHex(leaf1) + toHex(leaf2)).toBe('01'.repeat(32) + '02'.repeat(32))
  })

  test.each([
    ['bad-key', () => deriveClipKey(new Uint8Array(31), new Uint8Array(32), { camera, epoch, leaf: 0 })],
    ['bad-key', () => deriveClipKey(new Uint8Array(32), new Uint8Array(33), { camera, epoch, leaf: 0 })],
    ['malformed', () => deriveClipKey(new Uint8Array(32), new Uint8Array(32), { camera, epoch, leaf: -1 })],
    [
      'malformed',
      () =>
        deriveClipKey(new Uint8Array(32), new Uint8Array(32), { camera: 'x' as CameraId, epoch, leaf: 1 }),
    ],
  ])('refuses with %s (%#)', (code, act) => {
    expect(act).toThrow(expect.objectContaining({ name: 'VaultFault', code }))
  })
})

test('checkCommitment takes the commitment alone', () => {
  const key = deriveClipKey(fromHex('01'.repeat(32)), fromHex('02'.repeat(32)), { camera, epoch, leaf: 0 })
  const other = deriveClipKey(fromHex('01'.repeat(32)), fromHex('03'.repeat(32)), { camera, epoch, leaf: 0 })
  expect(() => checkCommitment(key, key.commitment.slice())).not.toThrow()
  for (const wrong of [other.commitment, key.key, key.commitment.subarray(1), new Uint8Array(0)])
    expect(() => checkCommitment(key, wrong)).toThrow(
      expect.objectContaining({ code: 'commitment-mismatch' }),
    )
})

test('sameBytes says what equality says', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.uint8Array(), (a, b) => {
      expect(sameBytes(a, a.slice())).toBe(true)
      expect(sameBytes(a, b)).toBe(Buffer.compare(a, b) === 0)
    }),
  )
})

test('a leaf reference reads back, at any place of a buffer', () => {
  const bytes = leafRefBytes({ camera, epoch, leaf: 0x0102 })
  const inside = new Uint8Array(50)
  inside.set(bytes, 9)
  expect(leafRefFrom(inside.subarray(9, 45))).toEqual({ camera, epoch, leaf: 0x0102 })
  expect(() => leafRefFrom(bytes.subarray(1))).toThrow(expect.objectContaining({ code: 'malformed' }))
})
