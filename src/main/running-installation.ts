import { createConnection } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import type { Context } from '../acts/context.ts'
import type { ExportPlan } from '../acts/export-footage.ts'
import { epochBegan, keepEpoch } from '../acts/keep-epoch.ts'
import { sampleCameraHost } from '../acts/sample.ts'
import { takeRules } from '../acts/take-rules.ts'
import type { Clock } from '../domain/clock.ts'
import type { CameraId, RoleKeyId } from '../domain/ids.ts'
import type { Installation } from '../http/host.ts'
import { toBase64 } from '../ledger/note.ts'
import type { CameraSource, CameraStatus } from '../recorder/ports.ts'
import { Background } from './background.ts'
import type { Config, DataFolder } from './data-folder.ts'
import { ExportJobs } from './export-jobs.ts'
import { type FootageReading, readFootage } from './footage-files.ts'
import { type OpenParts, openParts } from './installation.ts'
import { LinkFault, Peer } from './link/peer.ts'
import { callOver, type HandlersOf, type RecorderCalls, type ServerCalls } from './link/recorder-link.ts'
import { rulesOfToday } from './packs.ts'
import { remoteFootage } from './remote-footage.ts'
import { TimeSync } from './time-sync.ts'

export type RunningOptions = {
  readonly folder: DataFolder
  readonly config: Config
  readonly socket: string
  readonly clock: Clock
  readonly everyMs: number
  readonly onFault: (error: unknown, what: string) => void
}

const reconnectAfter = 300

/** An installation with its recorder, its background and its export jobs. */
export class RunningInstallation implements Installation {
  readonly #options: RunningOptions
  readonly #parts: OpenParts
  readonly #reading: FootageReading
  readonly #background: Background
  readonly #jobs: ExportJobs
  readonly roleKey: Installation['roleKey']
  #peer: Peer | null = null
  #closing = new AbortController()
  #linked: Promise<void>
  #virtualCameraPort = 0
  /** the recorder is connected and its store is open */
  #configured = false

  private constructor(
    options: RunningOptions,
    parts: OpenParts,
    reading: FootageReading,
    roleKey: Installation['roleKey'],
    peer: { current: Peer | null },
  ) {
    this.#options = options
    this.#parts = parts
    this.#reading = reading
    this.roleKey = roleKey
    this.#jobs = new ExportJobs(parts, options.config)
    this.#background = new Background(parts.context, {
      everyMs: options.everyMs,
      ready: () => this.#configured,
      rulesOfToday: async () =>
        takeRules(parts.context, await rulesOfToday(options.config, options.clock.now())),
      onFault: options.onFault,
    })
    this.#linked = this.#keepLinked(peer)
  }

  static async open(options: RunningOptions): Promise<RunningInstallation> {
    const { folder, config, clock } = options
    const { pack } = await rulesOfToday(config, clock.now())
    const reading = await readFootage(folder.footage)
    const peer: { current: Peer | null } = { current: null }
    const footage = remoteFootage(reading.reader, () => peer.current)
    const parts = await openParts({ folder, config, pack, clock, footage, synced: new TimeSync().synced })
    const key = await parts.context.records.db
      .selectFrom('roleKeys')
      .selectAll()
      .where('id', '=', config.roleKey)
      .executeTakeFirstOrThrow()
    const roleKey = { id: key.id as RoleKeyId, publicKey: Uint8Array.from(key.publicKey) }
    return new RunningInstallation(options, parts, reading, roleKey, peer)
  }

  get context(): Context {
    return this.#parts.context
  }

  get sample(): boolean {
    return this.#options.config.sample
  }

  async close(): Promise<void> {
    this.#closing.abort()
    this.#jobs.close()
    await this.#background.stop()
    this.#peer?.close()
    await this.#linked
    await this.#reading.close()
    await this.#parts.close()
  }

  virtualCamerasAt(port: number): void {
    this.#virtualCameraPort = port
    this.camerasChanged().catch((error: unknown) => this.#options.onFault(error, 'virtual cameras'))
  }

  async cameraStatus(): Promise<ReadonlyMap<CameraId, CameraStatus> | null> {
    if (this.#peer === null) return null
    try {
      const statuses = await callOver<RecorderCalls>(this.#peer)('status', null)
      return new Map(statuses.map((status) => [status.camera, status]))
    } catch (error) {
      if (error instanceof LinkFault) return null
      throw error
    }
  }

  /** Tells the recorder what to record; when it does not answer it is told once it does. */
  async camerasChanged(): Promise<void> {
    if (this.#peer === null || this.#camerasUnknown()) return
    await callOver<RecorderCalls>(this.#peer)('configure', {
      storeFolder: this.#options.folder.footage,
      timeZone: this.context.pack.timeZone,
      roleKey: { id: this.roleKey.id, publicKey: Uint8Array.from(this.roleKey.publicKey) },
      cameras: await this.#sources(),
    })
    this.#configured = true
    this.#background.nudge()
  }

  holdsChanged(): void {
    this.#background.nudge()
  }

  openExportJob(plan: ExportPlan, person: string): Promise<Uint8Array> {
    return this.#jobs.open(plan, person)
  }

  giveExportKeys(id: string, person: string, sealed: Uint8Array<ArrayBuffer>): Promise<void> {
    return this.#jobs.giveKeys(id, person, sealed)
  }

  exportBundle(id: string, person: string) {
    return this.#jobs.bundle(id, person)
  }

  async checkLedger(saved: string) {
    const { ok, size, findings } = await this.#parts.checkLedger(saved)
    return {
      ok,
      size,
      findings: findings.map(({ code, ...fields }) => ({
        code,
        params: Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)])),
      })),
    }
  }

  checkpoint() {
    const checkpoint = this.#parts.ledger.checkpoint()
    const [newest] = this.context.records.entries(checkpoint?.size ?? 0, 1)
    if (checkpoint === undefined || newest === undefined) return null
    return { size: checkpoint.size, root: toBase64(checkpoint.root), at: newest.at, text: checkpoint.note }
  }

  /** A server that was started again learns last where the sample's cameras are; without them the recorder would stop recording them. */
  #camerasUnknown(): boolean {
    return this.sample && this.#virtualCameraPort === 0
  }

  async #sources(): Promise<readonly CameraSource[]> {
    const rows = await this.context.records.db
      .selectFrom('cameras')
      .selectAll()
      .where('state', '=', 'recording')
      .execute()
    return rows.map(({ id, url, username, password, row, place }) => {
      const address = new URL(url)
      if (address.hostname === sampleCameraHost) {
        address.hostname = '127.0.0.1'
        address.port = String(this.#virtualCameraPort)
      }
      return {
        camera: id as CameraId,
        url: address.href,
        label: `${row} ${place}`,
        ...(username === '' ? {} : { username, password }),
      }
    })
  }

  async #keepLinked(holder: { current: Peer | null }): Promise<void> {
    const { signal } = this.#closing
    while (!signal.aborted) {
      const peer = await this.#connect()
      if (peer !== null) {
        this.#peer = peer
        holder.current = peer
        await this.camerasChanged().catch((error: unknown) => this.#options.onFault(error, 'recorder'))
        await peer.closed
        this.#configured = false
        this.#peer = null
        holder.current = null
      }
      await delay(reconnectAfter, null, { signal }).catch(() => null)
    }
  }

  /** null while the recorder does not listen. */
  async #connect(): Promise<Peer | null> {
    const socket = createConnection(this.#options.socket)
    const connected = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true))
      socket.once('error', () => resolve(false))
    })
    return connected ? new Peer(socket, this.#handlers()) : null
  }

  #handlers(): HandlersOf<ServerCalls> {
    return {
      storeEpoch: async (prepared) => {
        await keepEpoch(this.context, prepared)
        return null
      },
      epochBegan: async ({ epoch, at, day }) => {
        await epochBegan(this.context, epoch, at, day)
        return null
      },
      storeFull: async () => {
        this.#background.storeFull()
        return null
      },
    }
  }
}
