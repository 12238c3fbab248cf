import { readFileSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import type { OwnedStore } from '../../src/footage/store.ts'
import { whenAskedToEnd } from '../../src/main/ending.ts'
import { ownFootage } from '../../src/main/footage-files.ts'
import { Peer } from '../../src/main/link/peer.ts'
import {
  callOver,
  type HandlersOf,
  type RecorderCalls,
  type RecorderConfig,
  type ServerCalls,
} from '../../src/main/link/recorder-link.ts'
import { systemClock } from '../../src/main/system-clock.ts'
import type { CameraSource, EpochKeeper } from '../../src/recorder/ports.ts'
import { startRecorder } from '../../src/recorder/recorder.ts'
import { ManualTime } from '../../src/recorder/test-support/manual-time.ts'
import { Packetiser } from '../../src/recorder/test-support/rtp-samples.ts'
import { ScriptedCamera, settled } from '../../src/recorder/test-support/scripted-camera.ts'
import { prepareEpoch } from '../../src/vault/epoch-secrets.ts'
import { accessUnits, splitAnnexB } from '../../tools/virtual-camera/annex-b.ts'

/** What to record of the past: given as JSON in `TSUJIBAN_BENCH_PAST`. */
export type Past = {
  /** Annex B, looped */
  readonly clip: string
  readonly framesPerSecond: number
  /** wall time of the first frame, milliseconds */
  readonly from: number
  readonly seconds: number
}

/**
 * In the recorder's place: when it is told of the first camera, the product's recorder records the past, as fast as it can, from a camera
 * in memory and with time moved by hand. Epochs, sealing and store are as always.
 */
class PastRecorder {
  readonly #past: Past
  #peer: Peer | null = null
  #owned: OwnedStore | null = null
  #queue: Promise<unknown> = Promise.resolve()
  #done = false

  constructor(past: Past) {
    this.#past = past
  }

  serve(socket: Socket): void {
    this.#peer?.close()
    const store = () => {
      if (this.#owned === null) throw new Error('the store is not open')
      return this.#owned.store
    }
    const handlers: HandlersOf<RecorderCalls> = {
      configure: async (config) => {
        const turn = this.#queue.then(() => this.#configure(config))
        this.#queue = turn.catch(() => undefined)
        await turn
        return null
      },
      status: async () => [],
      openEpochs: () => store().openEpochs(),
      hold: ({ hold, endsOn, leaves }) => store().hold(hold, endsOn, leaves),
      recycleEpochs: ({ epochs, at }) => store().recycleEpochs(epochs, at),
      recycleHolds: ({ holds, at }) => store().recycleHolds(holds, at),
      overwritten: () => store().overwritten(),
      acknowledgeOverwritten: async (generations) => {
        await store().acknowledgeOverwritten(generations)
        return null
      },
    }
    this.#peer = new Peer(socket, handlers)
  }

  async stop(): Promise<void> {
    await this.#queue
    await this.#owned?.close()
    this.#peer?.close()
  }

  async #configure(config: RecorderConfig): Promise<void> {
    this.#owned ??= await ownFootage(config.storeFolder, systemClock, (fault) => console.error(fault.message))
    const [camera] = config.cameras
    if (camera === undefined || this.#done) return
    this.#done = true
    await this.#record(this.#owned, config, camera)
  }

  async #record({ sink }: OwnedStore, config: RecorderConfig, source: CameraSource): Promise<void> {
    const { clip, framesPerSecond, from, seconds } = this.#past
    const units = accessUnits(splitAnnexB(readFileSync(clip))).map(({ before, slices }) =>
      [...before, ...slices].map((nal) => Buffer.from(nal)),
    )
    const frame = 1000 / framesPerSecond
    const time = new ManualTime(new Date(from - frame).toISOString())
    const camera = new ScriptedCamera()
    const rtp = new Packetiser()
    const recorder = startRecorder({
      cameras: [source],
      sink,
      keeper: this.#keeper(),
      prepareEpoch,
      roleKey: config.roleKey,
      clock: time,
      timers: time,
      connector: camera,
      timeZone: config.timeZone,
      onFault: (fault) => console.error(fault.message),
    })
    while (recorder.spares().length < 2) await settled()
    for (let i = 0; i < seconds * framesPerSecond; i++) {
      time.advance(frame)
      camera.current.packets(
        rtp.unit(Math.round((i * 90_000) / framesPerSecond), units[i % units.length] ?? []),
      )
      if (i % framesPerSecond === 0) {
        // the queue to the disk is bounded; a camera gives it a second for a second's footage
        await sink.flush()
        await settled()
      }
    }
    await recorder.stop()
  }

  #keeper(): EpochKeeper {
    const call: ReturnType<typeof callOver<ServerCalls>> = (method, params) => {
      if (this.#peer === null) return Promise.reject(new Error('the server is not connected'))
      return callOver<ServerCalls>(this.#peer)(method, params)
    }
    return {
      store: async (prepared) => {
        await call('storeEpoch', prepared)
      },
      began: async (epoch, at, day) => {
        await call('epochBegan', { epoch, at, day })
      },
    }
  }
}

const recorder = new PastRecorder(JSON.parse(process.env['TSUJIBAN_BENCH_PAST'] ?? '{}') as Past)
const server = createServer((socket) => recorder.serve(socket)).listen(process.argv[2] ?? '')
whenAskedToEnd(async () => {
  server.close()
  await recorder.stop()
})
