import { createPublicKey, verify } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { canonicalJson } from '../domain/canonical-json.ts'
import type { Clock } from '../domain/clock.ts'
import type { CameraId, EpochId, HoldId, Instant } from '../domain/ids.ts'
import { toHex } from '../domain/ids.ts'
import { deriveClipKey } from './clip-key.ts'
import { openGrant } from './grant.ts'
import { openHeldLeaves } from './held-leaves.ts'
import { instructionDigest, signInstruction } from './instruction.ts'
import { newOneTimeKey } from './p256.ts'
import type { LoggedInstruction } from './ports.ts'
import { expand, leavesOf } from './ratchet.ts'
import { openLeaves } from './release.ts'
import { memoryAnchor, memoryCopy } from './test-support/memory-table.ts'
import { instructionOf, newEpoch, newId, newPerson, newRole, type TestEpoch } from './test-support/people.ts'
import { unlock } from './unlock.ts'
import { type ReleaseRequest, Vault } from './vault.ts'

const now = Date.UTC(2026, 3, 3) as Instant
const clock: Clock = { now: () => now, monotonic: () => 0 }

/** A vault with two epochs of two cameras, an instruction over leaves 3 to 9 of the first and 0 to 2 of the second, signed and logged. */
async function scene() {
  const logged: LoggedInstruction[] = []
  const parts = {
    copies: [memoryCopy('a'), memoryCopy('b')],
    anchor: memoryAnchor(),
    clock,
    verifyLogged: async (proof: unknown, wanted: LoggedInstruction) => {
      logged.push(wanted)
      return proof === 'entry 18'
    },
  }
  const vault = await Vault.create(parts)
  const [chief, operator, role, session] = [
    await newPerson(),
    await newPerson(),
    await newRole(),
    await newOneTimeKey(),
  ]
  const epochs = [await newEpoch(role), await newEpoch(role)] as const
  for (const { epoch, camera, s1 } of epochs) await vault.storeEpoch({ epoch, camera, timeLock: s1.slice() })
  const ranges = [
    { camera: epochs[0].camera, epoch: epochs[0].epoch, first: 3, last: 9 },
    { camera: epochs[1].camera, epoch: epochs[1].epoch, first: 0, last: 2 },
  ] as const
  const { instruction, text } = instructionOf(chief, [operator], role, ranges)
  const { signature, grants } = await unlock({
    instruction: text,
    epochs,
    operators: [operator],
    roleKey: role.pair,
    signKey: chief.keys.sign.privateKey,
  })
  const request: ReleaseRequest = {
    instruction: text,
    signature,
    unlockerSignKey: chief.signPublicKey,
    viewer: operator.id,
    sessionPublicKey: session.publicKey,
    leaves: [leafOf(epochs[0], 4), leafOf(epochs[0], 9), leafOf(epochs[1], 0)],
    proof: 'entry 18',
    holds: [],
  }
  /** what the operator's browser makes of an answer */
  const open = async (sealed: Uint8Array, asked: ReleaseRequest = request) => {
    const opened = await Promise.all(
      ranges.map((range) => {
        const grant = grants.find(({ epoch }) => epoch === range.epoch)
        const of = { ...range, instruction: instruction.id, operator: operator.id }
        return openGrant(operator.keys.open, of, grant?.sealed as Uint8Array)
      }),
    )
    const of = { instruction: instruction.id, viewer: operator.id, leaves: asked.leaves }
    return openLeaves(session.pair, of, sealed, opened)
  }
  return { parts, vault, chief, operator, epochs, instruction, request, logged, open }
}

function leafOf({ camera, epoch }: TestEpoch, leaf: number) {
  const first = (now + leaf * 10_000) as Instant
  return { camera, epoch, leaf, first, last: (first + 10_000) as Instant }
}

function clipKey(epoch: TestEpoch, leaf: number): string {
  const [one] = leavesOf(epoch.s1, leaf, leaf)
  const [two] = leavesOf(epoch.s2, leaf, leaf)
  const { camera, epoch: id } = epoch
  return toHex(deriveClipKey(one as Uint8Array, two as Uint8Array, { camera, epoch: id, leaf }).key)
}

describe('release', () => {
  test('gives the viewer the keys of exactly the leaves asked for, after the entry was shown', async () => {
    const { vault, request, open, epochs, instruction, logged } = await scene()
    const keys = await open(await vault.release(request))
    expect(keys.map(({ leaf }) => leaf)).toEqual([4, 9, 0])
    expect(keys.map(({ key }) => toHex(key))).toEqual([
      clipKey(epochs[0], 4),
      clipKey(epochs[0], 9),
      clipKey(epochs[1], 0),
    ])
    expect(logged).toEqual([{ instruction: instruction.id, sha256: instructionDigest(request.instruction) }])
  })

  type Scene = Awaited<ReturnType<typeof scene>>
  const attempts: readonly [string, string, (scene: Scene) => Promise<ReleaseRequest> | ReleaseRequest][] = [
    ['no instruction', 'malformed', ({ request }) => ({ ...request, instruction: '{}' })],
    [
      'an instruction changed after signing',
      'signature-wrong',
      ({ request, instruction }) => ({
        ...request,
        instruction: canonicalJson({
          ...instruction,
          epochs: [{ ...instruction.epochs[0], last: 40 }],
        }),
      }),
    ],
    [
      'the signature of another',
      'signature-wrong',
      async ({ request, operator }) => ({
        ...request,
        signature: await signInstruction(request.instruction, operator.keys.sign.privateKey),
      }),
    ],
    [
      'another key than the unlocker has',
      'signature-wrong',
      ({ request, operator }) => ({
        ...request,
        unlockerSignKey: operator.signPublicKey,
      }),
    ],
    [
      'somebody who is not named',
      'not-appointed',
      ({ request, chief }) => ({ ...request, viewer: chief.id }),
    ],
    [
      'a leaf before the window',
      'outside-instruction',
      ({ request, epochs }) => ({ ...request, leaves: [leafOf(epochs[0], 2)] }),
    ],
    [
      'a leaf after the window',
      'outside-instruction',
      ({ request, epochs }) => ({ ...request, leaves: [leafOf(epochs[0], 3), leafOf(epochs[0], 10)] }),
    ],
    [
      'a leaf of the other run',
      'outside-instruction',
      ({ request, epochs }) => ({ ...request, leaves: [leafOf(epochs[1], 4)] }),
    ],
    [
      'an epoch under another camera',
      'outside-instruction',
      ({ request, epochs }) => ({
        ...request,
        leaves: [{ ...leafOf(epochs[0], 4), camera: epochs[1].camera }],
      }),
    ],
    [
      'half a leaf',
      'outside-instruction',
      ({ request, epochs }) => ({ ...request, leaves: [leafOf(epochs[0], 4.5)] }),
    ],
    ['no leaves', 'malformed', ({ request }) => ({ ...request, leaves: [] })],
    [
      'a leaf twice',
      'malformed',
      ({ request, epochs }) => ({ ...request, leaves: [leafOf(epochs[0], 4), leafOf(epochs[0], 4)] }),
    ],
    [
      'ten minutes and a millisecond',
      'too-much-footage',
      ({ request, epochs }) => ({
        ...request,
        leaves: [
          { ...leafOf(epochs[0], 4), last: (leafOf(epochs[0], 4).first + 590_001) as Instant },
          leafOf(epochs[0], 5),
        ],
      }),
    ],
    [
      'edges that are no times',
      'too-much-footage',
      ({ request, epochs }) => ({
        ...request,
        leaves: [{ ...leafOf(epochs[0], 4), last: Number.NaN as Instant }],
      }),
    ],
    ['an entry that was not shown', 'not-logged', ({ request }) => ({ ...request, proof: 'entry 17' })],
    [
      'a session key that is none',
      'bad-key',
      ({ request }) => ({ ...request, sessionPublicKey: new Uint8Array(65) }),
    ],
  ]
  test.each(attempts)('refuses %s: %s', async (_, code, bend) => {
    const made = await scene()
    await expect(made.vault.release(await bend(made))).rejects.toMatchObject({ name: 'VaultFault', code })
  })

  test('an epoch stored under another camera than the instruction says is refused', async () => {
    const { vault, chief, operator, request } = await scene()
    const role = await newRole()
    const epoch = await newEpoch(role)
    const stored = newId() as CameraId
    await vault.storeEpoch({ epoch: epoch.epoch, camera: stored, timeLock: epoch.s1 })
    const { text } = instructionOf(chief, [operator], role, [
      { camera: epoch.camera, epoch: epoch.epoch, first: 0, last: 1 },
    ])
    const signature = await signInstruction(text, chief.keys.sign.privateKey)
    for (const camera of [epoch.camera, stored]) {
      const leaves = [{ ...leafOf(epoch, 0), camera }]
      await expect(vault.release({ ...request, instruction: text, signature, leaves })).rejects.toMatchObject(
        { code: 'outside-instruction' },
      )
    }
  })

  test('ten minutes to the millisecond are given', async () => {
    const { vault, request, epochs, open } = await scene()
    const first = leafOf(epochs[0], 4)
    const asked = { ...request, leaves: [{ ...first, last: (first.first + 600_000) as Instant }] }
    expect(await open(await vault.release(asked), asked)).toHaveLength(1)
  })
})

describe('holds', () => {
  test('outlive their epochs: held leaves open on, the rest is gone', async () => {
    const { vault, request, epochs, open } = await scene()
    const [one, two] = epochs
    const hold = newId() as HoldId
    const sealed = await vault.placeHold(hold, [
      { epoch: one.epoch, leaf: 4 },
      { epoch: one.epoch, leaf: 9 },
      { epoch: two.epoch, leaf: 0 },
    ])
    const erased = await vault.erase({ epochs: [one.epoch, two.epoch], holds: [] })
    expect(erased).toEqual({ generation: 2, anchorKind: 'file', destroyedAt: now })
    expect(vault.contents()).toEqual({ epochs: [], holds: [hold] })

    const gone = { code: 'time-lock-gone' }
    await expect(vault.release(request)).rejects.toMatchObject(gone)
    const holds = [{ hold, sealed }]
    const keys = await open(await vault.release({ ...request, holds }))
    expect(keys.map(({ key }) => toHex(key))).toEqual([clipKey(one, 4), clipKey(one, 9), clipKey(two, 0)])
    await expect(vault.release({ ...request, leaves: [leafOf(one, 5)], holds })).rejects.toMatchObject(gone)

    await vault.erase({ epochs: [], holds: [hold] })
    await expect(vault.release({ ...request, holds })).rejects.toMatchObject(gone)
  })

  test('a held leaf passes into another hold when its epoch is gone, and a third part still comes from its epoch', async () => {
    const { vault, request, epochs, open } = await scene()
    const [one, two] = epochs
    const [first, second] = [newId() as HoldId, newId() as HoldId]
    const sealed = await vault.placeHold(first, [{ epoch: one.epoch, leaf: 4 }])
    await vault.erase({ epochs: [one.epoch], holds: [] })
    const again = await vault.placeHold(
      second,
      [
        { epoch: one.epoch, leaf: 4 },
        { epoch: two.epoch, leaf: 1 },
      ],
      [{ hold: first, sealed }],
    )
    await vault.erase({ epochs: [two.epoch], holds: [first] })
    const asked = {
      ...request,
      leaves: [leafOf(two, 1), leafOf(one, 4)],
      holds: [
        { hold: first, sealed },
        { hold: second, sealed: again },
      ],
    }
    const keys = await open(await vault.release(asked), asked)
    expect(keys.map(({ key }) => toHex(key))).toEqual([clipKey(two, 1), clipKey(one, 4)])
  })

  test('hold leaves, not what leaves are stepped from', async () => {
    const { parts, vault, epochs } = await scene()
    const hold = newId() as HoldId
    const sealed = await vault.placeHold(hold, [{ epoch: epochs[0].epoch, leaf: 4 }])
    await vault.close()
    const { KeyTable } = await import('./key-table.ts')
    const table = await KeyTable.open(parts)
    const halves = openHeldLeaves(table.hold(hold) as Uint8Array, hold, sealed)
    expect(halves.map(({ half }) => toHex(half))).toEqual(leavesOf(epochs[0].s1, 4, 4).map(toHex))
    const later = leavesOf(epochs[0].s1, 5, 20).map(toHex)
    for (const { half } of halves) {
      expect(later).not.toContain(toHex(expand(half, 'leaf')))
      expect(later).not.toContain(toHex(expand(expand(half, 'next'), 'leaf')))
    }
  })

  test('a bent blob, another hold, leaves that are nowhere', async () => {
    const { vault, request, epochs } = await scene()
    const hold = newId() as HoldId
    const leaf = { epoch: epochs[0].epoch, leaf: 4 }
    const sealed = await vault.placeHold(hold, [leaf])
    await vault.erase({ epochs: [epochs[0].epoch], holds: [] })
    const asked = { ...request, leaves: [leafOf(epochs[0], 4)] }
    for (let at = 0; at < sealed.length; at += 5) {
      const bent = sealed.slice()
      bent[at] = (bent[at] ?? 0) ^ 1
      await expect(vault.release({ ...asked, holds: [{ hold, sealed: bent }] })).rejects.toMatchObject({
        code: 'seal-broken',
      })
    }
    await expect(
      vault.release({ ...asked, holds: [{ hold, sealed: sealed.subarray(1) }] }),
    ).rejects.toMatchObject({ code: 'seal-broken' })
    await expect(
      vault.release({ ...asked, holds: [{ hold: newId() as HoldId, sealed }] }),
    ).rejects.toMatchObject({ code: 'time-lock-gone' })
    await expect(vault.placeHold(newId() as HoldId, [leaf])).rejects.toMatchObject({ code: 'time-lock-gone' })
    await expect(vault.placeHold(newId() as HoldId, [])).rejects.toMatchObject({ code: 'malformed' })
  })

  test('placing the same hold again gives leaves that open under the same key', async () => {
    const { vault, request, epochs, open } = await scene()
    const hold = newId() as HoldId
    const leaf = { epoch: epochs[0].epoch, leaf: 4 }
    const [first, second] = [await vault.placeHold(hold, [leaf]), await vault.placeHold(hold, [leaf])]
    expect(toHex(first)).not.toBe(toHex(second))
    await vault.erase({ epochs: [epochs[0].epoch], holds: [] })
    for (const sealed of [first, second]) {
      const asked = { ...request, leaves: [leafOf(epochs[0], 4)], holds: [{ hold, sealed }] }
      expect(await open(await vault.release(asked), asked)).toHaveLength(1)
    }
  })
})

describe('the vault', () => {
  test('wipes the lock it was handed when it is stored, and not before', async () => {
    const { parts, vault } = await scene()
    const lock = {
      epoch: newId() as EpochId,
      camera: newId() as CameraId,
      timeLock: new Uint8Array(32).fill(9),
    }
    parts.copies[0]!.failNext = true
    await expect(vault.storeEpoch(lock)).rejects.toMatchObject({ code: 'key-table-io' })
    expect(lock.timeLock.every((byte) => byte === 9)).toBe(true)
    await vault.storeEpoch(lock)
    expect(lock.timeLock.every((byte) => byte === 0)).toBe(true)
    await expect(vault.storeEpoch({ ...lock, timeLock: new Uint8Array(32).fill(8) })).rejects.toMatchObject({
      code: 'key-exists',
    })
  })

  test('signs for the ledger with one key over reopening, RFC 8032', async () => {
    const { parts, vault } = await scene()
    const signer = vault.ledgerSigner()
    const message = new TextEncoder().encode('tsujiban/1\n1\nroot\n')
    const signature = await signer.sign(message)
    const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), signer.publicKey])
    const key = createPublicKey({ key: spki, format: 'der', type: 'spki' })
    expect(verify(null, message, key, signature)).toBe(true)
    await vault.erase({ epochs: [], holds: [] })
    await vault.close()
    await expect(signer.sign(message)).rejects.toMatchObject({ code: 'key-table-closed' })
    const again = (await Vault.open(parts)).ledgerSigner()
    expect(toHex(again.publicKey)).toBe(toHex(signer.publicKey))
    expect(toHex(await again.sign(message))).toBe(toHex(signature))
  })

  test('a decoy salt is stable, 16 bytes, and another for every name and vault', async () => {
    const { vault } = await scene()
    const salt = vault.decoySalt('鈴木')
    expect(salt.length).toBe(16)
    expect(toHex(vault.decoySalt('鈴木'))).toBe(toHex(salt))
    expect(toHex(vault.decoySalt('佐藤'))).not.toBe(toHex(salt))
    expect(toHex((await scene()).vault.decoySalt('鈴木'))).not.toBe(toHex(salt))
  })
})
