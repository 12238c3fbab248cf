/** Writes ISO/IEC 14496-12 boxes one behind the other into a buffer that is large enough; sizes are patched when a box ends. */
export class BoxWriter {
  readonly bytes: Buffer
  #at: number

  constructor(bytes: Buffer, at = 0) {
    this.bytes = bytes
    this.#at = at
  }

  get at(): number {
    return this.#at
  }

  /** A box of four-character `type` whose content `fill` writes. */
  box(type: string, fill: () => void): void {
    const start = this.#at
    this.#at += 4
    this.text(type)
    fill()
    this.bytes.writeUInt32BE(this.#at - start, start)
  }

  /** A box with version and flags (ISO/IEC 14496-12 4.2). */
  full(type: string, version: number, flags: number, fill: () => void): void {
    this.box(type, () => {
      this.u32(version * 0x1000000 + flags)
      fill()
    })
  }

  u8(value: number): void {
    this.#at = this.bytes.writeUInt8(value, this.#at)
  }

  u16(value: number): void {
    this.#at = this.bytes.writeUInt16BE(value, this.#at)
  }

  u32(value: number): void {
    this.#at = this.bytes.writeUInt32BE(value, this.#at)
  }

  /** `value` up to 2^53 - 1 as 64 bits */
  u64(value: number): void {
    this.u32(Math.floor(value / 0x100000000))
    this.u32(value % 0x100000000)
  }

  zeros(count: number): void {
    this.bytes.fill(0, this.#at, this.#at + count)
    this.#at += count
  }

  /** ASCII, no terminator */
  text(value: string): void {
    this.#at += this.bytes.write(value, this.#at, 'latin1')
  }

  copy(bytes: Uint8Array): void {
    this.bytes.set(bytes, this.#at)
    this.#at += bytes.length
  }
}
