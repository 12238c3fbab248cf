import { type ClipName, clipNames } from './clip.ts'

export const rtspMethods = [
  'OPTIONS',
  'DESCRIBE',
  'SETUP',
  'PLAY',
  'PAUSE',
  'GET_PARAMETER',
  'TEARDOWN',
] as const
export type RtspMethod = (typeof rtspMethods)[number]

/** What a camera can be told to do. A fault lasts until its counterpart; those marked "once" hit the next frame that is due. */
export type CameraCommand =
  /** keeps the connection and answers requests, but sends no frame until `resume` */
  | { readonly do: 'stall' }
  | { readonly do: 'resume' }
  /** leaves out the next `frames` frames; their RTP sequence numbers are used up unless `gapless` */
  | { readonly do: 'drop'; readonly frames: number; readonly gapless?: boolean }
  /** destroys every connection that has a session with this camera */
  | { readonly do: 'disconnect' }
  /** answers with the status until `accept`: every request, or only those of one method */
  | { readonly do: 'refuse'; readonly status: 401 | 404 | 503; readonly at?: RtspMethod }
  /** leaves requests unanswered until `accept` */
  | { readonly do: 'ignore'; readonly at?: RtspMethod }
  /** begins a reply whose header never ends, until `accept` */
  | { readonly do: 'endless-header'; readonly at?: RtspMethod }
  | { readonly do: 'accept' }
  /** the nonces given out so far are stale from now on */
  | { readonly do: 'expire-nonce' }
  /** writes so many bytes that belong to nothing; without `$` among them unless `dollars` */
  | { readonly do: 'rubbish'; readonly bytes: number; readonly dollars?: boolean }
  /** once: half a frame, then the end of the connection */
  | { readonly do: 'half-frame' }
  /** once: the frame's first interleaved header gives a length that is `by` bytes wrong */
  | { readonly do: 'wrong-length'; readonly by: number }
  /** what the session description calls the codec; `H264` is the truth */
  | { readonly do: 'codec'; readonly name: string }
  /** goes on with another clip at the next key frame: new parameter sets in band */
  | { readonly do: 'clip'; readonly clip: ClipName }

export class CommandFault extends Error {
  readonly code = 'bad-command'
  constructor(what: string) {
    super(`virtual camera: ${what}`)
    this.name = 'CommandFault'
  }
}

type Fields = Readonly<Record<string, unknown>>

/** Reads a command that came from another process. @throws CommandFault */
export function parseCommand(value: unknown): CameraCommand {
  const fields = record(value)
  switch (fields['do']) {
    case 'stall':
    case 'resume':
    case 'disconnect':
    case 'accept':
    case 'expire-nonce':
    case 'half-frame':
      return { do: fields['do'] }
    case 'drop':
      return { do: 'drop', frames: count(fields, 'frames'), gapless: fields['gapless'] === true }
    case 'rubbish':
      return { do: 'rubbish', bytes: count(fields, 'bytes'), dollars: fields['dollars'] === true }
    case 'wrong-length':
      if (!Number.isInteger(fields['by'])) throw new CommandFault('by must be an integer')
      return { do: 'wrong-length', by: fields['by'] as number }
    case 'refuse':
      return { do: 'refuse', status: oneOf(fields, 'status', [401, 404, 503] as const), ...at(fields) }
    case 'ignore':
    case 'endless-header':
      return { do: fields['do'], ...at(fields) }
    case 'codec':
      if (!/^[A-Za-z0-9-]{1,40}$/.test(String(fields['name'])))
        throw new CommandFault('name is no codec name')
      return { do: 'codec', name: String(fields['name']) }
    case 'clip':
      return { do: 'clip', clip: oneOf(fields, 'clip', clipNames) }
    default:
      throw new CommandFault(`no command ${JSON.stringify(fields['do'])}`)
  }
}

/** @throws CommandFault */
export function record(value: unknown): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new CommandFault('not an object')
  return value as Fields
}

function count(fields: Fields, name: string): number {
  const value = fields[name]
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > 1_000_000)
    throw new CommandFault(`${name} must be an integer from 1 to 1000000`)
  return value
}

function oneOf<T>(fields: Fields, name: string, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === fields[name])
  if (found === undefined) throw new CommandFault(`${name} must be one of ${allowed.join(', ')}`)
  return found
}

function at(fields: Fields): { readonly at?: RtspMethod } {
  return fields['at'] === undefined ? {} : { at: oneOf(fields, 'at', rtspMethods) }
}
