import { createHash, type Hash } from 'node:crypto'
import type { RecordHeader } from '../footage/record.ts'
import { EvidenceFault } from './fault.ts'
import { dateFragment, latestDecodeTime, type ParsedFragment, parseFragment } from './fragment.ts'
import { formatFootage, type ManifestFootage, type ManifestFragment } from './manifest.ts'
import type { ZipWriter } from './zip-writer.ts'

/** A decrypted fragment with what its record says of it. */
export type BundleFragment = {
  readonly header: Pick<
    RecordHeader,
    | 'camera'
    | 'epoch'
    | 'leaf'
    | 'fragment'
    | 'startsWithKeyFrame'
    | 'frames'
    | 'wallStart'
    | 'wallEnd'
    | 'mediaStart'
    | 'mediaDuration'
    | 'timescale'
  >
  /** `[ftyp moov] moof mdat`; read until the next fragment is asked for, then the caller may wipe it */
  readonly plaintext: Uint8Array
}

/** What is known of a finished file, its manifest entry already being text. */
export type WrittenFootage = Omit<ManifestFootage, 'fragments' | 'init'> & { readonly text: string }

type OpenFile = {
  readonly name: string
  readonly init: Uint8Array
  readonly hash: Hash
  readonly fragments: string[]
  readonly from: number
  bytes: number
  frames: number
  sequence: number
  to: number
  /** ticks from the file's beginning at which the last fragment ends */
  end: number
  /** what is added to an epoch's media time */
  shift: number
  epoch: string
}

/** Footage missing for this long, or a clock set back by as much, ends a file: within a file, time runs as it did. Milliseconds. */
const leastHole = 2000

/**
 * Writes the fragments of one camera as few MP4 files as are true: a new one begins where parameter sets change, where footage is missing, and
 * before a file grows too large.
 */
export class FootageWriter {
  readonly #zip: ZipWriter
  readonly #camera: string
  readonly #number: number
  readonly #maxFileBytes: number
  readonly #written: WrittenFootage[] = []
  #init: Uint8Array | undefined
  #file: OpenFile | undefined

  constructor(zip: ZipWriter, camera: string, number: number, maxFileBytes: number) {
    this.#zip = zip
    this.#camera = camera
    this.#number = number
    this.#maxFileBytes = maxFileBytes
  }

  /** @throws EvidenceFault */
  async add({ header, plaintext }: BundleFragment): Promise<void> {
    const fragment = parseFragment(plaintext)
    const init = fragment.init ?? this.#init
    if (init === undefined) throw new EvidenceFault('no-init', `epoch ${header.epoch} leaf ${header.leaf}`)
    this.#init = init
    if (this.#file === undefined || this.#mustPart(this.#file, init, header, fragment)) {
      await this.#begin(init, header)
    }
    await this.#append(header, fragment)
  }

  /** Closes the last file.
   * @returns all files of the camera */
  async finish(): Promise<readonly WrittenFootage[]> {
    await this.#close()
    return this.#written
  }

  #mustPart(
    file: OpenFile,
    init: Uint8Array,
    header: BundleFragment['header'],
    fragment: ParsedFragment,
  ): boolean {
    if (!equalBytes(init, file.init)) return true
    // only a key frame can be the first picture of a file
    if (!header.startsWithKeyFrame) return false
    const bytes = fragment.moof.length + fragment.mdat.length
    return (
      Math.abs(header.wallStart - file.to) >= leastHole ||
      file.bytes + bytes > this.#maxFileBytes ||
      decodeTimeIn(file, header) + header.mediaDuration > latestDecodeTime(fragment)
    )
  }

  async #begin(init: Uint8Array, header: BundleFragment['header']): Promise<void> {
    await this.#close()
    const name = `footage/${this.#number}-${this.#written.length + 1}.mp4`
    this.#file = {
      name,
      init,
      hash: createHash('sha256').update(init),
      fragments: [],
      from: header.wallStart,
      bytes: init.length,
      frames: 0,
      sequence: 0,
      to: header.wallStart,
      end: 0,
      shift: -header.mediaStart,
      epoch: header.epoch,
    }
    await this.#zip.begin(name)
    await this.#zip.write(init)
  }

  async #append(header: BundleFragment['header'], fragment: ParsedFragment): Promise<void> {
    const file = this.#file
    if (file === undefined) throw new TypeError('no file is open')
    const decodeTime = decodeTimeIn(file, header)
    if (decodeTime > latestDecodeTime(fragment)) throw new EvidenceFault('too-large', file.name)
    file.sequence += 1
    dateFragment(fragment, file.sequence, decodeTime)
    const parts = [fragment.moof, fragment.mdat]
    const hash = createHash('sha256')
    for (const part of parts) {
      hash.update(part)
      file.hash.update(part)
      await this.#zip.write(part)
    }
    const length = fragment.moof.length + fragment.mdat.length
    const row: ManifestFragment = {
      offset: file.bytes,
      length,
      sha256: hash.digest('hex'),
      from: header.wallStart,
      to: header.wallEnd,
      frames: header.frames,
      epoch: header.epoch,
      leaf: header.leaf,
      fragment: header.fragment,
    }
    file.fragments.push(JSON.stringify(row))
    file.bytes += length
    file.frames += header.frames
    file.to = header.wallEnd
    file.end = decodeTime + header.mediaDuration
    file.shift = decodeTime - header.mediaStart
    file.epoch = header.epoch
  }

  async #close(): Promise<void> {
    const file = this.#file
    if (file === undefined) return
    this.#file = undefined
    await this.#zip.close()
    const known = {
      file: file.name,
      camera: this.#camera,
      bytes: file.bytes,
      sha256: file.hash.digest('hex'),
      from: file.from,
      to: file.to,
      frames: file.frames,
    }
    const init = { offset: 0, length: file.init.length, sha256: sha256Hex(file.init) }
    this.#written.push({ ...known, text: formatFootage({ ...known, init }, file.fragments) })
  }
}

/** Media time goes on within an epoch; into the next, as far as the wall clock says; never back. */
function decodeTimeIn(file: OpenFile, header: BundleFragment['header']): number {
  if (header.epoch === file.epoch) return Math.max(file.end, header.mediaStart + file.shift)
  const missing = Math.max(0, header.wallStart - file.to)
  return file.end + Math.round((missing * header.timescale) / 1000)
}

export function sha256Hex(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0
}
