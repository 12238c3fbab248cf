import { VaultFault } from '../fault.ts'
import type { Anchor, KeyTableCopy } from '../ports.ts'
import { randomSecret } from '../secret.ts'

export type MemoryCopy = Omit<KeyTableCopy, 'replace'> & {
  /** may be exchanged, for a disk that lies */
  replace: KeyTableCopy['replace']
  readonly files: Map<number, Uint8Array<ArrayBuffer>>
  /** appends so far */
  appends: number
  /** set to make the next append fail after writing half of it */
  failNext: boolean
}

export function memoryCopy(name: string): MemoryCopy {
  const files = new Map<number, Uint8Array<ArrayBuffer>>()
  const copy: MemoryCopy = {
    name,
    files,
    appends: 0,
    failNext: false,
    generations: async () => [...files.keys()].sort((a, b) => a - b),
    read: async (generation) => {
      const bytes = files.get(generation)
      if (bytes === undefined) throw new VaultFault('key-table-io', `${name} has no generation ${generation}`)
      return bytes.slice()
    },
    replace: async (generation, bytes) => {
      files.set(generation, Uint8Array.from(bytes))
    },
    append: async (generation, at, bytes) => {
      copy.appends++
      const written = copy.failNext ? bytes.subarray(0, bytes.length >> 1) : bytes
      const after = new Uint8Array(at + written.length)
      after.set(files.get(generation)?.subarray(0, at) ?? [])
      after.set(written, at)
      files.set(generation, after)
      if (copy.failNext) {
        copy.failNext = false
        throw new VaultFault('key-table-io', `${name} fails`)
      }
    },
    remove: async (generation) => {
      files.delete(generation)
    },
  }
  return copy
}

export type MemoryAnchor = Anchor & {
  readonly keys: Map<string, Uint8Array<ArrayBuffer>>
  /** set to make `destroy` fail before it does anything */
  refuseDestroy: boolean
}

export function memoryAnchor(): MemoryAnchor {
  const keys = new Map<string, Uint8Array<ArrayBuffer>>()
  const name = (table: string, generation: number) => `${table} ${generation}`
  const anchor: MemoryAnchor = {
    kind: 'file',
    keys,
    refuseDestroy: false,
    settle: async () => undefined,
    generations: async (table) =>
      [...keys.keys()]
        .filter((key) => key.startsWith(`${table} `))
        .map((key) => Number(key.split(' ')[1]))
        .sort((a, b) => a - b),
    create: async (table, generation) => {
      if (keys.has(name(table, generation))) throw new VaultFault('anchor-taken', name(table, generation))
      const key = randomSecret(32)
      keys.set(name(table, generation), key.slice())
      return key
    },
    read: async (table, generation) => {
      const key = keys.get(name(table, generation))
      if (key === undefined) throw new VaultFault('anchor-empty', name(table, generation))
      return key.slice()
    },
    destroy: async (table, generation) => {
      if (anchor.refuseDestroy) throw new VaultFault('anchor-io', 'destroying fails')
      keys.delete(name(table, generation))
    },
  }
  return anchor
}
