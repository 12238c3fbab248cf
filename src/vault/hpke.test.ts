import { createDecipheriv, createECDH, createHmac, randomBytes } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromHex, toHex } from '../domain/ids.ts'
import { openWith, sealLabels, sealOverhead, sealTo } from './hpke.ts'
import { importKeyPair, newOneTimeKey, newP256Secret } from './p256.ts'

// --- a second receiver, written from RFC 9180 with node:crypto alone, for DHKEM(P-256, HKDF-SHA256), HKDF-SHA256 and AES-GCM
const hmac = (key: Uint8Array, data: Uint8Array) => createHmac('sha256', key).update(data).digest()
const none = Buffer.alloc(0)
const labeled = (suite: Buffer, label: string, data: Uint8Array) =>
  Buffer.concat([Buffer.from('HPKE-v1'), suite, Buffer.from(label), data])
const extract = (suite: Buffer, salt: Buffer, label: string, ikm: Uint8Array) =>
  hmac(salt.length === 0 ? Buffer.alloc(32) : salt, labeled(suite, label, ikm))
const expandTo = (suite: Buffer, prk: Buffer, label: string, info: Uint8Array, length: number) =>
  hmac(
    prk,
    Buffer.concat([Buffer.from([0, length]), labeled(suite, label, info), Buffer.from([1])]),
  ).subarray(0, length)

function receive(
  scalar: Uint8Array,
  publicKey: Uint8Array,
  sealed: Uint8Array,
  info: Uint8Array,
  aad: Uint8Array,
  aead: 1 | 2,
): { secret: string; plaintext: Buffer } {
  const enc = sealed.subarray(0, 65)
  const ecdh = createECDH('prime256v1')
  ecdh.setPrivateKey(scalar)
  const kem = Buffer.from('KEM\0\x10')
  const eae = extract(kem, none, 'eae_prk', ecdh.computeSecret(enc))
  const secret = expandTo(kem, eae, 'shared_secret', Buffer.concat([enc, publicKey]), 32)
  const suite = Buffer.from([...Buffer.from('HPKE'), 0, 16, 0, 1, 0, aead])
  const context = Buffer.concat([
    Buffer.from([0]),
    extract(suite, none, 'psk_id_hash', none),
    extract(suite, none, 'info_hash', info),
  ])
  const schedule = extract(suite, secret, 'secret', none)
  const keyBytes = aead === 1 ? 16 : 32
  const key = expandTo(suite, schedule, 'key', context, keyBytes)
  const nonce = expandTo(suite, schedule, 'base_nonce', context, 12)
  const decipher = createDecipheriv(aead === 1 ? 'aes-128-gcm' : 'aes-256-gcm', key, nonce)
  decipher.setAAD(aad)
  decipher.setAuthTag(sealed.subarray(-16))
  const plaintext = Buffer.concat([decipher.update(sealed.subarray(65, -16)), decipher.final()])
  return { secret: secret.toString('hex'), plaintext }
}

// RFC 9180 A.3.1: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM, base mode
const rfc = {
  scalar: fromHex('f3ce7fdae57e1a310d87f1ebbde6f328be0a99cdbcadf4d6589cf29de4b8ffd2'),
  publicKey: fromHex(
    '04fe8c19ce0905191ebc298a9245792531f26f0cece2460639e8bc39cb7f706a826a779b4cf969b8a0e539c7f62fb3d30ad6aa8f80e30f1d128aafd68a2ce72ea0',
  ),
  enc: '04a92719c6195d5085104f469a8b9814d5838ff72b60501e2c4466e5e67b325ac98536d7b61a1af4b78e5b7f951c0900be863c403ce65c9bfcb9382657222d18c4',
  sharedSecret: 'c0d26aeab536609a572b07695d933b589dcf363ff9d93c93adea537aeabb8cb8',
  info: fromHex('4f6465206f6e2061204772656369616e2055726e'),
  aad: fromHex('436f756e742d30'),
  ct: '5ad590bb8baa577f8619db35a36311226a896e7342a6d836d8b7bcd2f20b6c7f9076ac232e3ab2523f39513434',
  plaintext: '4265617574792069732074727574682c20747275746820626561757479',
}

describe('sealTo', () => {
  test('the second receiver of this test opens the vector of RFC 9180 A.3.1', () => {
    const sealed = fromHex(rfc.enc + rfc.ct)
    const { secret, plaintext } = receive(rfc.scalar, rfc.publicKey, sealed, rfc.info, rfc.aad, 1)
    expect(secret).toBe(rfc.sharedSecret)
    expect(plaintext.toString('hex')).toBe(rfc.plaintext)
  })

  test('and it opens what sealTo seals to the same key', async () => {
    const plaintext = randomBytes(32)
    const aad = randomBytes(48)
    const sealed = await sealTo(rfc.publicKey, plaintext, sealLabels.grant, aad)
    const info = Buffer.from(sealLabels.grant)
    const received = receive(rfc.scalar, rfc.publicKey, sealed, info, aad, 2)
    expect(received.plaintext.toString('hex')).toBe(plaintext.toString('hex'))
    expect(sealed.length).toBe(32 + sealOverhead)
  })

  test('opens with the pair of that key, imported from scalar and point', async () => {
    const pair = await importKeyPair('open', rfc)
    const sealed = await sealTo(rfc.publicKey, Uint8Array.of(1, 2, 3), sealLabels.release, rfc.aad)
    expect(await openWith(pair, sealed, sealLabels.release, rfc.aad)).toEqual(Uint8Array.of(1, 2, 3))
  })

  test('refuses what is no point of the curve', async () => {
    const offCurve = rfc.publicKey.slice()
    offCurve[64] = (offCurve[64] ?? 0) ^ 1
    const compressed = Uint8Array.of(2, ...rfc.publicKey.subarray(1, 33))
    for (const key of [offCurve, compressed, new Uint8Array(0), new Uint8Array(65)])
      await expect(sealTo(key, Uint8Array.of(1), sealLabels.grant, new Uint8Array(0))).rejects.toMatchObject({
        name: 'VaultFault',
        code: 'bad-key',
      })
  })
})

describe('openWith', () => {
  const broken = { name: 'VaultFault', code: 'seal-broken' }

  test('another key, label, associated data, a flipped bit anywhere or a cut: seal-broken', async () => {
    const { pair, publicKey } = await newOneTimeKey()
    const other = await newOneTimeKey()
    const aad = Uint8Array.of(9, 9)
    const sealed = await sealTo(publicKey, new Uint8Array(32), sealLabels.grant, aad)
    expect(await openWith(pair, sealed, sealLabels.grant, aad)).toEqual(new Uint8Array(32))
    await expect(openWith(other.pair, sealed, sealLabels.grant, aad)).rejects.toMatchObject(broken)
    await expect(openWith(pair, sealed, sealLabels.release, aad)).rejects.toMatchObject(broken)
    await expect(openWith(pair, sealed, sealLabels.grant, Uint8Array.of(9))).rejects.toMatchObject(broken)
    await fc.assert(
      fc.asyncProperty(fc.nat(sealed.length * 8 - 1), async (bit) => {
        const bent = sealed.slice()
        bent[bit >> 3] = (bent[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        await expect(openWith(pair, bent, sealLabels.grant, aad)).rejects.toMatchObject(broken)
      }),
      { numRuns: 40 },
    )
    for (const length of [0, 64, 65, 80, 81, sealed.length - 1])
      await expect(openWith(pair, sealed.subarray(0, length), sealLabels.grant, aad)).rejects.toMatchObject(
        broken,
      )
  })
})

describe('P-256 keys', () => {
  test('a new secret is a scalar and its own point', async () => {
    const { scalar, publicKey } = await newP256Secret()
    const ecdh = createECDH('prime256v1')
    ecdh.setPrivateKey(scalar)
    expect(toHex(publicKey)).toBe(ecdh.getPublicKey('hex'))
  })

  test('imported private keys cannot be exported', async () => {
    for (const use of ['open', 'sign'] as const) {
      const { privateKey } = await importKeyPair(use, await newP256Secret())
      expect(privateKey.extractable).toBe(false)
    }
    expect((await newOneTimeKey()).pair.privateKey.extractable).toBe(false)
  })

  test('refuses a scalar that is none', async () => {
    for (const scalar of [new Uint8Array(32), fromHex('ff'.repeat(32)), new Uint8Array(31)])
      await expect(importKeyPair('open', { scalar, publicKey: rfc.publicKey })).rejects.toMatchObject({
        code: 'bad-key',
      })
  })
})
