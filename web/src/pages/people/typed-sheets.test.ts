import { beforeAll, expect, it } from 'vitest'
import type { PersonId, RoleKeyId } from '../../../../src/domain/ids.ts'
import { importKeyPair, newP256Secret } from '../../../../src/vault/p256.ts'
import { makeRecoveryKit, type RecoverySheet, type TypedSheet } from '../../../../src/vault/recovery-kit.ts'
import { createRoleKey, type RoleKey, unwrapRoleKey } from '../../../../src/vault/role-key.ts'
import { fromBase64url, toBase64url } from '../../bytes.ts'
import type { SessionMessage } from '../../keys/messages.ts'
import { recoverFromSheets } from '../../keys/recover-role-key.ts'
import { emptySheet, pairFault, verdictOf } from './typed-sheets.ts'

const person = '00000001-0000-4000-8000-000000000000' as PersonId
let roleKey: RoleKey
let sheets: readonly [RecoverySheet, RecoverySheet, RecoverySheet]
let other: RecoverySheet
beforeAll(async () => {
  roleKey = await createRoleKey('00000002-0000-4000-8000-000000000000' as RoleKeyId)
  sheets = (await makeRecoveryKit(roleKey)) as unknown as typeof sheets
  const again = await makeRecoveryKit(roleKey, (length) => new Uint8Array(length).fill(7))
  other = again[1] ?? sheets[1]
})

const faultOf = (one: TypedSheet, two: TypedSheet) => pairFault([one, two], [verdictOf(one), verdictOf(two)])

it('knows a sheet once all of it is typed, and names the line that is wrong while it is', () => {
  expect(verdictOf(emptySheet)).toMatchObject({ kit: 'unfinished', sheet: null, unsound: false })
  expect(verdictOf(sheets[2])).toMatchObject({ kit: 'right', sheet: 3, unsound: false })
  const { kit, lines } = sheets[0]
  const slipped = (lines[2] ?? '').replace(/^./, (letter) => (letter === '7' ? '8' : '7'))
  const wrong = { kit, lines: lines.with(2, slipped) }
  expect(verdictOf(wrong)).toMatchObject({ lines: ['right', 'right', 'wrong', 'right'], sheet: null })
  expect(verdictOf({ kit, lines: wrong.lines.slice(0, 3) }).lines).toEqual([
    'right',
    'right',
    'wrong',
    'unfinished',
  ])
})

it('is ready with two sheets of one kit, and says what stands against any other pair', () => {
  expect(faultOf(sheets[0], sheets[2])).toBe('ready')
  expect(faultOf(sheets[1], sheets[1])).toBe('kit-same-sheet')
  expect(faultOf(sheets[0], other)).toBe('kit-mixed')
  expect(faultOf(sheets[0], { kit: other.kit, lines: ['', '', '', ''] })).toBe('kit-mixed')
  expect(faultOf(sheets[0], emptySheet)).toBeNull()
})

it('wraps the key to the passphrase that is unlocked, whatever key the server names for the person', async () => {
  const own = await newP256Secret()
  const strange = await newP256Secret()
  const personal = {
    open: await importKeyPair('open', own),
    sign: await importKeyPair('sign', await newP256Secret()),
  }
  const session = {
    person: { id: person, openPublicKey: toBase64url(strange.publicKey) },
    roleKey: { id: roleKey.id, publicKey: toBase64url(roleKey.publicKey), wrapped: null },
  } as unknown as SessionMessage
  const body = await recoverFromSheets([sheets[2], sheets[0]], session, personal)
  expect(body).toMatchObject({ roleKey: roleKey.id, kit: sheets[0].kit })
  const back = await unwrapRoleKey(roleKey, { id: person, open: personal.open }, fromBase64url(body.wrapped))
  expect(back.scalar).toEqual(roleKey.scalar)
})

it('does not take the kit of another role key', async () => {
  const strange = await createRoleKey(roleKey.id)
  const session = {
    person: { id: person },
    roleKey: { id: roleKey.id, publicKey: toBase64url(strange.publicKey), wrapped: null },
  } as unknown as SessionMessage
  const key = await newP256Secret()
  const personal = { open: await importKeyPair('open', key), sign: await importKeyPair('sign', key) }
  await expect(recoverFromSheets([sheets[0], sheets[1]], session, personal)).rejects.toMatchObject({
    code: 'kit-other-key',
  })
})
