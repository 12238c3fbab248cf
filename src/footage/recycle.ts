import { setImmediate } from 'node:timers/promises'
import type { CameraId, EpochId, HoldId, Instant } from '../domain/ids.ts'
import { FootageFault } from './fault.ts'
import type { FootageIndex } from './footage-index.ts'
import { hasUnindexed, type OpenSlots } from './open-slots.ts'
import type { RecycleResult } from './ports.ts'
import type { SlotFiles } from './slot-files.ts'
import type { FootageWriter } from './writer.ts'

/** Epochs of one transaction: some ten milliseconds in which the recorder reads no camera. */
const epochsPerStep = 8

type Recycling = {
  readonly files: SlotFiles
  readonly index: FootageIndex
  readonly slots: OpenSlots
  readonly writer: FootageWriter
}

const nothing: RecycleResult = { slots: [], leaves: 0, bytes: 0, milliseconds: 0 }

/** See `FootageStore.recycleEpochs`. Done in steps; what a crash leaves undone is done by calling it again. */
export async function recycleEpochs(
  recycling: Recycling,
  epochs: readonly EpochId[],
  at: Instant,
): Promise<RecycleResult> {
  const { writer } = recycling
  const named = [...new Set(epochs)]
  refuseRunning(writer.openEpochs(), named)
  await writer.flush()
  refuseRunning(writer.openEpochs(), named)
  writer.endEpochs(new Set(named))
  let sum = nothing
  for (let from = 0; from < named.length; from += epochsPerStep) {
    sum = added(sum, await step(recycling, named.slice(from, from + epochsPerStep), at))
    await setImmediate()
  }
  return sum
}

async function step(
  { files, index, slots }: Recycling,
  epochs: readonly EpochId[],
  at: Instant,
): Promise<RecycleResult> {
  // no await until the slots are forgotten: what the writer holds and what the index says must not drift apart
  const unindexed = slots.live().filter(hasUnindexed)
  const result = index.recycleEpochs(epochs, at, new Set(unindexed.map(({ slot }) => slot)))
  const freed = new Set(result.slots.map(({ slot }) => slot))
  const idle = slots.live().filter(({ slot }) => freed.has(slot))
  for (const slot of idle) slots.forget(slot)
  for (const { slot } of idle) await files.release(slot)
  return result
}

/** See `FootageStore.recycleHolds`. */
export async function recycleHolds(
  index: FootageIndex,
  holds: readonly HoldId[],
  at: Instant,
): Promise<RecycleResult> {
  let sum = nothing
  for (const hold of new Set(holds)) {
    sum = added(sum, index.recycleHolds([hold], at))
    await setImmediate()
  }
  return sum
}

function added(a: RecycleResult, b: RecycleResult): RecycleResult {
  return {
    slots: [...a.slots, ...b.slots],
    leaves: a.leaves + b.leaves,
    bytes: a.bytes + b.bytes,
    milliseconds: a.milliseconds + b.milliseconds,
  }
}

function refuseRunning(running: ReadonlyMap<EpochId, CameraId>, epochs: readonly EpochId[]): void {
  for (const epoch of epochs) {
    const camera = running.get(epoch)
    if (camera !== undefined)
      throw new FootageFault('epoch-open', 'the recorder still writes this epoch', { camera, epoch })
  }
}
