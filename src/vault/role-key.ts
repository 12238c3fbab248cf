import type { PersonId, RoleKeyId } from '../domain/ids.ts'
import { VaultFault } from './fault.ts'
import { openWith, sealLabels, sealTo } from './hpke.ts'
import { idBytes } from './leaf-ref.ts'
import { importKeyPair, newP256Secret, type P256Secret } from './p256.ts'
import { join, sameBytes, wipe } from './secret.ts'

/** A role key with its secret in the clear, in a browser only: on its way to a holder, to paper or to an unlock. Wipe `scalar`. */
export type RoleKey = P256Secret & { readonly id: RoleKeyId }

/** What everyone may know of a role key. */
export type PublicRoleKey = { readonly id: RoleKeyId; readonly publicKey: Uint8Array }

/** Makes a role key; done once at setup and at each change of role key. */
export async function createRoleKey(id: RoleKeyId): Promise<RoleKey> {
  return { id, ...(await newP256Secret()) }
}

function boundTo({ id, publicKey }: PublicRoleKey, holder: PersonId): Uint8Array<ArrayBuffer> {
  return join(idBytes(id), publicKey, idBytes(holder))
}

/**
 * Wraps the role key to a holder's personal key.
 * @param holder whose `openPublicKey` (65 bytes) was checked to be theirs
 * @returns HPKE to the holder, 113 bytes
 */
export async function wrapRoleKey(
  roleKey: RoleKey,
  holder: { readonly id: PersonId; readonly openPublicKey: Uint8Array },
): Promise<Uint8Array<ArrayBuffer>> {
  return sealTo(holder.openPublicKey, roleKey.scalar, sealLabels.roleKey, boundTo(roleKey, holder.id))
}

/** Unwraps the role key with a holder's personal key; the caller wipes it.
 * @throws VaultFault `seal-broken` when it was wrapped for another person or role key */
export async function unwrapRoleKey(
  of: PublicRoleKey,
  holder: { readonly id: PersonId; readonly open: CryptoKeyPair },
  wrapped: Uint8Array,
): Promise<RoleKey> {
  const scalar = await openWith(holder.open, wrapped, sealLabels.roleKey, boundTo(of, holder.id))
  const roleKey = { id: of.id, scalar, publicKey: new Uint8Array(of.publicKey) }
  await checkRoleKey(roleKey)
  return roleKey
}

/** The role key as it opens office locks; cannot be exported.
 * @throws VaultFault `bad-key` */
export async function roleKeyPair(roleKey: RoleKey): Promise<CryptoKeyPair> {
  return importKeyPair('open', roleKey)
}

/** Whether secret and public key belong together: what is sealed to one must open with the other.
 * @throws VaultFault `bad-key`; the secret is wiped then */
export async function checkRoleKey(roleKey: RoleKey): Promise<void> {
  const probe = crypto.getRandomValues(new Uint8Array(32))
  const aad = idBytes(roleKey.id)
  try {
    const pair = await roleKeyPair(roleKey)
    const sealed = await sealTo(roleKey.publicKey, probe, sealLabels.roleKey, aad)
    if (!sameBytes(await openWith(pair, sealed, sealLabels.roleKey, aad), probe))
      throw new VaultFault('bad-key', 'the probe came back changed')
  } catch (cause) {
    wipe(roleKey.scalar)
    throw new VaultFault('bad-key', `this is not the secret of role key ${roleKey.id}`, { cause })
  }
}
