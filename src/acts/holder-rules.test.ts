import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { funabashi, oneOfficer } from '../../test/packs/load.ts'
import { ActsBench, ok } from '../../test/support/acts-bench.ts'
import { refusal } from '../../test/support/attempts.ts'
import { benchCamera, type RecordedEpoch, recordEpoch, windowOver } from '../../test/support/bench-camera.ts'
import {
  decision,
  enterSearch,
  newCase,
  offerOf,
  opened,
  openKeys,
  police,
  signed,
  unlockCase,
} from '../../test/support/bench-case.ts'
import type { CameraId } from '../domain/ids.ts'
import { caseView } from './case-views.ts'
import { decideCase } from './decide-case.ts'
import { enterCase } from './enter-case.ts'
import { instruct } from './instruct.ts'
import { loadPlaylist } from './playlist.ts'
import { startViewing } from './release-leaves.ts'

describe('operators hold the role key', () => {
  let bench: ActsBench
  let camera: CameraId
  let recorded: RecordedEpoch
  beforeAll(async () => {
    bench = await ActsBench.open({ pack: await funabashi() })
    camera = await benchCamera(bench, '3', '玄関')
    recorded = await recordEpoch(bench, camera, { leaves: 4 })
  })
  afterAll(() => bench.close())

  test('funabashi:9(1) manager and operators hold the key', async () => {
    const holders = await bench.context.records.db.selectFrom('roleKeyWraps').select('person').execute()
    expect(holders.map(({ person }) => person).toSorted()).toEqual(
      (['manager', 'operator', 'second'] as const).map((name) => bench.person(name).id).toSorted(),
    )
    expect(bench.entries('role-key-made').at(-1)?.body.holders).toHaveLength(3)
  })

  test('funabashi:9(5) an operator unlocks for herself and for the others, nobody is called back', async () => {
    const id = await enterSearch(bench, [camera], windowOver(recorded, 1, 2))
    await unlockCase(bench, bench.person('operator'), id)
    for (const name of ['operator', 'second', 'manager'] as const) {
      const viewer = bench.person(name)
      const viewing = ok(await startViewing(bench.context, viewer.actor, id))
      const keys = await openKeys(bench, viewer, id, { viewing, export: null })
      expect(await opened(bench, keys)).toEqual(
        recorded.leaves.slice(1, 3).flatMap(({ plaintexts }) => plaintexts),
      )
    }
  })

  test('a grant opens for the operator it was made for, and for nobody else', async () => {
    const id = await enterSearch(bench, [camera], windowOver(recorded, 1, 2))
    await unlockCase(bench, bench.person('operator'), id)
    const [operator, second] = [bench.person('operator'), bench.person('second')]
    const viewing = ok(await startViewing(bench.context, operator.actor, id))
    const { grants } = await loadPlaylist(bench.context, second.actor, id)
    bench.behind((records) => {
      for (const { epoch, sealed } of grants)
        records
          .prepare('UPDATE grants SET sealed = ? WHERE operator = ? AND epoch = ?')
          .run(sealed, operator.id, epoch)
    })
    await expect(openKeys(bench, operator, id, { viewing, export: null })).rejects.toMatchObject({
      code: 'seal-broken',
    })
  })
})

describe('one officer unlocks, operators receive leaves', () => {
  let bench: ActsBench
  let camera: CameraId
  let recorded: RecordedEpoch
  beforeAll(async () => {
    bench = await ActsBench.open({ pack: await oneOfficer() })
    camera = await benchCamera(bench, '1', '駅前')
    recorded = await recordEpoch(bench, camera, { leaves: 4 })
  })
  afterAll(() => bench.close())

  async function decided() {
    const id = await enterSearch(bench, [camera], windowOver(recorded, 1, 2))
    ok(await decideCase(bench.context, bench.person('manager').actor, id, decision('approved', '防犯のため')))
    return id
  }

  test('the officer alone holds the key', async () => {
    const holders = await bench.context.records.db.selectFrom('roleKeyWraps').select('person').execute()
    expect(holders).toEqual([{ person: bench.person('officer').id }])
  })

  test('every use is decided, a search too', async () => {
    const id = await enterSearch(bench, [camera], windowOver(recorded, 1, 2))
    expect((await caseView(bench.context, bench.person('manager').actor, id)).state).toBe('entered')
    await expect(offerOf(bench, bench.person('officer'), id)).rejects.toMatchObject({ code: 'wrong-state' })
  })

  test('operators and manager do not unlock', async () => {
    const id = await decided()
    const input = await signed(
      bench,
      bench.person('officer'),
      await offerOf(bench, bench.person('officer'), id),
    )
    for (const name of ['operator', 'manager'] as const)
      await refusal(bench, 'oneofficer:3', () => instruct(bench.context, bench.person(name).actor, id, input))
    expect(bench.entries('refused').at(-1)?.body).toMatchObject({ act: 'unlock' })
  })

  test('the officer unlocks for the operators, who see it; the officer sees nothing', async () => {
    const id = await decided()
    const officer = bench.person('officer')
    const offer = await offerOf(bench, officer, id)
    expect(offer.operators.map(({ name }) => name).toSorted()).toEqual(['operator', 'second'])
    await unlockCase(bench, officer, id)
    for (const name of ['operator', 'second'] as const) {
      const viewer = bench.person(name)
      const viewing = ok(await startViewing(bench.context, viewer.actor, id))
      const keys = await openKeys(bench, viewer, id, { viewing, export: null })
      expect(await opened(bench, keys)).toEqual(
        recorded.leaves.slice(1, 3).flatMap(({ plaintexts }) => plaintexts),
      )
    }
    for (const name of ['officer', 'manager'] as const) {
      await refusal(bench, 'oneofficer:4', () => startViewing(bench.context, bench.person(name).actor, id))
      await expect(loadPlaylist(bench.context, bench.person(name).actor, id)).rejects.toMatchObject({
        code: 'key-not-held',
      })
    }
  })

  test('an instrument that lengthens nothing holds nothing', async () => {
    expect(bench.entries('released').length).toBeGreaterThan(0)
    expect(bench.entries('hold-placed')).toEqual([])
    expect(bench.context.vault.contents().holds).toEqual([])
  })

  test('what the instrument has no ground for is refused under its prohibition', async () => {
    await refusal(bench, 'oneofficer:6', () =>
      enterCase(
        bench.context,
        bench.person('operator').actor,
        newCase({
          ground: 'provision',
          purpose: '捜査',
          cameras: [camera],
          window: windowOver(recorded, 1, 2),
          applicant: police,
        }),
      ),
    )
  })
})
