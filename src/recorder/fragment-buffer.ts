import { HEADROOM, MAX_ACCESS_UNIT, MAX_FRAGMENT } from './limits.ts'

const FIRST = 256 * 1024
const MOST = HEADROOM + MAX_FRAGMENT + 2 * MAX_ACCESS_UNIT
/** A buffer that grew past this is given back when a session ends. */
const KEEP = 2 * 1024 * 1024

/** One camera's growing buffer: room for headers, then what was received, in order. Payloads are copied into it once. */
export class FragmentBuffer {
  bytes = Buffer.allocUnsafeSlow(FIRST)
  /** end of what was received */
  end = HEADROOM

  /** Makes room for `count` bytes behind `end`. */
  reserve(count: number): void {
    const needed = this.end + count
    if (needed <= this.bytes.length) return
    let size = this.bytes.length
    while (size < needed) size *= 2
    const larger = Buffer.allocUnsafeSlow(Math.min(size, Math.max(MOST, needed)))
    this.bytes.copy(larger, 0, 0, this.end)
    this.bytes = larger
  }

  append(source: Buffer, from: number, to: number): void {
    this.reserve(to - from)
    source.copy(this.bytes, this.end, from, to)
    this.end += to - from
  }

  /** Takes out the bytes from `from` to `to`; what is behind moves up. */
  cut(from: number, to: number): void {
    if (to < this.end) this.bytes.copyWithin(from, to, this.end)
    this.end -= to - from
  }

  /** Empties it. */
  clear(): void {
    this.end = HEADROOM
    if (this.bytes.length > KEEP) this.bytes = Buffer.allocUnsafeSlow(FIRST)
  }
}
