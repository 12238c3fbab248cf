import { describe, expect, test } from 'vitest'
import { type CameraId, type EpochId, type RoleKeyId, toHex } from '../domain/ids.ts'
import { deriveClipKey } from './clip-key.ts'
import { prepareEpoch } from './epoch-secrets.ts'
import { openOfficeLock } from './office-lock.ts'
import { importKeyPair, newP256Secret } from './p256.ts'
import { leavesOf } from './ratchet.ts'
import { secretBytes } from './secret.ts'

const camera = '0192f0c1-2233-7444-8555-66778899aabb' as CameraId
const epoch = '11111111-2222-4333-8444-555555555555' as EpochId
const roleKeyId = '99999999-2222-4333-8444-555555555555' as RoleKeyId
const zeros = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0)

/** Random bytes whose every buffer the test keeps an eye on. */
function watched() {
  const buffers: Uint8Array<ArrayBuffer>[] = []
  const random = (length: number) => {
    const buffer = crypto.getRandomValues(secretBytes(length))
    buffers.push(buffer)
    return buffer
  }
  return { buffers, random }
}

async function preparedEpoch() {
  const secret = await newP256Secret()
  const pair = await importKeyPair('open', secret)
  const { buffers, random } = watched()
  const made = await prepareEpoch(
    { epoch, camera, roleKey: { id: roleKeyId, publicKey: secret.publicKey } },
    random,
  )
  return { ...made, pair, buffers, secret }
}

describe('prepareEpoch', () => {
  test('both locks together give the keys that the sealer gives, leaf by leaf', async () => {
    const { prepared, sealer, pair } = await preparedEpoch()
    expect(prepared).toMatchObject({ epoch, camera, roleKey: roleKeyId })
    expect(prepared.sealedOfficeLock.length).toBe(113)
    const s2 = await openOfficeLock(pair, prepared.sealedOfficeLock, { epoch, camera, roleKey: roleKeyId })
    const leaf1 = leavesOf(prepared.timeLock, 0, 4)
    const leaf2 = leavesOf(s2, 0, 4)
    for (let leaf = 0; leaf < 5; leaf++) {
      const expected = deriveClipKey(leaf1[leaf] as Uint8Array, leaf2[leaf] as Uint8Array, {
        camera,
        epoch,
        leaf,
      })
      const given = sealer.nextLeaf()
      expect(given.leaf).toBe(leaf)
      expect(toHex(given.key)).toBe(toHex(expected.key))
      expect(toHex(given.commitment)).toBe(toHex(expected.commitment))
    }
  })

  test('s1 and s2 are zero in the recorder after the first leaf; the copy to be stored is not', async () => {
    const { prepared, sealer, buffers } = await preparedEpoch()
    expect(buffers.map((buffer) => buffer.length)).toEqual([32, 32])
    expect(buffers.some(zeros)).toBe(false)
    sealer.nextLeaf()
    expect(buffers.every(zeros)).toBe(true)
    expect(zeros(prepared.timeLock)).toBe(false)
  })

  test('wipe ends it before the first leaf too', async () => {
    const { sealer, buffers } = await preparedEpoch()
    sealer.wipe()
    expect(buffers.every(zeros)).toBe(true)
    expect(() => sealer.nextLeaf()).toThrow(expect.objectContaining({ code: 'malformed' }))
  })

  test('the office lock opens for its own epoch, camera and role key alone', async () => {
    const { prepared, pair } = await preparedEpoch()
    const of = { epoch, camera, roleKey: roleKeyId }
    const other = 'aaaaaaaa-2222-4333-8444-555555555555'
    for (const wrong of [
      { ...of, epoch: other as EpochId },
      { ...of, camera: other as CameraId },
      { ...of, roleKey: other as RoleKeyId },
    ])
      await expect(openOfficeLock(pair, prepared.sealedOfficeLock, wrong)).rejects.toMatchObject({
        code: 'seal-broken',
      })
  })

  test('a bad role key leaves nothing behind', async () => {
    const { buffers, random } = watched()
    const roleKey = { id: roleKeyId, publicKey: new Uint8Array(65) }
    await expect(prepareEpoch({ epoch, camera, roleKey }, random)).rejects.toMatchObject({ code: 'bad-key' })
    expect(buffers.every(zeros)).toBe(true)
  })
})
