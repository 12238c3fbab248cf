import { rmSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import type { Clock } from '../domain/clock.ts'
import type { OwnedStore } from '../footage/store.ts'
import type { EpochKeeper, PreparedEpoch } from '../recorder/ports.ts'
import { type Recorder, startRecorder } from '../recorder/recorder.ts'
import { prepareEpoch } from '../vault/epoch-secrets.ts'
import { whenAskedToEnd } from './ending.ts'
import { ownFootage } from './footage-files.ts'
import { LinkFault, Peer } from './link/peer.ts'
import {
  callOver,
  type HandlersOf,
  type RecorderCalls,
  type RecorderConfig,
  type ServerCalls,
} from './link/recorder-link.ts'
import { systemClock } from './system-clock.ts'
import { TimeSync } from './time-sync.ts'

/** How often the server is told that no slot is free, in milliseconds. */
const storeCheckEvery = 1000

type Running = { readonly owned: OwnedStore; readonly recorder: Recorder; readonly config: RecorderConfig }

/** The recorder process: cameras, sealing, the footage store. The server connects to it and tells it what to record. */
class RecorderProcess {
  readonly #clock: Clock
  readonly #timeSync = new TimeSync()
  #peer: Peer | null = null
  #running: Running | null = null
  /** configuring, commands and ending follow one another */
  #queue: Promise<unknown> = Promise.resolve()
  #stopped = false

  constructor(clock: Clock) {
    this.#clock = clock
    setInterval(() => void this.#checkStore(), storeCheckEvery).unref()
  }

  /** The newest connection is the server's; one before it belongs to a server that is gone. */
  serve(socket: Socket): void {
    this.#peer?.close()
    this.#peer = new Peer(socket, this.#handlers())
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await this.#inTurn(async () => {
      await this.#running?.recorder.stop()
      await this.#running?.owned.close()
      this.#running = null
    })
    this.#peer?.close()
  }

  #handlers() {
    const store = () => {
      if (this.#running === null) throw new LinkFault('link-closed', 'the store is not open')
      return this.#running.owned.store
    }
    const handlers: HandlersOf<RecorderCalls> = {
      configure: (config) => this.#inTurn(() => this.#configure(config)).then(() => null),
      status: async () => this.#running?.recorder.status() ?? [],
      openEpochs: async () => [...(await store().openEpochs()), ...(this.#running?.recorder.spares() ?? [])],
      hold: ({ hold, endsOn, leaves }) => store().hold(hold, endsOn, leaves),
      recycleEpochs: ({ epochs, at }) => store().recycleEpochs(epochs, at),
      recycleHolds: ({ holds, at }) => store().recycleHolds(holds, at),
      overwritten: () => store().overwritten(),
      acknowledgeOverwritten: async (generations) => {
        await store().acknowledgeOverwritten(generations)
        return null
      },
    }
    return handlers
  }

  async #configure(config: RecorderConfig): Promise<void> {
    if (this.#stopped) return
    if (this.#running !== null) {
      this.#running.recorder.setRoleKey(config.roleKey)
      await this.#running.recorder.setCameras(config.cameras)
      return
    }
    const owned = await ownFootage(config.storeFolder, this.#clock, (fault) => report(fault))
    const cause = owned.recovery.clean ? 'recorder-stopped' : 'recorder-killed'
    const until = new Map(owned.recovery.cameras.map(({ camera, accountedTo }) => [camera, accountedTo]))
    const recorder = startRecorder({
      cameras: config.cameras,
      sink: owned.sink,
      keeper: this.#keeper(),
      prepareEpoch,
      roleKey: config.roleKey,
      clock: this.#clock,
      timeZone: config.timeZone,
      wallSynced: this.#timeSync.synced,
      earlierRun: (camera) => {
        const last = until.get(camera)
        // a camera added later in this run has no earlier one to account for twice
        until.delete(camera)
        return last === undefined ? undefined : { until: last, cause }
      },
      onFault: (fault) => report(fault),
    })
    this.#running = { owned, recorder, config }
  }

  #keeper(): EpochKeeper {
    const call: ReturnType<typeof callOver<ServerCalls>> = (method, params) => {
      if (this.#peer === null)
        return Promise.reject(new LinkFault('link-closed', 'the server is not connected'))
      return callOver<ServerCalls>(this.#peer)(method, params)
    }
    return {
      store: (prepared) => stored(prepared, call('storeEpoch', prepared)),
      began: async (epoch, at, day) => {
        await call('epochBegan', { epoch, at, day })
      },
    }
  }

  async #checkStore(): Promise<void> {
    const running = this.#running
    const peer = this.#peer
    if (running === null || peer === null) return
    try {
      const { free } = await running.owned.store.capacity()
      if (free === 0) await callOver<ServerCalls>(peer)('storeFull', null)
    } catch (error) {
      report(error)
    }
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(work)
    this.#queue = turn.catch(() => undefined)
    return turn
  }
}

/** The vault keeps the time lock or the epoch is given up; either way this process has no more use for it. */
export async function stored(prepared: PreparedEpoch, telling: Promise<unknown>): Promise<void> {
  try {
    await telling
  } finally {
    prepared.timeLock.fill(0)
  }
}

function report(fault: unknown): void {
  console.error(fault instanceof Error ? `${fault.name}: ${fault.message}` : String(fault))
}

export function runRecorder(clock: Clock): void {
  const path = process.argv[2] ?? ''
  rmSync(path, { force: true })
  const recorder = new RecorderProcess(clock)
  const server = createServer((socket) => recorder.serve(socket)).listen(path)
  whenAskedToEnd(async () => {
    server.close()
    await recorder.stop()
  })
}

if (import.meta.main) runRecorder(systemClock)
