import type { Clock } from '../domain/clock.ts'
import type { HoldId, Instant } from '../domain/ids.ts'
import { asFootageFault, FootageFault } from './fault.ts'
import type { FootageIndex } from './footage-index.ts'
import { GroupCommit } from './group-commit.ts'
import { HoldCopier } from './hold.ts'
import { OpenSlots } from './open-slots.ts'
import { Overwriter } from './overwrite.ts'
import type { FootageStore, FragmentSink } from './ports.ts'
import { footageReader } from './reader.ts'
import { type Recovery, recover } from './recovery.ts'
import { recycleEpochs, recycleHolds } from './recycle.ts'
import type { SlotFiles } from './slot-files.ts'
import { StagingPool } from './staging.ts'
import { FootageWriter } from './writer.ts'

export type StoreOptions = {
  readonly files: SlotFiles
  readonly index: FootageIndex
  readonly clock: Clock
  /** troubles nobody waits for: a write that failed, an index that cannot commit. The recorder turns them into alarms. */
  readonly onFault: (fault: FootageFault) => void
  /** milliseconds between two syncs; with fragments of at most 1 s, 800 puts less than 2 s at risk */
  readonly syncEveryMs?: number
  /** bound of the memory that holds sealed fragments on their way to the disk; beyond it `append` says `queue-full` */
  readonly stagingBytes?: number
}

/** The store in the hands of its owner, the recorder's process. */
export type OwnedStore = {
  readonly sink: FragmentSink
  readonly store: FootageStore
  readonly recovery: Recovery
  /** resolves when no slot is being overwritten in the background */
  idle(): Promise<void>
  /** closes all leaves, makes everything durable, marks the store as left in order and closes files and index
   * @throws FootageFault when something could not be made durable; the store is closed all the same */
  close(): Promise<void>
}

/**
 * Opens a store: recovers what a crash left behind and starts the writer.
 * @throws FootageFault `disk-swapped` when the slots are not those the index describes; files and index are left open
 */
export async function openFootageStore(options: StoreOptions): Promise<OwnedStore> {
  const { files, index, clock, onFault, syncEveryMs = 800, stagingBytes = 64 * 1024 * 1024 } = options
  sameStore(files, index)
  const recovery = await recover(files, index, () => clock.now())
  for (const fault of recovery.faults) onFault(fault)

  const overwriter = new Overwriter({ files, index, clock, onFault })
  const { busy } = overwriter
  const onClosed = (slots: readonly number[]): void => {
    for (const slot of slots)
      files.release(slot).catch((error: unknown) => onFault(asFootageFault(error, 'disk-error', { slot })))
    overwriter.closed(slots)
  }
  const staging = new StagingPool(stagingBytes)
  const slots = new OpenSlots({ files, index, clock, staging, busy })
  const commit = new GroupCommit({ index, slots, clock, everyMs: syncEveryMs, onFault, onClosed })
  const writer = new FootageWriter({ files, index, slots, commit, staging, clock, onFault })
  const copier = new HoldCopier({ files, index, clock, busy, onClosed })
  const exclusive = oneAtATime()
  overwriter.resume()

  return {
    sink: writer,
    recovery,
    store: {
      ...footageReader(files, index),
      hold: (hold, endsOn, leaves) =>
        exclusive(async () => {
          await writer.flush()
          return copier.hold(hold, endsOn, leaves)
        }),
      openEpochs: async () => [...writer.openEpochs().keys()],
      recycleEpochs: (epochs, at) =>
        exclusive(() => recycleEpochs({ files, index, slots, writer }, epochs, at)),
      recycleHolds: (holds: readonly HoldId[], at: Instant) =>
        exclusive(() => recycleHolds(index, holds, at)),
      overwritten: async () => index.overwritten(),
      acknowledgeOverwritten: async (generations) => index.acknowledgeOverwritten(generations),
    },
    idle: () => overwriter.idle(),
    close: async () => {
      try {
        await exclusive(async () => {
          await overwriter.stop()
          await writer.close()
          index.leaveClean()
        })
      } finally {
        commit.stop()
        await files.close()
        index.close()
      }
    },
  }
}

/** @throws FootageFault `disk-swapped` */
function sameStore(files: SlotFiles, index: FootageIndex): void {
  const { disk, slotBytes, slots } = files.identity
  const known = index.identity
  if (disk !== known.disk)
    throw new FootageFault('disk-swapped', `this is disk ${disk}, the index belongs to ${known.disk}`)
  if (slotBytes !== known.slotBytes || slots !== known.slots)
    throw new FootageFault(
      'disk-swapped',
      `the disk says ${slots} slots of ${slotBytes} bytes, the index ${known.slots} of ${known.slotBytes}`,
    )
}

/** Runs tasks one after another; a failing task does not stop the next. */
function oneAtATime(): <T>(task: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (task) => {
    const run = last.then(task)
    last = run.catch(() => undefined)
    return run
  }
}
