import { RecorderFault } from '../fault.ts'

/** Payload of a NAL unit without emulation prevention bytes (H.264 7.3.1); at most `most` bytes of it. */
export function unescape(nal: Uint8Array, most: number): Uint8Array {
  const out = new Uint8Array(Math.min(nal.length, most))
  let zeros = 0
  let length = 0
  for (let i = 1; i < nal.length && length < out.length; i++) {
    const byte = nal[i] ?? 0
    if (zeros >= 2 && byte === 3) {
      zeros = 0
      continue
    }
    zeros = byte === 0 ? zeros + 1 : 0
    out[length++] = byte
  }
  return out.subarray(0, length)
}

/** Reads the descriptors of H.264 7.2 and 9.1 from bytes without emulation prevention. Past the end it throws `bad-parameter-set`. */
export class BitReader {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  flag(): boolean {
    return this.bits(1) === 1
  }

  /** u(n), n at most 32 */
  bits(count: number): number {
    let value = 0
    for (let i = 0; i < count; i++) {
      const byte = this.#bytes[this.#at >> 3]
      if (byte === undefined) throw new RecorderFault('bad-parameter-set', 'ends in the middle of a field')
      value = value * 2 + ((byte >> (7 - (this.#at & 7))) & 1)
      this.#at++
    }
    return value
  }

  /** ue(v) */
  ue(): number {
    let zeros = 0
    while (!this.flag()) {
      zeros++
      if (zeros > 31) throw new RecorderFault('bad-parameter-set', 'Exp-Golomb code of more than 32 bits')
    }
    return 2 ** zeros - 1 + this.bits(zeros)
  }

  /** se(v) */
  se(): number {
    const code = this.ue()
    return code % 2 === 0 ? -code / 2 : (code + 1) / 2
  }
}
