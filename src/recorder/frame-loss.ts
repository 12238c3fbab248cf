import type { Instant } from '../domain/ids.ts'

/** Frames lost to missing packets: at least `frames`, between two that were received whole. */
export type FrameLoss = { readonly frames: number; readonly from: Instant; readonly to: Instant }

/** Counts what a loss cost, from the missing packet to the next picture that is received from its first slice on. */
export class FrameLossCount {
  #from: Instant | undefined
  #frames = 0

  get open(): boolean {
    return this.#from !== undefined
  }

  begin(at: Instant): void {
    if (this.#from !== undefined) return
    this.#from = at
    this.#frames = 0
  }

  /** A frame was dropped because a part of it is missing. */
  frame(at: Instant): void {
    this.begin(at)
    this.#frames++
  }

  /** A loss that leaves no frame half received may have cost whole frames: it counts as one. */
  end(at: Instant): FrameLoss | undefined {
    const from = this.#from
    if (from === undefined) return undefined
    this.#from = undefined
    return { frames: Math.max(1, this.#frames), from, to: at }
  }

  forget(): void {
    this.#from = undefined
  }
}
