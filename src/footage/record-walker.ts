import type { FootageFault } from './fault.ts'
import { faultAt } from './fault.ts'
import { decodeRecordHeader, maxRecordBytes, recordBytes, sectorBytes } from './record.ts'
import { provedRecordAt } from './record-check.ts'
import type { StoredRecord } from './record-stream.ts'
import type { SlotFiles } from './slot-files.ts'
import { alignedBytes } from './staging.ts'

/** Read at a time where records are smaller; one of the largest size is read whole. */
const windowBytes = 4 * 1024 * 1024

export type Run = {
  readonly slot: number
  readonly generation: number
  readonly offset: number
  readonly bytes: number
}

/** A record of a run. `content` is the record with its padding, valid until the next record is asked for. */
export type RunRecord = {
  readonly record: StoredRecord
  readonly content: Uint8Array<ArrayBuffer>
  /** byte offset in the slot */
  readonly at: number
}

/** Why a walk ended: at the end of the run, or at a fault; `at` is the offset in the slot behind the last intact record. */
export type WalkEnd = { readonly at: number; readonly fault: FootageFault | undefined }

/** Reads records of a slot one after another into one aligned buffer, which it keeps for the next run. */
export class RecordWalker {
  readonly #files: SlotFiles
  #buffer: Uint8Array<ArrayBuffer> | undefined
  #start = 0
  #filled = 0

  constructor(files: SlotFiles) {
    this.#files = files
  }

  /**
   * Yields the intact records from the beginning of the run up to its end or to the first that is not intact, and returns where and why
   * it ended. Errors of the disk end it too.
   */
  async *walk(run: Run): AsyncGenerator<RunRecord, WalkEnd> {
    this.#filled = 0
    const end = run.offset + run.bytes
    let at = run.offset
    while (at < end) {
      try {
        await this.#fill(run.slot, at, Math.min(sectorBytes, end - at), end)
        const header = decodeRecordHeader(this.#view(at, sectorBytes))
        const bytes = recordBytes(header.plaintextBytes)
        await this.#fill(run.slot, at, Math.min(bytes, end - at), end)
      } catch (error) {
        return { at, fault: faultAt(error, 'record-damaged', { slot: run.slot, offset: at }) }
      }
      let found: RunRecord
      try {
        const rest = this.#view(at, this.#start + this.#filled - at)
        const record = provedRecordAt(rest, 0, run.generation)
        found = { record, content: rest.subarray(0, record.bytes), at }
      } catch (error) {
        return { at, fault: faultAt(error, 'record-damaged', { slot: run.slot, offset: at }) }
      }
      yield found
      at += found.record.bytes
    }
    return { at, fault: undefined }
  }

  /** Makes the buffer hold at least `wanted` bytes of the slot from `at`, as far as the slot has them. */
  async #fill(slot: number, at: number, wanted: number, end: number): Promise<void> {
    if (this.#filled > 0 && at >= this.#start && at + wanted <= this.#start + this.#filled) return
    this.#buffer ??= alignedBytes(maxRecordBytes)
    const bytes = Math.min(Math.max(wanted, windowBytes), end - at, this.#buffer.length)
    this.#filled = 0
    const filled = await this.#files.read(slot, at, this.#buffer.subarray(0, bytes))
    this.#start = at
    this.#filled = filled
  }

  #view(at: number, bytes: number): Uint8Array<ArrayBuffer> {
    const buffer = this.#buffer ?? new Uint8Array(0)
    const from = at - this.#start
    return buffer.subarray(from, Math.min(from + bytes, this.#filled))
  }
}
