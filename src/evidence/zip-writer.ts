import { crc32 } from 'node:zlib'
import { EvidenceFault } from './fault.ts'
import {
  descriptor,
  directoryHeader,
  endRecords,
  localHeader,
  type ZipEntry,
  type ZipStamp,
} from './zip-format.ts'

/** Where a bundle goes, in order. What is handed over is not touched again before the promise resolves. */
export interface BundleSink {
  write(bytes: Uint8Array): Promise<void>
}

/** Writes an archive in one pass; of the content it keeps nothing. */
export class ZipWriter {
  readonly #sink: BundleSink
  readonly #stamp: ZipStamp
  readonly #entries: ZipEntry[] = []
  #offset = 0
  #open: { name: string; offset: number; crc: number; size: number } | undefined

  constructor(sink: BundleSink, stamp: ZipStamp) {
    this.#sink = sink
    this.#stamp = stamp
  }

  /** bytes written so far */
  get bytes(): number {
    return this.#offset
  }

  /** Begins the next entry; the one before is closed.
   * @throws EvidenceFault bad-name */
  async begin(name: string): Promise<void> {
    await this.close()
    if (
      !/^[^/\\:\p{Cc}]+(\/[^/\\:\p{Cc}]+)*$/u.test(name) ||
      this.#entries.some((entry) => entry.name === name)
    )
      throw new EvidenceFault('bad-name', JSON.stringify(name))
    this.#open = { name, offset: this.#offset, crc: 0, size: 0 }
    await this.#put(localHeader(name, this.#stamp))
  }

  /** @throws EvidenceFault too-large */
  async write(bytes: Uint8Array): Promise<void> {
    const entry = this.#open
    if (entry === undefined) throw new TypeError('no entry is open')
    if (entry.size + bytes.length >= 0xffff_ffff) throw new EvidenceFault('too-large', entry.name)
    entry.crc = crc32(bytes, entry.crc)
    entry.size += bytes.length
    await this.#put(bytes)
  }

  async close(): Promise<void> {
    if (this.#open === undefined) return
    const entry: ZipEntry = this.#open
    this.#open = undefined
    this.#entries.push(entry)
    await this.#put(descriptor(entry))
  }

  async end(): Promise<void> {
    await this.close()
    const start = this.#offset
    for (const entry of this.#entries) await this.#put(directoryHeader(entry, this.#stamp))
    await this.#put(endRecords(this.#entries.length, this.#offset - start, start))
  }

  async #put(bytes: Uint8Array): Promise<void> {
    await this.#sink.write(bytes)
    this.#offset += bytes.length
  }
}
