/** What the store has to hold, in bytes; the parts add up to `needed`. */
export type CapacitySum = {
  readonly cameras: number
  readonly kbps: number
  readonly days: number
  /** the cameras' own bits */
  readonly footage: number
  /** record headers, blocks filled up, and the last slot of each camera and day */
  readonly padding: number
  /** for bitrates that swing */
  readonly margin: number
  /** for what a use keeps longer */
  readonly holdReserve: number
  readonly needed: number
}

export type CapacityInput = {
  readonly cameras: number
  /** kilobits (1,000 bits) a second of one camera */
  readonly kbps: number
  /** days for which footage is kept, the recording day included */
  readonly days: number
  /** hours of each camera that may stand under holds at the same time; 0 where nothing is ever kept longer */
  readonly holdHours: number
  readonly slotBytes: number
}

/** Shape of a stored fragment (docs/ref/footage-format.md): header, tag and trailer, then zeros up to the next block. */
const recordOverhead = 144 + 16 + 40
const block = 4096
const fragmentSeconds = 1
const daySeconds = 86_400
const marginShare = 0.1
/** Hours a camera that an office is likely to look up in the year for which a use keeps footage. */
export const usualHoldHours = 12

/** Bytes on disk of so many seconds of one camera; blocks are filled up by half a block on average. */
function stored(kbps: number, seconds: number): number {
  return (kbps * 125 * fragmentSeconds + recordOverhead + block / 2) * (seconds / fragmentSeconds)
}

/** Whole slots, each with a header block; a record that no longer fits moves to the next slot, which costs half a record a slot. */
function inSlots(bytes: number, kbps: number, slotBytes: number): number {
  const usable = slotBytes - block - stored(kbps, fragmentSeconds) / 2
  return Math.ceil(bytes / usable) * slotBytes
}

/**
 * Cameras x bitrate x retention, what the format adds, 10 % and a reserve for holds.
 * @throws RangeError for numbers that are not positive, or a slot smaller than one second of a camera
 */
export function capacitySum(input: CapacityInput): CapacitySum {
  const { cameras, kbps, days, holdHours, slotBytes } = input
  for (const [name, value] of Object.entries({ cameras, kbps, days, slotBytes }))
    if (!(value > 0 && Number.isFinite(value)))
      throw new RangeError(`${name} has to be positive, not ${value}`)
  if (!(holdHours >= 0 && Number.isFinite(holdHours)))
    throw new RangeError(`holdHours cannot be negative: ${holdHours}`)
  if (slotBytes < block + 2 * stored(kbps, fragmentSeconds))
    throw new RangeError(`a slot of ${slotBytes} bytes is too small for ${kbps} kbps`)
  const footage = cameras * kbps * 125 * daySeconds * days
  const recordings = cameras * days * inSlots(stored(kbps, daySeconds), kbps, slotBytes)
  const held = holdHours === 0 ? 0 : cameras * inSlots(stored(kbps, holdHours * 3600), kbps, slotBytes)
  const margin = Math.ceil(recordings * marginShare)
  return {
    cameras,
    kbps,
    days,
    footage,
    padding: recordings - footage,
    margin,
    holdReserve: held,
    needed: recordings + margin + held,
  }
}
