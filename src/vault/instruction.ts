import { sha256 } from '@noble/hashes/sha2.js'
import { canonicalJson } from '../domain/canonical-json.ts'
import {
  type CaseId,
  type ClauseRef,
  type Instant,
  type InstructionId,
  type PersonId,
  type RoleKeyId,
  toHex,
  type Window,
} from '../domain/ids.ts'
import { VaultFault } from './fault.ts'
import { isLeafNumber, type LeafRange } from './leaf-ref.ts'
import { importPublicKey } from './p256.ts'

/** What the unlocker signs: who may open which leaves, on which ground. Its canonical JSON (RFC 8785) is what is signed and kept. */
export type Instruction = {
  readonly type: 'tsujiban instruction 1'
  readonly id: InstructionId
  readonly case: CaseId
  readonly ground: ClauseRef
  readonly roleKey: RoleKeyId
  /** whose signature it carries */
  readonly unlocker: PersonId
  /** who may view, at least one */
  readonly operators: readonly PersonId[]
  /** what opens, at least one run of leaves */
  readonly epochs: readonly LeafRange[]
  /** what was asked for; the true edges are those of the leaves */
  readonly window: Window
  /** number of the ledger entry of the decision that it carries out */
  readonly decided?: number
  readonly issuedAt: Instant
}

const required = [
  'case',
  'epochs',
  'ground',
  'id',
  'issuedAt',
  'operators',
  'roleKey',
  'type',
  'unlocker',
  'window',
]
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

type Members = Readonly<Record<string, unknown>>

function membersOf(value: unknown, names: readonly string[], optional: readonly string[] = []): Members {
  if (typeof value !== 'object' || value === null) throw new TypeError('not an object')
  const given = Object.keys(value)
  if (!names.every((name) => given.includes(name))) throw new TypeError('a member is missing')
  if (!given.every((name) => names.includes(name) || optional.includes(name)))
    throw new TypeError('a member too many')
  return value as Members
}

function check(good: boolean, what: string): void {
  if (!good) throw new TypeError(what)
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && uuid.test(value)
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

function checkRanges(value: unknown): void {
  if (!Array.isArray(value) || value.length === 0) throw new TypeError('no leaves')
  const taken = new Map<string, { camera: string; ranges: { first: number; last: number }[] }>()
  for (const item of value) {
    const { camera, epoch, first, last } = membersOf(item, ['camera', 'epoch', 'first', 'last'])
    if (!isId(camera) || !isId(epoch) || !isCount(first) || !isCount(last)) throw new TypeError('no range')
    check(isLeafNumber(first) && isLeafNumber(last) && first <= last, 'no range of leaves')
    const known = taken.get(epoch) ?? { camera, ranges: [] }
    check(known.camera === camera, 'an epoch of two cameras')
    check(
      known.ranges.every((other) => other.last < first || last < other.first),
      'leaves named twice',
    )
    known.ranges.push({ first, last })
    taken.set(epoch, known)
  }
}

function checkInstruction(value: unknown): void {
  const members = membersOf(value, required, ['decided'])
  check(members['type'] === 'tsujiban instruction 1', 'another type')
  for (const name of ['id', 'case', 'roleKey', 'unlocker']) check(isId(members[name]), name)
  check(typeof members['ground'] === 'string' && members['ground'] !== '', 'ground')
  const operators = members['operators']
  check(Array.isArray(operators) && operators.length > 0 && operators.every(isId), 'operators')
  check(new Set(operators as readonly string[]).size === (operators as readonly string[]).length, 'operators')
  checkRanges(members['epochs'])
  const { from, to } = membersOf(members['window'], ['from', 'to'])
  check(isCount(from) && isCount(to) && from < to, 'window')
  check(isCount(members['issuedAt']), 'issuedAt')
  check(!('decided' in members) || isCount(members['decided']), 'decided')
}

/** Reads the canonical JSON of an instruction.
 * @throws VaultFault `malformed` for anything that is not one, or not in its canonical form */
export function parseInstruction(text: string): Instruction {
  try {
    const value: unknown = JSON.parse(text)
    checkInstruction(value)
    const instruction = value as Instruction
    check(canonicalJson(instruction) === text, 'not canonical')
    return instruction
  } catch (cause) {
    throw new VaultFault('malformed', 'not an instruction in canonical form', { cause })
  }
}

/** Lower-case hexadecimal SHA-256 of the text: how a ledger entry names an instruction. */
export function instructionDigest(text: string): string {
  return toHex(sha256(new TextEncoder().encode(text)))
}

const algorithm = { name: 'ECDSA', hash: 'SHA-256' } as const

/**
 * Signs what the unlocker was shown.
 * @param text canonical JSON
 * @returns 64 bytes, r and s (ECDSA P-256 with SHA-256, FIPS 186-5, in the form of IEEE P1363)
 * @throws VaultFault `malformed`
 */
export async function signInstruction(text: string, signKey: CryptoKey): Promise<Uint8Array<ArrayBuffer>> {
  parseInstruction(text)
  return new Uint8Array(await crypto.subtle.sign(algorithm, signKey, new TextEncoder().encode(text)))
}

/** Whether the text carries the signature of this key (P-256 point, 65 bytes); the text itself is not read.
 * @throws VaultFault `bad-key` */
export async function verifyInstruction(
  text: string,
  signature: Uint8Array,
  signPublicKey: Uint8Array,
): Promise<boolean> {
  const key = await importPublicKey('sign', signPublicKey)
  return crypto.subtle.verify(algorithm, key, new Uint8Array(signature), new TextEncoder().encode(text))
}
