/** `length` bytes outside the moving heap: V8 keeps small typed arrays inline, and its collector would leave copies behind. */
export function secretBytes(length: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new ArrayBuffer(length))
}

/** Source of random bytes, a parameter so that tests can watch the buffers. */
export type RandomBytes = (length: number) => Uint8Array<ArrayBuffer>

/** Fresh bytes from the platform's generator (WebCrypto). */
export function randomSecret(length: number): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(secretBytes(length))
}

/** Overwrites with zeros. What a library copied inside itself is beyond it. */
export function wipe(...buffers: readonly Uint8Array[]): void {
  for (const buffer of buffers) buffer.fill(0)
}

/** Compares in a time that depends on the lengths alone. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  let difference = 0
  for (let i = 0; i < a.length; i++) difference |= (a[i] ?? 0) ^ (b[i] ?? 0)
  return difference === 0
}

/** One buffer of all parts, outside the moving heap. */
export function join(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = secretBytes(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

/** Four bytes, big-endian. */
export function uint32(value: number): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(4)
  new DataView(out.buffer).setUint32(0, value)
  return out
}
