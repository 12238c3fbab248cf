import { randomBytes } from 'node:crypto'
import type { Socket } from 'node:net'
import type { VirtualCamera } from './camera.ts'
import { rtspMethods } from './commands.ts'
import { authorise, challenges } from './digest.ts'
import { type ClientPacket, RequestFault, RequestReader, type RtspRequest } from './rtsp-request.ts'
import { describe, trackControl } from './sdp.ts'
import { Viewer } from './viewer.ts'

const reasons = {
  200: 'OK',
  400: 'Bad Request',
  401: 'Unauthorized',
  404: 'Not Found',
  454: 'Session Not Found',
  455: 'Method Not Valid in This State',
  461: 'Unsupported Transport',
  501: 'Not Implemented',
  503: 'Service Unavailable',
} as const
type Status = keyof typeof reasons

type Reply = {
  readonly status: Status
  readonly headers?: readonly (readonly [name: string, value: string])[]
  readonly body?: string
}

type Session = {
  readonly id: string
  readonly camera: VirtualCamera
  readonly viewer: Viewer
  playing: boolean
}

/** Serves one client until it goes: RFC 2326 with interleaved transport, at most one session. */
export function serveConnection(socket: Socket, cameras: ReadonlyMap<string, VirtualCamera>): void {
  const connection = new Connection(socket, cameras)
  socket.setNoDelay(true)
  socket.on('data', (bytes) => connection.receive(bytes as Buffer))
  // a client that vanishes is nothing to the cameras; `close` follows
  socket.on('error', () => socket.destroy())
  socket.on('close', () => connection.endSession())
}

class Connection {
  readonly #socket: Socket
  readonly #cameras: ReadonlyMap<string, VirtualCamera>
  readonly #reader = new RequestReader()
  #session: Session | undefined
  #timeout: NodeJS.Timeout | undefined
  #nonce = { value: '', camera: '', generation: -1, count: 0 }

  constructor(socket: Socket, cameras: ReadonlyMap<string, VirtualCamera>) {
    this.#socket = socket
    this.#cameras = cameras
  }

  receive(bytes: Uint8Array): void {
    let found: readonly (RtspRequest | ClientPacket)[]
    try {
      found = this.#reader.push(bytes)
    } catch (fault) {
      if (!(fault instanceof RequestFault)) throw fault
      this.#socket.end(`RTSP/1.0 400 ${reasons[400]}\r\n\r\n`)
      return
    }
    for (const item of found) if (item.kind === 'request') this.#request(item)
  }

  #request(request: RtspRequest): void {
    this.#postpone()
    const place = placeOf(request.uri)
    const camera =
      this.#cameras.get(place.path) ?? (request.method === 'OPTIONS' ? this.#session?.camera : undefined)
    const manners = camera?.manners ?? { kind: 'answer' }
    const affected = manners.kind !== 'answer' && (manners.at === undefined || manners.at === request.method)
    if (affected && manners.kind === 'ignore') return
    if (affected && manners.kind === 'endless-header' && camera !== undefined) {
      this.#endlessReply(request, camera)
      return
    }
    if (affected && manners.kind === 'refuse' && camera !== undefined) {
      this.#reply(
        request,
        manners.status === 401 ? this.#challenge(camera, false) : { status: manners.status },
      )
      return
    }
    if (!request.headers.has('cseq')) this.#reply(request, { status: 400 })
    else if (request.method === 'OPTIONS') this.#reply(request, options)
    else if (camera === undefined) this.#reply(request, { status: 404 })
    else this.#authorised(request, camera, place.track)
  }

  #authorised(request: RtspRequest, camera: VirtualCamera, track: string | undefined): void {
    const { auth } = camera.config
    if (auth !== undefined) {
      const outcome = authorise(auth, {
        header: request.headers.get('authorization'),
        method: request.method,
        uri: request.uri,
        nonce: this.#nonceFor(camera),
        count: this.#nonce.count,
      })
      if (outcome.kind !== 'accepted') {
        this.#reply(request, this.#challenge(camera, outcome.kind === 'stale'))
        return
      }
      this.#nonce.count = outcome.count
    }
    switch (request.method) {
      case 'DESCRIBE':
        this.#reply(request, this.#describe(request, camera))
        return
      case 'SETUP':
        this.#reply(request, this.#setup(request, camera, track))
        return
      case 'PLAY':
      case 'PAUSE':
      case 'TEARDOWN':
      case 'GET_PARAMETER':
      case 'SET_PARAMETER':
        this.#withSession(request, camera)
        return
      default:
        this.#reply(request, { status: 501 })
    }
  }

  #withSession(request: RtspRequest, camera: VirtualCamera): void {
    const session = this.#session
    const named = request.headers.get('session')?.split(';')[0]
    if (named === undefined && request.method.endsWith('_PARAMETER')) {
      this.#reply(request, { status: 200 })
      return
    }
    if (session === undefined || session.camera !== camera || session.id !== named) {
      this.#reply(request, { status: 454 })
      return
    }
    if (request.method === 'PLAY') {
      const { seq, rtptime } = session.viewer.position(camera.schedule.ticksAhead(camera.waitsForKeyFrame))
      const url = `${baseOf(request.uri)}${trackControl}`
      this.#reply(request, {
        status: 200,
        headers: [
          ...this.#sessionHeader(),
          ['Range', 'npt=now-'],
          ['RTP-Info', `url=${url};seq=${seq};rtptime=${rtptime}`],
        ],
      })
      if (!session.playing) camera.join(session.viewer)
      session.playing = true
      return
    }
    this.#reply(request, { status: 200, headers: this.#sessionHeader() })
    if (request.method === 'PAUSE') {
      camera.leave(session.viewer)
      session.playing = false
    }
    if (request.method === 'TEARDOWN') this.endSession()
  }

  #describe(request: RtspRequest, camera: VirtualCamera): Reply {
    const clip = camera.schedule.upcoming
    const body = describe({ ...clip, codec: camera.codec, host: this.#socket.localAddress ?? '127.0.0.1' })
    const headers = [
      ['Content-Type', 'application/sdp'],
      ['Content-Base', baseOf(request.uri)],
    ] as const
    return { status: 200, headers, body }
  }

  #setup(request: RtspRequest, camera: VirtualCamera, track: string | undefined): Reply {
    if (track !== trackControl) return { status: 404 }
    if (this.#session?.playing === true) return { status: 455 }
    const offer = (request.headers.get('transport') ?? '')
      .split(',')
      .find((one) => /^\s*RTP\/AVP\/TCP\b/i.test(one))
    if (offer === undefined) return { status: 461 }
    const asked = /;\s*interleaved=(\d{1,3})-(\d{1,3})/.exec(offer)
    const channels = [Number(asked?.[1] ?? 0), Number(asked?.[2] ?? 1)] as const
    if (channels.some((channel) => channel > 255)) return { status: 461 }
    this.endSession()
    const viewer = new Viewer(this.#socket, channels)
    this.#session = { id: randomBytes(8).toString('hex'), camera, viewer, playing: false }
    this.#postpone()
    const transport = `RTP/AVP/TCP;unicast;interleaved=${channels.join('-')};ssrc=${viewer.ssrc}`
    return { status: 200, headers: [...this.#sessionHeader(), ['Transport', transport]] }
  }

  #sessionHeader(): readonly (readonly [string, string])[] {
    return this.#session === undefined
      ? []
      : [['Session', `${this.#session.id};timeout=${this.#timeoutSeconds()}`]]
  }

  #timeoutSeconds(): number {
    return this.#session?.camera.config.sessionTimeoutSeconds ?? 60
  }

  /** The session lives as long as requests come; receiver reports do not count. */
  #postpone(): void {
    clearTimeout(this.#timeout)
    if (this.#session === undefined) return
    this.#timeout = setTimeout(() => this.#socket.destroy(), this.#timeoutSeconds() * 1000)
  }

  endSession(): void {
    clearTimeout(this.#timeout)
    if (this.#session === undefined) return
    this.#session.camera.leave(this.#session.viewer)
    this.#session = undefined
  }

  #nonceFor(camera: VirtualCamera): string {
    const { path } = camera.config
    const { nonceGeneration: generation } = camera
    if (this.#nonce.camera !== path || this.#nonce.generation !== generation)
      this.#nonce = { value: randomBytes(16).toString('hex'), camera: path, generation, count: 0 }
    return this.#nonce.value
  }

  #challenge(camera: VirtualCamera, stale: boolean): Reply {
    const auth = camera.config.auth ?? { username: '', password: '' }
    const headers = challenges(auth, this.#nonceFor(camera), stale).map(
      (value) => ['WWW-Authenticate', value] as const,
    )
    return { status: 401, headers }
  }

  #head(request: RtspRequest, status: Status): string {
    const sequence = request.headers.get('cseq')
    return `RTSP/1.0 ${status} ${reasons[status]}\r\n${sequence === undefined ? '' : `CSeq: ${sequence}\r\n`}`
  }

  #reply(request: RtspRequest, reply: Reply): void {
    const headers = [...(reply.headers ?? [])]
    if (reply.body !== undefined) headers.push(['Content-Length', String(Buffer.byteLength(reply.body))])
    const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')
    this.#socket.write(`${this.#head(request, reply.status)}${lines}\r\n${reply.body ?? ''}`)
  }

  #endlessReply(request: RtspRequest, camera: VirtualCamera): void {
    const line = `X-More: ${'a'.repeat(1000)}\r\n`
    const more = () => {
      if (this.#socket.destroyed) return
      if (camera.manners.kind !== 'endless-header') this.#socket.destroy()
      else if (this.#socket.write(line)) setImmediate(more)
      else this.#socket.once('drain', more)
    }
    this.#socket.write(this.#head(request, 200))
    more()
  }
}

const options: Reply = { status: 200, headers: [['Public', rtspMethods.join(', ')]] }

/** Path of the camera and name of the track that an address means; `*` means no camera. */
function placeOf(uri: string): { readonly path: string; readonly track: string | undefined } {
  const path = (/^rtsp:\/\/[^/]+(\/[^?]*)?/i.exec(uri)?.[1] ?? '').replace(/\/+$/, '')
  const track = path.endsWith(`/${trackControl}`) ? trackControl : undefined
  return { path: track === undefined ? path : path.slice(0, -track.length - 1), track }
}

/** The camera's address with a closing slash, to which the track's control attribute is appended. */
function baseOf(uri: string): string {
  return `${uri.replace(/[?#].*$/, '').replace(/\/+$/, '')}/`
}
