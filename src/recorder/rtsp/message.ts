import { RecorderFault } from '../fault.ts'
import { MAX_BODY } from '../limits.ts'

/** Header fields by lower-case name, in order of arrival; names and values without surrounding blanks. */
export type RtspHeaders = ReadonlyMap<string, readonly string[]>

export type RtspResponse = {
  readonly kind: 'response'
  readonly status: number
  readonly reason: string
  readonly headers: RtspHeaders
  readonly body: Buffer
}

/** A request of the camera's to us; only its method and CSeq matter. */
export type RtspRequest = {
  readonly kind: 'request'
  readonly method: string
  readonly headers: RtspHeaders
}

export type RtspHead = Omit<RtspResponse, 'body'> | RtspRequest

const MOST_FIELDS = 100

/**
 * Reads a status or request line and header fields (RFC 2326 sections 4, 6 and 7). Lines without a colon are passed over.
 * @param text everything before the empty line
 * @throws RecorderFault `bad-message`
 */
export function parseHead(text: string): RtspHead {
  const [first = '', ...lines] = text.split(/\r?\n/)
  if (lines.length > MOST_FIELDS)
    throw new RecorderFault('bad-message', `message with ${lines.length} header fields`)
  const headers = new Map<string, string[]>()
  for (const line of lines) {
    const colon = line.indexOf(':')
    if (colon <= 0) continue
    const name = line.slice(0, colon).trim().toLowerCase()
    const value = line.slice(colon + 1).trim()
    const known = headers.get(name)
    if (known) known.push(value)
    else headers.set(name, [value])
  }
  const response = /^RTSP\/\d\.\d +(\d{3})(?: +(.*))?$/.exec(first.trimEnd())
  if (response) {
    const reason = (response[2] ?? '').slice(0, 100)
    return { kind: 'response', status: Number(response[1]), reason, headers }
  }
  const request = /^([A-Z_]+) +\S+ +RTSP\/\d\.\d$/.exec(first.trimEnd())
  if (request?.[1]) return { kind: 'request', method: request[1], headers }
  throw new RecorderFault('bad-message', `first line ${JSON.stringify(first.slice(0, 80))}`)
}

/** First value of a header field. */
export function field(headers: RtspHeaders, name: string): string | undefined {
  return headers.get(name)?.[0]
}

/** Bytes of body that follow. @throws RecorderFault `bad-message`, `body-too-long` */
export function contentLength(headers: RtspHeaders): number {
  const value = field(headers, 'content-length')
  if (value === undefined) return 0
  if (!/^\d{1,10}$/.test(value))
    throw new RecorderFault('bad-message', `Content-Length ${JSON.stringify(value.slice(0, 40))}`)
  const length = Number(value)
  if (length > MAX_BODY) throw new RecorderFault('body-too-long', `body of ${length} bytes announced`)
  return length
}

export type RequestFields = readonly (readonly [name: string, value: string])[]

/** A request without body (RFC 2326 section 6). Some cameras compare the case of `CSeq`. */
export function formatRequest(method: string, uri: string, cseq: number, fields: RequestFields): string {
  const lines = [`${method} ${uri} RTSP/1.0`, `CSeq: ${cseq}`]
  for (const [name, value] of fields) lines.push(`${name}: ${value}`)
  return `${lines.join('\r\n')}\r\n\r\n`
}
