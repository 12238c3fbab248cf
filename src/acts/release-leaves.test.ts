import { afterAll, beforeAll, expect, test } from 'vitest'
import { ActsBench, ok } from '../../test/support/acts-bench.ts'
import { benchCamera, type RecordedEpoch, recordEpoch, windowOver } from '../../test/support/bench-camera.ts'
import {
  approve,
  askRelease,
  enterRequest,
  enterSearch,
  offerOf,
  opened,
  openKeys,
  signed,
  unlockCase,
  viewedSearch,
} from '../../test/support/bench-case.ts'
import { day } from '../../test/support/step-clock.ts'
import type { CameraId, Instant } from '../domain/ids.ts'
import { VaultFault } from '../vault/fault.ts'
import { instructionDigest, parseInstruction } from '../vault/instruction.ts'
import { caseView, previewWindow } from './case-views.ts'
import { copyHolds } from './copy-holds.ts'
import { exportFootage } from './export-footage.ts'
import { instruct } from './instruct.ts'
import { endViewing, hasRelease, startViewing } from './release-leaves.ts'

let bench: ActsBench
let camera: CameraId
let recorded: RecordedEpoch
beforeAll(async () => {
  bench = await ActsBench.open()
  camera = await benchCamera(bench, '3', '玄関')
  recorded = await recordEpoch(bench, camera, { leaves: 12 })
})
afterAll(() => bench.close())

const operator = () => bench.person('operator')
const plaintexts = (first: number, last: number) =>
  recorded.leaves.slice(first, last + 1).flatMap((leaf) => leaf.plaintexts)

test('funabashi:9(5) the operator opens exactly the leaves that the window touches', async () => {
  const { caseId, viewing } = await viewedSearch(bench, [camera], windowOver(recorded, 2, 3))
  const keys = await openKeys(bench, operator(), caseId, { viewing, export: null })
  expect(keys.map(({ leaf }) => leaf)).toEqual([2, 3])
  expect(await opened(bench, keys)).toEqual(plaintexts(2, 3))
})

test('a key that was released opens no other leaf', async () => {
  const { caseId, viewing } = await viewedSearch(bench, [camera], windowOver(recorded, 2, 2))
  const [key] = await openKeys(bench, operator(), caseId, { viewing, export: null })
  if (key === undefined) throw new Error('no key')
  for (const leaf of [0, 1, 3, 4])
    await expect(opened(bench, [{ ...key, leaf }])).rejects.toBeInstanceOf(VaultFault)
})

test('funabashi:11 decision, unlock, release and viewing are entered, each with its case, before anything opens', async () => {
  const id = await enterRequest(bench, [camera], windowOver(recorded, 4, 5))
  const before = bench.context.records.size() - 1
  await approve(bench, id)
  const input = await signed(bench, operator(), await offerOf(bench, operator(), id))
  ok(await instruct(bench.context, operator().actor, id, input))
  const viewing = ok(await startViewing(bench.context, operator().actor, id))
  await openKeys(bench, operator(), id, { viewing, export: null })
  await endViewing(bench.context, operator().actor, viewing)
  await endViewing(bench.context, operator().actor, viewing)
  expect(bench.kindsSince(before)).toEqual([
    'application-entered',
    'decided',
    'instructed',
    'viewed',
    'hold-placed',
    'released',
    'viewed',
  ])
  const [first, last] = [recorded.leaves[4], recorded.leaves[5]]
  const parts = [
    { camera, from: first?.first, to: last?.last, leaves: [{ epoch: recorded.epoch, first: 4, last: 5 }] },
  ]
  const instruction = parseInstruction(input.instruction)
  expect(bench.entries('instructed').at(-1)).toMatchObject({
    actor: { person: operator().id },
    refs: {
      case: id,
      instruction: instruction.id,
      clauses: expect.arrayContaining(['funabashi:9(1)']) as unknown,
    },
    body: { sha256: instructionDigest(input.instruction), operators: instruction.operators, parts },
  })
  expect(bench.entries('released').at(-1)).toMatchObject({
    refs: { case: id, instruction: instruction.id },
    body: { viewing, export: null, parts },
  })
  expect(bench.entries('viewed').slice(-2)).toMatchObject([
    { body: { viewing, phase: 'started' } },
    { body: { viewing, phase: 'ended' } },
  ])
  expect(bench.entries('viewed').at(-2)?.refs.clauses).toContain('funabashi:9(6)')
})

test('the entry of an unlock tells of the leaves that were signed for, not of later ones', async () => {
  const window = { from: bench.clock.now(), to: (bench.clock.now() + 60_000) as Instant }
  const first = await recordEpoch(bench, camera, { leaves: 2 })
  const id = await enterSearch(bench, [camera], window)
  const input = await signed(bench, operator(), await offerOf(bench, operator(), id))
  await recordEpoch(bench, camera, { leaves: 2 })
  ok(await instruct(bench.context, operator().actor, id, input))
  expect(bench.entries('instructed').at(-1)?.body.parts).toEqual([
    {
      camera,
      from: first.leaves[0]?.first,
      to: first.leaves[1]?.last,
      leaves: [{ epoch: first.epoch, first: 0, last: 1 }],
    },
  ])
})

test('funabashi:9(9) exactly the leaves that were released are held, for a year from the day', async () => {
  const { caseId, viewing } = await viewedSearch(bench, [camera], windowOver(recorded, 6, 9))
  const leaves = [7, 8].map((leaf) => ({ epoch: recorded.epoch, leaf }))
  const promised = (await previewWindow(bench.context, caseId)).hold
  await openKeys(bench, operator(), caseId, { viewing, export: null }, leaves)
  const entry = bench.entries('hold-placed').at(-1)
  expect(entry?.refs.clauses).toEqual(['funabashi:9(9)'])
  expect(entry?.body).toMatchObject({ endsOn: '2027-11-01' })
  expect(promised?.endsOn).toBe('2027-11-01')
  expect(entry?.body.parts).toMatchObject([
    { camera, leaves: [{ epoch: recorded.epoch, first: 7, last: 8 }] },
  ])
  const held = await bench.context.records.db
    .selectFrom('holdLeaves')
    .select(['epoch', 'leaf'])
    .where('hold', '=', entry?.body.hold ?? '')
    .orderBy('leaf')
    .execute()
  expect(held).toEqual(leaves)
  expect((await caseView(bench.context, operator().actor, caseId)).heldUntil).toBe('2027-11-01')
})

test('funabashi:9(9) what is held already is not held again; a use on a later day holds it longer', async () => {
  const { caseId, viewing } = await viewedSearch(bench, [camera], windowOver(recorded, 10, 11))
  const serving = { viewing, export: null }
  await openKeys(bench, operator(), caseId, serving, [{ epoch: recorded.epoch, leaf: 10 }])
  const once = bench.entries('hold-placed').length
  await openKeys(bench, operator(), caseId, serving, [{ epoch: recorded.epoch, leaf: 10 }])
  expect(bench.entries('hold-placed')).toHaveLength(once)
  await openKeys(bench, operator(), caseId, serving)
  expect(bench.entries('hold-placed').at(-1)?.body.parts).toMatchObject([
    { leaves: [{ first: 11, last: 11 }] },
  ])
  bench.clock.forward(day)
  await openKeys(bench, operator(), caseId, serving)
  expect(bench.entries('hold-placed').at(-1)?.body).toMatchObject({
    endsOn: '2027-11-02',
    parts: [{ leaves: [{ first: 10, last: 11 }] }],
  })
  expect(await copyHolds(bench.context)).toBeGreaterThan(0)
  expect(await copyHolds(bench.context)).toBe(0)
})

test('sealed bytes are given to whom they were released, for the case in which they were', async () => {
  const { caseId, viewing } = await viewedSearch(bench, [camera], windowOver(recorded, 2, 3))
  const other = await viewedSearch(bench, [camera], windowOver(recorded, 2, 3))
  const leaf = { epoch: recorded.epoch, leaf: 2 }
  const has = (name: 'operator' | 'second', id = caseId, leafAsked = leaf) =>
    hasRelease(bench.context, bench.person(name).id, id, leafAsked)
  expect(await has('operator')).toBe(false)
  await openKeys(bench, operator(), caseId, { viewing, export: null }, [leaf])
  expect(await has('operator')).toBe(true)
  expect(await has('operator', caseId, { ...leaf, leaf: 3 })).toBe(false)
  expect(await has('operator', other.caseId)).toBe(false)
  expect(await has('second')).toBe(false)
})

test('funabashi:9(6) a copy for the police is entered with its recipient and opens the same leaves', async () => {
  const id = await enterRequest(bench, [camera], windowOver(recorded, 4, 5))
  await approve(bench, id)
  await unlockCase(bench, operator(), id)
  const job = ok(
    await exportFootage(bench.context, operator().actor, id, { recipient: '見本警察署', medium: 'DVD-R' }),
  )
  expect(bench.entries('exported').at(-1)).toMatchObject({
    seq: job.entrySeq,
    actor: { person: operator().id },
    refs: { case: id, clauses: ['funabashi:9(6)', 'funabashi:9(7)'] },
    body: { export: job.id, recipient: '見本警察署', medium: 'DVD-R', cameras: [camera] },
  })
  expect(job.leaves.map(({ leaf }) => leaf)).toEqual([4, 5])
  const keys = await openKeys(bench, operator(), id, { viewing: null, export: job.id })
  expect(await opened(bench, keys)).toEqual(plaintexts(4, 5))
  expect(bench.entries('released').at(-1)?.body).toMatchObject({ viewing: null, export: job.id })
  expect((await caseView(bench.context, operator().actor, id)).exports).toMatchObject([
    { id: job.id, by: 'operator', recipient: '見本警察署' },
  ])
})

test('a window in which nothing was recorded cannot be unlocked', async () => {
  const id = await enterSearch(bench, [camera], { from: 1 as Instant, to: 2 as Instant })
  await expect(offerOf(bench, operator(), id)).rejects.toMatchObject({ code: 'window-unrecorded' })
  expect((await previewWindow(bench.context, id)).parts).toMatchObject([{ from: null, pieces: 0 }])
})

test('a leaf that is still being written is not offered', async () => {
  const other = await benchCamera(bench, '5', '北側外壁')
  const running = await recordEpoch(bench, other, { leaves: 3, running: true })
  const id = await enterSearch(bench, [other], windowOver(running, 0, 2))
  const offer = await offerOf(bench, operator(), id)
  expect(offer.epochs).toMatchObject([{ epoch: running.epoch, first: 0, last: 1 }])
  expect(offer.parts).toMatchObject([{ unfinished: true }])
  await bench.owned.sink.closeLeaf(other)
  expect((await offerOf(bench, operator(), id)).epochs).toMatchObject([{ first: 0, last: 2 }])
})

test('two at once are released to without a trace of each other', async () => {
  const { caseId, viewing } = await viewedSearch(bench, [camera], windowOver(recorded, 2, 3))
  const second = bench.person('second')
  const theirs = ok(await startViewing(bench.context, second.actor, caseId))
  const leaves = [{ epoch: recorded.epoch, leaf: 2 }]
  const both = await Promise.all([
    askRelease(bench, operator(), caseId, { viewing, export: null }, leaves),
    askRelease(bench, second, caseId, { viewing: theirs, export: null }, leaves),
  ])
  expect(both.map(({ outcome }) => outcome.kind)).toEqual(['done', 'done'])
  expect(
    bench
      .entries('released')
      .slice(-2)
      .map(({ body }) => String(body.viewing))
      .toSorted(),
    // each makes its session key first: whose comes first is nobody's matter
  ).toEqual([viewing, theirs].toSorted())
})
