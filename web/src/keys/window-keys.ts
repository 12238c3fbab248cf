import type { CameraId, EpochId, InstructionId, PersonId } from '../../../src/domain/ids.ts'
import type { OpenedLeaf } from '../../../src/vault/clip-key.ts'
import { VaultFault } from '../../../src/vault/fault.ts'
import { type GrantedLeaves, openGrant } from '../../../src/vault/grant.ts'
import { newOneTimeKey, type OneTimeKey } from '../../../src/vault/p256.ts'
import { openLeaves } from '../../../src/vault/release.ts'
import { wipe } from '../../../src/vault/secret.ts'
import { fromBase64url, toBase64url } from '../bytes.ts'
import type { Playlist } from './messages.ts'

export type LeafName = { readonly epoch: string; readonly leaf: number }
/** Body of the release request, less what it serves, and the answer to it. */
export type ReleaseCall = (request: {
  readonly sessionPublicKey: string
  readonly leaves: { epoch: string; leaf: number }[]
}) => Promise<{ readonly sealed: string; readonly leaves: readonly LeafName[] }>

/** Both halves of a window's keys, for as long as one viewing or export lasts. The private keys never leave it. */
export class WindowKeys {
  readonly #instruction: string
  readonly #viewer: string
  readonly #grants: readonly GrantedLeaves[]
  readonly #session: OneTimeKey
  readonly #cameras: ReadonlyMap<string, string>

  private constructor(
    instruction: string,
    viewer: string,
    grants: readonly GrantedLeaves[],
    session: OneTimeKey,
    cameras: ReadonlyMap<string, string>,
  ) {
    this.#instruction = instruction
    this.#viewer = viewer
    this.#grants = grants
    this.#session = session
    this.#cameras = cameras
  }

  /**
   * Opens the viewer's grants with the personal key and makes a key for this session.
   * @param instruction id
   * @throws VaultFault
   */
  static async open(
    playlist: Playlist,
    instruction: string,
    viewer: string,
    personal: CryptoKeyPair,
  ): Promise<WindowKeys> {
    const cameras = new Map(playlist.leaves.map(({ epoch, camera }) => [epoch, camera]))
    const grants: GrantedLeaves[] = []
    for (const { epoch, first, last, sealed } of playlist.grants) {
      const camera = cameras.get(epoch)
      // an epoch whose footage has ended since the unlock
      if (camera === undefined) continue
      const of = {
        instruction: instruction as InstructionId,
        operator: viewer as PersonId,
        camera: camera as CameraId,
        epoch: epoch as EpochId,
        first,
        last,
      }
      grants.push(await openGrant(personal, of, fromBase64url(sealed)))
    }
    return new WindowKeys(instruction, viewer, grants, await newOneTimeKey(), cameras)
  }

  /**
   * Asks for the other half of these leaves and gives their keys, in the order of `leaves`. The caller wipes each `key`.
   * @throws VaultFault `not-granted`, `malformed` when the answer is about other leaves, `seal-broken`
   */
  async release(leaves: readonly LeafName[], call: ReleaseCall): Promise<readonly OpenedLeaf[]> {
    const answer = await call({
      sessionPublicKey: toBase64url(this.#session.publicKey),
      leaves: leaves.map(({ epoch, leaf }) => ({ epoch, leaf })),
    })
    const asked = leaves.map(({ epoch, leaf }) => `${epoch}/${leaf}`).join()
    if (answer.leaves.map(({ epoch, leaf }) => `${epoch}/${leaf}`).join() !== asked)
      throw new VaultFault('malformed', 'the release names other leaves than were asked for')
    return openLeaves(
      this.#session.pair,
      {
        instruction: this.#instruction as InstructionId,
        viewer: this.#viewer as PersonId,
        leaves: leaves.map(({ epoch, leaf }) => ({
          camera: (this.#cameras.get(epoch) ?? '') as CameraId,
          epoch: epoch as EpochId,
          leaf,
        })),
      },
      fromBase64url(answer.sealed),
      this.#grants,
    )
  }

  /** Overwrites what was opened. */
  wipe(): void {
    for (const grant of this.#grants) wipe(...grant.leaves)
  }
}
