import { RecorderFault } from '../fault.ts'
import { MAX_PARAMETER_SET, MAX_PARAMETER_SETS } from '../limits.ts'
import { NAL, withoutTrailingZeros } from './nal.ts'
import { parsePpsId, parseSps, type SpsInfo } from './sps.ts'

/** The parameter sets in force at one picture; never altered, so equal content may be compared by identity first. */
export type ActiveSets = {
  readonly sps: readonly Buffer[]
  readonly pps: readonly Buffer[]
  /** of the SPS that came last */
  readonly info: SpsInfo
}

const MOST_SPS = 4
const MOST_PPS = 16

/** Keeps the parameter sets of one session, by id, the latest of each. */
export class ParameterSets {
  readonly #sps = new Map<number, Buffer>()
  readonly #pps = new Map<number, Buffer>()
  #info: SpsInfo | undefined
  #active: ActiveSets | undefined

  /** The sets in force, or undefined until there is an SPS and a PPS. */
  get active(): ActiveSets | undefined {
    if (!this.#active && this.#info && this.#pps.size > 0)
      this.#active = { sps: [...this.#sps.values()], pps: [...this.#pps.values()], info: this.#info }
    return this.#active
  }

  clear(): void {
    this.#sps.clear()
    this.#pps.clear()
    this.#info = undefined
    this.#active = undefined
  }

  /**
   * Takes an SPS or PPS (whole NAL unit; copied).
   * @returns true when it differs from the one in force
   * @throws RecorderFault `bad-parameter-set`, with the sets in force unchanged
   */
  offer(nal: Buffer): boolean {
    const set = withoutTrailingZeros(nal)
    if (set.length > MAX_PARAMETER_SET)
      throw new RecorderFault('bad-parameter-set', `parameter set of ${set.length} bytes`)
    const type = (set[0] ?? 0) & 31
    if (type === NAL.sps) {
      for (const known of this.#sps.values()) if (known.equals(set)) return false
      const info = parseSps(set)
      this.#keep(this.#sps, info.id, set, MOST_SPS)
      this.#info = info
      return true
    }
    if (type !== NAL.pps) throw new RecorderFault('bad-parameter-set', `NAL unit type ${type} is none`)
    const id = parsePpsId(set)
    if (this.#pps.get(id)?.equals(set)) return false
    this.#keep(this.#pps, id, set, MOST_PPS)
    return true
  }

  #keep(sets: Map<number, Buffer>, id: number, set: Buffer, most: number): void {
    sets.delete(id)
    // a camera that numbers its sets anew at every change must not fill the table
    while (sets.size >= most || (sets.size > 0 && this.#bytes() + set.length > MAX_PARAMETER_SETS)) {
      const oldest = sets.keys().next()
      if (oldest.done) break
      sets.delete(oldest.value)
    }
    sets.set(id, Buffer.from(set))
    this.#active = undefined
  }

  #bytes(): number {
    let total = 0
    for (const sets of [this.#sps, this.#pps]) for (const bytes of sets.values()) total += bytes.length
    return total
  }
}

/** True when both are byte-equal, so that a decoder set up with one needs nothing new for the other. */
export function sameSets(a: ActiveSets | undefined, b: ActiveSets | undefined): boolean {
  if (a === b) return true
  if (!a || !b) return false
  return sameBuffers(a.sps, b.sps) && sameBuffers(a.pps, b.pps)
}

function sameBuffers(a: readonly Buffer[], b: readonly Buffer[]): boolean {
  return a.length === b.length && a.every((bytes, i) => b[i]?.equals(bytes) === true)
}
