import { readFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import type { z } from 'zod'
import { ActFault } from '../acts/fault.ts'
import { sampleCameras, sampleKbps, sampleRetentionDays } from '../acts/sample.ts'
import { settleHolds } from '../acts/settle-holds.ts'
import { startProgram } from '../acts/start-program.ts'
import { lockStore, type StoreLock } from '../adapters/sqlite/footage-index-lock.ts'
import { periodDays } from '../domain/casework/keeping.ts'
import { founderRole } from '../domain/casework/operators.ts'
import type { Clock } from '../domain/clock.ts'
import { roleTitle } from '../domain/decide/subject.ts'
import { FootageFault } from '../footage/fault.ts'
import type { setupDraft, setupRequest } from '../http/contract.ts'
import type { Host } from '../http/host.ts'
import { type Config, type DataFolder, readConfig, writeWhole } from './data-folder.ts'
import { diskSum, slotBytes } from './disk-sum.ts'
import { askedPack, knownPacks, packInForce, rulesOfToday } from './packs.ts'
import { RunningInstallation } from './running-installation.ts'
import { servedFiles } from './served-files.ts'
import { setUp } from './set-up.ts'
import { programVersion } from './version.ts'

export type ServerHostOptions = {
  readonly folder: DataFolder
  /** the recorder's socket */
  readonly socket: string
  readonly clock: Clock
  readonly sampleSlots: number
  readonly everyMs: number
  readonly webFolder: string | null
  readonly onFault: (error: unknown, what: string) => void
  /** the installation runs: at start, or right after its setup */
  readonly onRunning: (config: Config) => Promise<void>
  readonly onSample: (cameras: readonly { readonly path: string; readonly clip: string }[]) => void
}

const firstPack = 'funabashi-houkago'
const firstCameras = 14
const firstKbps = 4000
const httpsPort = 8443
/** How long a server that is being replaced may take to let go, in milliseconds. */
const lockPatience = 15_000

/** The process behind the routes: before the setup an empty folder, afterwards an installation that runs. */
export class ServerHost implements Host {
  readonly #options: ServerHostOptions
  #config: Config | null = null
  #running: RunningInstallation | null = null
  #virtualCameraPort = 0
  #settingUp = false
  #lock: StoreLock | null = null

  constructor(options: ServerHostOptions) {
    this.#options = options
  }

  config(): Config | null {
    return this.#config
  }

  hostNames(): readonly string[] {
    const https = this.#config?.https
    return https == null ? [] : [https.host, https.address].filter((name) => name !== '')
  }

  /** Opens the installation if the data folder is one.
   * @throws FootageFault `store-in-use` while another program has the data folder */
  async open(): Promise<void> {
    this.#lock = await lockWithin(this.#options.folder.root, lockPatience)
    const config = await readConfig(this.#options.folder)
    if (config !== null) await this.#run(config)
  }

  async close(): Promise<void> {
    await this.#running?.close()
    this.#lock?.release()
  }

  virtualCamerasAt(port: number): void {
    this.#virtualCameraPort = port
    this.#running?.virtualCamerasAt(port)
  }

  installation(): RunningInstallation | null {
    return this.#running
  }

  async state() {
    const { folder, clock } = this.#options
    const config = this.#config
    const pack = this.#running?.context.pack
    return {
      setup:
        config === null
          ? (await readDraft(folder)) === null
            ? ('empty' as const)
            : ('draft' as const)
          : ('done' as const),
      sample: config?.sample ?? false,
      municipality: config?.municipality ?? null,
      pack:
        pack === undefined
          ? null
          : { id: pack.id, title: pack.title, timeZone: pack.timeZone, terms: pack.terms },
      version: programVersion,
      now: clock.now(),
    }
  }

  async setupOffer() {
    const { folder, clock, sampleSlots } = this.#options
    const draft = (await readDraft(folder)) ?? emptyDraft
    const now = clock.now()
    const packs = await Promise.all(
      (await knownPacks()).map(async ({ folder: id }) => {
        const pack = await packInForce(id, now, null)
        const period = pack.values['retention.period']
        const cameras =
          pack.register.is === 'stated' ? pack.register.value.reduce((sum, row) => sum + row.count, 0) : 1
        return {
          id,
          title: pack.title,
          cameras,
          days: periodDays(pack) ?? 0,
          approx: period?.is === 'stated' ? period.approx : ('exact' as const),
          founder: { role: founderRole(pack), label: roleTitle(pack, founderRole(pack)) },
        }
      }),
    )
    const samplePack = await packInForce(firstPack, now, sampleRetentionDays)
    const sample = await diskSum(folder.root, samplePack, now, {
      cameras: sampleCameras.length,
      kbps: sampleKbps,
    })
    const needed = sampleSlots * slotBytes
    return {
      draft,
      dataFolder: folder.root,
      packs,
      sum: await this.capacity(draft.pack, draft.cameras, draft.kbps),
      sampleSum: { ...sample, needed, fits: needed <= sample.available },
    }
  }

  async capacity(name: string, cameras: number, kbps: number) {
    const { folder, clock } = this.#options
    return diskSum(folder.root, await askedPack(name, clock.now(), null), clock.now(), { cameras, kbps })
  }

  async saveDraft(draft: z.infer<typeof setupDraft>): Promise<void> {
    await askedPack(draft.pack, this.#options.clock.now(), null)
    await writeWhole(this.#options.folder.draft, `${JSON.stringify(draft)}\n`)
  }

  async setUp(request: z.infer<typeof setupRequest>): Promise<void> {
    if (this.#settingUp) throw new ActFault('setup-done')
    this.#settingUp = true
    try {
      const { folder, clock, sampleSlots } = this.#options
      await this.#run(await setUp(folder, request, { clock, sampleSlots, httpsPort }))
    } finally {
      this.#settingUp = false
    }
  }

  async #run(config: Config): Promise<void> {
    this.#config = config
    const { folder, socket, clock, everyMs, onFault, onSample } = this.#options
    const running = await RunningInstallation.open({ folder, config, socket, clock, everyMs, onFault })
    await settleHolds(running.context)
    await startProgram(running.context, {
      version: programVersion,
      served: await servedFiles(this.#options.webFolder),
      ...(await rulesOfToday(config, clock.now())),
    })
    this.#running = running
    await this.#options.onRunning(config)
    if (config.sample) {
      running.virtualCamerasAt(this.#virtualCameraPort)
      onSample(sampleCameras.map(({ clip }) => ({ path: clip, clip })))
    }
  }
}

/** One program at a time owns a data folder: its key table and ledger have one writer. */
async function lockWithin(folder: string, patience: number): Promise<StoreLock> {
  const end = performance.now() + patience
  for (;;) {
    try {
      return lockStore(folder)
    } catch (error) {
      const busy = error instanceof FootageFault && error.code === 'store-in-use'
      if (!busy || performance.now() > end) throw error
      await delay(200)
    }
  }
}

const emptyDraft: z.infer<typeof setupDraft> = {
  step: 1,
  municipality: '',
  department: '',
  pack: firstPack,
  cameras: firstCameras,
  kbps: firstKbps,
  managerName: '',
  managerPost: '',
  anchorFolder: '',
  host: '',
  address: '',
}

async function readDraft(folder: DataFolder): Promise<z.infer<typeof setupDraft> | null> {
  try {
    return {
      ...emptyDraft,
      ...(JSON.parse(await readFile(folder.draft, 'utf8')) as z.infer<typeof setupDraft>),
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
