import { Buffer } from 'node:buffer'
import { createCipheriv } from 'node:crypto'
import { VaultFault } from './fault.ts'

/** Largest piece given to the cipher at once: larger outputs cost an mmap and munmap each. */
const updateBytes = 64 * 1024
const tagBytes = 16
const largestCounter = 0xffff_ffff

/** bytes 0..7 stay zero, the counter is written before each use (docs/ref/footage-format.md) */
const nonce = Buffer.alloc(12)

/** Gives the memory of a cipher output back at once, where the buffer is not a piece of Node's shared pool. */
function free(chunk: Buffer): void {
  const { buffer } = chunk
  if (buffer instanceof ArrayBuffer && chunk.byteOffset === 0 && chunk.byteLength === buffer.byteLength)
    buffer.transfer(0)
}

/**
 * Seals one fragment with AES-256-GCM (NIST SP 800-38D): ciphertext and the 16-byte tag go to `out[at..]`. The nonce is 8 zero bytes and
 * `counter` in 4 bytes; the caller never repeats a counter under one key. `plaintext` and `out` must not overlap.
 * @param key 32 bytes
 * @returns bytes written, `plaintext.length + 16`
 * @throws VaultFault `bad-key` for a key of another length, `malformed` for a counter outside 32 bits or an `out` that is too short
 */
export function sealInto(
  out: Uint8Array,
  at: number,
  key: Uint8Array,
  counter: number,
  aad: Uint8Array,
  plaintext: Uint8Array,
): number {
  if (key.length !== 32) throw new VaultFault('bad-key', `a clip key has 32 bytes, not ${key.length}`)
  if (!Number.isInteger(counter) || counter < 0 || counter > largestCounter)
    throw new VaultFault('malformed', `fragment counter ${counter} is not a 32-bit number`)
  const total = plaintext.length + tagBytes
  if (!Number.isInteger(at) || at < 0 || at + total > out.length)
    throw new VaultFault('malformed', `${total} sealed bytes do not fit at ${at} of ${out.length}`)

  nonce.writeUInt32BE(counter, 8)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(aad)
  let position = at
  for (let from = 0; from < plaintext.length; from += updateBytes) {
    const chunk = cipher.update(plaintext.subarray(from, from + updateBytes))
    out.set(chunk, position)
    position += chunk.length
    free(chunk)
  }
  const rest = cipher.final()
  out.set(rest, position)
  position += rest.length
  out.set(cipher.getAuthTag(), position)
  return position + tagBytes - at
}
