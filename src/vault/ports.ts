import type { InstructionId } from '../domain/ids.ts'

/** Where a table key lives; named on every certificate. `file` is the one that is built. */
export const anchorKinds = ['file', 'tpm2', 'pkcs11'] as const
export type AnchorKind = (typeof anchorKinds)[number]

/**
 * The one place of the table keys. `table` is the UUID of a key table, so that one anchor can serve several; a generation has one key.
 * Every method rejects with a VaultFault.
 */
export interface Anchor {
  readonly kind: AnchorKind
  /** finishes destructions that a crash interrupted */
  settle(table: string): Promise<void>
  /** generations whose key is there and whole, ascending */
  generations(table: string): Promise<readonly number[]>
  /** makes a fresh key of 32 bytes, durable when it resolves; the caller wipes its copy
   * @throws VaultFault `anchor-taken` when the generation has one */
  create(table: string, generation: number): Promise<Uint8Array<ArrayBuffer>>
  /** the caller wipes its copy
   * @throws VaultFault `anchor-empty` */
  read(table: string, generation: number): Promise<Uint8Array<ArrayBuffer>>
  /** makes the key unreadable for good. From one moment on the key counts as gone, and it is nowhere when this resolves; a crash in
   * between is finished by `settle`. */
  destroy(table: string, generation: number): Promise<void>
}

/** One copy of the key table: a file per generation. Every method rejects with a VaultFault. */
export interface KeyTableCopy {
  /** for messages: where this copy is */
  readonly name: string
  /** generations that have a file, ascending */
  generations(): Promise<readonly number[]>
  read(generation: number): Promise<Uint8Array<ArrayBuffer>>
  /** the whole file at once: after a crash the old one or the new one is there. Durable when it resolves. */
  replace(generation: number, bytes: Uint8Array): Promise<void>
  /** cuts the file off at `at`, writes there and syncs. Durable when it resolves. */
  append(generation: number, at: number, bytes: Uint8Array): Promise<void>
  /** durable when it resolves; a generation without a file is no error */
  remove(generation: number): Promise<void>
}

/** What a ledger entry must say before keys are released under an instruction. */
export type LoggedInstruction = {
  readonly instruction: InstructionId
  /** lower-case hexadecimal SHA-256 of the signed text */
  readonly sha256: string
}

/**
 * Whether `proof` shows the instruction's entry under a signed checkpoint of this ledger: entry, salt, path and signature fit together, and
 * the entry names this instruction and this digest. The proof's form is the ledger's.
 */
export type VerifyLogged = (proof: unknown, wanted: LoggedInstruction) => Promise<boolean>
