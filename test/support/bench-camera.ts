import { randomUUID } from 'node:crypto'
import { epochBegan, keepEpoch } from '../../src/acts/keep-epoch.ts'
import { localDay } from '../../src/acts/local-day.ts'
import { registerCamera, startRecording } from '../../src/acts/register-camera.ts'
import { mayOperate } from '../../src/domain/casework/operators.ts'
import type { CameraId, EpochId, Instant, LocalDay, Window } from '../../src/domain/ids.ts'
import type { FragmentInput } from '../../src/footage/ports.ts'
import { prepareEpoch } from '../../src/vault/epoch-secrets.ts'
import { type ActsBench, ok } from './acts-bench.ts'
import type { BenchPerson } from './bench-people.ts'
import { syntheticFragment } from './synthetic-fragment.ts'

export type RecordedLeaf = {
  readonly epoch: EpochId
  readonly leaf: number
  readonly first: Instant
  readonly last: Instant
  readonly plaintexts: readonly Uint8Array[]
}

export type RecordedEpoch = {
  readonly camera: CameraId
  readonly epoch: EpochId
  readonly day: LocalDay
  readonly leaves: readonly RecordedLeaf[]
}

const leafMs = 10_000
const fragmentMs = 5_000

/** Registers and starts the camera of a place, as the operator. */
export async function benchCamera(bench: ActsBench, row: string, place: string): Promise<CameraId> {
  const { actor } = whoOperates(bench)
  const camera = ok(
    await registerCamera(bench.context, actor, {
      row,
      place,
      url: 'rtsp://127.0.0.1:8554/bench',
      username: '',
      password: '',
      kbps: 100,
    }),
  )
  return ok(await startRecording(bench.context, actor, camera))
}

/** The operator, or whoever the instrument lets see to the cameras instead. */
function whoOperates(bench: ActsBench): BenchPerson {
  const people = [bench.person('operator'), ...bench.people.values()]
  const found = people.find(({ actor }) => mayOperate(bench.context.pack, actor.role).kind === 'permitted')
  if (found === undefined) throw new Error('nobody operates')
  return found
}

/**
 * Records one epoch of leaves of ten seconds from now on, and lets the clock pass with it: the locks are stored as a recorder has them stored,
 * made-up fragments are sealed by the store's own writer.
 * @param options.running the last leaf stays open, as in the midst of a recording
 * @param options.silent nobody is told that the epoch began
 */
export async function recordEpoch(
  bench: ActsBench,
  camera: CameraId,
  options: {
    readonly leaves: number
    readonly running?: boolean
    readonly silent?: boolean
  },
): Promise<RecordedEpoch> {
  const { context, clock, owned, roleKey } = bench
  const { leaves: count, running = false, silent = false } = options
  const epoch = randomUUID() as EpochId
  const { prepared, sealer } = await prepareEpoch({ epoch, camera, roleKey })
  await keepEpoch(context, prepared)
  const began = clock.now()
  const day = localDay(context, began)
  const leaves: RecordedLeaf[] = []
  for (let i = 0; i < count; i++) {
    const key = sealer.nextLeaf()
    owned.sink.openLeaf(camera, epoch, day, key)
    const first = clock.now()
    const plaintexts: Uint8Array[] = []
    for (let at = 0; at < leafMs; at += fragmentMs) {
      const plaintext = syntheticFragment((clock.now() - began) * 90, fragmentMs * 90)
      const outcome = owned.sink.append(camera, fragmentAt(plaintext, clock.now(), began))
      if (outcome !== 'taken') throw new Error(`a fragment was not taken: ${outcome}`)
      plaintexts.push(plaintext)
      clock.forward(fragmentMs)
    }
    leaves.push({ epoch, leaf: key.leaf, first, last: clock.now(), plaintexts })
  }
  sealer.wipe()
  await (running ? owned.sink.flush() : owned.sink.closeLeaf(camera))
  if (!silent) await epochBegan(context, epoch, began, day)
  return { camera, epoch, day, leaves }
}

/** A window that touches exactly these leaves of a recording. */
export function windowOver(recorded: RecordedEpoch, first: number, last: number): Window {
  const [from, to] = [recorded.leaves[first], recorded.leaves[last]]
  if (from === undefined || to === undefined) throw new Error('the recording has no such leaves')
  return { from: (from.first + 1000) as Instant, to: (to.last - 1000) as Instant }
}

function fragmentAt(plaintext: Uint8Array, at: number, began: number): FragmentInput {
  return {
    plaintext,
    startsWithInit: true,
    startsWithKeyFrame: true,
    wallSynced: true,
    frames: 5,
    wallStart: at as Instant,
    wallEnd: (at + fragmentMs) as Instant,
    monotonicStart: (at - began) * 1000,
    mediaStart: (at - began) * 90,
    mediaDuration: fragmentMs * 90,
    timescale: 90_000,
  }
}
