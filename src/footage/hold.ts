import type { Clock } from '../domain/clock.ts'
import type { HoldId, LocalDay } from '../domain/ids.ts'
import { FootageFault } from './fault.ts'
import type { FootageIndex, HeldCopy, SlotRow } from './footage-index.ts'
import { writeZeros } from './overwrite.ts'
import type { HeldLeaf, LeafRef, LeafRow } from './ports.ts'
import { sectorBytes } from './record.ts'
import { sealTrailer } from './record-check.ts'
import { RecordWalker } from './record-walker.ts'
import type { SlotFiles } from './slot-files.ts'
import { encodeSlotHeader, slotHeaderBytes } from './slot-header.ts'
import { alignedBytes } from './staging.ts'

/** Copied before it is synced and indexed, so that a long hold makes steady progress that survives a crash. */
const groupBytes = 32 * 1024 * 1024

type Parts = {
  readonly files: SlotFiles
  readonly index: FootageIndex
  readonly clock: Clock
  readonly busy: ReadonlySet<number>
  readonly onClosed: (slots: readonly number[]) => void
}

type Run = { readonly slot: number; readonly offset: number; bytes: number }

/** Copies leaves, still sealed, into held slots. One copy at a time: two would write behind the same end. */
export class HoldCopier {
  readonly #parts: Parts
  readonly #walker: RecordWalker

  constructor(parts: Parts) {
    this.#parts = parts
    this.#walker = new RecordWalker(parts.files)
  }

  /** See `FootageStore.hold`. */
  async hold(hold: HoldId, endsOn: LocalDay, leaves: readonly LeafRef[]): Promise<readonly HeldLeaf[]> {
    const { index } = this.#parts
    const sources: LeafRow[] = []
    for (const leaf of leaves) {
      const held = index.heldLeaf(hold, leaf)
      if (held !== undefined && held.endsOn !== endsOn)
        throw new FootageFault('hold-day', `the hold ends on ${held.endsOn}, not ${endsOn}`, { ...leaf })
      if (held === undefined) sources.push(this.#source(leaf))
    }
    await this.#copyAll(
      hold,
      endsOn,
      new Map(sources.map((row) => [`${row.epoch} ${row.leaf}`, row])).values(),
    )
    return leaves.map((leaf) => {
      const held = index.heldLeaf(hold, leaf)
      if (held === undefined) throw new FootageFault('leaf-unknown', 'the hold did not keep it', { ...leaf })
      return held
    })
  }

  async #copyAll(hold: HoldId, endsOn: LocalDay, sources: Iterable<LeafRow>): Promise<void> {
    const into = new HeldSlots(this.#parts, endsOn)
    let group: HeldCopy[] = []
    try {
      for (const source of sources) {
        group.push({ hold, endsOn, leaf: source, parts: await this.#copy(source, into) })
        if (into.unsettled < groupBytes) continue
        await this.#settle(group, into)
        group = []
      }
    } finally {
      await this.#settle(group, into)
      await into.release()
    }
  }

  #source(leaf: LeafRef): LeafRow {
    const row = this.#parts.index.leaf(leaf)
    if (row === undefined) throw new FootageFault('leaf-unknown', 'no such leaf', { ...leaf })
    if (!row.closed) throw new FootageFault('leaf-open', 'the recorder still appends to it', { ...leaf })
    return row
  }

  /** The leaf's records behind each other in held slots; a leaf that does not fit goes on in another slot. */
  async #copy(source: LeafRow, into: HeldSlots): Promise<readonly Run[]> {
    const { files } = this.#parts
    const runs: Run[] = []
    for (const part of source.parts) {
      const walk = this.#walker.walk(part)
      for (let step = await walk.next(); ; step = await walk.next()) {
        if (step.done === true) {
          if (step.value.fault !== undefined) throw step.value.fault
          break
        }
        const { record, content } = step.value
        const place = await into.place(content.length)
        sealTrailer(content, record.header.plaintextBytes, place.generation)
        await files.write(place.slot, place.offset, content)
        const last = runs.at(-1)
        if (last?.slot === place.slot) last.bytes += content.length
        else runs.push({ slot: place.slot, offset: place.offset, bytes: content.length })
      }
    }
    return runs
  }

  async #settle(copies: readonly HeldCopy[], from: HeldSlots): Promise<void> {
    if (copies.length === 0) return
    const { index, files, clock, onClosed } = this.#parts
    const used = new Map<number, number>()
    for (const part of copies.flatMap((copy) => copy.parts))
      used.set(part.slot, Math.max(used.get(part.slot) ?? 0, part.offset + part.bytes))
    for (const slot of used.keys()) await files.sync(slot)
    const at = clock.now()
    const full = from.takeFull()
    index.atomically(() => {
      const fills = [...used].map(([slot, end]) => {
        const { generation, end: reach } = from.filling(slot)
        return { slot, generation, used: end, reach }
      })
      index.addHeld(copies, fills, at)
      for (const slot of full) index.closeSlot(slot, at)
    })
    if (full.length > 0) onClosed(full.map(({ slot }) => slot))
  }
}

type Use = { readonly slot: number; readonly generation: number }
type Filling = Use & { end: number }

/** The held slots that one hold writes to: first the one begun for that day, then fresh ones. */
class HeldSlots {
  readonly #parts: Parts
  readonly #day: LocalDay
  readonly #fillings = new Map<number, Filling>()
  #full: Use[] = []
  #current: Filling | undefined
  /** bytes placed since the last group was settled */
  unsettled = 0

  constructor(parts: Parts, day: LocalDay) {
    this.#parts = parts
    this.#day = day
  }

  /** How far the slot is filled, with what is not settled yet. */
  filling(slot: number): Filling {
    const filling = this.#fillings.get(slot)
    if (filling === undefined) throw new TypeError(`slot ${slot} is not one of this hold`)
    return filling
  }

  /** Slots that take no more; told once. */
  takeFull(): readonly Use[] {
    const full = this.#full
    this.#full = []
    this.unsettled = 0
    return full
  }

  /** Where the next `bytes` go. */
  async place(bytes: number): Promise<Use & { readonly offset: number }> {
    const { slotBytes } = this.#parts.files.identity
    while (this.#current === undefined || this.#current.end + bytes > slotBytes) {
      if (this.#current !== undefined) this.#full.push(this.#current)
      this.#current = await this.#take()
    }
    const { slot, generation, end } = this.#current
    this.#current.end += bytes
    this.unsettled += bytes
    return { slot, generation, offset: end }
  }

  async release(): Promise<void> {
    for (const slot of this.#fillings.keys()) await this.#parts.files.release(slot)
  }

  /** The slot begun for this day, or a fresh one; free of what earlier uses left, since it may stay open for long. */
  async #take(): Promise<Filling> {
    const { index, files, clock, busy } = this.#parts
    const begun = index
      .openSlots()
      .find(({ kind, day, slot }) => kind === 'held' && day === this.#day && !this.#fillings.has(slot))
    const row = begun ?? index.openSlot({ kind: 'held', day: this.#day }, busy)
    if (row === undefined) throw new FootageFault('no-slot', `no free slot for a hold until ${this.#day}`)
    if (row.used === slotHeaderBytes) {
      const header = alignedBytes(sectorBytes)
      encodeSlotHeader(header, { ...row, disk: files.identity.disk, openedAt: clock.now() })
      await files.write(row.slot, 0, header)
    }
    const rest = index.uncoveredOf(row.slot)
    if (rest !== undefined) {
      await writeZeros(files, rest)
      index.covered(rest, clock.now())
    }
    return this.#filling(row)
  }

  #filling({ slot, generation, used }: SlotRow): Filling {
    const filling = { slot, generation, end: used }
    this.#fillings.set(slot, filling)
    return filling
  }
}
