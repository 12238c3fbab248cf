import type { EpochId, PersonId } from '../../../src/domain/ids.ts'
import { unlock } from '../../../src/vault/unlock.ts'
import { fromBase64url, toBase64url } from '../bytes.ts'
import type { UnlockMaterial } from './messages.ts'

/** Body of `POST /api/cases/:id/unlock`. */
export type UnlockRequest = {
  instruction: string
  signature: string
  grants: { operator: string; epoch: string; first: number; last: number; sealed: string }[]
}

/**
 * Opens the office locks of the window with the role key, seals the window's leaves to every operator and signs. To be called after
 * `checkOffer` found nothing.
 * @throws VaultFault
 */
export async function unlockCase(
  material: UnlockMaterial,
  keys: { readonly roleKey: CryptoKeyPair; readonly signKey: CryptoKey },
): Promise<UnlockRequest> {
  const { signature, grants } = await unlock({
    instruction: material.instruction,
    epochs: material.epochs.map(({ epoch, sealedOfficeLock }) => ({
      epoch: epoch as EpochId,
      sealedOfficeLock: fromBase64url(sealedOfficeLock),
    })),
    operators: material.operators.map(({ id, openPublicKey }) => ({
      id: id as PersonId,
      openPublicKey: fromBase64url(openPublicKey),
    })),
    ...keys,
  })
  return {
    instruction: material.instruction,
    signature: toBase64url(signature),
    grants: grants.map(({ sealed, ...grant }) => ({ ...grant, sealed: toBase64url(sealed) })),
  }
}
