import { RecorderFault } from './fault.ts'
import type { FragmentBuffer } from './fragment-buffer.ts'
import { findStartCode, NAL } from './h264/nal.ts'
import { ParameterSets } from './h264/parameter-sets.ts'
import { hasRecoveryPoint } from './h264/sei.ts'
import type { LeadNals } from './lead-nals.ts'
import type { Notice } from './rtp/h264-depacketiser.ts'

const LENGTH_BYTES = 4

/** Writes one NAL unit after the other behind what the buffer holds, each behind its length, which is patched when the unit ends. */
export class NalWriter {
  /** parameter sets in force */
  readonly sets = new ParameterSets()
  /** type of the unit begun last */
  type = 0
  /** a unit was begun and has not ended */
  open = false
  /** it is not written */
  skip = false
  readonly #buffer: FragmentBuffer
  readonly #lead: LeadNals
  readonly #notice: Notice
  /** where its length stands */
  #from = 0

  constructor(buffer: FragmentBuffer, lead: LeadNals, notice: Notice) {
    this.#buffer = buffer
    this.#lead = lead
    this.#notice = notice
  }

  begin(type: number): void {
    this.type = type
    this.open = true
    this.skip = false
  }

  writeHeader(header: number): void {
    const buffer = this.#buffer
    buffer.reserve(LENGTH_BYTES + 1)
    this.#from = buffer.end
    buffer.bytes[buffer.end + LENGTH_BYTES] = header
    buffer.end += LENGTH_BYTES + 1
  }

  /** Takes back what was written of the open unit. */
  abandon(): void {
    if (this.open && !this.skip) this.#buffer.end = this.#from
    this.open = false
  }

  /** Takes it back, and leaves out what still comes of it. */
  leaveOut(): void {
    if (!this.skip) this.#buffer.end = this.#from
    this.skip = true
  }

  /** Everything moved up by `count` bytes. */
  moved(count: number): void {
    this.#from -= count
  }

  /**
   * Ends the unit. Repeated parameter sets are taken out again, changed ones noted.
   * @returns what follows an Annex B start code inside: more units, as some cameras send them
   */
  end(): Buffer | undefined {
    this.open = false
    if (this.skip) return undefined
    const buffer = this.#buffer
    const body = this.#from + LENGTH_BYTES
    const code = findStartCode(buffer.bytes, body + 1, buffer.end)
    if (code < 0) {
      this.#finish()
      return undefined
    }
    const rest = Buffer.from(buffer.bytes.subarray(code, buffer.end))
    buffer.end = code
    while (buffer.end > body + 1 && buffer.bytes[buffer.end - 1] === 0) buffer.end--
    if (buffer.end === body + 1) buffer.end = this.#from
    else this.#finish()
    return rest
  }

  /** @returns true when the parameter set differs from the one in force */
  offer(set: Buffer): boolean {
    try {
      return this.sets.offer(set)
    } catch (error) {
      if (!(error instanceof RecorderFault)) throw error
      this.#notice(error.code, error.what)
      return false
    }
  }

  #finish(): void {
    const buffer = this.#buffer
    const unit = buffer.bytes.subarray(this.#from + LENGTH_BYTES, buffer.end)
    if (this.type === NAL.sps || this.type === NAL.pps) {
      if (!this.offer(unit) || !this.#lead.addSet(this.#from, buffer.end)) {
        buffer.end = this.#from
        return
      }
    } else if (this.type === NAL.sei && hasRecoveryPoint(unit)) {
      this.#lead.recoveryPoint = true
    }
    buffer.bytes.writeUInt32BE(unit.length, this.#from)
  }
}
