import { afterAll, beforeAll, expect, test } from 'vitest'
import { oneOfficer } from '../../test/packs/load.ts'
import { ActsBench, ok } from '../../test/support/acts-bench.ts'
import { benchPerson } from '../../test/support/bench-people.ts'
import { type NewCamera, registerCamera, startRecording } from './register-camera.ts'

let bench: ActsBench
beforeAll(async () => {
  bench = await ActsBench.open({ slots: 4 })
})
afterAll(() => bench.close())

function camera(row: string, place: string): NewCamera {
  return { row, place, url: 'rtsp://192.0.2.1/live', username: 'u', password: 'p', kbps: 2000 }
}

const operator = () => bench.person('operator').actor

test('funabashi:4-2 a camera that the table has is registered and entered, without address and credentials', async () => {
  const id = ok(await registerCamera(bench.context, operator(), camera('1', '東側外壁')))
  const entry = bench.entries('camera-registered').at(-1)
  expect(entry?.refs.camera).toBe(id)
  expect(entry?.refs.clauses).toContain('funabashi:4-2')
  expect(entry?.body).toEqual({ row: '1', place: '東側外壁', kbps: 2000 })
})

test('funabashi:4-2 a camera elsewhere than in the table is refused and entered', async () => {
  const reason = 'register-elsewhere'
  for (const [row, place] of [
    ['12', '玄関'],
    ['3', '屋上'],
  ] as const) {
    const before = bench.context.records.size()
    const outcome = await registerCamera(bench.context, operator(), camera(row, place))
    expect(outcome).toMatchObject({ kind: 'refused', reason, clauses: ['funabashi:4-2'] })
    expect(bench.kindsSince(before)).toEqual(['refused'])
    expect(bench.entries('refused').at(-1)).toMatchObject({ body: { act: 'register-camera', reason } })
  }
})

test('funabashi:4-2 of many who register the last camera of a place at once one succeeds', async () => {
  const outcomes = await Promise.all(
    Array.from({ length: 4 }, () => registerCamera(bench.context, operator(), camera('5', '北側外壁'))),
  )
  expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(['done', 'refused', 'refused', 'refused'])
  const rows = await bench.context.records.db
    .selectFrom('cameras')
    .select('id')
    .where('row', '=', '5')
    .execute()
  expect(rows).toHaveLength(1)
})

test('funabashi:9(1) nobody but manager and operators registers or starts a camera', async () => {
  const staff = await benchPerson('staff', 'staff')
  const outcome = await registerCamera(bench.context, staff.actor, camera('6', '玄関'))
  expect(outcome).toMatchObject({
    kind: 'refused',
    reason: 'role-not-permitted',
    clauses: ['funabashi:9(1)'],
  })
  const id = ok(await registerCamera(bench.context, operator(), camera('6', '玄関')))
  const started = await startRecording(bench.context, staff.actor, id)
  expect(started).toMatchObject({ kind: 'refused', clauses: ['funabashi:9(1)'] })
  expect(bench.entries('refused').at(-1)?.refs.camera).toBe(id)
  ok(await startRecording(bench.context, bench.person('manager').actor, id))
})

test('funabashi:5-1 no camera records while nobody is manager', async () => {
  const id = ok(await registerCamera(bench.context, operator(), camera('7', '玄関')))
  const manager = bench.person('manager').id
  bench.behind((records) =>
    records.prepare("UPDATE persons SET role = 'designatedOperator' WHERE id = ?").run(manager),
  )
  const refused = await startRecording(bench.context, operator(), id)
  expect(refused).toMatchObject({ kind: 'refused', reason: 'role-vacant' })
  expect(refused.kind === 'refused' && refused.clauses).toContain('funabashi:5-1')
  bench.behind((records) =>
    records.prepare("UPDATE persons SET role = 'responsibleManager' WHERE id = ?").run(manager),
  )
  ok(await startRecording(bench.context, operator(), id))
  const entry = bench.entries('recording-started').at(-1)
  expect(entry?.refs).toMatchObject({ camera: id })
})

test('a camera starts once, however many ask', async () => {
  const id = ok(await registerCamera(bench.context, operator(), camera('8', '玄関')))
  const before = bench.context.records.size()
  const outcomes = await Promise.allSettled(
    Array.from({ length: 3 }, () => startRecording(bench.context, operator(), id)),
  )
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(bench.kindsSince(before)).toEqual(['recording-started'])
  await expect(startRecording(bench.context, operator(), id)).rejects.toMatchObject({ code: 'wrong-state' })
  await expect(
    startRecording(bench.context, operator(), crypto.randomUUID() as typeof id),
  ).rejects.toMatchObject({
    code: 'not-found',
  })
})

test('an address with credentials in it, or of another protocol, is not taken', async () => {
  for (const url of ['http://192.0.2.1/', 'rtsp://u:p@192.0.2.1/', 'rtsp:///live', 'live', ''])
    await expect(
      registerCamera(bench.context, operator(), { ...camera('9', '玄関'), url }),
    ).rejects.toMatchObject({ code: 'request-invalid', params: { field: 'url' } })
})

test('an instrument without a table bounds nothing, and its operators alone operate', async () => {
  const other = await ActsBench.open({ pack: await oneOfficer(), slots: 4 })
  try {
    const refused = await registerCamera(other.context, other.person('manager').actor, camera('9', '駅前'))
    expect(refused).toMatchObject({ kind: 'refused', clauses: ['oneofficer:4'] })
    const id = ok(await registerCamera(other.context, other.person('operator').actor, camera('9', '駅前')))
    ok(await startRecording(other.context, other.person('operator').actor, id))
  } finally {
    await other.close()
  }
})
