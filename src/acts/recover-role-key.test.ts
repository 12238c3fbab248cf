import { afterAll, beforeAll, expect, test } from 'vitest'
import { oneOfficer } from '../../test/packs/load.ts'
import { ActsBench, ok } from '../../test/support/acts-bench.ts'
import { attempt } from '../../test/support/attempts.ts'
import { type BenchPerson, benchPerson, bytes } from '../../test/support/bench-people.ts'
import type { RoleId } from '../domain/ids.ts'
import { recoverRoleKey as fromSheets, makeRecoveryKit } from '../vault/recovery-kit.ts'
import { unwrapRoleKey, wrapRoleKey } from '../vault/role-key.ts'
import { enrolPerson, invitePerson } from './enrol-person.ts'
import { recoverRoleKey } from './recover-role-key.ts'

let bench: ActsBench
beforeAll(async () => {
  bench = await ActsBench.open({ slots: 4 })
})
afterAll(() => bench.close())

async function invited(name: string): Promise<{ person: BenchPerson; code: string }> {
  const person = await benchPerson('designatedOperator', name)
  const role = 'designatedOperator' as RoleId
  const { person: id, code } = ok(
    await invitePerson(bench.context, bench.person('manager').actor, { name, post: '係員', role }),
  )
  return { person: { ...person, id, actor: { ...person.actor, person: id } }, code }
}

async function enrolled(name: string): Promise<BenchPerson> {
  const { person, code } = await invited(name)
  await enrolPerson(bench.context, name, code, person.enrolment)
  return person
}

/** What a browser sends that was given two sheets of paper. */
async function broughtBack(person: BenchPerson) {
  const [one, , three] = await makeRecoveryKit(bench.roleKey)
  if (one === undefined || three === undefined) throw new Error('a kit has three sheets')
  const { id, publicKey } = bench.roleKey
  const roleKey = await fromSheets([one, three], { id, publicKey })
  return { roleKey: id as string, wrapped: await wrapRoleKey(roleKey, person), kit: one.kit }
}

function wrapOf(person: BenchPerson) {
  return bench.context.records.db
    .selectFrom('roleKeyWraps')
    .select(['wrapped', 'by'])
    .where('person', '=', person.id)
    .executeTakeFirst()
}

test('funabashi:9(1) an operator who held nothing brings the role key back with two sheets', async () => {
  const person = await enrolled('a')
  const input = await broughtBack(person)
  expect(await wrapOf(person)).toBeUndefined()
  const before = bench.context.records.size()
  ok(await recoverRoleKey(bench.context, person.actor, input))
  expect(bench.kindsSince(before)).toEqual(['role-key-recovered'])
  expect(bench.entries('role-key-recovered').at(-1)).toMatchObject({
    actor: { person: person.id },
    refs: { clauses: ['funabashi:9(1)'] },
    body: { roleKey: bench.roleKey.id, person: person.id, kit: input.kit },
  })
  const row = await wrapOf(person)
  expect(row?.by).toBe(person.id)
  const own = await unwrapRoleKey(
    bench.roleKey,
    { id: person.id, open: person.keys.open },
    row?.wrapped ?? bytes(0),
  )
  expect(own.scalar).toEqual(bench.roleKey.scalar)
})

test('what a holder has is replaced by what they bring back', async () => {
  const { id } = bench.person('second')
  const input = await broughtBack(bench.person('second'))
  ok(await recoverRoleKey(bench.context, bench.person('second').actor, input))
  expect(await wrapOf(bench.person('second'))).toMatchObject({ by: id, wrapped: input.wrapped })
})

test('another role key, bytes that are no wrapping, and somebody without keys are no recovery', async () => {
  const person = await enrolled('b')
  const { person: waiting } = await invited('c')
  const input = await broughtBack(person)
  const recover = (who: BenchPerson, change: Partial<typeof input>) => () =>
    recoverRoleKey(bench.context, who.actor, { ...input, ...change })
  await attempt(bench, 'not-found', recover(person, { roleKey: crypto.randomUUID() }))
  await attempt(bench, 'request-invalid', recover(person, { wrapped: input.wrapped.subarray(1) }))
  await attempt(bench, 'wrong-state', recover(waiting, {}))
})

test('a wrapping that cannot be kept is not entered either', async () => {
  const person = await enrolled('d')
  const input = await broughtBack(person)
  const mend = bench.breakTable('roleKeyWraps', 'INSERT')
  const before = bench.context.records.size()
  await expect(recoverRoleKey(bench.context, person.actor, input)).rejects.toThrow(/breaks roleKeyWraps/)
  mend()
  expect(bench.context.records.size()).toBe(before)
  expect(await wrapOf(person)).toBeUndefined()
})

test('with one officer who unlocks, an operator who has the sheets is refused', async () => {
  const other = await ActsBench.open({ pack: await oneOfficer(), slots: 4 })
  try {
    const operator = other.person('operator')
    const outcome = await recoverRoleKey(other.context, operator.actor, {
      roleKey: other.roleKey.id,
      wrapped: await wrapRoleKey(other.roleKey, operator),
      kit: 'ABCD-EFGH',
    })
    expect(outcome).toMatchObject({
      kind: 'refused',
      reason: 'role-not-permitted',
      clauses: ['oneofficer:3'],
    })
    expect(other.entries('refused').at(-1)?.body).toMatchObject({ act: 'recover-role-key' })
    expect(other.entries('role-key-recovered')).toEqual([])
    const holders = await other.context.records.db.selectFrom('roleKeyWraps').select('person').execute()
    expect(holders).toEqual([{ person: other.person('officer').id }])
  } finally {
    await other.close()
  }
})
