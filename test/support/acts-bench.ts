import { createHash, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Context, Outcome } from '../../src/acts/context.ts'
import { enterGateEvidence } from '../../src/acts/enter-evidence.ts'
import { foundMunicipality } from '../../src/acts/found-municipality.ts'
import type { RoleKeyId } from '../../src/domain/ids.ts'
import type { Pack } from '../../src/domain/pack/rules.ts'
import type { FootageFault } from '../../src/footage/fault.ts'
import type { OwnedStore } from '../../src/footage/store.ts'
import type { LedgerEntry } from '../../src/ledger/entry.ts'
import type { EntryKind } from '../../src/ledger/entry-kinds.ts'
import { formatKey } from '../../src/ledger/note.ts'
import {
  type Config,
  type DataFolder,
  dataFolder,
  writeConfig,
  writeWhole,
} from '../../src/main/data-folder.ts'
import { createFootage, ownFootage } from '../../src/main/footage-files.ts'
import { keyTableParts, type OpenParts, openParts } from '../../src/main/installation.ts'
import { verifierKeyFile } from '../../src/main/verifier-key.ts'
import { KeyTable } from '../../src/vault/key-table.ts'
import { createRoleKey, type RoleKey, roleKeyPair } from '../../src/vault/role-key.ts'
import { funabashi } from '../packs/load.ts'
import { type BenchPerson, benchPerson, founders } from './bench-people.ts'
import { StepClock } from './step-clock.ts'

export type BenchOptions = {
  readonly pack?: Pack
  readonly slots?: number
  readonly slotBytes?: number
  /** whether the machine says that its clock is kept in sync */
  readonly synced?: () => boolean
}

type Entry<K extends EntryKind> = Extract<LedgerEntry, { kind: K }>

/**
 * A municipality on disk as the product makes it, in a folder of its own: records, ledger, log, key table with its file anchor, footage
 * store. Only the clock is the test's.
 */
export class ActsBench {
  readonly folder: DataFolder
  readonly clock = new StepClock()
  readonly config: Config
  readonly roleKey: RoleKey
  readonly people: ReadonlyMap<string, BenchPerson>
  /** faults that the store reported and nobody waited for */
  readonly footageFaults: FootageFault[] = []
  readonly #place: string
  readonly #pack: Pack
  readonly #synced: () => boolean
  #parts: OpenParts | null = null
  #owned: OwnedStore | null = null

  private constructor(
    place: string,
    pack: Pack,
    roleKey: RoleKey,
    people: readonly BenchPerson[],
    synced: () => boolean,
  ) {
    this.#place = place
    this.#pack = pack
    this.#synced = synced
    this.folder = dataFolder(join(place, 'data'))
    this.roleKey = roleKey
    this.people = new Map(people.map((person) => [person.actor.name, person]))
    this.config = {
      format: 1,
      store: randomUUID(),
      pack: pack.id,
      sample: false,
      municipality: pack.municipality,
      department: '放課後支援課',
      anchorFolder: join(place, 'anchor'),
      roleKey: roleKey.id,
      retentionDays: 14,
      https: null,
    }
  }

  static async open(options: BenchOptions = {}): Promise<ActsBench> {
    const { slots = 12, slotBytes = 256 * 1024, synced = () => false } = options
    const pack = options.pack ?? (await funabashi())
    const hasOfficer = pack.roles.some(({ id }) => id === 'unlockingOfficer')
    const people = await Promise.all([
      benchPerson('responsibleManager', 'manager'),
      benchPerson('designatedOperator', 'operator'),
      benchPerson('designatedOperator', 'second'),
      ...(hasOfficer ? [benchPerson('unlockingOfficer', 'officer')] : []),
      ...otherRoles(pack).map((role) => benchPerson(role, role)),
    ])
    const roleKey = await createRoleKey(randomUUID() as RoleKeyId)
    const bench = new ActsBench(mkdtempSync(join(tmpdir(), 'tsujiban-acts-')), pack, roleKey, people, synced)
    await createFootage(bench.folder.footage, slots, slotBytes)
    await (await KeyTable.create(await keyTableParts(bench.folder, bench.config.anchorFolder))).close()
    await bench.#start()
    await foundMunicipality(bench.context, {
      store: bench.config.store,
      municipality: pack.municipality,
      sample: false,
      pack: { id: pack.id, title: pack.title, sha256: '0'.repeat(64), since: pack.since },
      anchor: bench.context.vault.anchorKind,
      ledgerKey: formatKey(bench.parts.signer),
      people: await founders(pack, people, roleKey),
      roleKey: { id: roleKey.id, publicKey: roleKey.publicKey },
      recoveryKit: null,
    })
    ok(await enterGateEvidence(bench.context, bench.person('manager').actor, '見本'))
    return bench
  }

  get context(): Context {
    return this.parts.context
  }

  get parts(): OpenParts {
    if (this.#parts === null) throw new Error('the bench is closed')
    return this.#parts
  }

  get owned(): OwnedStore {
    if (this.#owned === null) throw new Error('the bench is closed')
    return this.#owned
  }

  /** @throws Error for a name that nobody has */
  person(name: string): BenchPerson {
    const person = this.people.get(name)
    if (person === undefined) throw new Error(`nobody is called ${name}`)
    return person
  }

  officeKey(): Promise<CryptoKeyPair> {
    return roleKeyPair(this.roleKey)
  }

  /** Ends the program and starts it again on the same folder. */
  async restart(): Promise<void> {
    await this.#stop()
    this.clock.restarted()
    await this.#start()
  }

  /** Ends the program and leaves its folder, with configuration and verifier key as a setup writes them. */
  async leave(): Promise<void> {
    const key = `${formatKey(this.parts.signer)}\n`
    await this.#stop()
    await writeConfig(this.folder, this.config)
    await writeWhole(join(this.folder.log, verifierKeyFile), key)
  }

  async close(): Promise<void> {
    await this.#stop()
    rmSync(this.#place, { recursive: true, force: true })
  }

  /** Entries of a kind, the oldest first. */
  entries<K extends EntryKind>(kind: K): readonly Entry<K>[] {
    const { records } = this.context
    return records
      .entries(records.size(), records.size())
      .filter((entry): entry is Entry<K> => entry.kind === kind)
      .toReversed()
  }

  /** Kinds of the entries from number `from` on, in order. */
  kindsSince(from: number): readonly EntryKind[] {
    const { records } = this.context
    return records
      .entries(records.size(), records.size() - from)
      .map(({ kind }) => kind)
      .toReversed()
  }

  /** A digest of every row of every table of the records, and the length of the ledger. */
  fingerprint(): string {
    return this.behind((database) => {
      const hash = createHash('sha256')
      const tables = database
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        .all()
      for (const { name } of tables) {
        for (const row of database.prepare(`SELECT * FROM "${String(name)}" ORDER BY rowid`).all())
          hash.update(
            JSON.stringify(row, (_, value: unknown) =>
              value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value,
            ),
          )
      }
      return hash.digest('hex')
    })
  }

  /** Makes every write of that kind to a table fail, until the function that is returned is called. */
  breakTable(table: string, write: 'INSERT' | 'UPDATE' | 'DELETE'): () => void {
    this.behind((database) =>
      database.exec(
        `CREATE TRIGGER broken BEFORE ${write} ON ${table} BEGIN SELECT RAISE(ABORT, 'the bench breaks ${table}'); END`,
      ),
    )
    return () => this.behind((database) => database.exec('DROP TRIGGER broken'))
  }

  /** Works on the records through a connection of its own: behind the program's back. */
  behind<T>(work: (database: DatabaseSync) => T): T {
    const database = new DatabaseSync(this.folder.records, { timeout: 5000 })
    try {
      return work(database)
    } finally {
      database.close()
    }
  }

  async #start(): Promise<void> {
    const owned = await ownFootage(this.folder.footage, this.clock, (fault) => this.footageFaults.push(fault))
    this.#owned = owned
    this.#parts = await openParts({
      folder: this.folder,
      config: this.config,
      pack: this.#pack,
      clock: this.clock,
      footage: owned.store,
      synced: this.#synced,
    })
  }

  async #stop(): Promise<void> {
    await this.#parts?.close()
    await this.#owned?.close()
    this.#parts = null
    this.#owned = null
  }
}

/** Roles that the instrument wants filled besides those that every bench has; each is held by somebody of that name. */
function otherRoles(pack: Pack): readonly string[] {
  const common = ['responsibleManager', 'designatedOperator', 'unlockingOfficer']
  return pack.roles.filter(({ id, atLeast }) => atLeast > 0 && !common.includes(id)).map(({ id }) => id)
}

/** The value of an act that was to succeed. */
export function ok<T>(outcome: Outcome<T>): T {
  if (outcome.kind === 'refused') throw new Error(`refused: ${outcome.reason} ${outcome.clauses.join()}`)
  return outcome.value
}
