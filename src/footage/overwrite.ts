import type { Clock } from '../domain/clock.ts'
import { asFootageFault, type FootageFault } from './fault.ts'
import type { FootageIndex, Uncovered } from './footage-index.ts'
import type { SlotFiles } from './slot-files.ts'
import { alignedBytes } from './staging.ts'

const stepBytes = 256 * 1024

type Parts = {
  readonly files: SlotFiles
  readonly index: FootageIndex
  readonly clock: Clock
  readonly onFault: (fault: FootageFault) => void
}

/**
 * Overwrites with zeros what a closed slot still holds of earlier uses behind its new content: new footage alone would leave it there until
 * the slot is used again. One write at a time, so that recording goes first.
 */
export class Overwriter {
  readonly #parts: Parts
  readonly #busy = new Set<number>()
  #queue: Uncovered[] = []
  #running: Promise<void> | undefined
  #stopped = false

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** slots being overwritten at this moment: nobody may take them from the pool */
  get busy(): ReadonlySet<number> {
    return this.#busy
  }

  /** Takes up what an earlier run of the program left undone. */
  resume(): void {
    this.#take(() => this.#parts.index.uncovered())
  }

  /** Looks after slots that were just closed, in the background. */
  closed(slots: readonly number[]): void {
    this.#take(() => slots.flatMap((slot) => this.#parts.index.uncoveredOf(slot) ?? []))
  }

  #take(find: () => readonly Uncovered[]): void {
    try {
      this.#queue.push(...find())
    } catch (error) {
      this.#parts.onFault(asFootageFault(error, 'index-failed'))
    }
    if (this.#queue.length > 0)
      this.#running ??= this.#run().finally(() => {
        this.#running = undefined
      })
  }

  /** Resolves when everything that could be overwritten is. */
  async idle(): Promise<void> {
    while (this.#running !== undefined) await this.#running
  }

  /** Ends after the write in hand; the next start of the store goes on. */
  async stop(): Promise<void> {
    this.#stopped = true
    await this.idle()
  }

  async #run(): Promise<void> {
    for (let rest = this.#queue.shift(); rest !== undefined; rest = this.#queue.shift())
      if (!this.#stopped) await this.#cover(rest)
  }

  async #cover(rest: Uncovered): Promise<void> {
    const { files, index, clock, onFault } = this.#parts
    try {
      // recycled while it waited: what is uncovered then depends on its next use
      if (index.uncoveredOf(rest.slot)?.generation !== rest.generation) return
      this.#busy.add(rest.slot)
      if (!(await writeZeros(files, rest, () => this.#stopped))) return
      index.covered(rest, clock.now())
      await files.release(rest.slot)
    } catch (error) {
      onFault(asFootageFault(error, 'disk-error', { slot: rest.slot }))
    } finally {
      this.#busy.delete(rest.slot)
    }
  }
}

/**
 * Zeroes a piece of a slot and makes it durable.
 * @returns false when `stopped` broke it off
 */
export async function writeZeros(
  files: SlotFiles,
  { slot, from, to }: Uncovered,
  stopped: () => boolean = () => false,
): Promise<boolean> {
  const zeros = alignedBytes(stepBytes)
  for (let at = from; at < to; at += stepBytes) {
    if (stopped()) return false
    await files.write(slot, at, zeros.subarray(0, Math.min(stepBytes, to - at)))
  }
  await files.sync(slot)
  return true
}
