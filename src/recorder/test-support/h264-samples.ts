/** Bits of H.264 headers, most significant first. */
class Bits {
  #text = ''

  u(value: number, bits: number): this {
    this.#text += value.toString(2).padStart(bits, '0')
    return this
  }

  ue(value: number): this {
    const code = (value + 1).toString(2)
    this.#text += '0'.repeat(code.length - 1) + code
    return this
  }

  se(value: number): this {
    return this.ue(value > 0 ? 2 * value - 1 : -2 * value)
  }

  /** With the stop bit, filled up to a byte, emulation prevention put in. */
  rbsp(): Buffer {
    const text = `${this.#text}1`.padEnd(Math.ceil((this.#text.length + 1) / 8) * 8, '0')
    return escape(Buffer.from(text.match(/.{8}/g)?.map((byte) => Number.parseInt(byte, 2)) ?? []))
  }
}

function escape(bytes: Buffer): Buffer {
  const out: number[] = []
  let zeros = 0
  for (const byte of bytes) {
    if (zeros >= 2 && byte <= 3) {
      out.push(3)
      zeros = 0
    }
    out.push(byte)
    zeros = byte === 0 ? zeros + 1 : 0
  }
  return Buffer.from(out)
}

function nal(header: number, rbsp: Buffer): Buffer {
  return Buffer.concat([Buffer.from([header]), rbsp])
}

export type SpsShape = {
  readonly id?: number
  readonly width?: number
  readonly height?: number
  /** with a VUI-less High profile header when 100 */
  readonly profile?: 66 | 77 | 100
  readonly interlaced?: boolean
}

/** A sequence parameter set for pictures of that size (multiples of 2, cropped from whole macroblocks). */
export function sps(shape: SpsShape = {}): Buffer {
  const { id = 0, width = 320, height = 240, profile = 66, interlaced = false } = shape
  const bits = new Bits().u(profile, 8).u(0, 8).u(30, 8).ue(id)
  if (profile === 100) bits.ue(1).ue(0).ue(0).u(0, 1).u(0, 1)
  const widthMbs = Math.ceil(width / 16)
  const unit = interlaced ? 32 : 16
  const heightUnits = Math.ceil(height / unit)
  bits.ue(0).ue(2).ue(1).u(0, 1)
  bits
    .ue(widthMbs - 1)
    .ue(heightUnits - 1)
    .u(interlaced ? 0 : 1, 1)
  if (interlaced) bits.u(0, 1)
  bits.u(1, 1)
  const right = (widthMbs * 16 - width) / 2
  const bottom = (heightUnits * unit - height) / (interlaced ? 4 : 2)
  if (right > 0 || bottom > 0) bits.u(1, 1).ue(0).ue(right).ue(0).ue(bottom)
  else bits.u(0, 1)
  return nal(0x67, bits.u(0, 1).rbsp())
}

export function pps(id = 0, spsId = 0, initQp = 0): Buffer {
  const bits = new Bits().ue(id).ue(spsId).u(0, 2).ue(0).ue(0).ue(0).u(0, 3).se(initQp).se(0).se(0).u(0, 3)
  return nal(0x68, bits.rbsp())
}

export type SliceShape = {
  readonly idr?: boolean
  /** bytes behind the header, filled from `seed` without zeros */
  readonly bytes?: number
  readonly seed?: number
  readonly firstMb?: number
  /** H.264 table 7-6: 5 P, 6 B, 7 I */
  readonly type?: number
}

/** A slice with a true header and filling; no decoder could show it. */
export function slice(shape: SliceShape = {}): Buffer {
  const { idr = false, bytes = 40, seed = 1, firstMb = 0, type = idr ? 7 : 5 } = shape
  const head = new Bits().ue(firstMb).ue(type).ue(0).u(0, 4).rbsp()
  const body = Buffer.alloc(bytes)
  for (let i = 0; i < bytes; i++) body[i] = 1 + ((seed * 31 + i * 7) % 255)
  return nal(idr ? 0x65 : 0x41, Buffer.concat([head, body]))
}

/** user_data_unregistered (type 5) with that content, or any other message. */
export function sei(content: Buffer, type = 5): Buffer {
  const payload = type === 5 ? Buffer.concat([Buffer.alloc(16, 0x5a), content]) : content
  return nal(0x06, Buffer.concat([Buffer.from([type, payload.length]), escape(payload), Buffer.from([0x80])]))
}

/** recovery_point with recovery_frame_cnt 0 (D.1.8) */
export const recoveryPoint = sei(new Bits().ue(0).u(0, 1).u(0, 1).u(0, 2).rbsp(), 6)
export const delimiter = Buffer.from([0x09, 0xf0])
