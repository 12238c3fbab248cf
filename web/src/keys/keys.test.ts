import { beforeAll, describe, expect, it } from 'vitest'
import { canonicalJson } from '../../../src/domain/canonical-json.ts'
import type { CameraId, EpochId, PersonId, RoleKeyId } from '../../../src/domain/ids.ts'
import { deriveClipKey } from '../../../src/vault/clip-key.ts'
import { openClipKeys } from '../../../src/vault/export-keys.ts'
import { verifyInstruction } from '../../../src/vault/instruction.ts'
import { sealOfficeLock } from '../../../src/vault/office-lock.ts'
import { importKeyPair, newOneTimeKey, newP256Secret } from '../../../src/vault/p256.ts'
import { leavesOf } from '../../../src/vault/ratchet.ts'
import { sealRelease } from '../../../src/vault/release.ts'
import { createRoleKey, roleKeyPair } from '../../../src/vault/role-key.ts'
import { fromBase64url, toBase64url } from '../bytes.ts'
import { checkOffer } from './check-offer.ts'
import { sealWindow } from './export-window.ts'
import type { CaseMessage, Playlist, UnlockMaterial } from './messages.ts'
import { unlockCase } from './unlock-case.ts'
import { type ReleaseCall, WindowKeys } from './window-keys.ts'

const uuid = (n: number) => `${String(n).padStart(8, '0')}-0000-4000-8000-000000000000`
const [camera, epoch, instruction, caseId, roleKeyId] = [1, 2, 3, 4, 5].map(uuid) as [
  string,
  string,
  string,
  string,
  string,
]
const [manager, operator] = [uuid(10), uuid(11)]
const timeLock = new Uint8Array(32).fill(3)
const officeLock = new Uint8Array(32).fill(4)
const first = 5
const last = 8

const shown = {
  id: caseId,
  ground: 'funabashi:9(6)',
  from: 1_000_000,
  to: 1_030_000,
  cameras: [{ id: camera, label: '玄関' }],
} as unknown as CaseMessage

async function person() {
  const open = await newP256Secret()
  const sign = await newP256Secret()
  return {
    open: await importKeyPair('open', open),
    sign: await importKeyPair('sign', sign),
    openPublicKey: open.publicKey,
    signPublicKey: sign.publicKey,
  }
}

type World = {
  readonly unlocker: Awaited<ReturnType<typeof person>>
  readonly viewer: Awaited<ReturnType<typeof person>>
  readonly roleKey: CryptoKeyPair
  readonly material: UnlockMaterial
}
let world: World

beforeAll(async () => {
  const [unlocker, viewer] = [await person(), await person()]
  const roleKey = await createRoleKey(roleKeyId as RoleKeyId)
  const sealed = await sealOfficeLock(roleKey.publicKey, officeLock, {
    epoch: epoch as EpochId,
    camera: camera as CameraId,
    roleKey: roleKeyId as RoleKeyId,
  })
  const material: UnlockMaterial = {
    instruction: canonicalJson({
      type: 'tsujiban instruction 1',
      id: instruction,
      case: caseId,
      ground: shown.ground,
      roleKey: roleKeyId,
      unlocker: manager,
      operators: [operator],
      epochs: [{ camera, epoch, first, last }],
      window: { from: shown.from, to: shown.to },
      issuedAt: 2_000_000,
    }),
    epochs: [{ camera, epoch, first, last, sealedOfficeLock: toBase64url(sealed) }],
    operators: [{ id: operator, name: '取扱者', openPublicKey: toBase64url(viewer.openPublicKey) }],
    parts: [
      {
        camera,
        label: '玄関',
        from: 999_000,
        to: 1_031_000,
        pieces: last - first + 1,
        gaps: [],
        unfinished: false,
      },
    ],
  }
  world = { unlocker, viewer, roleKey: await roleKeyPair(roleKey), material }
})

describe('the offer to sign', () => {
  it('is taken when it is what the screen shows', () => {
    expect(checkOffer(world.material, shown, manager).flaws).toEqual([])
  })

  it.each([
    ['case', { id: uuid(99) }],
    ['window', { to: 1_029_999 }],
    ['cameras', { cameras: [{ id: uuid(98), label: '' }] }],
    ['ground', { ground: 'funabashi:9(5)' }],
  ])('is refused when its %s is another', (flaw, change) => {
    expect(checkOffer(world.material, { ...shown, ...change }, manager).flaws).toEqual([flaw])
  })

  it('is refused when it opens more pieces than the screen counts, or to people who are not named', () => {
    const { material } = world
    const fewer = { ...material, parts: material.parts.map((part) => ({ ...part, pieces: 3 })) }
    expect(checkOffer(fewer, shown, manager).flaws).toEqual(['pieces'])
    expect(checkOffer({ ...material, parts: [] }, shown, manager).flaws).toEqual(['pieces'])
    expect(checkOffer({ ...material, operators: [] }, shown, manager).flaws).toEqual(['operators'])
    expect(checkOffer({ ...material, epochs: [] }, shown, manager).flaws).toEqual(['locks'])
    expect(checkOffer(material, shown, operator).flaws).toEqual(['unlocker'])
  })
})

describe('from the office lock to the picture', () => {
  const playlistOf = (grants: Playlist['grants']): Playlist => ({
    instruction: world.material.instruction,
    leaves: Array.from({ length: last - first + 1 }, (_, i) => ({
      camera,
      epoch,
      leaf: first + i,
      from: 1_000_000 + i * 10_000,
      to: 1_010_000 + i * 10_000,
    })),
    grants,
  })
  const asked: number[][] = []
  const server: ReleaseCall = async ({ sessionPublicKey, leaves }) => {
    asked.push(leaves.map(({ leaf }) => leaf))
    const halves = leaves.map(({ leaf }) => leavesOf(timeLock, leaf, leaf)[0] ?? new Uint8Array(32))
    const sealed = await sealRelease(
      fromBase64url(sessionPublicKey),
      {
        instruction: instruction as never,
        viewer: operator as PersonId,
        leaves: leaves.map(({ leaf }) => ({ camera: camera as CameraId, epoch: epoch as EpochId, leaf })),
      },
      halves,
    )
    return { sealed: toBase64url(sealed), leaves }
  }
  const expected = (leaf: number) =>
    deriveClipKey(
      leavesOf(timeLock, leaf, leaf)[0] ?? new Uint8Array(),
      leavesOf(officeLock, leaf, leaf)[0] ?? new Uint8Array(),
      { camera: camera as CameraId, epoch: epoch as EpochId, leaf },
    )

  async function granted(): Promise<Playlist> {
    const { material, roleKey, unlocker } = world
    const request = await unlockCase(material, { roleKey, signKey: unlocker.sign.privateKey })
    expect(request.instruction).toBe(material.instruction)
    expect(
      await verifyInstruction(request.instruction, fromBase64url(request.signature), unlocker.signPublicKey),
    ).toBe(true)
    expect(request.grants.map(({ operator }) => operator)).toEqual([operator])
    return playlistOf(
      request.grants.map(({ epoch, first, last, sealed }) => ({ epoch, first, last, sealed })),
    )
  }

  it('gives the viewer the keys of exactly these leaves', async () => {
    const keys = await WindowKeys.open(await granted(), instruction, operator, world.viewer.open)
    const opened = await keys.release(
      [
        { epoch, leaf: 6 },
        { epoch, leaf: 7 },
      ],
      server,
    )
    expect(opened).toEqual([expected(6), expected(7)])
    await expect(keys.release([{ epoch, leaf: 9 }], server)).rejects.toMatchObject({ code: 'not-granted' })
    await expect(keys.release([{ epoch, leaf: 4 }], server)).rejects.toMatchObject({ code: 'not-granted' })
  })

  it('gives nobody else anything', async () => {
    await expect(
      WindowKeys.open(await granted(), instruction, operator, world.unlocker.open),
    ).rejects.toMatchObject({ code: 'seal-broken' })
    await expect(
      WindowKeys.open(await granted(), uuid(97), operator, world.viewer.open),
    ).rejects.toMatchObject({ code: 'seal-broken' })
  })

  it('does not take an answer about other leaves', async () => {
    const keys = await WindowKeys.open(await granted(), instruction, operator, world.viewer.open)
    const lying: ReleaseCall = async (request) => ({
      ...(await server(request)),
      leaves: [{ epoch, leaf: 8 }],
    })
    await expect(keys.release([{ epoch, leaf: 6 }], lying)).rejects.toMatchObject({ code: 'malformed' })
  })

  it('seals the whole window to an export job, ten minutes a release', async () => {
    const playlist = await granted()
    const keys = await WindowKeys.open(playlist, instruction, operator, world.viewer.open)
    const job = await newOneTimeKey()
    const exportId = uuid(20)
    asked.length = 0
    const long = playlist.leaves.map((leaf, i) => ({ ...leaf, from: i * 250_000, to: (i + 1) * 250_000 }))
    const { sealed } = await sealWindow(keys, exportId, toBase64url(job.publicKey), long, server)
    expect(asked).toEqual([
      [5, 6],
      [7, 8],
    ])
    const rows = await openClipKeys(job.pair, exportId, fromBase64url(sealed))
    expect(rows).toEqual([5, 6, 7, 8].map(expected))
  })
})
