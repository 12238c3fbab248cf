import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { CameraId, EpochId, HoldId, Instant, LocalDay } from '../../domain/ids.ts'
import { type CrashLine, crashKey, crashPlaintext } from '../../footage/crash-footage.ts'
import { fragment } from '../../footage/footage-fixture.ts'
import { openFootageStore } from '../../footage/store.ts'
import { openFootageIndex } from '../sqlite/footage-index.ts'
import { openSlotFiles } from './slot-files.ts'
import { indexFile } from './slot-paths.ts'

/**
 * Records, holds and recycles as fast as it can until it is killed, and says on standard output what is durable. Run by
 * footage-crash.test.ts with the store's folder as argument.
 */
const [folder = ''] = process.argv.slice(2)
const clock = {
  now: () => Date.now() as Instant,
  monotonic: () => Math.floor(performance.now() * 1_000),
}
const { sink, store } = await openFootageStore({
  files: await openSlotFiles(folder),
  index: openFootageIndex(join(folder, indexFile)),
  clock,
  onFault: (fault) => {
    throw fault
  },
  syncEveryMs: 5,
})
const say = (line: CrashLine): void => void process.stdout.write(`${JSON.stringify(line)}\n`)

type Line = { camera: CameraId; epochs: EpochId[]; leaf: number; fragments: number; at: number }
const lines: Line[] = [0, 1].map(() => ({
  camera: randomUUID() as CameraId,
  epochs: [],
  leaf: -1,
  fragments: 0,
  at: Date.now(),
}))

for (let round = 0; ; round++) {
  for (const line of lines) {
    if (round % 24 === 0) {
      line.epochs.push(randomUUID() as EpochId)
      line.leaf = -1
    }
    const epoch = line.epochs.at(-1) ?? (randomUUID() as EpochId)
    if (round % 6 === 0) {
      line.leaf++
      line.fragments = 0
      const key = { leaf: line.leaf, key: crashKey(epoch, line.leaf), commitment: new Uint8Array(32) }
      sink.openLeaf(line.camera, epoch, '2026-11-21' as LocalDay, key)
    }
    const plaintext = crashPlaintext(epoch, line.leaf, line.fragments)
    const outcome = sink.append(line.camera, fragment(plaintext, line.at))
    if (outcome === 'taken') line.fragments++
    line.at += 1_000
  }
  const sent = lines.map(({ epochs, leaf, fragments }) => ({ epoch: epochs.at(-1) ?? '', leaf, fragments }))
  await sink.flush()
  for (const each of sent) say({ durable: each })
  if (round % 24 === 23)
    for (const line of lines) {
      const [oldest] = line.epochs
      if (oldest === undefined || line.epochs.length < 3) continue
      line.epochs.shift()
      const hold = randomUUID() as HoldId
      await store.hold(hold, '2027-11-21' as LocalDay, [{ epoch: oldest, leaf: 1 }])
      say({ held: { epoch: oldest, leaf: 1 }, hold })
      say({ recycling: oldest })
      await store.recycleEpochs([oldest], clock.now())
      say({ recycled: oldest })
    }
}
