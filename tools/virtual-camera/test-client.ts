/** A small RTSP client for the tests beside it: hand-driven, so that each reply and each packet can be looked at. */
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { type FrameMark, readFrameMark } from './frame-mark.ts'
import { nalType } from './nal.ts'

export type TestReply = {
  readonly status: number
  readonly headers: ReadonlyMap<string, readonly string[]>
  readonly body: string
}

export type ReceivedFrame = {
  readonly nals: readonly Uint8Array[]
  readonly timestamp: number
  readonly sequence: number
  readonly mark: FrameMark | undefined
}

type Item =
  | { readonly kind: 'reply'; readonly reply: TestReply }
  | { readonly kind: 'packet'; readonly channel: number; readonly bytes: Buffer }

export class TestClient {
  readonly url: string
  readonly socket: Socket
  /** everything that came, as it came */
  readonly raw: Buffer[] = []
  readonly #items: AsyncGenerator<Item>
  readonly #reports: Buffer[] = []
  #packets: { readonly channel: number; readonly bytes: Buffer }[] = []
  #sequence = 0
  #nonceCount = 0

  private constructor(url: string, socket: Socket) {
    this.url = url
    this.socket = socket
    this.#items = this.#read()
  }

  static async connect(url: string): Promise<TestClient> {
    const { hostname, port } = new URL(url)
    const socket = connect(Number(port), hostname)
    await once(socket, 'connect')
    return new TestClient(url, socket)
  }

  /** Sends the request and waits for its reply; packets that come first are kept. */
  async request(method: string, url = this.url, headers: readonly string[] = []): Promise<TestReply> {
    this.#sequence++
    this.socket.write(
      [`${method} ${url} RTSP/1.0`, `CSeq: ${this.#sequence}`, ...headers, '', ''].join('\r\n'),
    )
    for (;;) {
      const { value: item, done } = await this.#items.next()
      if (done === true) throw new Error('the connection ended before the reply')
      if (item.kind === 'reply') return item.reply
      this.#packets.push(item)
    }
  }

  /** OPTIONS to PLAY, with Digest where the camera asks for it. */
  async play(credentials?: { readonly username: string; readonly password: string }): Promise<TestReply> {
    let proof = (_method: string, _url: string): string[] => []
    await this.request('OPTIONS')
    const challenged = await this.request('DESCRIBE')
    if (challenged.status === 401 && credentials !== undefined)
      proof = (method, url) => [this.digest(challenged, method, url, credentials)]
    const track = `${this.url}/track1`
    const described = await this.request('DESCRIBE', this.url, proof('DESCRIBE', this.url))
    if (described.status !== 200) return described
    const transport = 'Transport: RTP/AVP/TCP;unicast;interleaved=0-1'
    const setup = await this.request('SETUP', track, [transport, ...proof('SETUP', track)])
    if (setup.status !== 200) return setup
    const session = `Session: ${setup.headers.get('session')![0]!.split(';')[0]}`
    return this.request('PLAY', this.url, [session, ...proof('PLAY', this.url)])
  }

  /** The Authorization header that answers the first Digest challenge of a reply (RFC 7616). */
  digest(
    challenged: TestReply,
    method: string,
    url: string,
    credentials: { readonly username: string; readonly password: string },
  ): string {
    const challenge = challenged.headers.get('www-authenticate')!.find((one) => one.startsWith('Digest'))!
    const field = (name: string) => new RegExp(`${name}="?([^",]+)`).exec(challenge)?.[1]
    const name = field('algorithm') === 'SHA-256' ? 'sha256' : 'md5'
    const hash = (text: string) => createHash(name).update(text).digest('hex')
    const a1 = hash(`${credentials.username}:${field('realm')}:${credentials.password}`)
    const a2 = hash(`${method}:${url}`)
    const nc = (++this.#nonceCount).toString(16).padStart(8, '0')
    const withQop = field('qop') !== undefined
    const response = withQop
      ? hash(`${a1}:${field('nonce')}:${nc}:0a4f113b:auth:${a2}`)
      : hash(`${a1}:${field('nonce')}:${a2}`)
    const parts = [
      `username="${credentials.username}"`,
      `realm="${field('realm')}"`,
      `nonce="${field('nonce')}"`,
      `uri="${url}"`,
      `response="${response}"`,
      `algorithm=${field('algorithm')}`,
      ...(withQop ? ['qop=auth', `nc=${nc}`, 'cnonce="0a4f113b"'] : []),
    ]
    return `Authorization: Digest ${parts.join(', ')}`
  }

  /** The next packet in order of arrival. */
  async packet(): Promise<{ readonly channel: number; readonly bytes: Buffer } | undefined> {
    const kept = this.#packets.shift()
    if (kept !== undefined) return kept
    for (;;) {
      const { value: item, done } = await this.#items.next()
      if (done === true) return undefined
      if (item.kind === 'packet') return item
    }
  }

  /** The next frames; fewer when the connection ends. Sender reports on the way are kept for `reports`. */
  async frames(wanted: number): Promise<readonly ReceivedFrame[]> {
    const frames: ReceivedFrame[] = []
    let packets: Buffer[] = []
    while (frames.length < wanted) {
      const packet = await this.packet()
      if (packet === undefined) break
      if (packet.channel === 1) {
        this.#reports.push(packet.bytes)
        continue
      }
      packets.push(packet.bytes)
      if ((packet.bytes[1]! & 0x80) === 0) continue
      const nals = depacketise(packets)
      const [first] = packets as [Buffer]
      frames.push({
        nals,
        timestamp: first.readUInt32BE(4),
        sequence: first.readUInt16BE(2),
        mark: readFrameMark(nals),
      })
      packets = []
    }
    return frames
  }

  get reports(): readonly Buffer[] {
    return this.#reports
  }

  /** Resolves when the server has ended the connection; the rest of the stream is read and left. */
  async closed(): Promise<void> {
    while ((await this.packet()) !== undefined) continue
  }

  close(): void {
    this.socket.destroy()
  }

  async *#read(): AsyncGenerator<Item> {
    let rest: Buffer = Buffer.alloc(0)
    for await (const piece of this.socket) {
      this.raw.push(piece as Buffer)
      rest = Buffer.concat([rest, piece as Buffer])
      for (;;) {
        const cut = rest[0] === 0x24 ? cutPacket(rest) : cutReply(rest)
        if (cut === undefined) break
        rest = rest.subarray(cut.length)
        yield cut.item
      }
    }
  }
}

type Cut = { readonly item: Item; readonly length: number }

function cutPacket(bytes: Buffer): Cut | undefined {
  if (bytes.length < 4 || bytes.length < 4 + bytes.readUInt16BE(2)) return undefined
  const length = 4 + bytes.readUInt16BE(2)
  return { item: { kind: 'packet', channel: bytes[1]!, bytes: bytes.subarray(4, length) }, length }
}

function cutReply(bytes: Buffer): Cut | undefined {
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const [line, ...fields] = bytes.toString('latin1', 0, end).split('\r\n')
  const headers = new Map<string, string[]>()
  for (const field of fields) {
    const [, name, value] = /^([^:]+):\s*(.*)$/.exec(field)!
    headers.set(name!.toLowerCase(), [...(headers.get(name!.toLowerCase()) ?? []), value!])
  }
  const length = end + 4 + Number(headers.get('content-length')?.[0] ?? 0)
  if (bytes.length < length) return undefined
  const status = Number(/^RTSP\/1\.0 (\d{3}) /.exec(line!)![1])
  return {
    item: { kind: 'reply', reply: { status, headers, body: bytes.toString('utf8', end + 4, length) } },
    length,
  }
}

/** NAL units of RTP packets of one access unit, RFC 6184: single NAL unit, STAP-A, FU-A. */
export function depacketise(packets: readonly Buffer[]): readonly Uint8Array[] {
  const nals: Uint8Array[] = []
  let fragments: Uint8Array[] = []
  for (const packet of packets) {
    const payload = packet.subarray(12)
    const type = nalType(payload)
    if (type < 24) nals.push(payload)
    else if (type === 24)
      for (let at = 1; at < payload.length; at += 2 + payload.readUInt16BE(at))
        nals.push(payload.subarray(at + 2, at + 2 + payload.readUInt16BE(at)))
    else if (type === 28) {
      const [indicator, header] = payload as unknown as [number, number]
      if ((header & 0x80) !== 0) fragments = [Uint8Array.of((indicator & 0xe0) | (header & 0x1f))]
      fragments.push(payload.subarray(2))
      if ((header & 0x40) !== 0) nals.push(Buffer.concat(fragments))
    } else throw new Error(`NAL unit type ${type} is not of packetization-mode 1`)
  }
  return nals
}
