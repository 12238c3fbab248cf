import type { Clock } from '../domain/clock.ts'
import type { CameraId, Instant } from '../domain/ids.ts'
import { asFootageFault, type FootageFault } from './fault.ts'
import type { FootageIndex, LeafGrowth, SlotFill } from './footage-index.ts'
import { holeBetween } from './hours.ts'
import type { OpenSlot, OpenSlots } from './open-slots.ts'
import type { GapRow, LeafRef } from './ports.ts'

/** A fragment that was taken and is on its way to the disk. */
export type TakenFragment = {
  readonly growth: LeafGrowth
  readonly slot: OpenSlot
  readonly done: Promise<FootageFault | undefined>
}

type Gathered = {
  readonly taken: TakenFragment[]
  readonly closedLeaves: LeafRef[]
  readonly retired: OpenSlot[]
  /** by camera and `from` */
  readonly gaps: Map<string, GapRow>
}

type Parts = {
  readonly index: FootageIndex
  readonly slots: OpenSlots
  readonly clock: Clock
  /** milliseconds between two commits while there is something to commit */
  readonly everyMs: number
  readonly onFault: (fault: FootageFault) => void
  /** slots that the index has just closed */
  readonly onClosed: (slots: readonly number[]) => void
}

const nothing = (): Gathered => ({ taken: [], closedLeaves: [], retired: [], gaps: new Map() })

/**
 * Gathers what was taken and makes it known in groups: await the writes, sync each slot once, one transaction of the index
 * (docs/design/footage-store.md, order of steps).
 */
export class GroupCommit {
  readonly #parts: Parts
  #gathered = nothing()
  #running: Promise<void> = Promise.resolve()
  #queued: Promise<void> | undefined
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(parts: Parts) {
    this.#parts = parts
  }

  take(fragment: TakenFragment): void {
    this.#gathered.taken.push(fragment)
    this.#later()
  }

  closeLeaf(leaf: LeafRef): void {
    this.#gathered.closedLeaves.push(leaf)
    this.#later()
  }

  gap(gap: GapRow): void {
    this.#gathered.gaps.set(`${gap.camera} ${gap.from}`, gap)
    this.#later()
  }

  /** Resolves when everything gathered before the call is durable and indexed; rejects with FootageFault `index-failed`, and tries again later. */
  flush(): Promise<void> {
    this.#queued ??= this.#running.then(() => {
      this.#queued = undefined
      const run = this.#commit()
      this.#running = run.catch(() => this.#later())
      return run
    })
    return this.#queued
  }

  /** No commit happens by itself afterwards. */
  stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  #later(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      this.flush().catch((error: unknown) => this.#parts.onFault(asFootageFault(error, 'index-failed')))
    }, this.#parts.everyMs)
  }

  async #commit(): Promise<void> {
    const { index, slots, clock } = this.#parts
    const batch = this.#gathered
    batch.retired.push(...slots.takeRetired())
    this.#gathered = nothing()
    if (isEmpty(batch)) return

    const durable = await this.#durable(batch)
    const fills = new Map<OpenSlot, SlotFill>()
    for (const { growth, slot } of durable) fills.set(slot, fillOf(slot, growth.offset + growth.bytes))
    try {
      index.commit(
        {
          growth: merged(durable),
          closedLeaves: batch.closedLeaves,
          slots: [...fills.values(), ...reachOnly(batch.retired, fills)],
          closedSlots: batch.retired,
          gaps: [...batch.gaps.values()],
        },
        clock.now(),
      )
    } catch (error) {
      this.#putBack({ ...batch, taken: [...durable] })
      throw asFootageFault(error, 'index-failed')
    }
    for (const [slot, fill] of fills) slot.indexed = fill.used
    slots.settle(batch.retired)
    if (batch.retired.length > 0) this.#parts.onClosed(batch.retired.map((slot) => slot.slot))
  }

  /** Awaits the writes and syncs their slots; what did not reach the disk becomes gap rows of the batch. */
  async #durable(batch: Gathered): Promise<readonly TakenFragment[]> {
    const { slots, onFault } = this.#parts
    const faults = new Map<TakenFragment, FootageFault>()
    const written: TakenFragment[] = []
    for (const fragment of batch.taken) {
      const fault = await fragment.done
      if (fault === undefined) written.push(fragment)
      else faults.set(fragment, fault)
    }
    const failed = new Map<CameraId, FootageFault>()
    await Promise.all(
      [...new Set(written.map(({ slot }) => slot))].map(async (slot) => {
        const fault = await slots.sync(slot)
        if (fault !== undefined) failed.set(slot.camera, fault)
      }),
    )
    // of a camera all or nothing: what follows a lost fragment, if in another slot, would leave a hole in its leaf
    for (const fragment of written) {
      const fault = failed.get(fragment.slot.camera)
      if (fault === undefined) continue
      faults.set(fragment, fault)
      slots.fail(fragment.slot, fault)
    }
    for (const fault of new Set(faults.values())) onFault(fault)
    for (const gap of lostRuns(faults)) batch.gaps.set(`${gap.camera} ${gap.from}`, gap)
    return batch.taken.filter((fragment) => !faults.has(fragment))
  }

  #putBack(batch: Gathered): void {
    const since = this.#gathered
    this.#gathered = {
      taken: [...batch.taken, ...since.taken],
      closedLeaves: [...batch.closedLeaves, ...since.closedLeaves],
      retired: [...batch.retired, ...since.retired],
      gaps: new Map([...batch.gaps, ...since.gaps]),
    }
  }
}

function isEmpty(batch: Gathered): boolean {
  return (
    batch.taken.length === 0 &&
    batch.closedLeaves.length === 0 &&
    batch.retired.length === 0 &&
    batch.gaps.size === 0
  )
}

/** A slot that failed may have been written beyond its last durable record: the index must know how far. */
function reachOnly(retired: readonly OpenSlot[], fills: ReadonlyMap<OpenSlot, SlotFill>): SlotFill[] {
  return retired.filter((slot) => !fills.has(slot)).map((slot) => fillOf(slot, slot.indexed))
}

function fillOf(slot: OpenSlot, used: number): SlotFill {
  return { slot: slot.slot, generation: slot.generation, used, reach: slot.position }
}

/** Fragments of one leaf that follow each other in one slot become one run. */
function merged(fragments: readonly TakenFragment[]): readonly LeafGrowth[] {
  const runs = new Map<string, LeafGrowth>()
  for (const { growth } of fragments) {
    const key = `${growth.epoch} ${growth.leaf} ${growth.slot}`
    const run = runs.get(key)
    runs.set(key, run === undefined ? growth : joined(run, growth))
  }
  return [...runs.values()]
}

/** `next` lies right behind `run`. */
export function joined(run: LeafGrowth, next: LeafGrowth): LeafGrowth {
  return {
    ...run,
    bytes: run.bytes + next.bytes,
    first: Math.min(run.first, next.first) as Instant,
    last: Math.max(run.last, next.last) as Instant,
    missing: run.missing + next.missing + holeBetween(run.last, next.first),
    fragments: run.fragments + next.fragments,
    frames: run.frames + next.frames,
  }
}

/** One gap row per camera for the fragments that were taken and lost. */
function lostRuns(faults: ReadonlyMap<TakenFragment, FootageFault>): Iterable<GapRow> {
  const gaps = new Map<CameraId, GapRow>()
  for (const [{ growth }, fault] of faults) {
    const before = gaps.get(growth.camera)
    gaps.set(growth.camera, {
      camera: growth.camera,
      from: Math.min(before?.from ?? growth.first, growth.first) as Instant,
      to: Math.max(before?.to ?? growth.last, growth.last) as Instant,
      cause: 'disk-error',
      detail: before?.detail ?? fault.message,
      open: false,
    })
  }
  return gaps.values()
}
