import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ActsBench } from '../../test/support/acts-bench.ts'
import { benchCamera, recordEpoch } from '../../test/support/bench-camera.ts'
import { day, minute } from '../../test/support/step-clock.ts'
import type { CameraId, EpochId } from '../domain/ids.ts'
import { prepareEpoch } from '../vault/epoch-secrets.ts'
import type { Context } from './context.ts'
import { eraseExpired } from './erase-expired.ts'
import { epochBegan, keepEpoch } from './keep-epoch.ts'
import { settleEpochs } from './settle-epochs.ts'

let bench: ActsBench
let camera: CameraId
beforeEach(async () => {
  bench = await ActsBench.open({ slots: 8 })
  camera = await benchCamera(bench, '3', '玄関')
})
afterEach(() => bench.close())

/** An epoch that stands ready, as the recorder has it stored ahead of time. */
async function spare(): Promise<EpochId> {
  const epoch = randomUUID() as EpochId
  const { prepared, sealer } = await prepareEpoch({ epoch, camera, roleKey: bench.roleKey })
  await keepEpoch(bench.context, prepared)
  sealer.wipe()
  return epoch
}

/** The context as it is while a recorder holds these epochs ready. */
function holding(...spares: readonly EpochId[]): Context {
  const { footage } = bench.context
  const openEpochs = async () => [...(await footage.openEpochs()), ...spares]
  return { ...bench.context, footage: { ...footage, openEpochs } }
}

const ids = async () =>
  (await bench.context.records.db.selectFrom('epochs').select('id').execute()).map(({ id }) => id)

test('both locks of an epoch are stored, and storing them once more changes nothing', async () => {
  const epoch = randomUUID() as EpochId
  const { prepared, sealer } = await prepareEpoch({ epoch, camera, roleKey: bench.roleKey })
  sealer.wipe()
  const again = { ...prepared, timeLock: Uint8Array.from(prepared.timeLock) }
  await keepEpoch(bench.context, prepared)
  expect(prepared.timeLock).toEqual(new Uint8Array(32))
  await keepEpoch(bench.context, again)
  expect(await ids()).toEqual([epoch])
  expect(bench.context.vault.contents().epochs).toEqual([epoch])
  await epochBegan(bench.context, epoch, bench.clock.now(), '2026-11-01' as never)
  await expect(
    epochBegan(bench.context, randomUUID() as EpochId, bench.clock.now(), '2026-11-01' as never),
  ).rejects.toMatchObject({ code: 'not-found' })
})

test('a spare that a recorder holds is kept; one that nobody holds is dropped, lock and all', async () => {
  const [kept, left] = [await spare(), await spare()]
  bench.clock.forward(11 * minute)
  await eraseExpired(holding(kept))
  expect(await ids()).toEqual([kept])
  expect(bench.context.vault.contents().epochs).toEqual([kept])
  await eraseExpired(bench.context)
  expect(await ids()).toEqual([])
  expect(bench.context.vault.contents().epochs).toEqual([])
  expect(left).not.toBe(kept)
})

test('a spare that may still be on its way to the recorder is left alone', async () => {
  const epoch = await spare()
  bench.clock.forward(10 * minute)
  await eraseExpired(bench.context)
  expect(await ids()).toEqual([epoch])
  bench.clock.forward(1)
  await eraseExpired(bench.context)
  expect(await ids()).toEqual([])
})

test('an epoch of a recorder that was killed before it could tell gets its day from the footage', async () => {
  const { epoch, leaves } = await recordEpoch(bench, camera, { leaves: 2, silent: true })
  bench.clock.forward(11 * minute)
  expect(await settleEpochs(bench.context)).toEqual([])
  const row = await bench.context.records.db.selectFrom('epochs').selectAll().executeTakeFirstOrThrow()
  expect(row).toMatchObject({ id: epoch, day: '2026-11-01', beganAt: leaves[0]?.first })
  bench.clock.forward(14 * day)
  expect(await eraseExpired(bench.context)).toMatchObject({ erasures: 1 })
  expect(bench.context.vault.contents().epochs).toEqual([])
})

test('an epoch that is being written and has not been told yet is neither dropped nor ended', async () => {
  const { epoch } = await recordEpoch(bench, camera, { leaves: 2, silent: true, running: true })
  bench.clock.forward(15 * day)
  await eraseExpired(bench.context)
  expect(bench.context.vault.contents().epochs).toEqual([epoch])
})

test('spares are not dropped while the clock is not to be trusted', async () => {
  const epoch = await spare()
  bench.clock.setBy(2 * day)
  expect(await eraseExpired(bench.context)).toEqual({ erasures: 0, heldBack: 'stepped' })
  expect(await ids()).toEqual([epoch])
})
