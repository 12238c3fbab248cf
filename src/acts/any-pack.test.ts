import { expect, test } from 'vitest'
import { load } from '../../test/packs/load.ts'
import { ActsBench, ok } from '../../test/support/acts-bench.ts'
import { refusal } from '../../test/support/attempts.ts'
import { benchCamera, recordEpoch, windowOver } from '../../test/support/bench-camera.ts'
import { decision, newCase, opened, openKeys, police, unlockCase } from '../../test/support/bench-case.ts'
import type { Paper } from '../domain/casework/case-question.ts'
import { groundForms } from '../domain/casework/ground-form.ts'
import type { LocalDay } from '../domain/ids.ts'
import type { Pack, Requirement } from '../domain/pack/rules.ts'
import { caseView } from './case-views.ts'
import { decideCase } from './decide-case.ts'
import { enterCase, type NewCase } from './enter-case.ts'
import { enterEvidence } from './enter-evidence.ts'
import { guidelineToday } from './guideline-views.ts'
import { startViewing } from './release-leaves.ts'
import { setOfficeValue } from './set-office-value.ts'

const inquiry: Paper = { kind: 'investigationInquiry', number: '見本第1号', on: '2026-11-01' }

async function benchOf(pack: string): Promise<ActsBench> {
  return ActsBench.open({ pack: await load(`../../policy-packs/${pack}`), slots: 6 })
}

/** A camera under the pack with four leaves recorded, and a case over two of them. */
async function recordedCase(bench: ActsBench, row: string, place: string, given: Partial<NewCase>) {
  const camera = await benchCamera(bench, row, place)
  const recorded = await recordEpoch(bench, camera, { leaves: 4 })
  const input = newCase({
    ground: given.ground ?? '',
    purpose: '自転車の盗難についての捜査',
    cameras: [camera],
    window: windowOver(recorded, 1, 2),
    ...given,
  })
  return { recorded, input }
}

test('inzai:3(6)イ a written request waits until the office has named who decides, then opens', async () => {
  const bench = await benchOf('inzai')
  try {
    const { recorded, input } = await recordedCase(bench, '駅前通り', '南口', {
      ground: 'investigation',
      basis: 'request',
      papers: [{ ...inquiry, kind: 'writtenRequest' }],
      applicant: police,
    })
    const [operator, manager] = [bench.person('operator'), bench.person('manager')]
    const id = ok(await enterCase(bench.context, operator.actor, input))
    const yes = decision('approved', '捜査のために必要と認める')
    await refusal(bench, 'inzai:3(6)イ', () => decideCase(bench.context, manager.actor, id, yes))
    expect(bench.entries('refused').at(-1)?.body).toMatchObject({ reason: 'supplement-missing' })
    ok(
      await setOfficeValue(bench.context, manager.actor, {
        path: 'grounds.investigation.decider',
        value: 'responsibleManager',
        decidedOn: '2026-11-01' as LocalDay,
        decidedBy: '見本決裁第3号',
      }),
    )
    await refusal(bench, 'inzai:3(6)イ', () => decideCase(bench.context, operator.actor, id, yes))
    ok(await decideCase(bench.context, manager.actor, id, yes))
    await unlockCase(bench, operator, id)
    const viewing = ok(await startViewing(bench.context, operator.actor, id))
    const keys = await openKeys(bench, operator, id, { viewing, export: null })
    expect(await opened(bench, keys)).toEqual(
      recorded.leaves.slice(1, 3).flatMap(({ plaintexts }) => plaintexts),
    )
    // a request that is no legal procedure lengthens nothing
    expect(bench.entries('hold-placed')).toEqual([])
  } finally {
    await bench.close()
  }
})

test('inzai:3(6)-identity footage is not decided upon before somebody checked who asks', async () => {
  const bench = await benchOf('inzai')
  try {
    const { input } = await recordedCase(bench, '駅前通り', '南口', {
      ground: 'legalInquiry',
      basis: 'officialInquiry',
      papers: [inquiry],
      applicant: { ...police, identityChecked: '' },
    })
    const manager = bench.person('manager')
    ok(
      await setOfficeValue(bench.context, manager.actor, {
        path: 'grounds.legalInquiry.decider',
        value: 'responsibleManager',
        decidedOn: '2026-11-01' as LocalDay,
        decidedBy: '見本決裁第4号',
      }),
    )
    const id = ok(await enterCase(bench.context, bench.person('operator').actor, input))
    await refusal(bench, 'inzai:3(6)-identity', () =>
      decideCase(bench.context, manager.actor, id, decision('approved', '照会に応じる')),
    )
  } finally {
    await bench.close()
  }
})

test('wakaba:7(4)-proviso the three tests are answered one by one before the decision', async () => {
  const bench = await benchOf('wakaba')
  try {
    const { input } = await recordedCase(bench, '1階正面玄関', '1階正面玄関', {
      ground: 'investigation',
      basis: 'officialInquiry',
      law: '刑事訴訟法第197条第2項',
      papers: [inquiry],
      applicant: police,
    })
    const manager = bench.person('manager')
    ok(
      await setOfficeValue(bench.context, manager.actor, {
        path: 'grounds.investigation.decider',
        value: 'responsibleManager',
        decidedOn: '2026-11-01' as LocalDay,
        decidedBy: '見本決裁第5号',
      }),
    )
    const id = ok(await enterCase(bench.context, bench.person('operator').actor, input))
    expect((await caseView(bench.context, manager.actor, id)).waiting?.tests.map((one) => one.id)).toEqual([
      'publicInterest',
      'hardWithout',
      'undueHarm',
    ])
    const yes = decision('approved', '公益のために必要と認める')
    await refusal(bench, 'wakaba:7(4)-proviso', () => decideCase(bench.context, manager.actor, id, yes))
    const half = { ...yes, answers: { publicInterest: true } }
    await refusal(bench, 'wakaba:7(4)-proviso', () => decideCase(bench.context, manager.actor, id, half))
    const harmful = { ...yes, answers: { publicInterest: true, undueHarm: true } }
    await refusal(bench, 'wakaba:7(4)-proviso', () => decideCase(bench.context, manager.actor, id, harmful))
    ok(
      await decideCase(bench.context, manager.actor, id, {
        ...yes,
        answers: { publicInterest: true, undueHarm: false },
      }),
    )
    const view = await caseView(bench.context, manager.actor, id)
    expect(view).toMatchObject({ state: 'approved', answers: { publicInterest: true, undueHarm: false } })
    // a request lengthens nothing: what is looked at ends with its ten days
    await unlockCase(bench, bench.person('operator'), id)
    expect(view.clauses.hold).toBeNull()
    expect(bench.entries('hold-placed')).toEqual([])
  } finally {
    await bench.close()
  }
})

test('nishiyodogawa:9-2 two instructions in their order, each by its own post', async () => {
  const bench = await benchOf('nishiyodogawa')
  try {
    const { input } = await recordedCase(bench, '見本町', '交差点', { ground: 'instructed' })
    const [manager, chief] = [bench.person('manager'), bench.person('operationsOfficer')]
    const id = ok(await enterCase(bench.context, bench.person('operator').actor, input))
    const yes = decision('approved', '予防のために必要と認める')
    await refusal(bench, 'nishiyodogawa:9-1', () => decideCase(bench.context, chief.actor, id, yes))
    ok(await decideCase(bench.context, manager.actor, id, yes))
    expect(await caseView(bench.context, chief.actor, id)).toMatchObject({
      state: 'entered',
      steps: [{ did: 'instruct', role: 'responsibleManager' }],
      waiting: { mine: true },
    })
    await refusal(bench, 'nishiyodogawa:9-2', () => decideCase(bench.context, manager.actor, id, yes))
    ok(await decideCase(bench.context, chief.actor, id, yes))
    expect(await caseView(bench.context, chief.actor, id)).toMatchObject({ state: 'approved' })
  } finally {
    await bench.close()
  }
})

test('nerima:6(2)① a camera without its sign on record stays off', async () => {
  const bench = await benchOf('nerima')
  try {
    bench.behind((records) => records.exec("DELETE FROM evidence WHERE kind = 'sign'"))
    await expect(benchCamera(bench, '見本町', '公園入口')).rejects.toThrow('sign-missing')
    const operator = bench.person('operator').actor
    const sign = { duty: 'sign', camera: null, doneOn: '2026-11-01' as LocalDay, note: '見本' }
    await expect(
      enterEvidence(bench.context, operator, { ...sign, items: ['colour'] }),
    ).rejects.toMatchObject({ code: 'request-invalid' })
    ok(
      await enterEvidence(bench.context, operator, {
        ...sign,
        items: ['camerasPresent', 'contact'],
      }),
    )
    await benchCamera(bench, '見本町', '公園東口')
    expect(bench.entries('duty-done').at(-1)).toMatchObject({
      refs: { clauses: expect.arrayContaining(['nerima:6(2)①']) as unknown },
      body: { duty: 'sign', items: ['camerasPresent', 'contact'] },
    })
  } finally {
    await bench.close()
  }
})

test('every part of every pack has a state on the guideline page', async () => {
  for (const pack of ['funabashi-houkago', 'nerima', 'inzai', 'nishiyodogawa', 'wakaba']) {
    const bench = await benchOf(pack)
    try {
      const { articles } = await guidelineToday(bench.context)
      expect(articles.map(({ clause }) => clause)).toEqual(
        bench.context.pack.provisions.map(({ clause }) => clause),
      )
      expect(articles.every(({ state }) => state !== undefined)).toBe(true)
    } finally {
      await bench.close()
    }
  }
})

test('an instrument that wants two people there opens nothing to one alone, and names the other', async () => {
  const pack = await load('../../policy-packs/funabashi-houkago')
  const two = { kind: 'person' as const, id: 'two', title: '二人の立会い', atLeast: 2 }
  const bench = await ActsBench.open({ pack: wanting(pack, two), slots: 6 })
  try {
    const { input } = await recordedCase(bench, '3', '玄関', { ground: 'search' })
    const operator = bench.person('operator')
    expect(groundForms(bench.context.pack).find(({ id }) => id === 'search')?.present).toBe(2)
    expect(await enterCase(bench.context, operator.actor, input)).toMatchObject({ reason: 'person-missing' })
    const id = ok(await enterCase(bench.context, operator.actor, { ...input, witnesses: ['見本 立会人'] }))
    expect((await caseView(bench.context, operator.actor, id)).witnesses).toEqual(['見本 立会人'])
    await unlockCase(bench, operator, id)
    ok(await startViewing(bench.context, operator.actor, id))
    expect(bench.entries('application-entered').at(-1)?.body.witnesses).toEqual(['見本 立会人'])
  } finally {
    await bench.close()
  }
})

/** The pack with one more requirement under each of its grounds. */
function wanting(pack: Pack, need: Pick<Requirement, 'kind' | 'id' | 'title' | 'atLeast'>): Pack {
  const grounds = pack.grounds.map((ground) => {
    const more: Requirement = { force: 'must', clauses: ground.clauses, ...need }
    return { ...ground, needs: [...ground.needs, more] }
  })
  return { ...pack, grounds }
}
