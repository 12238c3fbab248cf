import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Files that the processes start from; the demo and tests bring their own, with a clock that can be moved. */
export type Entries = { readonly recorder: string; readonly server: string; readonly virtualCameras: string }

export type ServerArguments = { readonly data: string; readonly port: number; readonly socket: string }

/** What the server process tells its supervisor. */
export type ServerMessage =
  | { readonly type: 'listening'; readonly port: number }
  /** the sample municipality runs: its virtual cameras are wanted, by path and clip */
  | { readonly type: 'sample'; readonly cameras: readonly { readonly path: string; readonly clip: string }[] }

/** What the supervisor tells the server process. */
export type SupervisorMessage = { readonly type: 'virtual-cameras'; readonly port: number }

export type SupervisorOptions = {
  readonly data: string
  /** 0 takes a free port */
  readonly port: number
  readonly entries: Entries
  readonly log: (line: string) => void
}

const restartAfter = 1000
const stopWithin = 30_000

/** Keeps the processes of one installation alive and ends them in an order in which nothing is lost. */
export class Supervisor {
  readonly #options: SupervisorOptions
  readonly #run: string
  readonly #children = new Map<keyof Entries, ChildProcess>()
  readonly #restarts = new Set<NodeJS.Timeout>()
  #port: number
  #virtualCameraPort = 0
  #sample: Extract<ServerMessage, { type: 'sample' }> | null = null
  #stopping = false
  readonly #listening = Promise.withResolvers<number>()

  constructor(options: SupervisorOptions) {
    this.#options = options
    this.#port = options.port
    // a socket's path may have some 100 characters: too few for data folders
    this.#run = mkdtempSync(join(tmpdir(), 'tsujiban-'))
  }

  /** Resolves with the port when the server listens for the first time. */
  start(): Promise<number> {
    this.#startRecorder()
    this.#startServer()
    return this.#listening.promise
  }

  child(name: keyof Entries): ChildProcess | undefined {
    return this.#children.get(name)
  }

  /** The recorder ends first, so that the server still hears of its last epochs; then server, then virtual cameras. */
  async stop(): Promise<void> {
    this.#stopping = true
    for (const timer of this.#restarts) clearTimeout(timer)
    for (const name of ['recorder', 'server', 'virtualCameras'] as const) await this.#end(name)
    rmSync(this.#run, { recursive: true, force: true })
  }

  get #socket(): string {
    return join(this.#run, 'recorder.sock')
  }

  #startRecorder(): void {
    this.#spawn('recorder', [this.#socket], () => this.#startRecorder())
  }

  #startServer(): void {
    const argument: ServerArguments = { data: this.#options.data, port: this.#port, socket: this.#socket }
    const child = this.#spawn('server', [JSON.stringify(argument)], () => this.#startServer())
    child.on('message', (message: ServerMessage) => {
      if (message.type === 'listening') {
        this.#port = message.port
        this.#listening.resolve(message.port)
        this.#tellServer()
      } else {
        this.#sample = message
        if (this.#children.has('virtualCameras')) this.#tellServer()
        else this.#startVirtualCameras()
      }
    })
  }

  #startVirtualCameras(): void {
    const sample = this.#sample
    if (sample === null) return
    const argument = { host: '127.0.0.1', port: this.#virtualCameraPort, cameras: sample.cameras }
    const child = this.#spawn('virtualCameras', [JSON.stringify(argument)], () => this.#startVirtualCameras())
    child.stdout?.once('data', (line: Buffer) => {
      this.#virtualCameraPort = (JSON.parse(line.toString('utf8')) as { port: number }).port
      this.#tellServer()
    })
  }

  #tellServer(): void {
    if (this.#virtualCameraPort === 0) return
    const message: SupervisorMessage = { type: 'virtual-cameras', port: this.#virtualCameraPort }
    const server = this.#children.get('server')
    if (server?.connected === true) server.send(message)
  }

  #spawn(name: keyof Entries, argv: readonly string[], again: () => void): ChildProcess {
    const child = fork(this.#options.entries[name], argv, {
      stdio: ['ignore', name === 'virtualCameras' ? 'pipe' : 'inherit', 'inherit', 'ipc'],
      serialization: 'advanced',
    })
    this.#children.set(name, child)
    child.once('exit', (code, signal) => {
      this.#children.delete(name)
      if (this.#stopping) return
      this.#options.log(`${name} ended (${signal ?? code ?? ''}); it is started again`)
      const timer = setTimeout(() => {
        this.#restarts.delete(timer)
        again()
      }, restartAfter)
      this.#restarts.add(timer)
    })
    return child
  }

  async #end(name: keyof Entries): Promise<void> {
    const child = this.#children.get(name)
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill('SIGTERM')
    const late = setTimeout(() => {
      this.#options.log(`${name} did not end within ${stopWithin / 1000} s and is killed`)
      child.kill('SIGKILL')
    }, stopWithin)
    await gone
    clearTimeout(late)
  }
}
