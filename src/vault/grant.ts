import type { EpochId, InstructionId, PersonId } from '../domain/ids.ts'
import { VaultFault } from './fault.ts'
import { openWith, sealLabels, sealTo } from './hpke.ts'
import type { Instruction } from './instruction.ts'
import { idBytes, type LeafRange } from './leaf-ref.ts'
import { leavesOf } from './ratchet.ts'
import { join, uint32, wipe } from './secret.ts'

/** The office lock's half of a run of leaves, for one operator. */
export type Grant = {
  readonly operator: PersonId
  readonly epoch: EpochId
  readonly first: number
  readonly last: number
  /** `leaf2` of `first..last` one after another, HPKE to the operator's personal key */
  readonly sealed: Uint8Array<ArrayBuffer>
}

export type GrantOf = LeafRange & { readonly instruction: InstructionId; readonly operator: PersonId }

/** A grant as its operator opened it. */
export type GrantedLeaves = LeafRange & {
  /** 32 bytes each, from `first` */
  readonly leaves: readonly Uint8Array[]
}

function boundTo(of: GrantOf): Uint8Array<ArrayBuffer> {
  const { instruction, operator, camera, epoch, first, last } = of
  return join(
    idBytes(instruction),
    idBytes(operator),
    idBytes(camera),
    idBytes(epoch),
    uint32(first),
    uint32(last),
  )
}

/**
 * Grants of an instruction: for each operator and run of leaves, exactly these leaves, never a chain value.
 * @param officeLocks `s2` of every epoch of the instruction, 32 bytes; left as they are
 * @param operators public keys of exactly the instruction's operators
 * @throws VaultFault `malformed` when locks or operators are not those of the instruction, `bad-key`
 */
export async function makeGrants(
  instruction: Instruction,
  officeLocks: ReadonlyMap<EpochId, Uint8Array>,
  operators: readonly { readonly id: PersonId; readonly openPublicKey: Uint8Array }[],
): Promise<readonly Grant[]> {
  const keys = new Map(operators.map(({ id, openPublicKey }) => [id, openPublicKey]))
  if (keys.size !== operators.length || keys.size !== instruction.operators.length)
    throw new VaultFault('malformed', 'the keys at hand are not those of the operators')
  const grants: Grant[] = []
  for (const range of instruction.epochs) {
    const lock = officeLocks.get(range.epoch)
    if (lock === undefined) throw new VaultFault('malformed', `no office lock for epoch ${range.epoch}`)
    const leaves = leavesOf(lock, range.first, range.last)
    const plaintext = join(...leaves)
    wipe(...leaves)
    try {
      for (const operator of instruction.operators) {
        const key = keys.get(operator)
        if (key === undefined) throw new VaultFault('malformed', `no key of operator ${operator}`)
        const aad = boundTo({ ...range, instruction: instruction.id, operator })
        const { epoch, first, last } = range
        grants.push({
          operator,
          epoch,
          first,
          last,
          sealed: await sealTo(key, plaintext, sealLabels.grant, aad),
        })
      }
    } finally {
      wipe(plaintext)
    }
  }
  return grants
}

/**
 * Opens a grant with the operator's personal key; the caller wipes the leaves.
 * @throws VaultFault `seal-broken` when it was made for another instruction, person or range
 */
export async function openGrant(
  pair: CryptoKeyPair,
  of: GrantOf,
  sealed: Uint8Array,
): Promise<GrantedLeaves> {
  const plaintext = await openWith(pair, sealed, sealLabels.grant, boundTo(of))
  try {
    const { camera, epoch, first, last } = of
    if (plaintext.length !== (last - first + 1) * 32)
      throw new VaultFault('seal-broken', 'a grant does not hold the leaves it names')
    const leaves = Array.from({ length: last - first + 1 }, (_, i) =>
      join(plaintext.subarray(i * 32, i * 32 + 32)),
    )
    return { camera, epoch, first, last, leaves }
  } finally {
    wipe(plaintext)
  }
}
