import { randomUUID } from 'node:crypto'
import { canonicalJson } from '../../domain/canonical-json.ts'
import type {
  CameraId,
  CaseId,
  ClauseRef,
  EpochId,
  Instant,
  InstructionId,
  PersonId,
  RoleKeyId,
} from '../../domain/ids.ts'
import type { Instruction } from '../instruction.ts'
import type { LeafRange } from '../leaf-ref.ts'
import { sealOfficeLock } from '../office-lock.ts'
import { importKeyPair, newP256Secret } from '../p256.ts'
import type { PersonKeys } from '../person-keys.ts'
import { randomSecret } from '../secret.ts'

export const newId = (): string => randomUUID()

export type TestPerson = {
  readonly id: PersonId
  readonly keys: PersonKeys
  readonly openPublicKey: Uint8Array<ArrayBuffer>
  readonly signPublicKey: Uint8Array<ArrayBuffer>
}

/** A person with keys, without the minute of Argon2id. */
export async function newPerson(): Promise<TestPerson> {
  const [open, sign] = [await newP256Secret(), await newP256Secret()]
  return {
    id: newId() as PersonId,
    keys: { open: await importKeyPair('open', open), sign: await importKeyPair('sign', sign) },
    openPublicKey: open.publicKey,
    signPublicKey: sign.publicKey,
  }
}

export type TestEpoch = {
  readonly epoch: EpochId
  readonly camera: CameraId
  readonly s1: Uint8Array<ArrayBuffer>
  readonly s2: Uint8Array<ArrayBuffer>
  readonly sealedOfficeLock: Uint8Array<ArrayBuffer>
}

export type TestRole = {
  readonly id: RoleKeyId
  readonly pair: CryptoKeyPair
  readonly publicKey: Uint8Array<ArrayBuffer>
}

export async function newRole(): Promise<TestRole> {
  const secret = await newP256Secret()
  return {
    id: newId() as RoleKeyId,
    pair: await importKeyPair('open', secret),
    publicKey: secret.publicKey,
  }
}

export async function newEpoch(role: TestRole, camera = newId() as CameraId): Promise<TestEpoch> {
  const [epoch, s1, s2] = [newId() as EpochId, randomSecret(32), randomSecret(32)]
  const sealedOfficeLock = await sealOfficeLock(role.publicKey, s2, { epoch, camera, roleKey: role.id })
  return { epoch, camera, s1, s2, sealedOfficeLock }
}

export function instructionOf(
  unlocker: TestPerson,
  operators: readonly TestPerson[],
  role: TestRole,
  epochs: readonly LeafRange[],
): { readonly instruction: Instruction; readonly text: string } {
  const instruction: Instruction = {
    type: 'tsujiban instruction 1',
    id: newId() as InstructionId,
    case: newId() as CaseId,
    ground: 'funabashi:9(6)' as ClauseRef,
    roleKey: role.id,
    unlocker: unlocker.id,
    operators: operators.map(({ id }) => id),
    epochs,
    window: { from: Date.UTC(2026, 3, 1, 12, 5) as Instant, to: Date.UTC(2026, 3, 1, 12, 12) as Instant },
    decided: 17,
    issuedAt: Date.UTC(2026, 3, 2) as Instant,
  }
  return { instruction, text: canonicalJson(instruction) }
}
