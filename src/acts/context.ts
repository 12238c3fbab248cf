import type { Kysely, Transaction } from 'kysely'
import type { Refused } from '../domain/casework/refusal.ts'
import type { Clock } from '../domain/clock.ts'
import type { CameraId, CaseId, ClauseRef, InstructionId, PersonId, RoleId } from '../domain/ids.ts'
import type { Pack } from '../domain/pack/rules.ts'
import type { FootageStore } from '../footage/ports.ts'
import type { LedgerEntry } from '../ledger/entry.ts'
import type { EntryBodies, EntryKind } from '../ledger/entry-kinds.ts'
import type { InclusionEvidence } from '../ledger/ledger.ts'
import type { Vault } from '../vault/vault.ts'
import type { ClockWatch } from './clock-watch.ts'
import type { Schema } from './schema.ts'

/** Who acts. Every act takes one; `system` is the clock doing what falls due. */
export type Actor =
  | { readonly kind: 'person'; readonly person: PersonId; readonly name: string; readonly role: RoleId }
  | { readonly kind: 'system' }

export type PersonActor = Extract<Actor, { kind: 'person' }>
export const system: Actor = { kind: 'system' }

/** An entry to be appended with the state change it tells of. */
export type ActEntry<K extends EntryKind = EntryKind> = {
  readonly kind: K
  readonly actor: Actor
  readonly clauses?: readonly ClauseRef[]
  readonly case?: CaseId
  readonly camera?: CameraId
  readonly instruction?: InstructionId
  readonly body: EntryBodies[K]
}

/** One transaction: what it changes and what it enters is committed together or not at all. */
export type Tx = {
  readonly db: Transaction<Schema>
  /** appends to the ledger and gives the entry's number */
  enter<K extends EntryKind>(entry: ActEntry<K>): number
}

export interface Records {
  /** for reading outside a transaction */
  readonly db: Kysely<Schema>
  /** commits, then publishes the ledger's new checkpoint before it resolves */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** entry `seq` under the newest published checkpoint */
  prove(seq: number): InclusionEvidence
  /** up to `limit` entries before number `before`, the newest first */
  entries(before: number, limit: number): readonly LedgerEntry[]
  /** entries so far */
  size(): number
}

export type Context = {
  readonly records: Records
  /** the rules in force, with the office's own values */
  readonly pack: Pack
  /** a value was set, or a version came into force: from now on these rules hold */
  usePack(pack: Pack): void
  readonly clock: Clock
  readonly clockWatch: ClockWatch
  readonly vault: Vault
  readonly footage: FootageStore
  /** a fresh UUID */
  readonly newId: () => string
  /** 32 fresh random bytes */
  readonly random: () => Uint8Array<ArrayBuffer>
}

export type Done<T> = { readonly kind: 'done'; readonly value: T }
export type Outcome<T> = Done<T> | Refused

export function done<T>(value: T): Done<T> {
  return { kind: 'done', value }
}

/** Enters a refusal (the instrument's answer is a fact of its own) and hands it back. */
export async function refuse(
  context: Context,
  actor: Actor,
  act: string,
  refused: Refused,
  refs: { readonly case?: CaseId; readonly camera?: CameraId } = {},
): Promise<Refused> {
  await context.records.transaction(async (tx) => {
    tx.enter({
      kind: 'refused',
      actor,
      clauses: refused.clauses,
      ...refs,
      body: { act, reason: refused.reason, params: refused.params },
    })
  })
  return refused
}
