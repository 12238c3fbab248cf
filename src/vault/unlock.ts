import type { EpochId, PersonId } from '../domain/ids.ts'
import { VaultFault } from './fault.ts'
import { type Grant, makeGrants } from './grant.ts'
import { parseInstruction, signInstruction } from './instruction.ts'
import { openOfficeLock } from './office-lock.ts'
import { wipe } from './secret.ts'

export type UnlockInput = {
  /** canonical JSON, as shown to the unlocker */
  readonly instruction: string
  /** the instruction's epochs, each at least once */
  readonly epochs: readonly { readonly epoch: EpochId; readonly sealedOfficeLock: Uint8Array }[]
  readonly operators: readonly { readonly id: PersonId; readonly openPublicKey: Uint8Array }[]
  readonly roleKey: CryptoKeyPair
  /** the unlocker's personal key */
  readonly signKey: CryptoKey
}

/**
 * What the unlocker's browser does, once per approval: opens the office locks, seals the leaves of the window to the operators and signs.
 * The office locks are wiped before it returns.
 * @throws VaultFault `malformed`, `seal-broken` (a lock that is not of this role key), `bad-key`
 */
export async function unlock(
  input: UnlockInput,
): Promise<{ readonly signature: Uint8Array<ArrayBuffer>; readonly grants: readonly Grant[] }> {
  const instruction = parseInstruction(input.instruction)
  const sealed = new Map(input.epochs.map(({ epoch, sealedOfficeLock }) => [epoch, sealedOfficeLock]))
  const locks = new Map<EpochId, Uint8Array>()
  try {
    for (const { epoch, camera } of instruction.epochs) {
      const lock = sealed.get(epoch)
      if (lock === undefined) throw new VaultFault('malformed', `no office lock for epoch ${epoch}`)
      if (locks.has(epoch)) continue
      locks.set(
        epoch,
        await openOfficeLock(input.roleKey, lock, { epoch, camera, roleKey: instruction.roleKey }),
      )
    }
    const grants = await makeGrants(instruction, locks, input.operators)
    return { signature: await signInstruction(input.instruction, input.signKey), grants }
  } finally {
    wipe(...locks.values())
  }
}
