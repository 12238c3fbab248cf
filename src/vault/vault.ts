import { createHmac } from 'node:crypto'
import type { Clock } from '../domain/clock.ts'
import type { CameraId, EpochId, HoldId, Instant, PersonId } from '../domain/ids.ts'
import { VaultFault } from './fault.ts'
import { type HalfLeaf, openHeldLeaves, sealHeldLeaves } from './held-leaves.ts'
import { type Instruction, instructionDigest, parseInstruction, verifyInstruction } from './instruction.ts'
import { KeyTable, type KeyTableParts } from './key-table.ts'
import type { TableFinding } from './key-table-load.ts'
import { type CameraLeaf, isLeafNumber } from './leaf-ref.ts'
import { type LedgerSigner, ledgerSigner } from './ledger-signer.ts'
import type { AnchorKind, VerifyLogged } from './ports.ts'
import { leavesOf } from './ratchet.ts'
import { longestRelease, sealRelease } from './release.ts'
import { join, randomSecret, wipe } from './secret.ts'

export type VaultParts = KeyTableParts & {
  readonly clock: Clock
  readonly verifyLogged: VerifyLogged
}

/** The leaves of a hold as the records keep them. */
export type HeldLeaves = { readonly hold: HoldId; readonly sealed: Uint8Array }

export type LeafOfEpoch = { readonly epoch: EpochId; readonly leaf: number }

export type ReleaseRequest = {
  /** canonical JSON of the instruction */
  readonly instruction: string
  readonly signature: Uint8Array
  /** enrolled key of the person whom the instruction names as unlocker, 65 bytes */
  readonly unlockerSignKey: Uint8Array
  readonly viewer: PersonId
  /** P-256, 65 bytes */
  readonly sessionPublicKey: Uint8Array
  /** what is asked for, with the true edges of each leaf; each leaf once */
  readonly leaves: readonly (CameraLeaf & { readonly first: Instant; readonly last: Instant })[]
  /** what `verifyLogged` understands */
  readonly proof: unknown
  /** holds that may have leaves whose epoch is erased */
  readonly holds: readonly HeldLeaves[]
}

/** What a certificate says of the keys. */
export type ErasedKeys = {
  /** generation of the key table that came in force */
  readonly generation: number
  readonly anchorKind: AnchorKind
  readonly destroyedAt: Instant
}

const nameOf = ({ epoch, leaf }: LeafOfEpoch) => `${epoch}/${leaf}`

/** The only holder of time locks, hold keys and the ledger's signing key. */
export class Vault {
  readonly #table: KeyTable
  readonly #parts: VaultParts

  private constructor(table: KeyTable, parts: VaultParts) {
    this.#table = table
    this.#parts = parts
  }

  /** Makes the vault of a new store.
   * @throws VaultFault as `KeyTable.create` */
  static async create(parts: VaultParts): Promise<Vault> {
    return new Vault(await KeyTable.create(parts), parts)
  }

  /** @throws VaultFault as `KeyTable.open` */
  static async open(parts: VaultParts): Promise<Vault> {
    return new Vault(await KeyTable.open(parts), parts)
  }

  /** what was put in order when the key table was opened */
  get findings(): readonly TableFinding[] {
    return this.#table.findings
  }

  get anchorKind(): AnchorKind {
    return this.#parts.anchor.kind
  }

  /** Ids of all epochs and holds that still have a key. */
  contents(): { readonly epochs: readonly EpochId[]; readonly holds: readonly HoldId[] } {
    return this.#table.contents()
  }

  /**
   * Keeps the time lock of an epoch; resolves when it is durable, and wipes it then. The same lock once more is no error.
   * @throws VaultFault `key-exists` for another lock of the same epoch, `key-table-io`, `bad-key`, `malformed`
   */
  async storeEpoch(lock: {
    readonly epoch: EpochId
    readonly camera: CameraId
    readonly timeLock: Uint8Array<ArrayBuffer>
  }): Promise<void> {
    const { epoch, camera, timeLock } = lock
    await this.#table.append([{ kind: 'epoch', epoch, camera, secret: timeLock }])
    wipe(timeLock)
  }

  /**
   * Seals `leaf1` of the leaves asked for to the viewer's session key, after it has checked signature, appointment, range, length and
   * ledger entry itself.
   * @returns what `openRelease` opens
   * @throws VaultFault `malformed`, `bad-key`, `signature-wrong`, `not-appointed`, `outside-instruction`, `too-much-footage`, `not-logged`,
   *   `time-lock-gone`, `seal-broken` (a hold's leaves)
   */
  async release(request: ReleaseRequest): Promise<Uint8Array<ArrayBuffer>> {
    const instruction = parseInstruction(request.instruction)
    if (!(await verifyInstruction(request.instruction, request.signature, request.unlockerSignKey)))
      throw new VaultFault('signature-wrong', `instruction ${instruction.id} is not signed by its unlocker`)
    if (!instruction.operators.includes(request.viewer))
      throw new VaultFault('not-appointed', `instruction ${instruction.id} does not name ${request.viewer}`)
    checkLeaves(instruction, request.leaves)
    const wanted = { instruction: instruction.id, sha256: instructionDigest(request.instruction) }
    if (!(await this.#parts.verifyLogged(request.proof, wanted)))
      throw new VaultFault('not-logged', `no ledger entry was shown for instruction ${instruction.id}`)
    const halves = this.#halves(request.leaves, request.holds)
    try {
      halves.forEach(({ camera, epoch }, i) => {
        if (request.leaves[i]?.camera !== camera)
          throw new VaultFault('outside-instruction', `epoch ${epoch} is of another camera`)
      })
      return await sealRelease(
        request.sessionPublicKey,
        { instruction: instruction.id, viewer: request.viewer, leaves: request.leaves },
        halves.map(({ half }) => half),
      )
    } finally {
      wipe(...halves.map(({ half }) => half))
    }
  }

  /**
   * Keeps exactly these leaves openable beyond the end of their epochs: makes the hold's own key, durable when this resolves, and gives
   * their halves sealed under it. Opens nothing. Once more for the same hold seals anew under the same key.
   * @param holds other holds that may have leaves whose epoch is erased
   * @throws VaultFault `time-lock-gone`, `malformed`, `key-table-io`, `seal-broken`
   */
  async placeHold(
    hold: HoldId,
    leaves: readonly LeafOfEpoch[],
    holds: readonly HeldLeaves[] = [],
  ): Promise<Uint8Array<ArrayBuffer>> {
    if (leaves.length === 0) throw new VaultFault('malformed', 'a hold has leaves')
    const halves = this.#halves(leaves, holds)
    const known = this.#table.hold(hold)
    const key = known === undefined ? randomSecret(32) : join(known)
    try {
      await this.#table.append([{ kind: 'hold', hold, secret: key }])
      return sealHeldLeaves(key, hold, halves)
    } finally {
      wipe(key, ...halves.map(({ half }) => half))
    }
  }

  /**
   * Destroys the keys of these epochs and holds, and with the old table key every copy of them. When it rejects, call it again: ending what
   * has ended already is no error.
   * @throws VaultFault as `KeyTable.rewrite`
   */
  async erase(drop: {
    readonly epochs: readonly EpochId[]
    readonly holds: readonly HoldId[]
  }): Promise<ErasedKeys> {
    await this.#table.rewrite(drop)
    return {
      generation: this.#table.generation,
      anchorKind: this.anchorKind,
      destroyedAt: this.#parts.clock.now(),
    }
  }

  ledgerSigner(): LedgerSigner {
    return ledgerSigner(() => this.#table.own('ledger-signing'))
  }

  /** A salt for a name that nobody has: stable, so that asking for salts does not tell which names exist. 16 bytes. */
  decoySalt(name: string): Uint8Array<ArrayBuffer> {
    const mac = createHmac('sha256', this.#table.own('decoy-salt')).update(name).digest()
    return new Uint8Array(mac.subarray(0, 16))
  }

  /** Waits for what is being written and wipes every secret. */
  async close(): Promise<void> {
    await this.#table.close()
  }

  /** `leaf1` of each leaf, in order, from its epoch or else from a hold; the caller wipes them. */
  #halves(leaves: readonly LeafOfEpoch[], holds: readonly HeldLeaves[]): readonly HalfLeaf[] {
    const opened = new Map<string, HalfLeaf>()
    try {
      for (const epoch of new Set(leaves.map(({ epoch }) => epoch)))
        for (const half of this.#halvesOfEpoch(epoch, leaves)) opened.set(nameOf(half), half)
      for (const { hold, sealed } of holds) {
        if (leaves.every((leaf) => opened.has(nameOf(leaf)))) break
        const key = this.#table.hold(hold)
        if (key === undefined) continue
        for (const half of openHeldLeaves(key, hold, sealed))
          if (opened.has(nameOf(half))) wipe(half.half)
          else opened.set(nameOf(half), half)
      }
      return leaves.map((leaf) => {
        const found = opened.get(nameOf(leaf))
        if (found === undefined)
          throw new VaultFault('time-lock-gone', `leaf ${leaf.leaf} of epoch ${leaf.epoch}`)
        return { ...found, half: join(found.half) }
      })
    } finally {
      wipe(...[...opened.values()].map(({ half }) => half))
    }
  }

  #halvesOfEpoch(epoch: EpochId, leaves: readonly LeafOfEpoch[]): readonly HalfLeaf[] {
    const lock = this.#table.epoch(epoch)
    if (lock === undefined) return []
    const wanted = new Set(leaves.filter((leaf) => leaf.epoch === epoch).map(({ leaf }) => leaf))
    const first = Math.min(...wanted)
    return leavesOf(lock.timeLock, first, Math.max(...wanted)).flatMap((half, i) => {
      if (wanted.has(first + i)) return [{ camera: lock.camera, epoch, leaf: first + i, half }]
      wipe(half)
      return []
    })
  }
}

function checkLeaves(instruction: Instruction, leaves: ReleaseRequest['leaves']): void {
  if (leaves.length === 0 || new Set(leaves.map(nameOf)).size !== leaves.length)
    throw new VaultFault('malformed', 'a release is of leaves, each once')
  for (const { camera, epoch, leaf } of leaves)
    if (
      !isLeafNumber(leaf) ||
      !instruction.epochs.some(
        (range) =>
          range.epoch === epoch && range.camera === camera && range.first <= leaf && leaf <= range.last,
      )
    )
      throw new VaultFault('outside-instruction', `leaf ${leaf} of epoch ${epoch}`)
  const footage = leaves.reduce((sum, { first, last }) => sum + Math.max(0, last - first), 0)
  if (!(footage <= longestRelease))
    throw new VaultFault('too-much-footage', `${footage} ms are more than ${longestRelease}`)
}
