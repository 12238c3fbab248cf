import { afterAll, beforeAll, expect, test } from 'vitest'
import { oneOfficer } from '../../test/packs/load.ts'
import { ActsBench, ok } from '../../test/support/acts-bench.ts'
import { type BenchPerson, benchPerson, bytes, enrolmentOf } from '../../test/support/bench-people.ts'
import type { RoleId } from '../domain/ids.ts'
import { unwrapRoleKey, wrapRoleKey } from '../vault/role-key.ts'
import { newPerson } from '../vault/test-support/people.ts'
import { enrolPerson, handOverRoleKey, invitePerson } from './enrol-person.ts'
import { foundMunicipality } from './found-municipality.ts'
import { signIn } from './sign-in.ts'

let bench: ActsBench
beforeAll(async () => {
  bench = await ActsBench.open({ slots: 4 })
})
afterAll(() => bench.close())

const manager = () => bench.person('manager').actor
const newcomer = (name: string) => ({ name, post: '係員', role: 'designatedOperator' as RoleId })

test('funabashi:6-1 the manager appoints an operator, who enrols with the code', async () => {
  const before = bench.context.records.size()
  const { person, code } = ok(await invitePerson(bench.context, manager(), newcomer('a')))
  const enrolment = enrolmentOf(await newPerson())
  await enrolPerson(bench.context, 'a', code, enrolment)
  expect(bench.kindsSince(before)).toEqual(['role-appointed', 'person-enrolled'])
  expect(bench.entries('role-appointed').at(-1)).toMatchObject({
    actor: { person: manager().person },
    refs: { clauses: ['funabashi:6-1'] },
    body: { person, name: 'a', role: 'designatedOperator' },
  })
  await signIn(bench.context, 'a', Uint8Array.from(enrolment.proof))
})

test('funabashi:6-1 an operator appoints nobody, and the manager no other manager', async () => {
  const byOperator = await invitePerson(bench.context, bench.person('operator').actor, newcomer('b'))
  expect(byOperator).toMatchObject({ kind: 'refused', clauses: ['funabashi:6-1'] })
  const another = await invitePerson(bench.context, manager(), {
    ...newcomer('b'),
    role: 'responsibleManager' as RoleId,
  })
  expect(another).toMatchObject({ kind: 'refused', clauses: ['funabashi:5-1'] })
  expect(bench.entries('refused').slice(-2)).toMatchObject([
    { body: { act: 'appoint' } },
    { body: { act: 'appoint' } },
  ])
  const rows = await bench.context.records.db
    .selectFrom('persons')
    .select('id')
    .where('name', '=', 'b')
    .execute()
  expect(rows).toEqual([])
})

test('a code is used up by the first enrolment', async () => {
  const { code } = ok(await invitePerson(bench.context, manager(), newcomer('c')))
  const first = enrolmentOf(await newPerson())
  await enrolPerson(bench.context, 'c', code, first)
  await expect(enrolPerson(bench.context, 'c', code, enrolmentOf(await newPerson()))).rejects.toMatchObject({
    code: 'invite-invalid',
  })
  await signIn(bench.context, 'c', Uint8Array.from(first.proof))
})

test('of two enrolments with one code at the same time the first stands', async () => {
  const { code } = ok(await invitePerson(bench.context, manager(), newcomer('d')))
  const both = [enrolmentOf(await newPerson()), enrolmentOf(await newPerson())]
  const outcomes = await Promise.allSettled(
    both.map((enrolment) => enrolPerson(bench.context, 'd', code, enrolment)),
  )
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
  await signIn(bench.context, 'd', Uint8Array.from(both[0]?.proof ?? []))
})

test('another code, another name or an enrolled person is refused', async () => {
  const { code } = ok(await invitePerson(bench.context, manager(), newcomer('e')))
  const enrolment = enrolmentOf(await newPerson())
  for (const [name, given] of [
    ['e', 'AAAA-BBBB-CCCC'],
    ['nobody', code],
    ['operator', code],
    ['e', ''],
  ] as const)
    await expect(enrolPerson(bench.context, name, given, enrolment)).rejects.toMatchObject({
      code: 'invite-invalid',
    })
  await enrolPerson(bench.context, 'e', code.toLowerCase().replaceAll('-', ' '), enrolment)
})

test('keys that are none are not enrolled: nobody could unlock for anybody then', async () => {
  const { code } = ok(await invitePerson(bench.context, manager(), newcomer('f')))
  const good = enrolmentOf(await newPerson())
  const bad = Uint8Array.from(good.openPublicKey)
  bad[40] = (bad[40] as number) ^ 1
  for (const [change, fault] of [
    [{ openPublicKey: bad }, 'bad-key'],
    [{ openPublicKey: new Uint8Array(0) }, 'bad-key'],
    [{ signPublicKey: bytes(65) }, 'bad-key'],
    [{ salt: bytes(8) }, 'request-invalid'],
    [{ proof: new Uint8Array(0) }, 'request-invalid'],
  ] as const)
    await expect(enrolPerson(bench.context, 'f', code, { ...good, ...change })).rejects.toMatchObject({
      code: fault,
    })
  await enrolPerson(bench.context, 'f', code, good)
})

test('a name is given once', async () => {
  ok(await invitePerson(bench.context, manager(), newcomer('g')))
  await expect(invitePerson(bench.context, manager(), newcomer('g'))).rejects.toMatchObject({
    code: 'name-taken',
  })
})

async function enrolled(name: string): Promise<BenchPerson> {
  const person = await benchPerson('designatedOperator', name)
  const { code, person: id } = ok(await invitePerson(bench.context, manager(), newcomer(name)))
  await enrolPerson(bench.context, name, code, person.enrolment)
  return { ...person, id, actor: { ...person.actor, person: id } }
}

test('funabashi:9(1) a holder hands the role key to an operator, who can open it', async () => {
  const next = await enrolled('h')
  const wrapped = await wrapRoleKey(bench.roleKey, next)
  ok(
    await handOverRoleKey(bench.context, manager(), next.id, {
      roleKey: bench.roleKey.id,
      wrapped,
    }),
  )
  expect(bench.entries('role-key-handed').at(-1)).toMatchObject({
    actor: { person: manager().person },
    refs: { clauses: ['funabashi:9(1)'] },
    body: { roleKey: bench.roleKey.id, person: next.id },
  })
  const row = await bench.context.records.db
    .selectFrom('roleKeyWraps')
    .select('wrapped')
    .where('person', '=', next.id)
    .executeTakeFirstOrThrow()
  const own = await unwrapRoleKey(bench.roleKey, { id: next.id, open: next.keys.open }, row.wrapped)
  expect(own.scalar).toEqual(bench.roleKey.scalar)
})

test('the role key is not handed over by somebody who does not hold it', async () => {
  const [giver, taker] = [await enrolled('i'), await enrolled('j')]
  await expect(
    handOverRoleKey(bench.context, giver.actor, taker.id, {
      roleKey: bench.roleKey.id,
      wrapped: bytes(113),
    }),
  ).rejects.toMatchObject({ code: 'key-not-held' })
})

test('the role key is not handed to somebody who has not enrolled', async () => {
  const { person } = ok(await invitePerson(bench.context, manager(), newcomer('k')))
  const input = { roleKey: bench.roleKey.id, wrapped: bytes(113) }
  await expect(handOverRoleKey(bench.context, manager(), person, input)).rejects.toMatchObject({
    code: 'wrong-state',
  })
  await expect(
    handOverRoleKey(bench.context, manager(), crypto.randomUUID() as typeof person, input),
  ).rejects.toMatchObject({ code: 'not-found' })
})

test('with one officer who unlocks, the role key is refused to an operator', async () => {
  const other = await ActsBench.open({ pack: await oneOfficer(), slots: 4 })
  try {
    const officer = other.person('officer')
    const outcome = await handOverRoleKey(other.context, officer.actor, other.person('operator').id, {
      roleKey: other.roleKey.id,
      wrapped: await wrapRoleKey(other.roleKey, other.person('operator')),
    })
    expect(outcome).toMatchObject({
      kind: 'refused',
      reason: 'role-not-permitted',
      clauses: ['oneofficer:3'],
    })
    expect(other.entries('refused').at(-1)?.body).toMatchObject({ act: 'hand-over-role-key' })
    const holders = await other.context.records.db.selectFrom('roleKeyWraps').select('person').execute()
    expect(holders).toEqual([{ person: officer.id }])
  } finally {
    await other.close()
  }
})

test('funabashi:5-1 a municipality is not founded without a manager, nor with keys that are none', async () => {
  const founding = {
    store: bench.config.store,
    municipality: '見本市',
    sample: false,
    pack: { id: 'p', title: 't', sha256: '', since: bench.context.pack.since },
    anchor: 'file',
    ledgerKey: '',
    roleKey: { id: crypto.randomUUID(), publicKey: bench.roleKey.publicKey },
    recoveryKit: null,
  }
  const somebody = {
    ...newcomer('x'),
    id: crypto.randomUUID(),
    enrolment: enrolmentOf(await newPerson()),
    wrappedRoleKey: bytes(113),
  }
  const before = bench.fingerprint()
  await expect(foundMunicipality(bench.context, { ...founding, people: [somebody] })).rejects.toMatchObject({
    code: 'request-invalid',
    params: { field: 'people' },
  })
  const chief = { ...somebody, role: 'responsibleManager' }
  await expect(
    foundMunicipality(bench.context, {
      ...founding,
      people: [chief],
      roleKey: { ...founding.roleKey, publicKey: bytes(65) },
    }),
  ).rejects.toMatchObject({ code: 'bad-key' })
  expect(bench.fingerprint()).toBe(before)
})
