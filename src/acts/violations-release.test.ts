import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ActsBench, ok } from '../../test/support/acts-bench.ts'
import { attempt, refusal } from '../../test/support/attempts.ts'
import { benchCamera, type RecordedEpoch, recordEpoch, windowOver } from '../../test/support/bench-camera.ts'
import {
  approve,
  askRelease,
  enterRequest,
  enterSearch,
  offerOf,
  openKeys,
  signed,
  unlockCase,
  viewedSearch,
} from '../../test/support/bench-case.ts'
import { benchPerson, bytes } from '../../test/support/bench-people.ts'
import { canonicalJson } from '../domain/canonical-json.ts'
import type { CameraId, CaseId, EpochId } from '../domain/ids.ts'
import { parseInstruction, signInstruction } from '../vault/instruction.ts'
import { handOverRoleKey } from './enrol-person.ts'
import { exportFootage } from './export-footage.ts'
import { instruct } from './instruct.ts'
import { loadPlaylist } from './playlist.ts'
import { endViewing, hasRelease, releaseLeaves, startViewing } from './release-leaves.ts'

// What somebody with an account, or with the database, might try. Nothing of it may open a leaf or leave a trace that says it did.

let bench: ActsBench
let camera: CameraId
let other: CameraId
let recorded: RecordedEpoch
let elsewhere: RecordedEpoch
beforeAll(async () => {
  bench = await ActsBench.open()
  camera = await benchCamera(bench, '3', '玄関')
  other = await benchCamera(bench, '5', '北側外壁')
  recorded = await recordEpoch(bench, camera, { leaves: 62 })
  elsewhere = await recordEpoch(bench, other, { leaves: 4 })
})
afterAll(() => bench.close())

const operator = () => bench.person('operator')
const second = () => bench.person('second')

describe('viewing and release', () => {
  test('violation: a look before the unlock', async () => {
    const id = await enterSearch(bench, [camera], windowOver(recorded, 2, 3))
    await attempt(bench, 'wrong-state', () => startViewing(bench.context, operator().actor, id))
    await attempt(bench, 'wrong-state', () => loadPlaylist(bench.context, operator().actor, id))
    await attempt(bench, 'wrong-state', () =>
      askRelease(bench, operator(), id, { viewing: crypto.randomUUID(), export: null }, []),
    )
  })

  test('violation: a look by somebody who is not named', async () => {
    const id = await enterSearch(bench, [camera], windowOver(recorded, 2, 3))
    const offer = await offerOf(bench, operator(), id)
    const good = parseInstruction(offer.instruction)
    const named = { ...good, operators: good.operators.filter((one) => one === operator().id) }
    const operators = offer.operators.filter((one) => one.id === operator().id)
    const input = await signed(bench, operator(), { ...offer, operators }, canonicalJson(named))
    ok(await instruct(bench.context, operator().actor, id, input))
    await attempt(bench, 'key-not-held', () => startViewing(bench.context, second().actor, id))
    await attempt(bench, 'key-not-held', () => loadPlaylist(bench.context, second().actor, id))
    const viewing = ok(await startViewing(bench.context, operator().actor, id))
    const leaves = [{ epoch: recorded.epoch, leaf: 2 }]
    await attempt(bench, 'key-not-held', () =>
      askRelease(bench, second(), id, { viewing, export: null }, leaves),
    )
    expect(await hasRelease(bench.context, second().id, id, { epoch: recorded.epoch, leaf: 2 })).toBe(false)
    expect(await openKeys(bench, operator(), id, { viewing, export: null })).toHaveLength(2)
  })

  test('funabashi:9(5) violation: a look by somebody whose role may not view', async () => {
    const { caseId } = await viewedSearch(bench, [camera], windowOver(recorded, 2, 3))
    const staff = await benchPerson('staff', 'staff')
    await refusal(bench, 'funabashi:9(1)', () => startViewing(bench.context, staff.actor, caseId))
  })

  test('violation: a release of a leaf outside the instruction', async () => {
    const { caseId, viewing } = await viewedSearch(bench, [camera], windowOver(recorded, 2, 3))
    const serving = { viewing, export: null }
    for (const leaf of [
      { epoch: recorded.epoch, leaf: 1 },
      { epoch: recorded.epoch, leaf: 4 },
      { epoch: elsewhere.epoch, leaf: 0 },
      { epoch: crypto.randomUUID() as EpochId, leaf: 0 },
    ])
      await attempt(bench, 'instruction-mismatch', () =>
        askRelease(bench, operator(), caseId, serving, [{ epoch: recorded.epoch, leaf: 2 }, leaf]),
      )
  })

  test('violation: a release without a viewing, with one of another person, case, or that has ended', async () => {
    const { caseId, viewing } = await viewedSearch(bench, [camera], windowOver(recorded, 2, 3))
    const another = await viewedSearch(bench, [camera], windowOver(recorded, 2, 3))
    const theirs = ok(await startViewing(bench.context, second().actor, caseId))
    const ended = ok(await startViewing(bench.context, operator().actor, caseId))
    await endViewing(bench.context, operator().actor, ended)
    const leaves = [{ epoch: recorded.epoch, leaf: 2 }]
    for (const wrong of [null, crypto.randomUUID(), another.viewing, theirs, ended])
      await attempt(bench, 'not-found', () =>
        askRelease(bench, operator(), caseId, { viewing: wrong, export: null }, leaves),
      )
    await attempt(bench, 'not-found', () =>
      askRelease(bench, operator(), caseId, { viewing: null, export: viewing }, leaves),
    )
    await attempt(bench, 'not-found', () => endViewing(bench.context, second().actor, viewing))
  })

  test('violation: more than ten minutes at a time', async () => {
    const { caseId, viewing } = await viewedSearch(bench, [camera], windowOver(recorded, 0, 61))
    const leaves = recorded.leaves.map(({ epoch, leaf }) => ({ epoch, leaf }))
    const serving = { viewing, export: null }
    await attempt(bench, 'too-much-footage', () => askRelease(bench, operator(), caseId, serving, leaves))
    await attempt(bench, 'too-much-footage', () =>
      askRelease(bench, operator(), caseId, serving, leaves.slice(0, 61)),
    )
    ok((await askRelease(bench, operator(), caseId, serving, leaves.slice(0, 60))).outcome)
  })

  test('violation: a leaf named twice, or none', async () => {
    const { caseId, viewing } = await viewedSearch(bench, [camera], windowOver(recorded, 2, 3))
    const leaf = { epoch: recorded.epoch, leaf: 2 }
    for (const leaves of [[leaf, leaf], []])
      await attempt(bench, 'malformed', () =>
        askRelease(bench, operator(), caseId, { viewing, export: null }, leaves),
      )
  })

  test('violation: the entry of the instruction is gone from the ledger, or altered', async () => {
    const { caseId, viewing } = await viewedSearch(bench, [camera], windowOver(recorded, 2, 3))
    const leaves = [{ epoch: recorded.epoch, leaf: 2 }]
    const ask = () => askRelease(bench, operator(), caseId, { viewing, export: null }, leaves)
    const entry = bench.entries('instructed').at(-1)
    const seq = entry?.seq ?? -1
    const row = bench.behind((records) =>
      records.prepare('SELECT record FROM ledgerEntries WHERE seq = ?').get(seq),
    ) as { record: string }
    const write = (record: string) =>
      bench.behind((records) =>
        records.prepare('UPDATE ledgerEntries SET record = ? WHERE seq = ?').run(record, seq),
      )
    write(row.record.replace('instructed', 'instructex'))
    await attempt(bench, 'not-logged', ask)
    bench.behind((records) =>
      records.prepare('UPDATE ledgerEntries SET seq = seq + 1000000 WHERE seq = ?').run(seq),
    )
    await attempt(bench, 'not-published', ask)
    bench.behind((records) =>
      records.prepare('UPDATE ledgerEntries SET seq = seq - 1000000 WHERE seq = ?').run(seq + 1_000_000),
    )
    write(row.record)
    ok((await ask()).outcome)
  })

  test('violation: the instruction in the records points at the entry of another', async () => {
    const one = await viewedSearch(bench, [camera], windowOver(recorded, 2, 3))
    const two = await viewedSearch(bench, [camera], windowOver(recorded, 2, 3))
    bench.behind((records) =>
      records
        .prepare(
          'UPDATE instructions SET entrySeq = (SELECT entrySeq FROM instructions WHERE caseId = ?) WHERE caseId = ?',
        )
        .run(one.caseId, two.caseId),
    )
    const serving = { viewing: two.viewing, export: null }
    await attempt(bench, 'not-logged', () =>
      askRelease(bench, operator(), two.caseId, serving, [{ epoch: recorded.epoch, leaf: 2 }]),
    )
  })

  test('violation: the instruction in the records is widened, or another signature put under it', async () => {
    const { caseId, viewing } = await viewedSearch(bench, [camera], windowOver(recorded, 2, 3))
    const ask = () =>
      askRelease(bench, operator(), caseId, { viewing, export: null }, [{ epoch: recorded.epoch, leaf: 2 }])
    const { canonical } = bench.behind((records) =>
      records.prepare('SELECT canonical FROM instructions WHERE caseId = ?').get(caseId),
    ) as { canonical: string }
    const good = parseInstruction(canonical)
    const wide = canonicalJson({
      ...good,
      epochs: good.epochs.map((range) => ({ ...range, first: 0, last: 61 })),
    })
    const set = (column: string, value: string | Uint8Array) =>
      bench.behind((records) =>
        records.prepare(`UPDATE instructions SET ${column} = ? WHERE caseId = ?`).run(value, caseId),
      )
    set('canonical', wide)
    await attempt(bench, 'signature-wrong', ask)
    // signed anew by somebody who has a key but no entry in the ledger
    set('signature', await signInstruction(wide, operator().keys.sign.privateKey))
    await attempt(bench, 'not-logged', ask)
  })

  test('violation: bytes that are no session key', async () => {
    const { caseId, viewing } = await viewedSearch(bench, [camera], windowOver(recorded, 2, 3))
    for (const sessionPublicKey of [bytes(65), bytes(0), bytes(64)])
      await attempt(bench, 'bad-key', () =>
        releaseLeaves(bench.context, operator().actor, caseId, {
          sessionPublicKey,
          leaves: [{ epoch: recorded.epoch, leaf: 2 }],
          viewing,
          export: null,
        }),
      )
  })
})

describe('copies', () => {
  test('funabashi:9(7) violation: a copy of what was searched', async () => {
    const { caseId } = await viewedSearch(bench, [camera], windowOver(recorded, 2, 3))
    await refusal(bench, 'funabashi:9(7)', () =>
      exportFootage(bench.context, operator().actor, caseId, { recipient: '見本警察署', medium: 'DVD-R' }),
    )
  })

  test('funabashi:9(7) violation: a copy by somebody who does not operate, or for nobody', async () => {
    const id = await enterRequest(bench, [camera], windowOver(recorded, 2, 3))
    await approve(bench, id)
    await unlockCase(bench, operator(), id)
    const staff = await benchPerson('staff', 'staff')
    await refusal(bench, 'funabashi:9(1)', () =>
      exportFootage(bench.context, staff.actor, id, { recipient: '見本警察署', medium: 'DVD-R' }),
    )
    await refusal(bench, 'funabashi:9(7)', () =>
      exportFootage(bench.context, operator().actor, id, { recipient: ' ', medium: 'DVD-R' }),
    )
  })

  test('violation: a copy before the unlock', async () => {
    const id = await enterRequest(bench, [camera], windowOver(recorded, 2, 3))
    await approve(bench, id)
    await attempt(bench, 'wrong-state', () =>
      exportFootage(bench.context, operator().actor, id, { recipient: '見本警察署', medium: 'DVD-R' }),
    )
  })

  test("violation: a release for somebody else's copy, or for one of another case", async () => {
    const ids: CaseId[] = []
    for (let i = 0; i < 2; i++) {
      const id = await enterRequest(bench, [camera], windowOver(recorded, 2, 3))
      await approve(bench, id)
      await unlockCase(bench, operator(), id)
      ids.push(id)
    }
    const [one, two] = ids as [CaseId, CaseId]
    const job = ok(
      await exportFootage(bench.context, operator().actor, one, { recipient: '見本警察署', medium: 'DVD-R' }),
    )
    const leaves = job.leaves.map(({ epoch, leaf }) => ({ epoch, leaf }))
    const serving = { viewing: null, export: job.id }
    await attempt(bench, 'not-found', () => askRelease(bench, second(), one, serving, leaves))
    await attempt(bench, 'not-found', () => askRelease(bench, operator(), two, serving, leaves))
    ok((await askRelease(bench, operator(), one, serving, leaves)).outcome)
  })
})

test('violation: the role key handed on by an operator who was never given it', async () => {
  const stranger = await benchPerson('designatedOperator', 'stranger')
  await attempt(bench, 'key-not-held', () =>
    handOverRoleKey(bench.context, stranger.actor, second().id, {
      roleKey: bench.roleKey.id,
      wrapped: bytes(113),
    }),
  )
  await attempt(bench, 'key-not-held', () =>
    handOverRoleKey(bench.context, operator().actor, second().id, {
      roleKey: crypto.randomUUID(),
      wrapped: bytes(113),
    }),
  )
})
