import { sha256 } from '@noble/hashes/sha2.js'
import { canonicalJson } from '../domain/canonical-json.ts'
import type { CameraId, CaseId, ClauseRef, Instant, InstructionId, PersonId, RoleId } from '../domain/ids.ts'
import { type EntryBodies, type EntryKind, entryKinds } from './entry-kinds.ts'
import { type Hash, hashLeaf } from './merkle.ts'

/** Who acted; `system` is the clock doing what falls due. */
export type EntryActor = { readonly person: PersonId; readonly role: RoleId } | 'system'

/** What an entry is about. */
export type EntryRefs = {
  /** the clauses that decided */
  readonly clauses: readonly ClauseRef[]
  readonly case?: CaseId
  readonly camera?: CameraId
  readonly instruction?: InstructionId
}

/** An entry as the act hands it over; number and time are the ledger's. */
export type NewEntry<K extends EntryKind = EntryKind> = {
  readonly kind: K
  readonly actor: EntryActor
  readonly refs: EntryRefs
  readonly body: EntryBodies[K]
}

/** One entry of the ledger, distinguishable by `kind`. */
export type LedgerEntry = {
  readonly [K in EntryKind]: NewEntry<K> & {
    /** from 0, no holes */
    readonly seq: number
    readonly at: Instant
  }
}[EntryKind]

const saltLength = 32
const prefix = new TextEncoder().encode('tsujiban entry 1\0')

/** The text that is kept and committed to. */
export function recordText(entry: LedgerEntry): string {
  return canonicalJson(entry)
}

/** What stands in the log for a record: `SHA-256("tsujiban entry 1\0" || salt || record)`.
 * @throws TypeError when the salt has not 32 bytes: with another length, bytes could pass from one to the other */
export function commitmentOf(salt: Uint8Array, record: string): Hash {
  if (salt.length !== saltLength) throw new TypeError(`a salt has ${saltLength} bytes`)
  const text = new TextEncoder().encode(record)
  const input = new Uint8Array(prefix.length + salt.length + text.length)
  input.set(prefix)
  input.set(salt, prefix.length)
  input.set(text, prefix.length + salt.length)
  return sha256(input)
}

/** The same for what comes from outside; undefined when the salt is none. */
export function leafOf(salt: Uint8Array, record: string): Hash | undefined {
  return salt.length === saltLength ? hashLeaf(commitmentOf(salt, record)) : undefined
}

/** The entry of a record that comes from outside; undefined for a text that is no entry. */
export function readRecord(record: string): LedgerEntry | undefined {
  const value = parseJson(record)
  return isEntry(value) ? value : undefined
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** What all entries share; the body is as good as whoever signed the log. */
function isEntry(value: unknown): value is LedgerEntry {
  return (
    isObject(value) &&
    Number.isSafeInteger(value['seq']) &&
    Number.isSafeInteger(value['at']) &&
    entryKinds.includes(value['kind'] as EntryKind) &&
    (value['actor'] === 'system' || isObject(value['actor'])) &&
    isObject(value['refs']) &&
    Array.isArray(value['refs']['clauses']) &&
    isObject(value['body'])
  )
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
