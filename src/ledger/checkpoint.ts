/** C2SP tlog-checkpoint: origin, size and root of the tree in a signed note. */
import { verifyEd25519 } from './ed25519.ts'
import { LedgerFault } from './fault.ts'
import type { Hash } from './merkle.ts'
import { formatNote, fromBase64, keyIdOf, type Note, type NoteKey, parseNote, toBase64 } from './note.ts'

/** Holds the ledger's Ed25519 key; the vault implements it. */
export interface CheckpointSigner extends NoteKey {
  /** the log's origin, `tsujiban/<store id>`, which is the key's name too */
  readonly name: string
  /** 32 bytes, RFC 8032 */
  readonly publicKey: Uint8Array
  /** 64 bytes, Ed25519 over `message` as it stands */
  sign(message: Uint8Array): Promise<Uint8Array>
}

export type TreeHead = {
  readonly origin: string
  readonly size: number
  readonly root: Hash
}

export type Checkpoint = TreeHead & {
  /** the signed note, as published */
  readonly note: string
}

function headText(head: TreeHead): string {
  return `${head.origin}\n${head.size}\n${toBase64(head.root)}\n`
}

export async function signCheckpoint(
  head: Omit<TreeHead, 'origin'>,
  signer: CheckpointSigner,
): Promise<Checkpoint> {
  const signed = { ...head, origin: signer.name }
  const text = headText(signed)
  const signature = await signer.sign(new TextEncoder().encode(text))
  return {
    ...signed,
    note: formatNote({ text, signatures: [{ name: signer.name, keyId: keyIdOf(signer), signature }] }),
  }
}

/** Reads a checkpoint without looking at its signatures; extension lines are passed over.
 * @throws LedgerFault checkpoint-unreadable */
export function parseCheckpoint(text: string): Checkpoint {
  const note = noteOf(text)
  const [origin = '', size = '', encodedRoot = '', ...extensions] = note.text.slice(0, -1).split('\n')
  const root = fromBase64(encodedRoot)
  if (
    origin === '' ||
    !/^(0|[1-9][0-9]*)$/.test(size) ||
    !Number.isSafeInteger(Number(size)) ||
    root?.length !== 32 ||
    extensions.includes('')
  ) {
    throw new LedgerFault('checkpoint-unreadable', 'not origin, size and root')
  }
  return { origin, size: Number(size), root, note: text }
}

/** Whether the key signed the note: every signature that carries its name and id verifies, and there is one. */
export function isSignedBy(checkpoint: Checkpoint, key: NoteKey): boolean {
  const note = noteOf(checkpoint.note)
  const id = keyIdOf(key)
  const message = new TextEncoder().encode(note.text)
  const own = note.signatures.filter(
    ({ name, keyId }) => name === key.name && keyId.every((byte, i) => byte === id[i]),
  )
  return own.length > 0 && own.every(({ signature }) => verifyEd25519(key.publicKey, message, signature))
}

/** A checkpoint of the log that `key` is named after, signed by it.
 * @throws LedgerFault checkpoint-unreadable, signature-wrong */
export function openCheckpoint(text: string, key: NoteKey): Checkpoint {
  const checkpoint = parseCheckpoint(text)
  if (checkpoint.origin !== key.name || !isSignedBy(checkpoint, key))
    throw new LedgerFault(
      'signature-wrong',
      `the checkpoint of ${checkpoint.origin} is not signed by ${key.name}`,
    )
  return checkpoint
}

function noteOf(text: string): Note {
  try {
    return parseNote(text)
  } catch (cause) {
    throw new LedgerFault('checkpoint-unreadable', 'not a signed note', { cause })
  }
}
