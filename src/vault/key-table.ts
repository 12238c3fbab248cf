import type { CameraId, EpochId, HoldId } from '../domain/ids.ts'
import { VaultFault } from './fault.ts'
import { checkEntry, entryLength, longestRecord, sealRecord, type TableEntry } from './key-table-format.ts'
import { loadTable, type ReadTable, removeOthers, type TableFinding } from './key-table-load.ts'
import { writeGeneration } from './key-table-write.ts'
import type { Anchor, KeyTableCopy } from './ports.ts'
import { join, type RandomBytes, randomSecret, sameBytes, wipe } from './secret.ts'

export type KeyTableParts = {
  /** two, on two disks where there are two */
  readonly copies: readonly KeyTableCopy[]
  readonly anchor: Anchor
  readonly random?: RandomBytes
}

type Waiting = {
  readonly entries: readonly TableEntry[]
  readonly resolve: () => void
  readonly reject: (fault: unknown) => void
}

/** What a table entry is stored under in memory. */
function nameOf(entry: TableEntry): string {
  if (entry.kind === 'epoch') return `epoch ${entry.epoch}`
  if (entry.kind === 'hold') return `hold ${entry.hold}`
  return entry.kind
}

function ownCopy(entry: TableEntry): TableEntry {
  return { ...entry, secret: join(entry.secret) }
}

function wipeEntries(entries: Iterable<TableEntry>): void {
  for (const { secret } of entries) wipe(secret)
}

/**
 * The vault's secrets: time locks, keys of holds, the ledger's signing key. Encrypted under a key that lives in its anchor alone, kept as
 * two copies (docs/ref/key-table.md). One process opens a table at a time; its caller sees to that.
 */
export class KeyTable {
  readonly #parts: KeyTableParts
  readonly table: string
  /** what was put in order when the table was opened */
  readonly findings: readonly TableFinding[]
  #generation: number
  #key: Uint8Array
  #entries: Map<string, TableEntry>
  #records: number
  /** length of the durable table, bytes */
  #length: number
  #waiting: Waiting[] = []
  /** the writing under way; everything that writes queues up behind it and it never rejects */
  #work: Promise<void> = Promise.resolve()
  /** set when a rewriting failed half-way and the files have not been looked at since */
  #unsettled = false
  #closed = false

  private constructor(parts: KeyTableParts, read: ReadTable) {
    this.#parts = parts
    this.table = read.table
    this.findings = read.findings
    this.#generation = read.generation
    this.#key = read.key
    this.#entries = new Map(read.entries.map((entry) => [nameOf(entry), entry]))
    this.#records = read.records
    this.#length = read.bytes.length
  }

  /** Makes a new table with a ledger signing key.
   * @throws VaultFault `key-table-exists`, `key-table-io`, `anchor-io` */
  static async create(parts: KeyTableParts): Promise<KeyTable> {
    const { copies, anchor, random = randomSecret } = parts
    for (const copy of copies)
      if ((await copy.generations()).length > 0)
        throw new VaultFault('key-table-exists', `a key table is there already: ${copy.name}`)
    const header = { table: crypto.randomUUID(), generation: 1 }
    const entries: readonly TableEntry[] = [
      { kind: 'ledger-signing', secret: random(32) },
      { kind: 'decoy-salt', secret: random(32) },
    ]
    try {
      const { key } = await writeGeneration(copies, anchor, header, entries)
      wipe(key)
    } finally {
      wipeEntries(entries)
    }
    return KeyTable.open(parts)
  }

  /** Opens the table and puts in order what a crash left.
   * @throws VaultFault `key-table-missing`, `key-table-foreign`, `key-table-broken`, `key-table-io`, `anchor-empty`, `anchor-broken`, `anchor-io` */
  static async open(parts: KeyTableParts): Promise<KeyTable> {
    return new KeyTable(parts, await loadTable(parts.copies, parts.anchor))
  }

  get generation(): number {
    return this.#generation
  }

  /** Time lock of an epoch, undefined when it is gone. The bytes stay the table's: to be used at once, not kept. */
  epoch(epoch: EpochId): { readonly camera: CameraId; readonly timeLock: Uint8Array } | undefined {
    this.#refuseClosed()
    const entry = this.#entries.get(`epoch ${epoch}`)
    return entry?.kind === 'epoch' ? { camera: entry.camera, timeLock: entry.secret } : undefined
  }

  /** Key of a hold; as `epoch`. */
  hold(hold: HoldId): Uint8Array | undefined {
    this.#refuseClosed()
    return this.#entries.get(`hold ${hold}`)?.secret
  }

  /** A secret that every table has; as `epoch`.
   * @throws VaultFault `key-table-broken` */
  own(kind: 'ledger-signing' | 'decoy-salt'): Uint8Array {
    this.#refuseClosed()
    const entry = this.#entries.get(kind)
    if (entry === undefined) throw new VaultFault('key-table-broken', `the key table has no ${kind} key`)
    return entry.secret
  }

  /** Ids of all epochs and holds that have a secret. */
  contents(): { readonly epochs: readonly EpochId[]; readonly holds: readonly HoldId[] } {
    const entries = [...this.#entries.values()]
    return {
      epochs: entries.flatMap((entry) => (entry.kind === 'epoch' ? [entry.epoch] : [])),
      holds: entries.flatMap((entry) => (entry.kind === 'hold' ? [entry.hold] : [])),
    }
  }

  /**
   * Adds secrets; resolves when they are durable in both copies. Several calls of one tick share one sync. The same secret once more is no
   * error. The entries are copied; the caller wipes its own.
   * @throws VaultFault `key-exists`, `key-table-io`, `key-table-closed`, `bad-key`, `malformed` (also for more than one record can hold)
   */
  async append(entries: readonly TableEntry[]): Promise<void> {
    this.#refuseClosed()
    entries.forEach(checkEntry)
    if (entries.reduce((sum, entry) => sum + entryLength(entry), 0) > longestRecord)
      throw new VaultFault('malformed', 'more entries than one record holds')
    await new Promise<void>((resolve, reject) => {
      this.#waiting.push({ entries: entries.map(ownCopy), resolve, reject })
      void this.#queue(() => this.#flush())
    })
  }

  /**
   * Ends secrets for good: the table without them is written under a fresh key to both copies, synced and read again; then the old key is
   * destroyed in its anchor and the old copies, in backups too, are dead. When this rejects, either nothing was destroyed or the secrets
   * are gone and calling it again tells so.
   * @throws VaultFault `key-table-io`, `anchor-io`, `key-table-closed` and what `open` throws
   */
  async rewrite(drop: {
    readonly epochs: readonly EpochId[]
    readonly holds: readonly HoldId[]
  }): Promise<void> {
    this.#refuseClosed()
    const dropped = new Set([
      ...drop.epochs.map((epoch) => `epoch ${epoch}`),
      ...drop.holds.map((hold) => `hold ${hold}`),
    ])
    await this.#queue(() => this.#rewriteWithout(dropped))
  }

  /** Waits for what is being written and wipes every secret in memory. */
  async close(): Promise<void> {
    this.#closed = true
    await this.#work
    wipe(this.#key)
    wipeEntries(this.#entries.values())
    this.#entries.clear()
  }

  #refuseClosed(): void {
    if (this.#closed) throw new VaultFault('key-table-closed', 'the key table is closed')
  }

  async #queue(work: () => Promise<void>): Promise<void> {
    const done = this.#work.then(work)
    this.#work = done.catch(() => undefined)
    return done
  }

  async #flush(): Promise<void> {
    const taken: Waiting[] = []
    const fresh = new Map<string, TableEntry>()
    let size = 0
    while (this.#waiting[0] !== undefined) {
      const next = this.#waiting[0]
      const length = next.entries.reduce((sum, entry) => sum + entryLength(entry), 0)
      if (size + length > longestRecord) break
      this.#waiting.shift()
      try {
        const missing = next.entries.filter((entry) => this.#isMissing(entry, fresh))
        for (const entry of missing) fresh.set(nameOf(entry), entry)
        taken.push(next)
        size += length
      } catch (fault) {
        wipeEntries(next.entries)
        next.reject(fault)
      }
    }
    try {
      if (fresh.size > 0) await this.#write([...fresh.values()])
      for (const [name, entry] of fresh) this.#entries.set(name, ownCopy(entry))
      for (const { resolve } of taken) resolve()
    } catch (fault) {
      for (const { reject } of taken) reject(fault)
    } finally {
      for (const { entries } of taken) wipeEntries(entries)
    }
  }

  #isMissing(entry: TableEntry, fresh: ReadonlyMap<string, TableEntry>): boolean {
    const name = nameOf(entry)
    const known = this.#entries.get(name) ?? fresh.get(name)
    if (known !== undefined && !sameBytes(known.secret, entry.secret))
      throw new VaultFault('key-exists', `${name} has another secret already`)
    return known === undefined
  }

  async #write(entries: readonly TableEntry[]): Promise<void> {
    await this.#settle()
    const header = { table: this.table, generation: this.#generation }
    const record = sealRecord(this.#key, header, this.#records, entries)
    // all are waited for: a later write at the same place must not overtake this one
    const written = await Promise.allSettled(
      this.#parts.copies.map((copy) => copy.append(this.#generation, this.#length, record)),
    )
    for (const copy of written) if (copy.status === 'rejected') throw copy.reason
    this.#length += record.length
    this.#records++
  }

  async #rewriteWithout(dropped: ReadonlySet<string>): Promise<void> {
    await this.#settle()
    const before = this.#generation
    const kept = [...this.#entries].filter(([name]) => !dropped.has(name)).map(([, entry]) => entry)
    try {
      await this.#writeNext(kept)
    } catch (fault) {
      this.#unsettled = true
      await this.#settle()
      // in force all the same: the fault came after the old key was gone, and settling did what was left to do
      if (this.#generation === before) throw fault
    }
  }

  /** Writes the next generation, destroys the key of this one and goes over to it. */
  async #writeNext(kept: readonly TableEntry[]): Promise<void> {
    const { copies, anchor } = this.#parts
    const header = { table: this.table, generation: this.#generation + 1 }
    const next = await writeGeneration(copies, anchor, header, kept)
    try {
      await anchor.destroy(this.table, this.#generation)
    } catch (fault) {
      wipe(next.key)
      throw fault
    }
    const old = [...this.#entries.values()]
    wipe(this.#key)
    this.#key = next.key
    this.#generation = header.generation
    this.#entries = new Map(kept.map((entry) => [nameOf(entry), entry]))
    this.#records = next.records
    this.#length = next.length
    wipeEntries(old.filter((entry) => this.#entries.get(nameOf(entry)) !== entry))
    await removeOthers(copies, header.generation)
  }

  /** After a failed rewriting: takes over whichever generation is in force. */
  async #settle(): Promise<void> {
    if (!this.#unsettled) return
    const read = await loadTable(this.#parts.copies, this.#parts.anchor)
    const old = [...this.#entries.values()]
    wipe(this.#key)
    this.#key = read.key
    this.#generation = read.generation
    this.#entries = new Map(read.entries.map((entry) => [nameOf(entry), entry]))
    this.#records = read.records
    this.#length = read.bytes.length
    this.#unsettled = false
    wipeEntries(old)
  }
}
