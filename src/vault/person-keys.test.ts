import { argon2Sync } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { type RoleKeyId, toHex } from '../domain/ids.ts'
import { argon2idBrowser } from './argon2id-browser.ts'
import { argon2idNode } from './argon2id-node.ts'
import { openWith, sealLabels, sealTo } from './hpke.ts'
import { importPublicKey } from './p256.ts'
import {
  createPersonKeys,
  derivePassphraseKeys,
  type Enrolment,
  type PersonKeys,
  passphraseBytes,
  unwrapPersonKeys,
} from './person-keys.ts'
import { createRoleKey, roleKeyPair, unwrapRoleKey, wrapRoleKey } from './role-key.ts'
import { hashSecret, verifyProof } from './sign-in.ts'
import { newId, newPerson } from './test-support/people.ts'

const passphrase = 'kaede momiji sakura tsubaki tanuki kitsune'

describe('Argon2id', () => {
  test('RFC 9106 5.3: the implementation that the server uses', () => {
    const tag = argon2Sync('argon2id', {
      message: Buffer.alloc(32, 1),
      nonce: Buffer.alloc(16, 2),
      secret: Buffer.alloc(8, 3),
      associatedData: Buffer.alloc(12, 4),
      memory: 32,
      passes: 3,
      parallelism: 4,
      tagLength: 32,
    })
    expect(tag.toString('hex')).toBe('0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659')
  })

  test('browser and server give the same 64 bytes', async () => {
    const salt = new Uint8Array(16).fill(7)
    const bytes = passphraseBytes('もみじ さくら 2026')
    const [browser, server] = [await argon2idBrowser(bytes, salt), await argon2idNode(bytes, salt)]
    expect(browser.length).toBe(64)
    expect(toHex(browser)).toBe(toHex(server))
    expect(toHex(await argon2idNode(bytes, new Uint8Array(16)))).not.toBe(toHex(server))
  })
})

describe('passphraseBytes', () => {
  test('full-width input and stray spaces count as what was meant, case stays', () => {
    const plain = toHex(passphraseBytes('kaede momiji 3'))
    for (const typed of ['ｋａｅｄｅ　ｍｏｍｉｊｉ　３', '  kaede  momiji\t3 ', 'kaede momiji 3\n'])
      expect(toHex(passphraseBytes(typed))).toBe(plain)
    expect(toHex(passphraseBytes('Kaede momiji 3'))).not.toBe(plain)
    expect(toHex(passphraseBytes('が'))).toBe(toHex(passphraseBytes('か\u3099')))
  })
})

describe('keys of a person', () => {
  let enrolment: Enrolment
  let keys: PersonKeys
  beforeAll(async () => {
    ;({ enrolment, keys } = await createPersonKeys(passphrase, argon2idNode))
  })

  test('the passphrase proves sign-in and unwraps both keys; neither private half can be exported', async () => {
    const { proof, wrapping } = await derivePassphraseKeys(passphrase, enrolment.salt, argon2idNode)
    expect(toHex(proof)).toBe(toHex(enrolment.proof))
    expect(wrapping.extractable).toBe(false)
    const again = await unwrapPersonKeys(wrapping, enrolment)
    expect(again.open.privateKey.extractable || again.sign.privateKey.extractable).toBe(false)

    const sealed = await sealTo(
      enrolment.openPublicKey,
      Uint8Array.of(5),
      sealLabels.grant,
      new Uint8Array(0),
    )
    for (const { open } of [keys, again])
      expect(await openWith(open, sealed, sealLabels.grant, new Uint8Array(0))).toEqual(Uint8Array.of(5))
    const algorithm = { name: 'ECDSA', hash: 'SHA-256' }
    const signature = await crypto.subtle.sign(algorithm, again.sign.privateKey, Uint8Array.of(1))
    const verifier = await importPublicKey('sign', enrolment.signPublicKey)
    expect(await crypto.subtle.verify(algorithm, verifier, signature, Uint8Array.of(1))).toBe(true)
  })

  test('nothing that goes to the server is a secret half, and the proof does not open the keys', async () => {
    const output = await argon2idNode(passphraseBytes(passphrase), enrolment.salt)
    const second = toHex(output.subarray(32))
    for (const part of Object.values(enrolment)) expect(toHex(part)).not.toContain(second)
    const asKey = await crypto.subtle.importKey('raw', enrolment.proof, 'AES-GCM', false, ['decrypt'])
    await expect(unwrapPersonKeys(asKey, enrolment)).rejects.toMatchObject({ code: 'wrong-passphrase' })
  })

  test('another passphrase, salt, public key or a flipped bit: wrong-passphrase', async () => {
    const wrong = await derivePassphraseKeys(
      'kaede momiji sakura tsubaki tanuki usagi',
      enrolment.salt,
      argon2idNode,
    )
    await expect(unwrapPersonKeys(wrong.wrapping, enrolment)).rejects.toMatchObject({
      code: 'wrong-passphrase',
    })
    const { wrapping } = await derivePassphraseKeys(passphrase, enrolment.salt, argon2idNode)
    const other = await newPerson()
    const bent = enrolment.wrappedKeys.slice()
    bent[40] = (bent[40] ?? 0) ^ 1
    for (const changed of [
      { ...enrolment, salt: new Uint8Array(16) },
      { ...enrolment, openPublicKey: other.openPublicKey },
      { ...enrolment, signPublicKey: other.signPublicKey },
      { ...enrolment, wrappedKeys: bent },
    ])
      await expect(unwrapPersonKeys(wrapping, changed)).rejects.toMatchObject({ code: 'wrong-passphrase' })
    for (const wrappedKeys of [new Uint8Array(0), bent.subarray(1), Uint8Array.of(2, ...bent.subarray(1))])
      await expect(unwrapPersonKeys(wrapping, { ...enrolment, wrappedKeys })).rejects.toMatchObject({
        code: 'malformed',
      })
  })

  test('the server keeps a hash of the proof and takes the proof alone', () => {
    const stored = hashSecret(enrolment.proof)
    expect(verifyProof(enrolment.proof, stored)).toBe(true)
    for (const wrong of [stored, new Uint8Array(32), new Uint8Array(0), enrolment.proof.subarray(1)])
      expect(verifyProof(wrong, stored)).toBe(false)
    expect(verifyProof(enrolment.proof, stored.subarray(1))).toBe(false)
  })

  test('the role key is wrapped to one holder and opens what was sealed to it', async () => {
    const roleKey = await createRoleKey(newId() as RoleKeyId)
    const holder = await newPerson()
    const wrapped = await wrapRoleKey(roleKey, holder)
    const own = { id: holder.id, open: holder.keys.open }
    const opened = await unwrapRoleKey(roleKey, own, wrapped)
    expect(toHex(opened.scalar)).toBe(toHex(roleKey.scalar))
    const pair = await roleKeyPair(opened)
    expect(pair.privateKey.extractable).toBe(false)
    const sealed = await sealTo(roleKey.publicKey, Uint8Array.of(8), sealLabels.officeLock, new Uint8Array(0))
    expect(await openWith(pair, sealed, sealLabels.officeLock, new Uint8Array(0))).toEqual(Uint8Array.of(8))

    const colleague = await newPerson()
    const broken = { code: 'seal-broken' }
    await expect(
      unwrapRoleKey(roleKey, { id: colleague.id, open: colleague.keys.open }, wrapped),
    ).rejects.toMatchObject(broken)
    await expect(unwrapRoleKey(roleKey, { ...own, id: colleague.id }, wrapped)).rejects.toMatchObject(broken)
    const otherKey = await createRoleKey(roleKey.id)
    await expect(unwrapRoleKey(otherKey, own, wrapped)).rejects.toMatchObject(broken)
    // somebody who may wrap hands out rubbish under the right names
    const rubbish = await wrapRoleKey({ ...roleKey, scalar: otherKey.scalar }, holder)
    await expect(unwrapRoleKey(roleKey, own, rubbish)).rejects.toMatchObject({ code: 'bad-key' })
  })
})
