import { RecorderFault } from '../fault.ts'
import type { Connector, Wire, WireHandlers } from '../rtsp/transport.ts'
import { pps, sps } from './h264-samples.ts'
import { interleaved } from './rtp-samples.ts'

export type SeenRequest = {
  readonly method: string
  readonly uri: string
  readonly cseq: string
  readonly headers: ReadonlyMap<string, string>
}

/** A whole answer, or its parts; `silent` sends none. */
export type Answer =
  | 'silent'
  | Buffer
  | {
      readonly status?: number
      /** lines beside CSeq and Content-Length */
      readonly fields?: readonly string[]
      readonly body?: string
      readonly noCseq?: boolean
    }

export type Script = Partial<
  Record<string, (request: SeenRequest, connection: CameraConnection) => Answer | undefined>
>

export const plainSdp = [
  'v=0',
  's=test',
  'm=video 0 RTP/AVP 96',
  'a=rtpmap:96 H264/90000',
  `a=fmtp:96 packetization-mode=1;sprop-parameter-sets=${sps().toString('base64')},${pps().toString('base64')}`,
  'a=control:trackID=1',
  '',
].join('\r\n')

const standard: Script = {
  OPTIONS: () => ({ fields: ['Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN, GET_PARAMETER'] }),
  DESCRIBE: () => ({
    fields: ['Content-Type: application/sdp', 'Content-Base: rtsp://camera.test/live/'],
    body: plainSdp,
  }),
  SETUP: () => ({ fields: ['Transport: RTP/AVP/TCP;unicast;interleaved=0-1', 'Session: 4711;timeout=60'] }),
  PLAY: () => ({ fields: ['Session: 4711', 'RTP-Info: url=x;seq=0;rtptime=bogus;'] }),
  GET_PARAMETER: () => ({}),
  TEARDOWN: () => ({}),
}

const PIECE = 64 * 1024

/** One connection to the scripted camera, seen from the camera. */
export class CameraConnection {
  readonly requests: SeenRequest[] = []
  /** the recorder has let go of it */
  released = false
  #handlers: WireHandlers | undefined

  constructor(handlers: WireHandlers) {
    this.#handlers = handlers
  }

  /** Bytes for the recorder, in pieces as its socket would read them. */
  send(bytes: Buffer): void {
    for (let at = 0; at < bytes.length; at += PIECE) {
      const piece = Buffer.from(bytes.subarray(at, at + PIECE))
      this.#handlers?.received(piece, piece.length)
    }
  }

  /** RTP packets on a channel, one read each. */
  packets(packets: readonly Buffer[], channel = 0): void {
    for (const packet of packets) this.send(interleaved(channel, packet))
  }

  /** The camera or the network ends it. */
  drop(what = 'connection reset'): void {
    const handlers = this.#handlers
    this.#handlers = undefined
    handlers?.closed(new RecorderFault('connection-lost', what))
  }

  methods(): string[] {
    return this.requests.map(({ method }) => method)
  }

  last(method: string): SeenRequest | undefined {
    return this.requests.findLast((request) => request.method === method)
  }

  letGo(): void {
    this.released = true
    this.#handlers = undefined
  }
}

/** A camera in memory that answers as its script says; every answer comes in a turn of its own, as over a network. */
export class ScriptedCamera implements Connector {
  readonly connections: CameraConnection[] = []
  script: Script
  /** what `connect` meets: a camera, nobody, or a host that never answers */
  reachable: 'yes' | 'no' | 'silent' = 'yes'
  /** host and port asked for last */
  asked = ''

  constructor(script: Script = {}) {
    this.script = script
  }

  /** the connection opened last */
  get current(): CameraConnection {
    const connection = this.connections.at(-1)
    if (!connection) throw new Error('nobody has connected')
    return connection
  }

  connect(host: string, port: number, handlers: WireHandlers): Wire {
    this.asked = `${host}:${port}`
    const connection = new CameraConnection(handlers)
    this.connections.push(connection)
    queueMicrotask(() => {
      if (this.reachable === 'no') handlers.closed(new RecorderFault('connect-failed', 'connection refused'))
      else if (this.reachable === 'yes' && !connection.released) handlers.connected()
    })
    return {
      send: (text) => this.#take(connection, text),
      streams: () => {},
      release: () => connection.letGo(),
      destroy: () => connection.letGo(),
    }
  }

  #take(connection: CameraConnection, text: string): void {
    const [first = '', ...lines] = text.trimEnd().split('\r\n')
    const [method = '', uri = ''] = first.split(' ')
    if (method.startsWith('RTSP/')) return
    const headers = new Map(
      lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
    )
    const request = { method, uri, cseq: headers.get('CSeq') ?? '', headers }
    connection.requests.push(request)
    const answer = this.script[method]?.(request, connection) ??
      standard[method]?.(request, connection) ?? { status: 405 }
    if (answer === 'silent') return
    const bytes = Buffer.isBuffer(answer) ? answer : format(answer, request.cseq)
    queueMicrotask(() => connection.send(bytes))
  }
}

function format(answer: Exclude<Answer, Buffer | 'silent'>, cseq: string): Buffer {
  const { status = 200, fields = [], body = '', noCseq = false } = answer
  const lines = [`RTSP/1.0 ${status} ${status === 200 ? 'OK' : 'No'}`]
  if (!noCseq) lines.push(`CSeq: ${cseq}`)
  lines.push(...fields)
  if (body !== '') lines.push(`Content-Length: ${Buffer.byteLength(body)}`)
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`)
}

/** Lets everything that is under way in this process's queues happen. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 5; i++) await new Promise<void>((resolve) => setImmediate(resolve))
}
