import type { GapCause } from '../footage/ports.ts'

/** Every way in which a camera, its connection or what it sends can fail, with the gap it makes where recording stops. */
const causes = {
  /** the configured address is no rtsp:// address we can use */
  'bad-address': 'camera-unreachable',
  'connect-failed': 'camera-unreachable',
  'connection-lost': 'camera-unreachable',
  /** connected, but a request stayed without an answer */
  'no-answer': 'camera-silent',
  'auth-required': 'camera-refused',
  'auth-refused': 'camera-refused',
  /** the camera asks for a scheme or algorithm that we do not have */
  'auth-unsupported': 'camera-refused',
  /** a request was answered with a status other than 200 */
  'rtsp-status': 'camera-refused',
  'transport-refused': 'camera-refused',
  'header-too-long': 'camera-protocol',
  'body-too-long': 'camera-protocol',
  'bad-message': 'camera-protocol',
  /** bytes between interleaved frames that are neither frame nor message */
  garbage: 'camera-protocol',
  'bad-sdp': 'camera-protocol',
  'no-video': 'camera-protocol',
  'codec-unsupported': 'camera-protocol',
  'bad-rtp': 'camera-protocol',
  'packets-lost': 'camera-protocol',
  'timestamp-leap': 'camera-protocol',
  'bad-payload': 'camera-protocol',
  'packetisation-unsupported': 'camera-protocol',
  'bad-parameter-set': 'camera-protocol',
  'no-parameter-sets': 'no-key-frame',
  'access-unit-too-large': 'camera-protocol',
  /** frames out of presentation order: not supported yet */
  'b-frames': 'camera-protocol',
  'no-frames': 'camera-silent',
  'no-key-frame': 'no-key-frame',
  'queue-full': 'queue-full',
  'no-slot': 'no-slot',
  'no-keys': 'no-keys',
  /** the keeper has not heard yet that an epoch began; recording goes on */
  'epoch-not-told': 'no-keys',
  'disk-error': 'disk-error',
  /** a defect of ours, never the camera's */
  internal: 'camera-protocol',
} as const satisfies Record<string, GapCause>

export type RecorderFaultCode = keyof typeof causes

/** The cause under which a gap is kept that began with this fault. */
export function gapCauseOf(code: RecorderFaultCode): GapCause {
  return causes[code]
}

/** Where a fault was found; what is not known is left out. */
export type FaultPlace = {
  /** the camera's label */
  readonly camera?: string
  /** `#3 192.0.2.7:554`: the how-manieth connection, and to whom */
  readonly connection?: string
  /** byte offset within what the camera sent on this connection */
  readonly byte?: number
  /** RTP sequence number */
  readonly sequence?: number
}

/** The one class of errors of the recorder. `message` names code, camera, connection and packet; it never carries a password. */
export class RecorderFault extends Error {
  readonly code: RecorderFaultCode
  /** the error in words, without its place */
  readonly what: string
  readonly place: FaultPlace

  constructor(code: RecorderFaultCode, what: string, place: FaultPlace = {}, options?: ErrorOptions) {
    super(describe(code, what, place), options)
    this.name = 'RecorderFault'
    this.code = code
    this.what = what
    this.place = place
  }

  /** The same fault with what the caller knows of its place; what it already says of itself stays. */
  at(place: FaultPlace): RecorderFault {
    return new RecorderFault(this.code, this.what, { ...place, ...this.place }, { cause: this.cause })
  }
}

/** Whatever was thrown, as a fault; anything that is not one is `internal` and keeps the original as its cause. */
export function asRecorderFault(error: unknown): RecorderFault {
  if (error instanceof RecorderFault) return error
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return new RecorderFault('internal', what, {}, { cause: error })
}

function describe(code: RecorderFaultCode, what: string, place: FaultPlace): string {
  const parts: string[] = []
  if (place.camera !== undefined) parts.push(place.camera)
  if (place.connection !== undefined) parts.push(`connection ${place.connection}`)
  if (place.byte !== undefined) parts.push(`byte ${place.byte}`)
  if (place.sequence !== undefined) parts.push(`rtp ${place.sequence}`)
  const where = parts.length > 0 ? ` [${parts.join(', ')}]` : ''
  return `${code}: ${what}${where}`
}
