import { beforeAll, describe, expect, test } from 'vitest'
import { type InstructionId, type PersonId, toHex } from '../domain/ids.ts'
import { deriveClipKey } from './clip-key.ts'
import { openClipKeys, sealClipKeys } from './export-keys.ts'
import type { GrantedLeaves } from './grant.ts'
import { newOneTimeKey, type OneTimeKey } from './p256.ts'
import { leavesOf } from './ratchet.ts'
import { openLeaves, openRelease, sealRelease } from './release.ts'
import { newEpoch, newId, newRole, type TestEpoch } from './test-support/people.ts'

let epoch: TestEpoch
let session: OneTimeKey
const instruction = newId() as InstructionId
const viewer = newId() as PersonId

beforeAll(async () => {
  epoch = await newEpoch(await newRole())
  session = await newOneTimeKey()
})

function releaseOf(...leaves: readonly number[]) {
  return {
    instruction,
    viewer,
    leaves: leaves.map((leaf) => ({ camera: epoch.camera, epoch: epoch.epoch, leaf })),
  }
}

function halvesOf(...leaves: readonly number[]): readonly Uint8Array[] {
  return leaves.map((leaf) => leavesOf(epoch.s1, leaf, leaf)[0] as Uint8Array)
}

function granted(first: number, last: number): GrantedLeaves {
  const { camera, epoch: id } = epoch
  return { camera, epoch: id, first, last, leaves: leavesOf(epoch.s2, first, last) }
}

describe('openLeaves', () => {
  test('brings both halves to the keys of the leaves, in the order asked for', async () => {
    const of = releaseOf(7, 4, 12)
    const sealed = await sealRelease(session.publicKey, of, halvesOf(7, 4, 12))
    const opened = await openLeaves(session.pair, of, sealed, [granted(12, 12), granted(4, 8)])
    expect(opened.map(({ leaf }) => leaf)).toEqual([7, 4, 12])
    for (const { key, commitment, ...ref } of opened) {
      const [half1] = leavesOf(epoch.s1, ref.leaf, ref.leaf)
      const [half2] = leavesOf(epoch.s2, ref.leaf, ref.leaf)
      const expected = deriveClipKey(half1 as Uint8Array, half2 as Uint8Array, ref)
      expect(toHex(key)).toBe(toHex(expected.key))
      expect(toHex(commitment)).toBe(toHex(expected.commitment))
    }
  })

  test('a leaf without a grant opens nothing', async () => {
    const of = releaseOf(4, 9)
    const sealed = await sealRelease(session.publicKey, of, halvesOf(4, 9))
    await expect(openLeaves(session.pair, of, sealed, [granted(4, 8)])).rejects.toMatchObject({
      code: 'not-granted',
    })
  })
})

describe('openRelease', () => {
  test('answers the very request: session, viewer, instruction and leaves are bound', async () => {
    const of = releaseOf(4, 5)
    const sealed = await sealRelease(session.publicKey, of, halvesOf(4, 5))
    expect((await openRelease(session.pair, of, sealed)).map(toHex)).toEqual(halvesOf(4, 5).map(toHex))
    const broken = { code: 'seal-broken' }
    for (const wrong of [
      releaseOf(5, 4),
      releaseOf(4),
      releaseOf(4, 6),
      { ...of, viewer: newId() as PersonId },
      { ...of, instruction: newId() as InstructionId },
    ])
      await expect(openRelease(session.pair, wrong, sealed)).rejects.toMatchObject(broken)
    const other = await newOneTimeKey()
    await expect(openRelease(other.pair, of, sealed)).rejects.toMatchObject(broken)
  })
})

describe('keys for an export', () => {
  test('go from the browser to the job whole', async () => {
    const job = await newOneTimeKey()
    const exportId = newId()
    const leaves = [3, 4].map((leaf) =>
      deriveClipKey(halvesOf(leaf)[0] as Uint8Array, granted(leaf, leaf).leaves[0] as Uint8Array, {
        camera: epoch.camera,
        epoch: epoch.epoch,
        leaf,
      }),
    )
    const sealed = await sealClipKeys(job.publicKey, exportId, leaves)
    const opened = await openClipKeys(job.pair, exportId, sealed)
    expect(opened).toEqual(leaves)
    const broken = { code: 'seal-broken' }
    await expect(openClipKeys(job.pair, newId(), sealed)).rejects.toMatchObject(broken)
    await expect(openClipKeys(session.pair, exportId, sealed)).rejects.toMatchObject(broken)
  })
})
