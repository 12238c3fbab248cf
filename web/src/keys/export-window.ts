import type { OpenedLeaf } from '../../../src/vault/clip-key.ts'
import { sealClipKeys } from '../../../src/vault/export-keys.ts'
import { longestRelease } from '../../../src/vault/release.ts'
import { wipe } from '../../../src/vault/secret.ts'
import { fromBase64url, toBase64url } from '../bytes.ts'
import { releaseBatch } from '../playback/timeline.ts'
import type { PlaylistLeaf } from './messages.ts'
import type { ReleaseCall, WindowKeys } from './window-keys.ts'

/**
 * The keys of an export's leaves, sealed to its job: body of `POST /api/exports/:id/keys`.
 * @param job one-time public key of the job, base64url
 * @throws VaultFault
 */
export async function sealWindow(
  keys: WindowKeys,
  exportId: string,
  job: string,
  leaves: readonly PlaylistLeaf[],
  call: ReleaseCall,
): Promise<{ sealed: string }> {
  const opened: OpenedLeaf[] = []
  try {
    for (let from = 0; from < leaves.length; ) {
      const batch = releaseBatch(leaves, from, longestRelease, () => false)
      const wanted = batch.flatMap((index) => leaves[index] ?? [])
      opened.push(...(await keys.release(wanted, call)))
      from += batch.length
    }
    return { sealed: toBase64url(await sealClipKeys(fromBase64url(job), exportId, opened)) }
  } finally {
    wipe(...opened.map(({ key }) => key))
  }
}
