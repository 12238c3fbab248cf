import type { Clock } from '../../domain/clock.ts'
import { asRecorderFault, type FaultPlace, RecorderFault } from '../fault.ts'
import type { RecorderLimits } from '../limits.ts'
import type { CameraSource } from '../ports.ts'
import { baseUri, type CameraAddress, controlUris, parseAddress } from './address.ts'
import { Authenticator } from './auth.ts'
import { InterleavedDemux } from './demux.ts'
import { KeepAlive, type KeepAliveMethod } from './keep-alive.ts'
import { field, formatRequest, type RequestFields, type RtspRequest, type RtspResponse } from './message.ts'
import { parseSdp, type VideoDescription } from './sdp.ts'
import type { Connector, Wire } from './transport.ts'
import { type Channels, parseSession, parseTransport } from './transport-header.ts'

/** What a session tells its owner. Nothing is told after `ended`, which comes once unless `close` was called. */
export interface RtspHandlers {
  /** the stream is known; packets may follow before the camera has answered PLAY */
  described(video: VideoDescription): void
  /** the camera answered PLAY; `ssrc` is the source it announced */
  playing(ssrc: number | undefined): void
  /** an RTP packet of the stream, valid only during the call; what it throws ends the session */
  packet(bytes: Buffer, from: number, to: number): void
  /** something was wrong that does not end the session */
  notice(fault: RecorderFault): void
  ended(fault: RecorderFault): void
}

export type RtspClientOptions = {
  readonly source: CameraSource
  readonly connector: Connector
  readonly clock: Clock
  readonly limits: RecorderLimits
  readonly handlers: RtspHandlers
  readonly newCnonce: () => string
  /** the request that keeps this camera's sessions alive, as far as it was learned */
  readonly keepAlive: KeepAliveMethod | undefined
}

type Pending = {
  readonly method: string
  readonly deadline: number
  readonly resolve: (response: RtspResponse) => void
  readonly reject: (fault: RecorderFault) => void
}

const ASKED: Channels = { rtp: 0, rtcp: 1 }
const USER_AGENT = ['User-Agent', 'Tsujiban'] as const
/** Statuses after which another address for the same stream may succeed. */
const wrongAddress = new Set([400, 404, 451, 454, 459, 460])
const MOST_ATTEMPTS = 4

/** One RTSP session over one TCP connection, media interleaved (RFC 2326), from OPTIONS to TEARDOWN. */
export class RtspClient {
  readonly #options: RtspClientOptions
  readonly #demux: InterleavedDemux
  readonly #pending = new Map<number, Pending>()
  readonly #auth: Authenticator
  #address: CameraAddress | undefined
  #wire: Wire | undefined
  #cseq = 0
  #base = ''
  #session: string | undefined
  #channels: Channels | undefined
  #keepAlive: KeepAlive | undefined
  #playSent = false
  #over = false
  #connectDeadline = 0
  #teardown = -1
  #tornDown: (() => void) | undefined

  constructor(options: RtspClientOptions) {
    this.#options = options
    const { username, password } = options.source
    const login = username === undefined ? undefined : { username, password: password ?? '' }
    this.#auth = new Authenticator(login, options.newCnonce)
    this.#demux = new InterleavedDemux({
      frame: (channel, bytes, from, to) => {
        if (this.#playSent && channel === this.#channels?.rtp) options.handlers.packet(bytes, from, to)
      },
      message: (message) => this.#message(message),
      garbage: (count, byte) =>
        options.handlers.notice(new RecorderFault('garbage', `${count} bytes passed over`, { byte })),
      expects: (channel) => channel === this.#channels?.rtp || channel === this.#channels?.rtcp,
    })
  }

  /** Where in the stream the session is; for faults. */
  get place(): FaultPlace {
    return { byte: this.#demux.position }
  }

  /** Method to keep the next session alive with, once the camera has shown what it can bear. */
  get learnedKeepAlive(): KeepAliveMethod | undefined {
    return this.#keepAlive?.learned(this.#options.clock.monotonic())
  }

  start(): void {
    const { source, connector, clock, limits } = this.#options
    try {
      this.#address = parseAddress(source.url)
    } catch (error) {
      this.#fail(asRecorderFault(error))
      return
    }
    this.#connectDeadline = clock.monotonic() + limits.answer * 1000
    this.#wire = connector.connect(this.#address.host, this.#address.port, {
      connected: () => {
        this.#connectDeadline = 0
        this.#handshake().catch((error: unknown) => this.#fail(asRecorderFault(error)))
      },
      received: (bytes, length) => {
        try {
          this.#demux.push(bytes, length)
        } catch (error) {
          this.#fail(asRecorderFault(error))
        }
      },
      closed: (fault) => this.#fail(fault),
    })
  }

  /** Time passes: unanswered requests fail, the session is kept alive. */
  tick(): void {
    if (this.#over || this.#tornDown) return
    const now = this.#options.clock.monotonic()
    if (this.#connectDeadline > 0 && now >= this.#connectDeadline) {
      this.#fail(new RecorderFault('connect-failed', 'no TCP connection in time'))
      return
    }
    for (const pending of this.#pending.values()) {
      if (now < pending.deadline) continue
      const { garbage } = this.#demux
      const what = `no answer to ${pending.method}`
      if (garbage > 0) this.#fail(new RecorderFault('garbage', `${what}, but ${garbage} other bytes`))
      else this.#fail(new RecorderFault('no-answer', what))
      return
    }
    const method = this.#keepAlive?.due(now)
    if (method) this.#keepAlive?.sent(this.#send(method, this.#base), now)
  }

  /** Ends the session because of what its owner found; `ended` is told. */
  abandon(fault: RecorderFault): void {
    this.#fail(fault)
  }

  /** Ends the session with TEARDOWN. Packets are still handed over until the camera has answered or a second has passed. */
  close(after: (milliseconds: number, run: () => void) => () => void): Promise<void> {
    const wire = this.#wire
    if (this.#over || !wire || this.#session === undefined) {
      this.#over = true
      wire?.destroy()
      return Promise.resolve()
    }
    return new Promise((resolve) => {
      const cancel = after(this.#options.limits.teardown, () => this.#tornDown?.())
      this.#tornDown = () => {
        this.#tornDown = undefined
        this.#over = true
        cancel()
        wire.destroy()
        resolve()
      }
      this.#teardown = this.#send('TEARDOWN', this.#base)
    })
  }

  async #handshake(): Promise<void> {
    const address = this.#address
    if (!address) return
    const options = await this.#request('OPTIONS', address.uri, [])
    const described = await this.#require('DESCRIBE', address.uri, [['Accept', 'application/sdp']])
    const video = parseSdp(described.body)
    const given = field(described.headers, 'content-base') ?? field(described.headers, 'content-location')
    const base = baseUri(address, given)
    this.#base = controlUris(address, base, video.sessionControl)[0] ?? base
    this.#options.handlers.described(video)
    const setup = await this.#setup(controlUris(address, base, video.control))
    const transport = parseTransport(field(setup.headers, 'transport'), ASKED)
    this.#channels = transport
    const session = parseSession(field(setup.headers, 'session'))
    this.#session = session?.id
    this.#playSent = true
    const played = await this.#require('PLAY', this.#base, [['Range', 'npt=0.000-']])
    const renewed = parseSession(field(played.headers, 'session'))
    if (renewed) this.#session = renewed.id
    this.#keepAlive = new KeepAlive({
      advertised: field(options.headers, 'public'),
      learned: this.#options.keepAlive,
      timeoutSeconds: session?.timeout ?? 60,
      now: this.#options.clock.monotonic(),
    })
    if (this.#over) return
    this.#wire?.streams()
    this.#options.handlers.playing(transport.ssrc)
  }

  async #setup(uris: readonly string[]): Promise<RtspResponse> {
    const transport = `RTP/AVP/TCP;unicast;interleaved=${ASKED.rtp}-${ASKED.rtcp}`
    let refused: RtspResponse | undefined
    for (const uri of uris) {
      const response = await this.#request('SETUP', uri, [['Transport', transport]])
      if (response.status === 200) return response
      refused ??= response
      if (!wrongAddress.has(response.status)) break
    }
    const what = `SETUP answered ${refused?.status} ${refused?.reason}`
    throw new RecorderFault(refused?.status === 461 ? 'transport-refused' : 'rtsp-status', what)
  }

  async #require(method: string, uri: string, fields: RequestFields): Promise<RtspResponse> {
    const response = await this.#request(method, uri, fields)
    if (response.status === 200) return response
    throw new RecorderFault('rtsp-status', `${method} answered ${response.status} ${response.reason}`)
  }

  /** Sends a request and answers challenges. */
  async #request(method: string, uri: string, fields: RequestFields): Promise<RtspResponse> {
    for (let attempt = 1; ; attempt++) {
      const response = await this.#exchange(method, uri, fields)
      if (response.status !== 401) {
        if (response.status < 400) this.#auth.accepted()
        return response
      }
      if (attempt >= MOST_ATTEMPTS)
        throw new RecorderFault('auth-refused', `${method} refused again and again`)
      this.#auth.challenged(response.headers.get('www-authenticate') ?? [])
    }
  }

  #exchange(method: string, uri: string, fields: RequestFields): Promise<RtspResponse> {
    return new Promise((resolve, reject) => {
      if (this.#over) {
        reject(new RecorderFault('connection-lost', 'the session is over'))
        return
      }
      const deadline = this.#options.clock.monotonic() + this.#options.limits.answer * 1000
      this.#pending.set(this.#send(method, uri, fields), { method, deadline, resolve, reject })
    })
  }

  #send(method: string, uri: string, fields: RequestFields = []): number {
    const cseq = ++this.#cseq
    const authorization = this.#auth.authorization(method, uri)
    const all: (readonly [string, string])[] = [USER_AGENT, ...fields]
    if (this.#session !== undefined) all.push(['Session', this.#session])
    if (authorization !== undefined) all.push(['Authorization', authorization])
    this.#wire?.send(formatRequest(method, uri, cseq, all))
    return cseq
  }

  #message(message: RtspResponse | RtspRequest): void {
    const number = Number(field(message.headers, 'cseq'))
    if (message.kind === 'request') {
      this.#wire?.send(`RTSP/1.0 200 OK\r\nCSeq: ${Number.isSafeInteger(number) ? number : 0}\r\n\r\n`)
      if (message.method === 'TEARDOWN')
        this.#fail(new RecorderFault('connection-lost', 'the camera ended the session'))
      return
    }
    if (this.#tornDown && (number === this.#teardown || Number.isNaN(number))) {
      this.#tornDown()
      return
    }
    // an answer without a usable CSeq belongs to the only request there is
    const [only] = this.#pending.size === 1 ? this.#pending.keys() : []
    const cseq = Number.isNaN(number) && only !== undefined ? only : number
    const pending = this.#pending.get(cseq)
    if (pending) {
      this.#pending.delete(cseq)
      pending.resolve(message)
      return
    }
    const answer = this.#keepAlive?.answered(cseq, message.status)
    if (answer === 'accepted') this.#auth.accepted()
    if (answer === 'challenged') this.#auth.challenged(message.headers.get('www-authenticate') ?? [])
  }

  #fail(found: RecorderFault): void {
    if (this.#over) return
    const fault = found.code === 'connect-failed' || !this.#wire ? found : found.at(this.place)
    if (this.#tornDown) {
      this.#tornDown()
      return
    }
    this.#over = true
    const pending = [...this.#pending.values()]
    this.#pending.clear()
    for (const { reject } of pending) reject(fault)
    if (fault.code !== 'connection-lost' && fault.code !== 'connect-failed' && this.#session !== undefined) {
      this.#send('TEARDOWN', this.#base)
      this.#wire?.release(this.#options.limits.teardown)
    } else {
      this.#wire?.destroy()
    }
    this.#options.handlers.ended(fault)
  }
}
