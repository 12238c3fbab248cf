import type { CameraId, EpochId } from '../domain/ids.ts'

/** Everything that can go wrong with footage, for browser and server alike. */
export const footageFaultCodes = [
  /** the disk has not the space the store needs; nothing was made */
  'disk-full',
  /** the folder holds no store, or its disk.json is gone: the disk is not there */
  'disk-missing',
  /** disk.json or a slot belongs to another store than the index describes */
  'disk-swapped',
  /** the operating system reported an error of reading, writing or syncing */
  'disk-error',
  /** a store stands in this folder already */
  'store-exists',
  /** another process owns the store */
  'store-in-use',
  /** size or number of slots that no store can have */
  'store-shape',
  'slot-missing',
  /** the slot header is not one, or its checksum is wrong */
  'slot-damaged',
  /** a record is torn or altered: magic, length, field, or SHA-256 */
  'record-damaged',
  /** the bytes belong to another use of the slot */
  'generation-mismatch',
  'leaf-unknown',
  /** the recorder still appends to the leaf */
  'leaf-open',
  /** leaves of a camera come in order, each once, and an epoch has one day */
  'leaf-order',
  /** a fragment came for a camera that has no open leaf */
  'no-leaf',
  /** a value in a fragment or header lies outside its field */
  'fragment-invalid',
  'fragment-too-large',
  /** no free slot is left */
  'no-slot',
  /** the recorder still writes an epoch that was to be recycled */
  'epoch-open',
  /** the same hold was asked to end on two days */
  'hold-day',
  'index-missing',
  'index-damaged',
  /** the index was made by a newer program */
  'index-version',
  /** the index could not commit */
  'index-failed',
  /** the store is closed */
  'closed',
] as const
export type FootageFaultCode = (typeof footageFaultCodes)[number]

/** Where it happened, as far as it is known. */
export type FaultPlace = {
  readonly slot?: number
  /** byte offset in the slot, or in the leaf's bytes where no slot is named */
  readonly offset?: number
  readonly camera?: CameraId
  readonly epoch?: EpochId
  readonly leaf?: number
}

/** The one class of errors that leaves `src/footage` and its adapters. */
export class FootageFault extends Error {
  override readonly name = 'FootageFault'
  readonly code: FootageFaultCode
  /** the message without the place */
  readonly reason: string
  readonly place: FaultPlace
  /** `disk-full` only: bytes */
  readonly space: { readonly needed: number; readonly available: number } | undefined

  constructor(
    code: FootageFaultCode,
    message: string,
    options: FaultPlace & {
      readonly cause?: unknown
      readonly space?: { readonly needed: number; readonly available: number }
    } = {},
  ) {
    const { cause, space, ...place } = options
    const where = Object.entries(place).map(([name, value]) => `${name} ${value}`)
    super(where.length === 0 ? message : `${message} (${where.join(', ')})`, { cause })
    this.code = code
    this.reason = message
    this.place = place
    this.space = space
  }
}

/** Lets a FootageFault through and wraps anything else, so that no raw exception leaves. */
export function asFootageFault(error: unknown, code: FootageFaultCode, place: FaultPlace = {}): FootageFault {
  if (error instanceof FootageFault) return error
  return new FootageFault(code, error instanceof Error ? error.message : String(error), {
    ...place,
    cause: error,
  })
}

/** The same fault with slot, offset, epoch... added to its place, from whoever knows them. */
export function faultAt(error: unknown, code: FootageFaultCode, place: FaultPlace): FootageFault {
  if (!(error instanceof FootageFault)) return asFootageFault(error, code, place)
  return new FootageFault(error.code, error.reason, { ...error.place, ...place, cause: error.cause })
}
