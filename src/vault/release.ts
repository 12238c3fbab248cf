import type { InstructionId, PersonId } from '../domain/ids.ts'
import { deriveClipKey, type OpenedLeaf } from './clip-key.ts'
import { VaultFault } from './fault.ts'
import type { GrantedLeaves } from './grant.ts'
import { openWith, sealLabels, sealTo } from './hpke.ts'
import { type CameraLeaf, idBytes, leafRefBytes } from './leaf-ref.ts'
import { join, wipe } from './secret.ts'

/** Longest footage that one release opens, in milliseconds. */
export const longestRelease = 10 * 60_000

/** What a release answers: bound to its sealing. */
export type ReleaseOf = {
  readonly instruction: InstructionId
  readonly viewer: PersonId
  /** in the order asked for */
  readonly leaves: readonly CameraLeaf[]
}

function boundTo({ instruction, viewer, leaves }: ReleaseOf): Uint8Array<ArrayBuffer> {
  return join(idBytes(instruction), idBytes(viewer), ...leaves.map(leafRefBytes))
}

/**
 * Seals the time lock's half to a session key.
 * @param halves `leaf1` of each leaf, 32 bytes, left as they are
 */
export async function sealRelease(
  sessionPublicKey: Uint8Array,
  of: ReleaseOf,
  halves: readonly Uint8Array[],
): Promise<Uint8Array<ArrayBuffer>> {
  const plaintext = join(...halves)
  try {
    return await sealTo(sessionPublicKey, plaintext, sealLabels.release, boundTo(of))
  } finally {
    wipe(plaintext)
  }
}

/** Opens a release with the session key; the caller wipes the halves.
 * @throws VaultFault `seal-broken` when it answers another request */
export async function openRelease(
  session: CryptoKeyPair,
  of: ReleaseOf,
  sealed: Uint8Array,
): Promise<Uint8Array<ArrayBuffer>[]> {
  const plaintext = await openWith(session, sealed, sealLabels.release, boundTo(of))
  try {
    if (plaintext.length !== of.leaves.length * 32)
      throw new VaultFault('seal-broken', 'a release does not hold the leaves asked for')
    return of.leaves.map((_, i) => join(plaintext.subarray(i * 32, i * 32 + 32)))
  } finally {
    wipe(plaintext)
  }
}

/**
 * Brings both halves together: the keys of the leaves, in the order of the release. The release's halves are wiped, the grants stay for
 * the next ten minutes.
 * @throws VaultFault `not-granted` for a leaf that no grant covers, `seal-broken`
 */
export async function openLeaves(
  session: CryptoKeyPair,
  of: ReleaseOf,
  sealed: Uint8Array,
  grants: readonly GrantedLeaves[],
): Promise<readonly OpenedLeaf[]> {
  const granted = of.leaves.map(({ camera, epoch, leaf }) => {
    const grant = grants.find(
      (grant) =>
        grant.epoch === epoch && grant.camera === camera && grant.first <= leaf && leaf <= grant.last,
    )
    const half = grant?.leaves[leaf - grant.first]
    if (half === undefined) throw new VaultFault('not-granted', `leaf ${leaf} of epoch ${epoch}`)
    return half
  })
  const halves = await openRelease(session, of, sealed)
  try {
    return of.leaves.map((ref, i) =>
      // both arrays have the length of `of.leaves`
      deriveClipKey(halves[i] as Uint8Array, granted[i] as Uint8Array, ref),
    )
  } finally {
    wipe(...halves)
  }
}
