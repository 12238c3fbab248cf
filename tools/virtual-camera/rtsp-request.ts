export type RtspRequest = {
  readonly kind: 'request'
  readonly method: string
  readonly uri: string
  /** names in lower case */
  readonly headers: ReadonlyMap<string, string>
}
/** A `$` frame from the client: receiver reports. */
export type ClientPacket = { readonly kind: 'packet'; readonly channel: number; readonly payload: Uint8Array }

export type RequestFaultCode = 'bad-request-line' | 'bad-header' | 'bad-length' | 'too-long'

export class RequestFault extends Error {
  readonly code: RequestFaultCode
  constructor(code: RequestFaultCode) {
    super(`RTSP request: ${code}`)
    this.name = 'RequestFault'
    this.code = code
  }
}

const longestHeader = 16_384
const longestBody = 65_536

/** Cuts what a client sends into requests and interleaved packets (RFC 2326, sections 4, 6 and 10.12). */
export class RequestReader {
  #rest: Buffer = Buffer.alloc(0)

  /** @throws RequestFault; the connection is of no use afterwards */
  push(bytes: Uint8Array): readonly (RtspRequest | ClientPacket)[] {
    this.#rest = Buffer.concat([this.#rest, bytes])
    const found: (RtspRequest | ClientPacket)[] = []
    for (;;) {
      const next = this.#rest[0] === 0x24 ? this.#packet() : this.#request()
      if (next === undefined) return found
      found.push(next)
    }
  }

  #packet(): ClientPacket | undefined {
    if (this.#rest.length < 4) return undefined
    const end = 4 + this.#rest.readUInt16BE(2)
    if (this.#rest.length < end) return undefined
    const channel = this.#rest[1]!
    const payload = this.#rest.subarray(4, end)
    this.#rest = this.#rest.subarray(end)
    return { kind: 'packet', channel, payload }
  }

  #request(): RtspRequest | undefined {
    const end = this.#rest.indexOf('\r\n\r\n')
    if (end < 0 && this.#rest.length <= longestHeader) return undefined
    if (end < 0 || end > longestHeader) throw new RequestFault('too-long')
    const [line, ...fields] = this.#rest.toString('latin1', 0, end).split('\r\n')
    const parts = /^([A-Z_]+) (\S+) RTSP\/1\.\d$/.exec(line ?? '')
    if (parts === null) throw new RequestFault('bad-request-line')
    const headers = new Map<string, string>()
    for (const field of fields) {
      const colon = field.indexOf(':')
      if (colon < 1) throw new RequestFault('bad-header')
      headers.set(field.slice(0, colon).trim().toLowerCase(), field.slice(colon + 1).trim())
    }
    const length = Number(headers.get('content-length') ?? 0)
    if (!Number.isInteger(length) || length < 0 || length > longestBody) throw new RequestFault('bad-length')
    if (this.#rest.length < end + 4 + length) return undefined
    this.#rest = this.#rest.subarray(end + 4 + length)
    return { kind: 'request', method: parts[1]!, uri: parts[2]!, headers }
  }
}
