import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { fileURLToPath } from 'node:url'
import { Peer } from '../../src/main/link/peer.ts'
import type { HandlersOf, RecorderCalls } from '../../src/main/link/recorder-link.ts'
import type { ServerArguments, ServerMessage, SupervisorMessage } from '../../src/main/supervisor.ts'
import type { CameraSource, CameraStatus } from '../../src/recorder/ports.ts'

const entry = fileURLToPath(new URL('./server-process.ts', import.meta.url))

/** The server process by itself. */
export class ServerChild {
  readonly #child: ChildProcess
  readonly base: string

  private constructor(child: ChildProcess, port: number) {
    this.#child = child
    this.base = `http://127.0.0.1:${port}`
  }

  static async start(data: string, socket: string): Promise<ServerChild> {
    const argument: ServerArguments = { data, port: 0, socket }
    const child = fork(entry, [JSON.stringify(argument)], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      serialization: 'advanced',
    })
    const port = await new Promise<number>((resolve, reject) => {
      child.on('message', (message: ServerMessage) => {
        if (message.type === 'listening') resolve(message.port)
      })
      child.once('exit', (code) => reject(new Error(`the server ended with ${code} before it listened`)))
    })
    // without one the recorder is not told of the sample's cameras
    const cameras: SupervisorMessage = { type: 'virtual-cameras', port: 554 }
    child.send(cameras)
    return new ServerChild(child, port)
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return
    const gone = once(this.#child, 'exit')
    this.#child.kill('SIGTERM')
    await gone
  }
}

/** In the recorder's place on its socket: says of every camera that it is recorded, and has nothing to do. */
export class QuietRecorder {
  readonly #server: Server
  readonly #peers = new Set<Peer>()
  #cameras: readonly CameraSource[] = []

  private constructor(server: Server) {
    this.#server = server
  }

  static async listen(path: string): Promise<QuietRecorder> {
    const server = createServer()
    const recorder = new QuietRecorder(server)
    server.on('connection', (socket) => recorder.#serve(socket))
    server.listen(path)
    await once(server, 'listening')
    return recorder
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close')
    this.#server.close()
    for (const peer of this.#peers) peer.close()
    await closed
  }

  #serve(socket: Socket): void {
    const freed = { slots: [], leaves: 0, bytes: 0, milliseconds: 0 }
    const handlers: HandlersOf<RecorderCalls> = {
      configure: async ({ cameras }) => {
        this.#cameras = cameras
        return null
      },
      status: async () => this.#cameras.map(({ camera }) => recording(camera)),
      openEpochs: async () => [],
      hold: async () => [],
      recycleEpochs: async () => freed,
      recycleHolds: async () => freed,
      overwritten: async () => [],
      acknowledgeOverwritten: async () => null,
    }
    const peer = new Peer(socket, handlers)
    this.#peers.add(peer)
    socket.on('close', () => this.#peers.delete(peer))
  }
}

function recording(camera: CameraStatus['camera']): CameraStatus {
  const now = Date.now() as CameraStatus['since']
  return {
    camera,
    state: 'recording',
    since: now,
    lastFrame: now,
    framesRecorded: 1000,
    bytesRecorded: 1_000_000,
    framesLost: 0,
  }
}
