import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { VaultFault } from './fault.ts'
import { highestLeaf, isLeafNumber } from './leaf-ref.ts'
import { secretBytes, wipe } from './secret.ts'

/** `info || 0x01` of HKDF-Expand for its first block */
const blocks = { leaf: asciiBlock('leaf'), next: asciiBlock('next') } as const

function asciiBlock(info: string): Uint8Array {
  return new Uint8Array([...new TextEncoder().encode(info), 1])
}

/**
 * HKDF-Expand to 32 bytes (RFC 5869 2.3, first block): `HMAC-SHA-256(key, info || 0x01)`. Written with HMAC because the HKDF of WebCrypto
 * and Node always extracts first.
 * @param key 32 bytes
 */
export function expand(key: Uint8Array, info: keyof typeof blocks): Uint8Array<ArrayBuffer> {
  if (key.length !== 32) throw new VaultFault('bad-key', `a chain value has 32 bytes, not ${key.length}`)
  const out = secretBytes(32)
  hmac.create(sha256, key).update(blocks[info]).digestInto(out)
  return out
}

/** One lock of an epoch, stepping forward only (docs/ref/footage-format.md, Keys). */
export class LeafChain {
  #value: Uint8Array
  #position = 0

  /** @param secret 32 bytes, taken over: it is wiped at the first step */
  constructor(secret: Uint8Array) {
    if (secret.length !== 32) throw new VaultFault('bad-key', `a lock has 32 bytes, not ${secret.length}`)
    this.#value = secret
  }

  /** number of the leaf that `next` gives */
  get position(): number {
    return this.#position
  }

  /** The next leaf; the chain value it came from is wiped. The caller wipes the leaf. */
  next(): Uint8Array<ArrayBuffer> {
    if (this.#position > highestLeaf) throw new VaultFault('malformed', 'an epoch has no further leaf')
    const leaf = expand(this.#value, 'leaf')
    this.#step()
    return leaf
  }

  /** Steps over one leaf without deriving it. */
  skip(): void {
    this.#step()
  }

  /** Wipes the chain value; `next` gives nothing of use afterwards and must not be called. */
  wipe(): void {
    wipe(this.#value)
    this.#position = highestLeaf + 1
  }

  #step(): void {
    const following = expand(this.#value, 'next')
    wipe(this.#value)
    this.#value = following
    this.#position++
  }
}

/**
 * The leaves `first..last` of a lock, both included, and no chain value. The caller wipes them.
 * @param secret 32 bytes, left as it is
 * @throws VaultFault `malformed` for a range that is none
 */
export function leavesOf(secret: Uint8Array, first: number, last: number): Uint8Array<ArrayBuffer>[] {
  if (!isLeafNumber(first) || !isLeafNumber(last) || first > last)
    throw new VaultFault('malformed', `leaves ${first} to ${last} are no range`)
  const own = secretBytes(secret.length)
  own.set(secret)
  const chain = new LeafChain(own)
  try {
    while (chain.position < first) chain.skip()
    const leaves: Uint8Array<ArrayBuffer>[] = []
    while (chain.position <= last) leaves.push(chain.next())
    return leaves
  } finally {
    chain.wipe()
  }
}
