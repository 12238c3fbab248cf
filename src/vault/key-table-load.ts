import { VaultFault } from './fault.ts'
import { type MergedTable, mergeCopies, readHeader } from './key-table-format.ts'
import type { Anchor, KeyTableCopy } from './ports.ts'
import { sameBytes, wipe } from './secret.ts'

/** What was not as it should be when the table was read. */
export type TableFinding = {
  readonly copy: string
  /** `missing`: no file of this generation. `differs`: torn or damaged where the other copy is whole. `left-over`: a file of another
   * generation, which nothing opens or which a crash left unfinished. */
  readonly what: 'missing' | 'differs' | 'left-over'
}

export type ReadTable = MergedTable & {
  readonly table: string
  readonly generation: number
  /** 32 bytes */
  readonly key: Uint8Array<ArrayBuffer>
  readonly findings: readonly TableFinding[]
  /** other generations whose key the anchor still holds */
  readonly otherKeys: readonly number[]
}

type CopyFiles = { readonly copy: KeyTableCopy; readonly files: ReadonlyMap<number, Uint8Array<ArrayBuffer>> }

async function filesOf(copy: KeyTableCopy): Promise<CopyFiles> {
  const files = new Map<number, Uint8Array<ArrayBuffer>>()
  for (const generation of await copy.generations()) files.set(generation, await copy.read(generation))
  return { copy, files }
}

function tableOf(copies: readonly CopyFiles[]): string {
  const files = copies.flatMap(({ files }) => [...files.values()])
  if (files.length === 0) throw new VaultFault('key-table-missing', 'no copy of the key table is there')
  const tables = new Set(files.map((bytes) => readHeader(bytes)?.table).filter((id) => id !== undefined))
  const [table, ...others] = tables
  if (others.length > 0)
    throw new VaultFault('key-table-foreign', `the copies are of ${tables.size} different tables`)
  if (table === undefined) throw new VaultFault('key-table-broken', 'no copy has a whole header')
  return table
}

function findingsOf(copies: readonly CopyFiles[], generation: number, bytes: Uint8Array): TableFinding[] {
  return copies.flatMap(({ copy, files }) => {
    const findings: TableFinding[] = []
    const own = files.get(generation)
    if (own === undefined) findings.push({ copy: copy.name, what: 'missing' })
    else if (!sameBytes(own, bytes)) findings.push({ copy: copy.name, what: 'differs' })
    if (files.size > (own === undefined ? 0 : 1)) findings.push({ copy: copy.name, what: 'left-over' })
    return findings
  })
}

/**
 * Reads the table and changes nothing. The oldest generation that has both key and file is the one in force: its key is destroyed only
 * after the next one is whole in both copies, so a newer one beside it was never finished.
 * @throws VaultFault `key-table-missing`, `key-table-foreign`, `key-table-broken`, `key-table-io`, `anchor-empty`, `anchor-broken`, `anchor-io`
 */
export async function readTable(copies: readonly KeyTableCopy[], anchor: Anchor): Promise<ReadTable> {
  return readFrom(await Promise.all(copies.map(filesOf)), anchor)
}

async function readFrom(files: readonly CopyFiles[], anchor: Anchor): Promise<ReadTable> {
  const table = tableOf(files)
  const held = await anchor.generations(table)
  const generation = held.find((generation) => files.some((copy) => copy.files.has(generation)))
  if (generation === undefined)
    throw new VaultFault('anchor-empty', `the anchor has no key for key table ${table}`)
  const key = await anchor.read(table, generation)
  try {
    const candidates = files.map((copy) => copy.files.get(generation)).filter((bytes) => bytes !== undefined)
    const merged = mergeCopies(key, { table, generation }, candidates)
    return {
      ...merged,
      table,
      generation,
      key,
      findings: findingsOf(files, generation, merged.bytes),
      otherKeys: held.filter((other) => other !== generation),
    }
  } catch (fault) {
    wipe(key)
    throw fault
  }
}

/**
 * Reads the table and puts in order what a crash left: destructions finished, copies made equal, an unfinished generation taken back, files
 * that nothing opens removed.
 * @throws VaultFault as `readTable`
 */
export async function loadTable(copies: readonly KeyTableCopy[], anchor: Anchor): Promise<ReadTable> {
  const files = await Promise.all(copies.map(filesOf))
  await anchor.settle(tableOf(files))
  const read = await readFrom(files, anchor)
  try {
    for (const copy of copies) {
      const wrong = read.findings.some(({ copy: name, what }) => name === copy.name && what !== 'left-over')
      if (wrong) await copy.replace(read.generation, read.bytes)
    }
    for (const generation of read.otherKeys) await anchor.destroy(read.table, generation)
    await removeOthers(copies, read.generation)
    return read
  } catch (fault) {
    wipe(read.key, ...read.entries.map(({ secret }) => secret))
    throw fault
  }
}

/** Removes the files of every generation but one. */
export async function removeOthers(copies: readonly KeyTableCopy[], generation: number): Promise<void> {
  for (const copy of copies)
    for (const other of await copy.generations()) if (other !== generation) await copy.remove(other)
}
