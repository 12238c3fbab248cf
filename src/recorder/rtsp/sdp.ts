import { RecorderFault } from '../fault.ts'
import { NAL, splitAnnexB } from '../h264/nal.ts'
import { TIMESCALE } from '../limits.ts'

/** The H.264 stream of a session description (RFC 4566, RFC 6184 section 8.2). */
export type VideoDescription = {
  readonly payloadType: number
  /** control attribute of the stream, and of the session */
  readonly control: string | undefined
  readonly sessionControl: string | undefined
  /** SPS and PPS as whole NAL units, as far as they are given; not checked */
  readonly parameterSets: readonly Buffer[]
}

type Media = {
  readonly type: string
  readonly payloadTypes: readonly number[]
  control: string | undefined
}

type Format = { encoding: string; clockRate: string }

const MOST_LINES = 500

/**
 * Finds the first H.264 stream. Fields that it does not need may be missing, repeated or malformed; attributes are found by payload type,
 * in whatever section they stand.
 * @throws RecorderFault `bad-sdp`, `no-video`, `codec-unsupported`, `packetisation-unsupported`
 */
export function parseSdp(body: Buffer): VideoDescription {
  const lines = body.toString('latin1').split(/\r\n|\r|\n/)
  if (lines.length > MOST_LINES) throw new RecorderFault('bad-sdp', `${lines.length} lines`)
  const media: Media[] = []
  const formats = new Map<number, Format>()
  const parameters = new Map<number, Map<string, string>>()
  let sessionControl: string | undefined
  for (const line of lines) {
    const value = line.slice(2).trim()
    if (line.startsWith('m=')) media.push(parseMedia(value))
    if (!line.startsWith('a=')) continue
    const [, name = '', rest = ''] = /^([^:]*):?(.*)$/.exec(value) ?? []
    const text = rest.trim()
    if (name === 'rtpmap') readFormat(text, formats)
    else if (name === 'fmtp') readParameters(text, parameters)
    else if (name === 'control') {
      const current = media.at(-1)
      if (current) current.control ??= text
      else sessionControl ??= text
    }
  }
  if (media.length === 0) throw new RecorderFault('bad-sdp', 'no media line in the description')
  const { stream, payloadType } = findH264(media, formats, parameters)
  const fmtp = parameters.get(payloadType)
  const mode = fmtp?.get('packetization-mode')
  if (mode === '2') throw new RecorderFault('packetisation-unsupported', 'packetization-mode 2')
  return {
    payloadType,
    control: stream.control,
    sessionControl,
    parameterSets: readParameterSets(fmtp?.get('sprop-parameter-sets')),
  }
}

function parseMedia(value: string): Media {
  const [type = '', , , ...formats] = value.split(/\s+/)
  const payloadTypes = formats.filter((format) => /^\d{1,3}$/.test(format)).map(Number)
  return { type: type.toLowerCase(), payloadTypes, control: undefined }
}

/** `96 H264/90000`, at times with blanks behind it */
function readFormat(text: string, formats: Map<number, Format>): void {
  const found = /^(\d{1,3})\s+([^/\s]+)\s*\/?\s*(\d*)/.exec(text)
  if (found && !formats.has(Number(found[1])))
    formats.set(Number(found[1]), { encoding: (found[2] ?? '').toUpperCase(), clockRate: found[3] ?? '' })
}

function readParameters(text: string, parameters: Map<number, Map<string, string>>): void {
  const found = /^(\d{1,3})\s*(.*)$/.exec(text)
  if (!found) return
  const type = Number(found[1])
  const known = parameters.get(type) ?? new Map<string, string>()
  parameters.set(type, known)
  for (const part of (found[2] ?? '').split(';')) {
    const equals = part.indexOf('=')
    if (equals > 0) known.set(part.slice(0, equals).trim().toLowerCase(), part.slice(equals + 1).trim())
  }
}

function findH264(
  media: readonly Media[],
  formats: ReadonlyMap<number, Format>,
  parameters: ReadonlyMap<number, ReadonlyMap<string, string>>,
): { stream: Media; payloadType: number } {
  const others = new Set<string>()
  for (const stream of media)
    for (const payloadType of stream.payloadTypes) {
      const format = formats.get(payloadType)
      if (format?.encoding === 'H264') {
        if (format.clockRate !== '' && Number(format.clockRate) !== TIMESCALE)
          throw new RecorderFault('codec-unsupported', `H.264 with a clock of ${format.clockRate} Hz`)
        return { stream, payloadType }
      }
      if (stream.type !== 'video') continue
      if (!format && parameters.get(payloadType)?.has('sprop-parameter-sets')) return { stream, payloadType }
      others.add(format?.encoding ?? `payload type ${payloadType}`)
    }
  if (others.size === 0) throw new RecorderFault('no-video', 'the description has no video stream')
  throw new RecorderFault('codec-unsupported', `video is ${[...others].join(', ').slice(0, 100)}, not H.264`)
}

/** Base64, comma-separated (RFC 6184 section 8.1); some cameras put Annex B start codes or several units inside. */
function readParameterSets(value: string | undefined): Buffer[] {
  const sets: Buffer[] = []
  for (const part of (value ?? '').split(',')) {
    const bytes = Buffer.from(part, 'base64')
    for (const unit of splitAnnexB(bytes)) {
      const set = bytes.subarray(unit.from, unit.to)
      const type = (set[0] ?? 0) & 31
      if (type === NAL.sps || type === NAL.pps) sets.push(set)
    }
  }
  return sets
}
