import { open, stat } from 'node:fs/promises'
import { type Document, isNode, LineCounter, parseDocument } from 'yaml'
import type { PackFault } from '../../domain/pack/fault.ts'
import { hintWords } from '../../domain/pack/fault-words.ts'

/** Largest file, bytes. */
const largestFile = 1024 * 1024
/** A text that is no YAML at all can have thousands of faults; the first tell enough. */
const mostFaults = 20
export const packFileFaultCodes = [
  /** the file is not there or cannot be read */
  'unreadable',
  'too-large',
  'not-utf8',
  /** not YAML 1.2, a key twice, an alias, or more than one document */
  'not-yaml',
  /** YAML, but not what is wanted; `faults` tells all */
  'faulty',
] as const
export type PackFileFaultCode = (typeof packFileFaultCodes)[number]

export type PackFileFault = Omit<PackFault, 'code'> & {
  readonly code: PackFault['code'] | 'syntax'
  /** line in the file, from 1 */
  readonly line: number
}

/** A file of a pack that is refused whole. */
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
    super([`${code}: ${file}`, ...faults.map((fault) => faultLine(fault, 'ja'))].join('\n'), options)
    this.code = code
    this.file = file
    this.faults = faults
  }
}

/** A fault as a line for people: where it stands, and what to write instead. */
export function faultLine(fault: PackFileFault, language: 'ja' | 'en'): string {
  const { line, path } = fault
  const place = path.length > 0 ? `, ${path.join('.')}` : ''
  const where = language === 'ja' ? `${line}行目${place}` : `line ${line}${place}`
  return `  ${where}: ${hintWords(fault, language)}`
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
      throw new PackUnusable('not-yaml', file, [syntax(1, 'aliases')], { cause })
    if (cause instanceof RangeError)
      throw new PackUnusable('not-yaml', file, [syntax(1, 'tooDeep')], { cause })
    throw cause
  }
}

function syntax(line: number, hint: string): PackFileFault {
  return { code: 'syntax', path: [], line, hint, params: {} }
}

function lineOf(document: Document.Parsed, lines: LineCounter, path: readonly (string | number)[]): number {
  for (let length = path.length; length >= 0; length--) {
    const node = document.getIn(path.slice(0, length), true)
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line
  }
  return 1
}

/**
 * Reads a YAML file whole.
 * @throws PackUnusable
 */
export async function readYaml(file: string): Promise<YamlValue & { readonly bytes: Uint8Array }> {
  const bytes = await readBytes(file)
  return { ...parseYaml(decode(bytes, file), file), bytes }
}

async function readBytes(file: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const { size } = await stat(file)
    if (size > largestFile) throw new PackUnusable('too-large', file)
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
