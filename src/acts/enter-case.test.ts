import { afterAll, beforeAll, expect, test } from 'vitest'
import { ActsBench, ok } from '../../test/support/acts-bench.ts'
import { benchCamera } from '../../test/support/bench-camera.ts'
import {
  approve,
  decision,
  enterRequest,
  enterSearch,
  newCase,
  police,
} from '../../test/support/bench-case.ts'
import { benchPerson } from '../../test/support/bench-people.ts'
import { hour } from '../../test/support/step-clock.ts'
import type { CameraId, CaseId, Instant, Window } from '../domain/ids.ts'
import { nextCaseNumber } from './case-number.ts'
import { caseView, caseViews } from './case-views.ts'
import { decideCase } from './decide-case.ts'
import { enterCase, type NewCase } from './enter-case.ts'

let bench: ActsBench
let cameras: readonly CameraId[]
beforeAll(async () => {
  bench = await ActsBench.open({ slots: 4 })
  cameras = [await benchCamera(bench, '3', '玄関'), await benchCamera(bench, '5', '北側外壁')]
})
afterAll(() => bench.close())

const operator = () => bench.person('operator').actor
const manager = () => bench.person('manager').actor
const lastHour = (): Window => ({
  from: (bench.clock.now() - hour) as Instant,
  to: bench.clock.now(),
})
const search = (change: Partial<NewCase> = {}): NewCase =>
  newCase({ ground: 'search', purpose: '事故の確認', cameras, window: lastHour(), ...change })
const request = (change: Partial<NewCase> = {}): NewCase =>
  search({ ground: 'provision', applicant: police, ...change })

async function casesNow(): Promise<number> {
  return (await bench.context.records.db.selectFrom('cases').select('id').execute()).length
}

async function expectRefused(input: NewCase, reason: string, clause: string): Promise<void> {
  const [before, cases] = [bench.context.records.size(), await casesNow()]
  const outcome = await enterCase(bench.context, operator(), input)
  expect(outcome).toMatchObject({ kind: 'refused', reason })
  expect(outcome.kind === 'refused' && outcome.clauses).toContain(clause)
  expect(bench.kindsSince(before)).toEqual(['refused'])
  expect(bench.entries('refused').at(-1)).toMatchObject({
    actor: { person: operator().person },
    body: { act: `apply-${input.ground}`, reason },
  })
  expect(await casesNow()).toBe(cases)
}

test('funabashi:9(5) a search with a purpose needs nobody else and is entered', async () => {
  const id = ok(await enterCase(bench.context, operator(), search()))
  expect(bench.entries('application-entered').at(-1)).toMatchObject({
    refs: { case: id, clauses: expect.arrayContaining(['funabashi:9(5)']) as unknown },
    body: { kind: 'search', purpose: '事故の確認', cameras },
  })
  expect(await caseView(bench.context, operator(), id)).toMatchObject({
    state: 'approved',
    waiting: null,
    may: { unlock: true, view: false, export: false },
  })
})

test('funabashi:9(5) a search without a purpose is refused and entered', () =>
  expectRefused(search({ purpose: ' ' }), 'purpose-missing', 'funabashi:9(5)'))

test('funabashi:9(5) somebody who is neither manager nor operator searches nothing', async () => {
  const staff = await benchPerson('staff', 'staff')
  const outcome = await enterCase(bench.context, staff.actor, search())
  expect(outcome).toMatchObject({
    kind: 'refused',
    reason: 'role-not-permitted',
    clauses: ['funabashi:9(1)'],
  })
})

test('funabashi:9(6) a request of the police waits for the decision of the manager', async () => {
  const id = ok(await enterCase(bench.context, operator(), request()))
  expect(bench.entries('application-entered').at(-1)).toMatchObject({
    refs: { case: id },
    body: { kind: 'provision', applicant: police },
  })
  expect(await caseView(bench.context, manager(), id)).toMatchObject({
    waiting: { mine: true, clause: 'funabashi:9(6)' },
    may: { unlock: false, view: false, export: false },
  })
  expect((await caseView(bench.context, operator(), id)).waiting).toMatchObject({ mine: false })
})

test('funabashi:9(6) a request without an officer who asks is refused and entered', async () => {
  await expectRefused(request({ applicant: null }), 'recipient-missing', 'funabashi:9(6)')
  await expectRefused(
    request({ applicant: { ...police, officer: ' ' } }),
    'recipient-missing',
    'funabashi:9(6)',
  )
})

test('funabashi:10-1 a body that is no investigator is refused under the prohibition', () =>
  expectRefused(request({ applicant: { ...police, agencyKind: 'court' } }), 'no-ground', 'funabashi:10-1'))

test('a window without length, in the future, or of a camera that is not there opens no case', async () => {
  const { from, to } = lastHour()
  for (const [change, code] of [
    [{ window: { from, to: from } }, 'window-empty'],
    [{ window: { from: to, to: from } }, 'window-empty'],
    [{ window: { from: (to + hour) as Instant, to: (to + 2 * hour) as Instant } }, 'window-empty'],
    [{ cameras: [...cameras, crypto.randomUUID() as CameraId] }, 'not-found'],
  ] as const)
    await expect(enterCase(bench.context, operator(), search(change))).rejects.toMatchObject({ code })
})

test('a camera that is named twice is in the case once', async () => {
  const [camera] = cameras
  const id = ok(
    await enterCase(bench.context, operator(), search({ cameras: [camera, camera] as CameraId[] })),
  )
  expect((await caseView(bench.context, operator(), id)).cameras).toMatchObject([
    { id: camera, label: '海神第1放課後ルーム 玄関' },
  ])
})

test('numbers follow each other within the fiscal year, past 9999 too', async () => {
  const { records, pack } = bench.context
  const numberAt = (day: string) =>
    records.transaction((tx) =>
      nextCaseNumber(tx, Temporal.Instant.from(`${day}T03:00:00Z`).epochMilliseconds, pack.timeZone),
    )
  const last = (await caseViews(bench.context, operator()))
    .map(({ number }) => number)
    .toSorted()
    .at(-1)
  expect(await numberAt('2026-11-01')).toBe(`2026-${String(Number(last?.slice(5)) + 1).padStart(4, '0')}`)
  expect(await numberAt('2027-03-31')).toBe(await numberAt('2026-11-01'))
  expect(await numberAt('2027-04-01')).toBe('2027-0001')
  for (const [number, next] of [
    ['2026-9999', '2026-10000'],
    ['2026-10000', '2026-10001'],
  ] as const) {
    const id = ok(await enterCase(bench.context, operator(), search()))
    bench.behind((database) => database.prepare('UPDATE cases SET number = ? WHERE id = ?').run(number, id))
    expect(await numberAt('2026-11-01')).toBe(next)
  }
})

test('funabashi:9(6) the manager decides with a reason; the decision is entered with its clause', async () => {
  const id = await enterRequest(bench, cameras, lastHour())
  await approve(bench, id)
  expect(bench.entries('decided').at(-1)).toMatchObject({
    actor: { person: manager().person, role: 'responsibleManager' },
    refs: { case: id, clauses: ['funabashi:9(6)'] },
    body: { outcome: 'approved' },
  })
  expect(await caseView(bench.context, operator(), id)).toMatchObject({
    state: 'approved',
    decision: { outcome: 'approved', by: 'manager' },
  })
})

test('funabashi:9(6) a decision without a reason is refused and entered', async () => {
  const id = await enterRequest(bench, cameras, lastHour())
  const outcome = await decideCase(bench.context, manager(), id, decision('approved', ' '))
  expect(outcome).toMatchObject({ kind: 'refused', reason: 'reason-missing', clauses: ['funabashi:9(6)'] })
  expect(bench.entries('refused').at(-1)).toMatchObject({ refs: { case: id }, body: { act: 'decide' } })
  expect((await caseView(bench.context, manager(), id)).state).toBe('entered')
})

test('a case that was refused stays refused', async () => {
  const id = await enterRequest(bench, cameras, lastHour())
  ok(await decideCase(bench.context, manager(), id, decision('refused', '目的に当たらない')))
  const again = decideCase(bench.context, manager(), id, decision('approved', '再考'))
  await expect(again).rejects.toMatchObject({ code: 'wrong-state' })
  expect(await caseView(bench.context, manager(), id)).toMatchObject({
    waiting: null,
    may: { unlock: false },
  })
})

test('of two decisions at the same time one stands, and one is entered', async () => {
  const id = await enterRequest(bench, cameras, lastHour())
  const before = bench.context.records.size()
  const decisions = (['approved', 'refused'] as const).map((outcome) =>
    decideCase(bench.context, manager(), id, decision(outcome, '理由')),
  )
  const outcomes = await Promise.allSettled(decisions)
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
  expect(bench.kindsSince(before)).toEqual(['decided'])
  expect((await caseView(bench.context, manager(), id)).state).toBe('approved')
})

test('a search is not decided: nobody is asked', async () => {
  const id = await enterSearch(bench, cameras, lastHour())
  await expect(decideCase(bench.context, manager(), id, decision('refused', '不要'))).rejects.toMatchObject({
    code: 'wrong-state',
  })
  await expect(
    decideCase(bench.context, manager(), crypto.randomUUID() as CaseId, decision('refused', '-')),
  ).rejects.toMatchObject({ code: 'not-found' })
})
