/** A ledger in memory, for tests: fixed key, counted salts, a clock that the test moves. */
import { createPrivateKey, createPublicKey, sign } from 'node:crypto'
import type { Clock } from '../domain/clock.ts'
import type { CameraId, ClauseRef, Instant, PersonId, RoleId } from '../domain/ids.ts'
import type { CheckpointSigner } from './checkpoint.ts'
import type { NewEntry } from './entry.ts'
import { Ledger } from './ledger.ts'
import { emptyFrontier, type Frontier } from './merkle.ts'
import type { LedgerRecords, LedgerRow, LogFiles } from './ports.ts'

export class MemoryRecords implements LedgerRecords {
  readonly kept = new Map<number, LedgerRow>()
  state: Frontier = emptyFrontier

  append(row: LedgerRow, frontier: Frontier): void {
    this.kept.set(row.seq, row)
    this.state = frontier
  }

  frontier(): Frontier {
    return this.state
  }

  row(seq: number): LedgerRow | undefined {
    return this.kept.get(seq)
  }

  *rows(from: number, to: number): Iterable<LedgerRow> {
    const numbers = [...this.kept.keys()].filter((seq) => seq >= from && seq < to).sort((a, b) => a - b)
    for (const seq of numbers) {
      const row = this.kept.get(seq)
      if (row !== undefined) yield row
    }
  }

  change(seq: number, change: Partial<LedgerRow>): void {
    const row = this.kept.get(seq)
    if (row === undefined) throw new Error(`no row ${seq}`)
    this.kept.set(seq, { ...row, ...change })
  }

  copy(): MemoryRecords {
    const copy = new MemoryRecords()
    for (const [seq, row] of this.kept) copy.kept.set(seq, row)
    copy.state = this.state
    return copy
  }
}

export class MemoryFiles implements LogFiles {
  readonly kept = new Map<string, Uint8Array>()
  /** paths in the order in which they were written */
  readonly writes: string[] = []
  /** writes that still succeed; the next one throws */
  left = Number.POSITIVE_INFINITY

  read(path: string): Uint8Array | undefined {
    return this.kept.get(path)
  }

  async write(path: string, bytes: Uint8Array): Promise<void> {
    if (this.left-- <= 0) throw new Error('the power went')
    this.writes.push(path)
    this.kept.set(path, bytes.slice())
  }

  async removePartials(path: string): Promise<void> {
    for (const key of this.kept.keys()) if (key.startsWith(`${path}.p/`)) this.kept.delete(key)
  }

  flip(path: string, bit: number): void {
    const bytes = this.kept.get(path)
    if (bytes === undefined) throw new Error(`no file ${path}`)
    this.kept.set(path, flipBit(bytes, bit))
  }

  copy(): MemoryFiles {
    const copy = new MemoryFiles()
    for (const [path, bytes] of this.kept) copy.kept.set(path, bytes)
    return copy
  }
}

export function flipBit(bytes: Uint8Array, bit: number): Uint8Array {
  return bytes.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte))
}

/** A signer whose key follows from `seed`. */
export function testSigner(
  seed = 1,
  name = 'tsujiban/5f0c6a54-6a1f-4b52-8d0a-2f7f3f1f3b11',
): CheckpointSigner {
  const pkcs8 = Buffer.concat([
    Buffer.from('302e020100300506032b657004220420', 'hex'),
    Buffer.alloc(32, seed),
  ])
  const key = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })
  const { x = '' } = createPublicKey(key).export({ format: 'jwk' })
  return {
    name,
    publicKey: Uint8Array.from(Buffer.from(x, 'base64url')),
    sign: async (message) => Uint8Array.from(sign(null, message, key)),
  }
}

export class TestClock implements Clock {
  time = 1_800_000_000_000
  now(): Instant {
    return this.time as Instant
  }
  monotonic(): number {
    return this.time * 1000
  }
}

export function testLedger<F extends LogFiles = MemoryFiles>(
  records = new MemoryRecords(),
  files: F = new MemoryFiles() as LogFiles as F,
  signer = testSigner(),
) {
  const clock = new TestClock()
  let salts = 0
  const random = () => {
    const salt = new Uint8Array(32)
    new DataView(salt.buffer).setUint32(0, ++salts)
    return salt
  }
  const ledger = new Ledger({ records, committed: records, files, signer, clock, random })
  /** appends `count` entries, a second apart */
  const fill = (count: number) => {
    for (let i = 0; i < count; i++) {
      clock.time += 1000
      ledger.append(entryFor(ledger.size()))
    }
  }
  return { ledger, records, files, signer, clock, fill }
}

const person = '0d9a6f0e-3b0f-4f0e-9a51-8a3f8f2d6c01' as PersonId

/** Some entry, another for every `n`. */
export function entryFor(n: number): NewEntry {
  return {
    kind: 'camera-registered',
    actor: { person, role: 'responsibleManager' as RoleId },
    refs: {
      clauses: ['funabashi:4-2' as ClauseRef],
      camera: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}` as CameraId,
    },
    body: { row: `${n}`, place: `廊下${n}`, kbps: 4000 },
  }
}
