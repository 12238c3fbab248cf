/** What H.264 (ITU-T H.264, 7.3.1 and 7.4.1) says of a NAL unit's bytes. Runs in the browser too. */
export const nalTypes = { slice: 1, idr: 5, sei: 6, sps: 7, pps: 8, delimiter: 9 } as const

/** A NAL unit without start code or length prefix; 0 for an empty one. */
export function nalType(nal: Uint8Array): number {
  return (nal[0] ?? 0) & 0x1f
}

export function isSlice(nal: Uint8Array): boolean {
  const type = nalType(nal)
  return type >= nalTypes.slice && type <= nalTypes.idr
}

/** Puts a 3 after every two zeros that a byte of 0 to 3 would follow (7.4.1, emulation prevention). */
export function protect(raw: Uint8Array): Uint8Array<ArrayBuffer> {
  const out: number[] = []
  let zeros = 0
  for (const byte of raw) {
    if (zeros === 2 && byte <= 3) {
      out.push(3)
      zeros = 0
    }
    out.push(byte)
    zeros = byte === 0 ? zeros + 1 : 0
  }
  // 7.4.1: a NAL unit never ends in zero
  if (out.at(-1) === 0) out.push(3)
  return Uint8Array.from(out)
}

/** Takes the emulation prevention bytes out again. */
export function unprotect(nal: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(nal.length)
  let length = 0
  let zeros = 0
  for (const byte of nal) {
    if (zeros >= 2 && byte === 3) {
      zeros = 0
      continue
    }
    out[length++] = byte
    zeros = byte === 0 ? zeros + 1 : 0
  }
  return out.slice(0, length)
}

export type SeiMessage = { readonly type: number; readonly payload: Uint8Array }

/** The messages of an SEI NAL unit (7.3.2.3); what does not fit is left out. */
export function seiMessages(nal: Uint8Array): readonly SeiMessage[] {
  const messages: SeiMessage[] = []
  const raw = unprotect(nal)
  let at = 1
  const number = () => {
    let value = 0
    while (raw[at] === 0xff) {
      value += 255
      at++
    }
    return value + (raw[at++] ?? 0)
  }
  // the last byte is the stop bit: a message needs at least type and size before it
  while (at + 2 < raw.length) {
    const type = number()
    const size = number()
    if (at + size > raw.length) break
    messages.push({ type, payload: raw.subarray(at, at + size) })
    at += size
  }
  return messages
}
