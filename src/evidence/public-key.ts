import { createHash, createPublicKey } from 'node:crypto'
import { LedgerFault } from '../ledger/fault.ts'
import { formatKey, type NoteKey, parseKey } from '../ledger/note.ts'

/** Hexadecimal SHA-256 of the 32 bytes of an Ed25519 key: what people compare. */
export function fingerprintOf(key: NoteKey): string {
  return createHash('sha256').update(key.publicKey).digest('hex')
}

/** Accepts a fingerprint as people copy it: in groups, with colons, in capitals. */
export function normaliseFingerprint(text: string): string {
  return text.replaceAll(/[\s:-]/g, '').toLowerCase()
}

/** In the ledger's own form, as a fingerprint, and as PEM (which openssl finds behind the other lines). */
export function formatPublicKeyFile(key: NoteKey): string {
  const pem = createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(key.publicKey).toString('base64url') },
    format: 'jwk',
  }).export({ type: 'spki', format: 'pem' })
  return `${formatKey(key)}\nSHA-256 ${fingerprintOf(key)}\n${pem}`
}

/** Undefined for anything that `formatPublicKeyFile` does not write. */
export function parsePublicKeyFile(text: string): NoteKey | undefined {
  try {
    const key = parseKey(text.slice(0, Math.max(0, text.indexOf('\n'))))
    return formatPublicKeyFile(key) === text ? key : undefined
  } catch (fault) {
    if (fault instanceof LedgerFault) return undefined
    throw fault
  }
}
