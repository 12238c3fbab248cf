import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { load } from '../../test/packs/load.ts'
import { ActsBench, ok } from '../../test/support/acts-bench.ts'
import { attempt, refusal } from '../../test/support/attempts.ts'
import { benchCamera, recordEpoch, windowOver } from '../../test/support/bench-camera.ts'
import { approve, decision, enterRequest, newCase, offerOf, police } from '../../test/support/bench-case.ts'
import type { CameraId, LocalDay, RoleId, Window } from '../domain/ids.ts'
import { caseView } from './case-views.ts'
import { decideCase } from './decide-case.ts'
import { invitePerson } from './enrol-person.ts'
import { enterCase } from './enter-case.ts'
import { enterEvidence } from './enter-evidence.ts'
import { offerInstruction } from './instruct.ts'
import { setOfficeValue } from './set-office-value.ts'

// Attempts of people with an account to get at footage by what the office sets, records or answers.

const today = '2026-11-01' as LocalDay
const value = (path: string, set: unknown) => ({ path, value: set, decidedOn: today, decidedBy: '見本決裁' })
const yes = decision('approved', '必要と認める')

let bench: ActsBench
let camera: CameraId
let window: Window
const person = (name: string) => bench.person(name).actor

async function factsOf(id: string): Promise<object> {
  const { db } = bench.context.records
  const row = await db.selectFrom('cases').select('facts').where('id', '=', id).executeTakeFirstOrThrow()
  return JSON.parse(row.facts) as object
}

function under(pack: string, row: string, place: string): void {
  beforeAll(async () => {
    bench = await ActsBench.open({ pack: await load(`../../policy-packs/${pack}`), slots: 6 })
    camera = await benchCamera(bench, row, place)
    window = windowOver(await recordEpoch(bench, camera, { leaves: 4 }), 1, 2)
  })
  afterAll(() => bench.close())
}

describe('under inzai', () => {
  under('inzai', '駅前通り', '南口')

  const asked = (change = {}) =>
    newCase({
      ground: 'danger',
      purpose: '行方不明者の捜索',
      basis: 'danger',
      cameras: [camera],
      window,
      applicant: police,
      ...change,
    })

  test('inzai:3(3) an operator names nobody as decider, neither herself nor another', async () => {
    const path = 'grounds.danger.decider'
    await refusal(bench, 'inzai:3(3)', () =>
      setOfficeValue(bench.context, person('operator'), value(path, 'designatedOperator')),
    )
    expect(bench.context.pack.supplement[path]).toBeUndefined()
  })

  test('inzai:1 a town that has said that it only advises opens no footage by that', async () => {
    ok(await setOfficeValue(bench.context, person('manager'), value('asks.block', false)))
    const id = ok(await enterCase(bench.context, person('operator'), asked()))
    expect((await caseView(bench.context, person('operator'), id)).state).toBe('entered')
    await refusal(bench, 'inzai:3(6)ウ', () => decideCase(bench.context, person('operator'), id, yes))
    await expect(
      enterCase(bench.context, person('operator'), asked({ basis: 'none' })),
    ).resolves.toMatchObject({ kind: 'refused', reason: 'no-ground' })
    ok(await setOfficeValue(bench.context, person('manager'), value('asks.block', true)))
  })

  test('two values that are set at once both hold', async () => {
    const deciders = ['grounds.danger.decider', 'grounds.investigation.decider']
    await Promise.all(
      deciders.map((path) =>
        setOfficeValue(bench.context, person('manager'), value(path, 'responsibleManager')),
      ),
    )
    expect(bench.context.pack.supplement).toMatchObject(
      Object.fromEntries(deciders.map((path) => [path, 'responsibleManager'])),
    )
  })

  test('inzai:3(6)イ a paper of a later day is not handed in yet', async () => {
    const papers = [{ kind: 'writtenRequest', number: '見本第1号', on: '2026-11-02' }]
    const request = asked({ ground: 'investigation', basis: 'request', papers })
    const id = ok(await enterCase(bench.context, person('operator'), request))
    await refusal(bench, 'inzai:3(6)イ', () => decideCase(bench.context, person('manager'), id, yes))
    expect(bench.entries('refused').at(-1)?.body).toMatchObject({ reason: 'document-missing' })
  })

  test('inzai:3(6)ウ what somebody has answered stands; whoever sees it otherwise says no', async () => {
    const answers = { urgentNeed: true }
    const id = ok(await enterCase(bench.context, person('operator'), asked()))
    const facts = JSON.stringify({ ...(await factsOf(id)), answers })
    bench.behind((records) => records.prepare('UPDATE cases SET facts = ? WHERE id = ?').run(facts, id))
    const otherwise = { ...decision('refused', '緊急でない'), answers: { urgentNeed: false } }
    await expect(decideCase(bench.context, person('manager'), id, otherwise)).rejects.toMatchObject({
      code: 'request-invalid',
    })
    expect(await caseView(bench.context, person('manager'), id)).toMatchObject({ state: 'entered', answers })
    ok(await decideCase(bench.context, person('manager'), id, decision('refused', '緊急でない')))
  })

  test('inzai:3(6)ウ whoever enters a case answers nothing of what its decider is asked', async () => {
    await attempt(bench, 'request-invalid', () =>
      enterCase(bench.context, person('operator'), asked({ answers: { urgentNeed: true } })),
    )
  })

  test('inzai:3(6)ウ an answer against the request goes with a no, and is kept', async () => {
    const id = ok(await enterCase(bench.context, person('operator'), asked()))
    const answers = { urgentNeed: false }
    await refusal(bench, 'inzai:3(6)ウ', () =>
      decideCase(bench.context, person('manager'), id, { ...yes, answers }),
    )
    ok(
      await decideCase(bench.context, person('manager'), id, {
        ...decision('refused', '緊急でない'),
        answers,
      }),
    )
    expect(await caseView(bench.context, person('manager'), id)).toMatchObject({ state: 'refused', answers })
  })

  test('a judgment about a camera comes with its reason', async () => {
    const judgment = { duty: 'leastRange', camera, doneOn: today, items: [] }
    const before = bench.context.records.size()
    expect(await enterEvidence(bench.context, person('operator'), { ...judgment, note: ' ' })).toMatchObject({
      kind: 'refused',
      reason: 'reason-missing',
    })
    expect(bench.kindsSince(before)).toEqual(['refused'])
  })
})

describe('under nerima', () => {
  under('nerima', '見本町', '公園入口')

  test('nerima:5(2) an operator appoints nobody to a role of which the instrument names no appointer', async () => {
    const manager = { name: 'friend', post: '係員', role: 'responsibleManager' as RoleId }
    await refusal(bench, 'nerima:5(2)', () => invitePerson(bench.context, person('operator'), manager))
    ok(await invitePerson(bench.context, person('manager'), manager))
  })
})

describe('under nishiyodogawa', () => {
  under('nishiyodogawa', '見本町', '交差点')

  test('nishiyodogawa:7-2(1) the decision on a place is entered by whoever takes it', async () => {
    const decided = { duty: 'placeDecision', camera, doneOn: today, items: [], note: '見本の選定' }
    await refusal(bench, 'nishiyodogawa:7-2(1)', () =>
      enterEvidence(bench.context, person('operator'), decided),
    )
    ok(await enterEvidence(bench.context, person('manager'), decided))
  })

  test('nishiyodogawa:9-2 whoever instructs twice at once instructs once, and the second is entered as refused', async () => {
    const input = newCase({
      ground: 'instructed',
      purpose: '捜査',
      cameras: [camera],
      window,
      applicant: police,
    })
    const papers = [{ kind: 'investigationInquiry', number: '見本第1号', on: today }]
    const id = ok(await enterCase(bench.context, person('operator'), { ...input, papers }))
    const before = bench.context.records.size()
    const outcomes = await Promise.allSettled(
      [1, 2].map(() => decideCase(bench.context, person('manager'), id, yes)),
    )
    expect(outcomes).toMatchObject([
      { value: { kind: 'done' } },
      { value: { kind: 'refused', reason: 'role-not-permitted' } },
    ])
    expect(bench.kindsSince(before)).toEqual(['decided', 'refused'])
    expect((await caseView(bench.context, person('manager'), id)).steps).toHaveLength(1)
  })
})

describe('under funabashi', () => {
  under('funabashi-houkago', '3', '玄関')

  test('rules that have changed since the decision hold for the unlocking', async () => {
    const id = await enterRequest(bench, [camera], window)
    await approve(bench, id)
    await offerOf(bench, bench.person('operator'), id)
    const { pack } = bench.context
    const clauses = pack.provisions.slice(0, 1).map(({ clause }) => clause)
    const none = { id: 'none', title: '提供の停止', acts: ['provide' as const], clauses }
    bench.context.usePack({ ...pack, prohibitions: [...pack.prohibitions, none] })
    await expect(offerInstruction(bench.context, person('operator'), id)).resolves.toMatchObject({
      kind: 'refused',
      reason: 'forbidden',
    })
    expect((await caseView(bench.context, person('operator'), id)).may.unlock).toBe(false)
    bench.context.usePack(pack)
  })

  test('funabashi:9(6) what was asked for and answered is entered with the application', async () => {
    const answers = { copyNeed: true }
    const copy = newCase({
      ground: 'copyForPurpose',
      purpose: '事故の記録',
      cameras: [camera],
      window,
      answers,
    })
    ok(await enterCase(bench.context, person('operator'), copy))
    expect(bench.entries('application-entered').at(-1)?.body).toMatchObject({
      beyond: false,
      basis: null,
      answers,
    })
  })

  test('funabashi:9(1) an operator does not make a friend the municipal head', async () => {
    const head = { name: 'friend', post: '友人', role: 'municipalHead' as RoleId }
    expect(await invitePerson(bench.context, person('operator'), head)).toMatchObject({
      kind: 'refused',
      reason: 'role-not-permitted',
    })
  })
})
