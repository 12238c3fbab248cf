import { createHash } from 'node:crypto'
import { open, readdir, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { type Document, isNode, LineCounter, parseDocument } from 'yaml'
import type { PolicyInstrument } from '../../domain/pack.ts'
import type { PackFault } from '../../domain/pack-faults.ts'
import { parsePack } from '../../domain/parse-pack.ts'

/** Largest pack file, bytes. */
const largestPack = 1024 * 1024
/** A text that is no YAML at all can have thousands of faults; the first tell enough. */
const mostFaults = 20
export const packFileFaultCodes = [
  /** the file is not there or cannot be read */
  'unreadable',
  'too-large',
  'not-utf8',
  /** not YAML 1.2, a key twice, an alias, or more than one document */
  'not-yaml',
  /** YAML, but not a pack; `faults` tells all */
  'faulty',
] as const
export type PackFileFaultCode = (typeof packFileFaultCodes)[number]

export type PackFileFault = Omit<PackFault, 'code'> & {
  readonly code: PackFault['code'] | 'syntax'
  /** line in the file, from 1 */
  readonly line: number
}

/** A pack file that is refused whole. */
export class PackUnusable extends Error {
  override readonly name = 'PackUnusable'
  readonly code: PackFileFaultCode
  readonly file: string
  readonly faults: readonly PackFileFault[]

  constructor(
    code: PackFileFaultCode,
    file: string,
    faults: readonly PackFileFault[] = [],
    options?: ErrorOptions,
  ) {
    super([`${code}: ${file}`, ...faults.map(faultLine)].join('\n'), options)
    this.code = code
    this.file = file
    this.faults = faults
  }
}

function faultLine({ line, path, message }: PackFileFault): string {
  return `  line ${line}${path.length > 0 ? `, ${path.join('.')}` : ''}: ${message}`
}

export type PackFile = {
  /** name of the pack's folder: `funabashi-houkago` */
  readonly folder: string
  readonly file: string
  /** SHA-256 of the file, lower-case hexadecimal */
  readonly sha256: string
  readonly instrument: PolicyInstrument
}

/** YAML as a value, with a way from a path to its line. */
export type YamlValue = {
  readonly value: unknown
  readonly lineOf: (path: readonly (string | number)[]) => number
}

/**
 * Parses YAML 1.2 (core schema) with unique keys, no aliases and one document.
 * @throws PackUnusable `not-yaml`
 */
export function parseYaml(text: string, file: string): YamlValue {
  const lines = new LineCounter()
  const document = parseDocument(text, {
    version: '1.2',
    schema: 'core',
    strict: true,
    uniqueKeys: true,
    merge: false,
    lineCounter: lines,
    prettyErrors: false,
  })
  const wrong = [...document.errors, ...document.warnings]
  if (wrong.length > 0) {
    const faults = wrong.map(({ pos, message }) => syntax(lines.linePos(pos[0]).line, message))
    throw new PackUnusable('not-yaml', file, faults.slice(0, mostFaults))
  }
  try {
    return { value: document.toJS({ maxAliasCount: 0 }), lineOf: (path) => lineOf(document, lines, path) }
  } catch (cause) {
    // the library's ways to tell that an alias was met, and that the nesting has no end
    if (cause instanceof ReferenceError)
      throw new PackUnusable('not-yaml', file, [syntax(1, 'aliases (*name) are not used in packs')], {
        cause,
      })
    if (cause instanceof RangeError)
      throw new PackUnusable('not-yaml', file, [syntax(1, 'nested too deep')], { cause })
    throw cause
  }
}

function syntax(line: number, message: string): PackFileFault {
  return { code: 'syntax', path: [], line, message }
}

function lineOf(document: Document.Parsed, lines: LineCounter, path: readonly (string | number)[]): number {
  for (let length = path.length; length >= 0; length--) {
    const node = document.getIn(path.slice(0, length), true)
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line
  }
  return 1
}

/**
 * Reads one pack file whole.
 * @param path a pack's folder, or its pack.yaml
 * @throws PackUnusable
 */
export async function readPack(path: string): Promise<PackFile> {
  const file = path.endsWith('.yaml') ? path : join(path, 'pack.yaml')
  const bytes = await readBytes(file)
  const yaml = parseYaml(decode(bytes, file), file)
  const parsed = parsePack(yaml.value)
  if (!parsed.ok)
    throw new PackUnusable(
      'faulty',
      file,
      parsed.faults.map((fault) => ({ ...fault, line: yaml.lineOf(fault.path) })),
    )
  return {
    folder: basename(dirname(file)),
    file,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    instrument: parsed.instrument,
  }
}

/**
 * Every pack of a folder of packs, by name of folder.
 * @throws PackUnusable for the first that cannot be used: a municipality never runs with some of its packs
 */
export async function readPacks(folder: string): Promise<readonly PackFile[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  return Promise.all(names.sort().map((name) => readPack(join(folder, name))))
}

async function readBytes(file: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const { size } = await stat(file)
    if (size > largestPack) throw new PackUnusable('too-large', file)
    await using handle = await open(file)
    return new Uint8Array(await handle.readFile())
  } catch (cause) {
    if (cause instanceof PackUnusable) throw cause
    throw new PackUnusable('unreadable', file, [], { cause })
  }
}

function decode(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new PackUnusable('not-utf8', file, [], { cause })
  }
}
