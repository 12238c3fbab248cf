/** C2SP signed-note with Ed25519: text, a blank line, and one line for each signature. */
import { sha256 } from '@noble/hashes/sha2.js'
import { toHex } from '../domain/ids.ts'
import { LedgerFault } from './fault.ts'

/** A key by the name its signatures carry. */
export type NoteKey = {
  readonly name: string
  /** 32 bytes, RFC 8032 */
  readonly publicKey: Uint8Array
}

export type NoteSignature = {
  readonly name: string
  /** 4 bytes */
  readonly keyId: Uint8Array
  /** without the key id */
  readonly signature: Uint8Array
}

export type Note = {
  /** with its final newline */
  readonly text: string
  readonly signatures: readonly NoteSignature[]
}

const typeEd25519 = 1
const maxSignatures = 64
const maxLength = 1 << 20
const namePattern = /^[^\s+\p{Z}\p{Cc}]+$/u

/** The first four bytes of `SHA-256(name || 0x0a || 0x01 || public key)`. */
export function keyIdOf(key: NoteKey): Uint8Array {
  const head = new TextEncoder().encode(`${key.name}\n`)
  const input = new Uint8Array(head.length + 1 + key.publicKey.length)
  input.set(head)
  input[head.length] = typeEd25519
  input.set(key.publicKey, head.length + 1)
  return sha256(input).slice(0, 4)
}

/** `<name>+<key id in hexadecimal>+<base64 of 0x01 || public key>`, the form in which keys are handed to verifiers. */
export function formatKey(key: NoteKey): string {
  if (!namePattern.test(key.name) || key.publicKey.length !== 32)
    throw new LedgerFault('key-malformed', `no key can be named ${JSON.stringify(key.name)}`)
  return `${key.name}+${toHex(keyIdOf(key))}+${toBase64(Uint8Array.of(typeEd25519, ...key.publicKey))}`
}

/** @throws LedgerFault key-malformed */
export function parseKey(text: string): NoteKey {
  const match = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text.trim())
  const [, name = '', id = '', encoded = ''] = match ?? []
  const bytes = fromBase64(encoded)
  if (bytes?.length !== 33 || bytes[0] !== typeEd25519 || !namePattern.test(name))
    throw new LedgerFault('key-malformed', 'not a key of the form name+id+base64')
  const key = { name, publicKey: bytes.slice(1) }
  if (toHex(keyIdOf(key)) !== id) throw new LedgerFault('key-malformed', 'the key id does not fit the key')
  return key
}

export function formatNote(note: Note): string {
  if (!isNoteText(note.text)) throw new LedgerFault('note-malformed', 'the text is not that of a note')
  const lines = note.signatures.map(
    ({ name, keyId, signature }) => `\u2014 ${name} ${toBase64(Uint8Array.of(...keyId, ...signature))}\n`,
  )
  return `${note.text}\n${lines.join('')}`
}

/** @throws LedgerFault note-malformed */
export function parseNote(raw: string): Note {
  const blank = raw.lastIndexOf('\n\n')
  if (raw.length > maxLength || blank < 0 || !raw.endsWith('\n'))
    throw new LedgerFault('note-malformed', 'no text, blank line and signatures')
  const text = raw.slice(0, blank + 1)
  const lines = raw.slice(blank + 2, -1).split('\n')
  if (!isNoteText(text) || lines.length > maxSignatures)
    throw new LedgerFault('note-malformed', 'control characters, or too many signatures')
  return { text, signatures: lines.map(parseSignature) }
}

function parseSignature(line: string): NoteSignature {
  const [dash, name = '', encoded = '', ...more] = line.split(' ')
  const bytes = fromBase64(encoded)
  if (
    dash !== '\u2014' ||
    !namePattern.test(name) ||
    more.length > 0 ||
    bytes === undefined ||
    bytes.length < 5
  )
    throw new LedgerFault('note-malformed', 'a signature line is not of the form \u2014 name base64')
  return { name, keyId: bytes.slice(0, 4), signature: bytes.slice(4) }
}

function isNoteText(text: string): boolean {
  const controls = Array.from(text).some((char) => char < ' ' && char !== '\n')
  return text.endsWith('\n') && text.isWellFormed() && !controls
}

/** RFC 4648 section 4. */
export function toBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}

/** RFC 4648 section 4, strictly: undefined for anything that `toBase64` does not write. */
export function fromBase64(text: string): Uint8Array | undefined {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) return undefined
  const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0))
  return toBase64(bytes) === text ? bytes : undefined
}
