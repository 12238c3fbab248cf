import { RecorderFault } from '../fault.ts'

/** Interleaved channels of one stream. */
export type Channels = { readonly rtp: number; readonly rtcp: number }

/** What the camera answered to SETUP. */
export type SetupTransport = Channels & {
  /** the source it announced, if any */
  readonly ssrc: number | undefined
}

/**
 * Reads the Transport field of a SETUP answer (RFC 2326 section 12.39). Order of parameters, blanks, single channels, a missing `TCP` and empty
 * values are taken as cameras write them; channels other than those asked for are followed.
 * @throws RecorderFault `transport-refused` when it names UDP ports and no channels
 */
export function parseTransport(value: string | undefined, asked: Channels): SetupTransport {
  let channels: Channels | undefined
  let ssrc: number | undefined
  let udp = false
  for (const part of (value ?? '').split(',')[0]?.split(';') ?? []) {
    const equals = part.indexOf('=')
    const name = (equals < 0 ? part : part.slice(0, equals)).trim().toLowerCase()
    const text = equals < 0 ? '' : part.slice(equals + 1).trim()
    if (name === 'interleaved') channels = parseChannels(text)
    else if (name === 'ssrc' && /^(0x)?[0-9a-f]{1,8}$/i.test(text))
      ssrc = Number.parseInt(text.replace(/^0x/i, ''), 16)
    else if (name === 'server_port' || name === 'client_port') udp ||= text !== ''
  }
  if (!channels && udp)
    throw new RecorderFault('transport-refused', `the camera insists on UDP: ${value?.slice(0, 100)}`)
  return { ...(channels ?? asked), ssrc }
}

function parseChannels(text: string): Channels | undefined {
  const numbers = /^(\d{1,3})(?:\s*-\s*(\d{1,3}))?$/.exec(text)
  if (!numbers) return undefined
  const rtp = Number(numbers[1])
  const rtcp = numbers[2] === undefined ? rtp + 1 : Number(numbers[2])
  return rtp <= 255 && rtcp <= 256 ? { rtp, rtcp } : undefined
}

/** Session id and timeout in seconds (RFC 2326 section 12.37); the id as the camera wrote it, for it must be repeated exactly. */
export function parseSession(value: string | undefined): { id: string; timeout: number } | undefined {
  const [id = '', ...parameters] = (value ?? '').split(';')
  if (id.trim() === '') return undefined
  let timeout = 60
  for (const parameter of parameters) {
    const found = /^\s*timeout\s*=\s*(\d{1,6})/i.exec(parameter)
    if (found && Number(found[1]) > 0) timeout = Number(found[1])
  }
  return { id: id.trim(), timeout }
}
