import { beforeAll, describe, expect, test } from 'vitest'
import { type EpochId, toHex } from '../domain/ids.ts'
import { makeGrants, openGrant } from './grant.ts'
import { verifyInstruction } from './instruction.ts'
import { expand, leavesOf } from './ratchet.ts'
import {
  instructionOf,
  newEpoch,
  newId,
  newPerson,
  newRole,
  type TestEpoch,
  type TestPerson,
  type TestRole,
} from './test-support/people.ts'
import { type UnlockInput, unlock } from './unlock.ts'

let chief: TestPerson
let operators: readonly TestPerson[]
let role: TestRole
let epochs: readonly TestEpoch[]

beforeAll(async () => {
  chief = await newPerson()
  operators = [await newPerson(), await newPerson()]
  role = await newRole()
  epochs = [await newEpoch(role), await newEpoch(role)]
})

function ranges() {
  const [one, two] = epochs as readonly [TestEpoch, TestEpoch]
  return [
    { camera: one.camera, epoch: one.epoch, first: 5, last: 8 },
    { camera: one.camera, epoch: one.epoch, first: 11, last: 11 },
    { camera: two.camera, epoch: two.epoch, first: 0, last: 1 },
  ]
}

function inputOf(text: string): UnlockInput {
  return {
    instruction: text,
    epochs,
    operators,
    roleKey: role.pair,
    signKey: chief.keys.sign.privateKey,
  }
}

describe('unlock', () => {
  test('signs, and gives every operator exactly the leaves of every run', async () => {
    const { instruction, text } = instructionOf(chief, operators, role, ranges())
    const { signature, grants } = await unlock(inputOf(text))
    expect(await verifyInstruction(text, signature, chief.signPublicKey)).toBe(true)
    expect(grants).toHaveLength(6)
    for (const operator of operators)
      for (const range of instruction.epochs) {
        const grant = grants.find(
          (grant) =>
            grant.operator === operator.id && grant.epoch === range.epoch && grant.first === range.first,
        )
        const of = { ...range, instruction: instruction.id, operator: operator.id }
        const opened = await openGrant(operator.keys.open, of, grant?.sealed as Uint8Array)
        const s2 = epochs.find(({ epoch }) => epoch === range.epoch)?.s2 as Uint8Array
        expect(opened.leaves.map(toHex)).toEqual(leavesOf(s2, range.first, range.last).map(toHex))
      }
  })

  test('what is handed out cannot be stepped to a neighbour: no chain value is in it', async () => {
    const [one] = epochs as readonly [TestEpoch]
    const { instruction, text } = instructionOf(chief, operators, role, ranges().slice(0, 1))
    const { grants } = await unlock(inputOf(text))
    const [operator] = operators as readonly [TestPerson]
    const of = { ...ranges()[0], instruction: instruction.id, operator: operator.id } as Parameters<
      typeof openGrant
    >[1]
    const sealed = grants.find((grant) => grant.operator === operator.id)?.sealed as Uint8Array
    const { leaves } = await openGrant(operator.keys.open, of, sealed)
    const outside = [...leavesOf(one.s2, 0, 4), ...leavesOf(one.s2, 9, 40)].map(toHex)
    const reachable = leaves.flatMap((leaf) => {
      const values: Uint8Array[] = [leaf]
      for (let value = leaf, i = 0; i < 40; i++) {
        value = expand(value, 'next')
        values.push(value, expand(value, 'leaf'))
      }
      return [...values, expand(leaf, 'leaf')].map(toHex)
    })
    for (const leaf of outside) expect(reachable).not.toContain(leaf)
  })

  test('a grant opens for its own operator, instruction and run alone', async () => {
    const { instruction, text } = instructionOf(chief, operators, role, ranges())
    const { grants } = await unlock(inputOf(text))
    const [own, colleague] = operators as readonly [TestPerson, TestPerson]
    const range = ranges()[0] as ReturnType<typeof ranges>[0]
    const sealed = grants.find((grant) => grant.operator === own.id)?.sealed as Uint8Array
    const of = { ...range, instruction: instruction.id, operator: own.id }
    await expect(openGrant(own.keys.open, of, sealed)).resolves.toMatchObject(range)
    const broken = { code: 'seal-broken' }
    await expect(openGrant(colleague.keys.open, of, sealed)).rejects.toMatchObject(broken)
    for (const wrong of [
      { ...of, operator: colleague.id },
      { ...of, instruction: newId() as typeof of.instruction },
      { ...of, epoch: newId() as EpochId },
      { ...of, camera: newId() as typeof of.camera },
      { ...of, first: 4 },
      { ...of, last: 9 },
    ])
      await expect(openGrant(own.keys.open, wrong, sealed)).rejects.toMatchObject(broken)
  })

  test('a lock of another role key, a missing lock and a foreign operator are refused', async () => {
    const { text } = instructionOf(chief, operators, role, ranges())
    const input = inputOf(text)
    const other = await newRole()
    await expect(unlock({ ...input, roleKey: other.pair })).rejects.toMatchObject({ code: 'seal-broken' })
    await expect(unlock({ ...input, epochs: epochs.slice(1) })).rejects.toMatchObject({ code: 'malformed' })
    const stranger = await newPerson()
    for (const wrong of [
      operators.slice(1),
      [...operators, stranger],
      [operators[0] as TestPerson, stranger],
    ])
      await expect(unlock({ ...input, operators: wrong })).rejects.toMatchObject({ code: 'malformed' })
  })

  test('makeGrants leaves the office locks as they are: unlock wipes its own', async () => {
    const { instruction } = instructionOf(chief, operators, role, ranges())
    const locks = new Map(epochs.map(({ epoch, s2 }) => [epoch, s2.slice()]))
    await makeGrants(instruction, locks, operators)
    for (const { epoch, s2 } of epochs) expect(toHex(locks.get(epoch) as Uint8Array)).toBe(toHex(s2))
  })
})
