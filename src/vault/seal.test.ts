import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromHex, toHex } from '../domain/ids.ts'
import { VaultFault } from './fault.ts'
import { importClipKey, openFragment } from './open.ts'
import { sealInto } from './seal.ts'

function bytes(length: number, seed = 1): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(length)
  for (let i = 0; i < length; i++) out[i] = (i * 31 + seed * 17 + (i >> 8)) & 0xff
  return out
}

async function sealedWith(
  key: Uint8Array,
  counter: number,
  aad: Uint8Array,
  plain: Uint8Array,
): Promise<Uint8Array<ArrayBuffer>> {
  const out = new Uint8Array(plain.length + 16)
  expect(sealInto(out, 0, key, counter, aad, plain)).toBe(out.length)
  return out
}

describe('sealInto', () => {
  test('AES-256-GCM of the GCM specification, test case 14 (zero key, zero nonce, 16 zero bytes)', () => {
    const out = new Uint8Array(32)
    sealInto(out, 0, new Uint8Array(32), 0, new Uint8Array(0), new Uint8Array(16))
    expect(toHex(out)).toBe('cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919')
  })

  test('what WebCrypto opens is what was sealed, at any size around the update boundary', async () => {
    const key = bytes(32)
    const aad = bytes(144, 2)
    const cryptoKey = await importClipKey(key)
    for (const length of [0, 1, 4095, 65_535, 65_536, 65_537, 300_001]) {
      const plain = bytes(length, 3)
      const sealed = await sealedWith(key, length, aad, plain)
      expect(await openFragment(cryptoKey, length, aad, sealed)).toEqual(plain)
    }
  })

  test('writes only where it was told to and leaves the plaintext alone', () => {
    const out = new Uint8Array(200).fill(0xee)
    const plain = bytes(100)
    const before = plain.slice()
    expect(sealInto(out, 50, bytes(32), 7, bytes(144), plain)).toBe(116)
    expect(out.subarray(0, 50).every((byte) => byte === 0xee)).toBe(true)
    expect(out.subarray(166).every((byte) => byte === 0xee)).toBe(true)
    expect(plain).toEqual(before)
  })

  test('the counter stands in the last four nonce bytes, big-endian', async () => {
    const key = bytes(32)
    const sealed = await sealedWith(key, 0x0102_0304, new Uint8Array(0), bytes(5))
    const iv = fromHex('000000000000000001020304')
    const opened = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, await importClipKey(key), sealed)
    expect(new Uint8Array(opened)).toEqual(bytes(5))
  })

  test.each([
    ['bad-key', () => sealInto(new Uint8Array(20), 0, bytes(31), 0, bytes(1), bytes(4))],
    ['malformed', () => sealInto(new Uint8Array(19), 0, bytes(32), 0, bytes(1), bytes(4))],
    ['malformed', () => sealInto(new Uint8Array(40), 21, bytes(32), 0, bytes(1), bytes(4))],
    ['malformed', () => sealInto(new Uint8Array(40), -1, bytes(32), 0, bytes(1), bytes(4))],
    ['malformed', () => sealInto(new Uint8Array(40), 0, bytes(32), 2 ** 32, bytes(1), bytes(4))],
    ['malformed', () => sealInto(new Uint8Array(40), 0, bytes(32), -1, bytes(1), bytes(4))],
  ] as const)('refuses with %s (%#)', (code, act) => {
    expect(act).toThrow(expect.objectContaining({ name: 'VaultFault', code }))
  })
})

describe('openFragment', () => {
  test('any flipped bit of bytes or header, another counter, another key: seal-broken', async () => {
    const key = bytes(32)
    const cryptoKey = await importClipKey(key)
    const aad = bytes(144, 2)
    const sealed = await sealedWith(key, 3, aad, bytes(40))
    const broken = { code: 'seal-broken' } satisfies Partial<VaultFault>
    await fc.assert(
      fc.asyncProperty(fc.nat(sealed.length * 8 - 1), fc.nat(aad.length * 8 - 1), async (bit, aadBit) => {
        const bent = sealed.slice()
        bent[bit >> 3] = (bent[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        await expect(openFragment(cryptoKey, 3, aad, bent)).rejects.toMatchObject(broken)
        const bentAad = aad.slice()
        bentAad[aadBit >> 3] = (bentAad[aadBit >> 3] ?? 0) ^ (1 << (aadBit & 7))
        await expect(openFragment(cryptoKey, 3, bentAad, sealed)).rejects.toMatchObject(broken)
      }),
      { numRuns: 60 },
    )
    await expect(openFragment(cryptoKey, 4, aad, sealed)).rejects.toMatchObject(broken)
    await expect(openFragment(await importClipKey(bytes(32, 9)), 3, aad, sealed)).rejects.toMatchObject(
      broken,
    )
    for (const length of [0, 15, 16, 55])
      await expect(openFragment(cryptoKey, 3, aad, sealed.slice(0, length))).rejects.toMatchObject(broken)
    await expect(openFragment(cryptoKey, -1, aad, sealed)).rejects.toMatchObject(broken)
    await expect(openFragment(cryptoKey, Number.NaN, aad, sealed)).rejects.toBeInstanceOf(VaultFault)
  })

  test('a key of another length is refused', async () => {
    await expect(importClipKey(bytes(16))).rejects.toMatchObject({ code: 'bad-key' })
  })
})
