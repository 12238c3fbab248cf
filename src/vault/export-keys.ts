import type { OpenedLeaf } from './clip-key.ts'
import { VaultFault } from './fault.ts'
import { openWith, sealLabels, sealTo } from './hpke.ts'
import { idBytes, leafRefBytes, leafRefFrom, leafRefLength } from './leaf-ref.ts'
import { join, wipe } from './secret.ts'

const rowLength = leafRefLength + 64

/**
 * Seals the clip keys of a window to the one-time key of an export job; the operator's browser does it.
 * @param exportId lower-case UUID of the export: bound to the sealing
 * @param leaves left as they are
 */
export async function sealClipKeys(
  jobPublicKey: Uint8Array,
  exportId: string,
  leaves: readonly OpenedLeaf[],
): Promise<Uint8Array<ArrayBuffer>> {
  const rows = leaves.map((leaf) => join(leafRefBytes(leaf), leaf.key, leaf.commitment))
  const plaintext = join(...rows)
  try {
    return await sealTo(jobPublicKey, plaintext, sealLabels.exportKeys, idBytes(exportId))
  } finally {
    wipe(plaintext, ...rows)
  }
}

/** Opens them in the export job, which wipes the keys when it has done.
 * @throws VaultFault `seal-broken` */
export async function openClipKeys(
  job: CryptoKeyPair,
  exportId: string,
  sealed: Uint8Array,
): Promise<readonly OpenedLeaf[]> {
  const plaintext = await openWith(job, sealed, sealLabels.exportKeys, idBytes(exportId))
  try {
    if (plaintext.length % rowLength !== 0)
      throw new VaultFault('seal-broken', 'clip keys do not come in whole rows')
    return Array.from({ length: plaintext.length / rowLength }, (_, i) => {
      const row = plaintext.subarray(i * rowLength, (i + 1) * rowLength)
      return {
        ...leafRefFrom(row.subarray(0, leafRefLength)),
        key: join(row.subarray(leafRefLength, leafRefLength + 32)),
        commitment: row.slice(leafRefLength + 32),
      }
    })
  } finally {
    wipe(plaintext)
  }
}
