import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { createConnection } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Peer } from '../../src/main/link/peer.ts'
import {
  callOver,
  type HandlersOf,
  type RecorderCalls,
  type RecorderConfig,
  type ServerCalls,
} from '../../src/main/link/recorder-link.ts'
import type { CameraStatus, EpochKeeper } from '../../src/recorder/ports.ts'

const entry = fileURLToPath(new URL('../../src/main/recorder-process.ts', import.meta.url))
const connectEvery = 50

/** The product's recorder process, with the caller in the place of the server. */
export class RecorderChild {
  readonly #child: ChildProcess
  readonly #peer: Peer

  private constructor(child: ChildProcess, peer: Peer) {
    this.#child = child
    this.#peer = peer
  }

  static async start(socket: string, keeper: EpochKeeper): Promise<RecorderChild> {
    const child = fork(entry, [socket], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      serialization: 'advanced',
    })
    const handlers: HandlersOf<ServerCalls> = {
      storeEpoch: async (prepared) => {
        await keeper.store(prepared)
        return null
      },
      epochBegan: async ({ epoch, at, day }) => {
        await keeper.began(epoch, at, day)
        return null
      },
      storeFull: async () => null,
    }
    for (;;) {
      const peer = await connect(socket, handlers)
      if (peer !== null) return new RecorderChild(child, peer)
      if (child.exitCode !== null) throw new Error(`the recorder ended with ${child.exitCode}`)
      await delay(connectEvery)
    }
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  async configure(config: RecorderConfig): Promise<void> {
    await callOver<RecorderCalls>(this.#peer)('configure', config)
  }

  status(): Promise<readonly CameraStatus[]> {
    return callOver<RecorderCalls>(this.#peer)('status', null)
  }

  /** Ends it as the supervisor does. @returns its exit code */
  async stop(): Promise<number | null> {
    if (this.#child.exitCode === null) {
      const gone = once(this.#child, 'exit')
      this.#child.kill('SIGTERM')
      await gone
    }
    this.#peer.close()
    return this.#child.exitCode
  }
}

/** null while it does not listen */
async function connect(path: string, handlers: HandlersOf<ServerCalls>): Promise<Peer | null> {
  const socket = createConnection(path)
  const connected = await new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true))
    socket.once('error', () => resolve(false))
  })
  return connected ? new Peer(socket, handlers) : null
}
