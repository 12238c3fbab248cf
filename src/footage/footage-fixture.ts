import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { Clock } from '../domain/clock.ts'
import type { CameraId, EpochId, HoldId, Instant, LocalDay } from '../domain/ids.ts'
import type { LeafKey } from '../vault/leaf-key.ts'
import { importClipKey, openFragment } from '../vault/open.ts'
import type { FootageFault } from './fault.ts'
import type { FootageIndex, FootageIndexReader } from './footage-index.ts'
import type { FootageReader, FragmentInput, LeafRef } from './ports.ts'
import { recordsOf } from './record-stream.ts'
import type { SlotFiles } from './slot-files.ts'
import { type OwnedStore, openFootageStore } from './store.ts'

/** What a contract suite needs of the adapters it runs over: one store of its own, made empty. */
export interface StoreWorld {
  /** opens the slots; several may be open at once */
  files(): Promise<SlotFiles>
  index(): FootageIndex
  indexReader(): FootageIndexReader
  /** keeps the index as it is now, also while it is open */
  keepIndex(): Promise<void>
  /** puts the kept index back; nobody has it open */
  restoreIndex(): Promise<void>
  removeSlot(slot: number): Promise<void>
  truncateSlot(slot: number, bytes: number): Promise<void>
  /** changes rows behind the program's back; nobody has the index open */
  tamper(sql: string): void
  dispose(): Promise<void>
}

export type MakeWorld = (shape: { readonly slotBytes: number; readonly slots: number }) => Promise<StoreWorld>

export const dayOne = '2026-11-21' as LocalDay
export const dayTwo = '2026-11-22' as LocalDay
/** 2026-11-21T10:00 in Japan */
export const morning = Date.UTC(2026, 10, 21, 1) as Instant

export const newCamera = (): CameraId => randomUUID() as CameraId
export const newEpoch = (): EpochId => randomUUID() as EpochId
export const newHold = (): HoldId => randomUUID() as HoldId

/** A clock that stands until it is moved. */
export class HandClock implements Clock {
  at: number = morning

  now(): Instant {
    return this.at as Instant
  }

  monotonic(): number {
    return (this.at - morning) * 1_000
  }

  forward(ms: number): void {
    this.at += ms
  }
}

export type Opened = OwnedStore & {
  readonly files: SlotFiles
  readonly index: FootageIndex
  readonly clock: HandClock
  readonly faults: readonly FootageFault[]
}

/** Opens a world's store; commits happen on `flush`, not by the clock. */
export async function openWorld(
  world: StoreWorld,
  options: {
    readonly stagingBytes?: number
    readonly clock?: HandClock
    readonly wrap?: (files: SlotFiles) => SlotFiles
  } = {},
): Promise<Opened> {
  const files = (options.wrap ?? ((same: SlotFiles) => same))(await world.files())
  const index = world.index()
  const clock = options.clock ?? new HandClock()
  const faults: FootageFault[] = []
  const owned = await openFootageStore({
    files,
    index,
    clock,
    onFault: (fault) => faults.push(fault),
    syncEveryMs: 3_600_000,
    ...(options.stagingBytes === undefined ? {} : { stagingBytes: options.stagingBytes }),
  })
  return { ...owned, files, index, clock, faults }
}

export type Sent = {
  readonly camera: CameraId
  readonly epoch: EpochId
  readonly leaf: number
  readonly key: Uint8Array<ArrayBuffer>
  readonly plaintexts: Uint8Array<ArrayBuffer>[]
}

/** A camera that records into a sink, leaf after leaf, and remembers what it sent. */
export class Camera {
  readonly camera = newCamera()
  readonly sent: Sent[] = []
  readonly #opened: Opened
  epoch = newEpoch()
  day: LocalDay = dayOne
  at: number = morning
  #leaf = 0

  constructor(opened: Opened) {
    this.#opened = opened
  }

  newEpoch(day: LocalDay = this.day): EpochId {
    this.epoch = newEpoch()
    this.day = day
    this.#leaf = 0
    return this.epoch
  }

  /** Opens the next leaf and appends fragments of these sizes, 1 s each; returns the leaf and what append said. */
  record(...sizes: readonly number[]): LeafRef & { readonly outcomes: readonly string[] } {
    const key = newLeafKey(this.#leaf++)
    const sent: Sent = {
      camera: this.camera,
      epoch: this.epoch,
      leaf: key.leaf,
      key: key.key.slice(),
      plaintexts: [],
    }
    this.#opened.sink.openLeaf(this.camera, this.epoch, this.day, key)
    this.sent.push(sent)
    const outcomes = sizes.map((size) => this.append(size))
    return { epoch: this.epoch, leaf: key.leaf, outcomes }
  }

  /** Appends one fragment of 1 s to the open leaf. */
  append(size: number): string {
    const sent = this.sent.at(-1)
    const plaintext = new Uint8Array(randomBytes(size))
    const outcome = this.#opened.sink.append(this.camera, fragment(plaintext, this.at))
    if (outcome === 'taken') sent?.plaintexts.push(plaintext)
    this.at += 1_000
    return outcome
  }
}

export function newLeafKey(leaf: number): LeafKey {
  return { leaf, key: new Uint8Array(randomBytes(32)), commitment: new Uint8Array(randomBytes(32)) }
}

export function fragment(plaintext: Uint8Array, at: number): FragmentInput {
  return {
    plaintext,
    startsWithInit: true,
    startsWithKeyFrame: true,
    wallSynced: true,
    frames: 25,
    wallStart: at as Instant,
    wallEnd: (at + 1_000) as Instant,
    monotonicStart: (at - morning) * 1_000,
    mediaStart: (at - morning) * 90,
    mediaDuration: 90_000,
    timescale: 90_000,
  }
}

/** Opens every record of a leaf with the key it was sealed under, as a browser would. */
export async function decrypted(
  bytes: Uint8Array<ArrayBuffer>,
  key: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>[]> {
  const imported = await importClipKey(key)
  const out: Uint8Array<ArrayBuffer>[] = []
  for (const { header, aad, sealed } of recordsOf(bytes))
    out.push(await openFragment(imported, header.fragment, aad, sealed))
  return out
}

/** SHA-256 of each, in hex: what comparisons of megabytes should print. */
export function digests(pieces: readonly Uint8Array[]): readonly string[] {
  return pieces.map((piece) => createHash('sha256').update(piece).digest('hex'))
}

/** Digests of what a sent leaf's records hold, opened with its key. */
export async function opensTo(
  store: Pick<FootageReader, 'readLeaf'>,
  sent: Sent,
): Promise<readonly string[]> {
  return digests(await decrypted(await store.readLeaf({ epoch: sent.epoch, leaf: sent.leaf }), sent.key))
}
