import { randomUUID } from 'node:crypto'
import type { EpochId, RoleKeyId } from '../../src/domain/ids.ts'
import { LeafOpener } from '../../src/footage/leaf-opener.ts'
import type { FootageReader, LeafRow } from '../../src/footage/ports.ts'
import type { RecordHeader } from '../../src/footage/record.ts'
import { recordsOf } from '../../src/footage/record-stream.ts'
import type { EpochKeeper, PreparedEpoch } from '../../src/recorder/ports.ts'
import { deriveClipKey, type OpenedLeaf } from '../../src/vault/clip-key.ts'
import { openOfficeLock } from '../../src/vault/office-lock.ts'
import { leavesOf } from '../../src/vault/ratchet.ts'
import { createRoleKey, type RoleKey, roleKeyPair } from '../../src/vault/role-key.ts'
import { wipe } from '../../src/vault/secret.ts'

/** A fragment with its record's header, opened. */
export type KeptFragment = { readonly header: RecordHeader; readonly plaintext: Uint8Array<ArrayBuffer> }

/** Keeps both locks of every epoch, as no process of the product does, so that a test can open what was recorded. */
export class KeptKeys implements EpochKeeper {
  readonly #roleKey: RoleKey
  readonly #pair: CryptoKeyPair
  readonly #epochs = new Map<EpochId, PreparedEpoch>()

  private constructor(roleKey: RoleKey, pair: CryptoKeyPair) {
    this.#roleKey = roleKey
    this.#pair = pair
  }

  static async make(): Promise<KeptKeys> {
    const roleKey = await createRoleKey(randomUUID() as RoleKeyId)
    return new KeptKeys(roleKey, await roleKeyPair(roleKey))
  }

  /** what epochs are sealed to */
  get roleKey(): { readonly id: RoleKeyId; readonly publicKey: Uint8Array<ArrayBuffer> } {
    return { id: this.#roleKey.id, publicKey: Uint8Array.from(this.#roleKey.publicKey) }
  }

  async store(prepared: PreparedEpoch): Promise<void> {
    this.#epochs.set(prepared.epoch, { ...prepared, timeLock: Uint8Array.from(prepared.timeLock) })
    wipe(prepared.timeLock)
  }

  async began(epoch: EpochId): Promise<void> {
    this.#epoch(epoch)
  }

  /** The clip key of a leaf, from both locks. */
  async leafKey({ camera, epoch, leaf }: Pick<LeafRow, 'camera' | 'epoch' | 'leaf'>): Promise<OpenedLeaf> {
    const { timeLock, sealedOfficeLock, roleKey } = this.#epoch(epoch)
    const officeLock = await openOfficeLock(this.#pair, sealedOfficeLock, { epoch, camera, roleKey })
    const [leaf1, leaf2] = [timeLock, officeLock].map((lock) => leavesOf(lock, leaf, leaf)[0])
    if (leaf1 === undefined || leaf2 === undefined) throw new Error(`no leaf ${leaf}`)
    return deriveClipKey(leaf1, leaf2, { camera, epoch, leaf })
  }

  /** The fragments of leaves, one after another; only one leaf is in memory at a time. */
  async *fragments(reader: FootageReader, leaves: readonly LeafRow[]): AsyncGenerator<KeptFragment> {
    for (const leaf of leaves) {
      const opener = new LeafOpener(await this.leafKey(leaf))
      for (const record of recordsOf(await reader.readLeaf(leaf)))
        yield { header: record.header, plaintext: await opener.open(record) }
    }
  }

  #epoch(epoch: EpochId): PreparedEpoch {
    const kept = this.#epochs.get(epoch)
    if (kept === undefined) throw new Error(`epoch ${epoch} was never stored`)
    return kept
  }
}
