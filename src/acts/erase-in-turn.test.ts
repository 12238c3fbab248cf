import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ActsBench } from '../../test/support/acts-bench.ts'
import { benchCamera, recordEpoch, windowOver } from '../../test/support/bench-camera.ts'
import { opened, openKeys, viewedSearch } from '../../test/support/bench-case.ts'
import { day } from '../../test/support/step-clock.ts'
import type { CameraId } from '../domain/ids.ts'
import { newOneTimeKey } from '../vault/p256.ts'
import { copyHolds } from './copy-holds.ts'
import { eraseExpired } from './erase-expired.ts'
import { releaseLeaves } from './release-leaves.ts'

let bench: ActsBench
let camera: CameraId
beforeEach(async () => {
  bench = await ActsBench.open({ slots: 8 })
  camera = await benchCamera(bench, '3', '玄関')
})
afterEach(() => bench.close())

async function dueWithViewing() {
  const recorded = await recordEpoch(bench, camera, { leaves: 4 })
  const { caseId, viewing } = await viewedSearch(bench, [camera], windowOver(recorded, 1, 2))
  const { publicKey } = await newOneTimeKey()
  bench.clock.forward(15 * day)
  const operator = bench.person('operator')
  const release = () =>
    releaseLeaves(bench.context, operator.actor, caseId, {
      sessionPublicKey: publicKey,
      leaves: recorded.leaves.slice(1, 3),
      viewing,
      export: null,
    })
  const view = () => openKeys(bench, operator, caseId, { viewing, export: null })
  return { recorded, release, view }
}

test('funabashi:9(9) what is released in the moment of its erasure is held, copied, and plays', async () => {
  const { recorded, release, view } = await dueWithViewing()
  const due = eraseExpired(bench.context)
  await Promise.all([release(), due])
  expect(await copyHolds(bench.context)).toBe(1)
  expect(await eraseExpired(bench.context)).toMatchObject({ erasures: 1 })
  expect(bench.context.vault.contents().epochs).toEqual([])
  expect(await opened(bench, await view())).toEqual(
    recorded.leaves.slice(1, 3).flatMap(({ plaintexts }) => plaintexts),
  )
})

test('funabashi:9(8) what is asked for in the moment of its erasure and comes second is neither released nor held', async () => {
  const { release } = await dueWithViewing()
  const [erased, released] = await Promise.allSettled([eraseExpired(bench.context), erasing().then(release)])
  expect(erased).toMatchObject({ status: 'fulfilled', value: { erasures: 1 } })
  expect(released).toMatchObject({ status: 'rejected' })
  expect(bench.entries('released')).toEqual([])
  expect(bench.context.vault.contents()).toEqual({ epochs: [], holds: [] })
})

/** The erasure has entered its intent. */
async function erasing(): Promise<void> {
  while (bench.entries('erasure-intended').length === 0) await setImmediate()
}

test('a day of more slots than one statement takes ends like any other, every slot on its certificate', async () => {
  await recordEpoch(bench, camera, { leaves: 1 })
  bench.clock.forward(15 * day)
  const { footage } = bench.context
  const slots = Array.from({ length: 9020 }, (_, slot) => ({ slot, generation: slot + 1 }))
  const recycleEpochs: typeof footage.recycleEpochs = async (epochs, at) => ({
    ...(await footage.recycleEpochs(epochs, at)),
    slots,
  })
  await eraseExpired({ ...bench.context, footage: { ...footage, recycleEpochs } })
  const { count } = await bench.context.records.db
    .selectFrom('erasureSlots')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  expect(count).toBe(9020)
  expect(bench.entries('erasure-completed')[0]?.body).toMatchObject({ slots: 9020, epochs: 1 })
})
