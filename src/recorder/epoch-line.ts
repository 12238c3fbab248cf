import type { Clock } from '../domain/clock.ts'
import type { CameraId, EpochId } from '../domain/ids.ts'
import type { EpochSealer } from '../vault/leaf-key.ts'
import type { Backoff } from './backoff.ts'
import { RecorderFault } from './fault.ts'
import type { EpochKeeper, PrepareEpoch, RoleKey } from './ports.ts'

/** Epochs that stand ready: the next hour's and one more, so that a vault restart stops no recording. */
const AHEAD = 2

export type EpochLineOptions = {
  readonly camera: CameraId
  readonly prepareEpoch: PrepareEpoch
  readonly keeper: EpochKeeper
  readonly roleKey: RoleKey
  readonly clock: Clock
  readonly backoff: Backoff
  readonly newEpochId: () => EpochId
  fault(fault: RecorderFault): void
}

/** One camera's epochs whose locks are stored but which have not begun. Nothing here is awaited by the recording. */
export class EpochLine {
  readonly #options: EpochLineOptions
  readonly #ready: EpochSealer[] = []
  #roleKey: RoleKey
  #filling: Promise<void> | undefined
  #retryAt = 0
  #stopped = false

  constructor(options: EpochLineOptions) {
    this.#options = options
    this.#roleKey = options.roleKey
  }

  /** Epochs that stand ready. */
  get ready(): number {
    return this.#ready.length
  }

  /** The epochs that stand ready, stored and not begun. */
  spares(): readonly EpochId[] {
    return this.#ready.map(({ epoch }) => epoch)
  }

  /** The next epoch's sealer, now the caller's to wipe; undefined when none is stored yet. */
  take(): EpochSealer | undefined {
    const sealer = this.#ready.shift()
    this.fill()
    return sealer
  }

  /** Prepares what is missing; called again from time to time it repeats what failed. */
  fill(): void {
    const due = this.#options.clock.monotonic() >= this.#retryAt
    if (this.#stopped || this.#filling || this.#ready.length >= AHEAD || !due) return
    this.#filling = this.#prepareOne().finally(() => {
      this.#filling = undefined
      this.fill()
    })
  }

  /** From now on epochs are sealed to this key; those prepared under another are dropped. */
  setRoleKey(roleKey: RoleKey): void {
    if (roleKey.id === this.#roleKey.id) return
    this.#roleKey = roleKey
    this.#wipeReady()
    this.fill()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#wipeReady()
    await this.#filling
  }

  async #prepareOne(): Promise<void> {
    const { camera, prepareEpoch, keeper, clock, backoff, newEpochId } = this.#options
    const roleKey = this.#roleKey
    let sealer: EpochSealer | undefined
    try {
      const made = await prepareEpoch({ epoch: newEpochId(), camera, roleKey })
      sealer = made.sealer
      await keeper.store(made.prepared)
    } catch (error) {
      // after a failed store nobody knows whether it arrived: the epoch is given up, the next try makes another
      sealer?.wipe()
      const wait = backoff.next()
      this.#retryAt = clock.monotonic() + wait * 1000
      const why = error instanceof Error ? error.message : String(error)
      this.#options.fault(new RecorderFault('no-keys', `epoch not stored: ${why}`, {}, { cause: error }))
      return
    }
    backoff.reset()
    if (this.#stopped || this.#roleKey !== roleKey) sealer.wipe()
    else this.#ready.push(sealer)
  }

  #wipeReady(): void {
    for (const sealer of this.#ready.splice(0)) sealer.wipe()
  }
}
