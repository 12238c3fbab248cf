import { crc32 } from 'node:zlib'
import type { BundleFinding } from './findings.ts'
import type { BundleSource, ByteReader } from './ports.ts'
import type { ZipEntry, ZipStamp } from './zip-format.ts'
import { checkForm, dataOffset, readContents, type ZipContents } from './zip-reader.ts'

/** A file of a bundle, read in pieces from its beginning. */
export interface BundleFile {
  readonly bytes: number
  /** every byte once; the checksum of an archive is compared when the last piece has been taken */
  pieces(): AsyncIterable<Uint8Array>
  /** after `pieces` has ended: false when the archive's checksum of the file does not fit */
  readonly checksumFits: boolean
}

/** A bundle's files, whatever they come in. */
export interface BundleFiles {
  /** a name twice when an archive has it twice */
  readonly names: readonly string[]
  open(name: string): Promise<BundleFile | undefined>
  /** what is wrong with the archive around the files
   * @param stamp the archive's date; without it, that of the first entry */
  formFindings(stamp: ZipStamp | undefined): Promise<readonly BundleFinding[]>
}

const pieceBytes = 1 << 20

/** Undefined when an archive has no readable end. */
export async function openBundleFiles(source: BundleSource): Promise<BundleFiles | undefined> {
  if (source.kind === 'archive') {
    const contents = await readContents(source.file)
    return contents === undefined ? undefined : archiveFiles(source.file, contents)
  }
  const { folder } = source
  return {
    names: await folder.names(),
    async open(name) {
      const reader = await folder.open(name)
      return reader === undefined ? undefined : streamed(reader, 0, reader.size, undefined)
    },
    formFindings: async () => [],
  }
}

function archiveFiles(file: ByteReader, contents: ZipContents): BundleFiles {
  const entries = new Map<string, ZipEntry>(contents.entries.map((entry) => [entry.name, entry]))
  return {
    names: contents.entries.map(({ name }) => name),
    async open(name) {
      const entry = entries.get(name)
      return entry === undefined ? undefined : streamed(file, dataOffset(entry), entry.size, entry.crc)
    },
    async formFindings(stamp) {
      const damages = await checkForm(file, contents, stamp ?? contents.stamp)
      return damages.map((damage) => ({ code: 'archive-altered', ...damage }))
    },
  }
}

function streamed(reader: ByteReader, start: number, bytes: number, crc: number | undefined): BundleFile {
  let checksumFits = true
  return {
    bytes,
    async *pieces() {
      let sum = 0
      for (let at = 0; at < bytes; ) {
        const piece = await reader.read(start + at, Math.min(pieceBytes, bytes - at))
        if (piece.length === 0) break
        sum = crc32(piece, sum)
        at += piece.length
        yield piece
      }
      checksumFits = crc === undefined || sum === crc
    },
    get checksumFits() {
      return checksumFits
    },
  }
}

/** All bytes of a file that is known to be small; undefined when it is larger than `most`. */
export async function readWhole(file: BundleFile, most: number): Promise<Uint8Array | undefined> {
  if (file.bytes > most) return undefined
  const pieces: Uint8Array[] = []
  for await (const piece of file.pieces()) pieces.push(piece)
  return Buffer.concat(pieces)
}
