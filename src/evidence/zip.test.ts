import { unzipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { MemorySink, readerOf } from './bundle-fixture.ts'
import type { ByteReader } from './ports.ts'
import { stampOf } from './zip-format.ts'
import { checkForm, dataOffset, readContents } from './zip-reader.ts'
import { type BundleSink, ZipWriter } from './zip-writer.ts'

const stamp = stampOf(Date.UTC(2026, 10, 21, 12, 5, 31), 'Asia/Tokyo')

async function archive(files: Readonly<Record<string, Uint8Array>>): Promise<Uint8Array> {
  const sink = new MemorySink()
  const zip = new ZipWriter(sink, stamp)
  for (const [name, bytes] of Object.entries(files)) {
    await zip.begin(name)
    await zip.write(bytes.subarray(0, 3))
    await zip.write(bytes.subarray(3))
  }
  await zip.end()
  expect(zip.bytes).toBe(sink.bytes().length)
  return sink.bytes()
}

const files = {
  'footage/1-1.mp4': Uint8Array.from({ length: 5000 }, (_, i) => i),
  'お読みください.txt': new TextEncoder().encode('読'),
  empty: new Uint8Array(0),
}

describe('archives', () => {
  test('are read by another implementation', async () => {
    expect(unzipSync(await archive(files))).toEqual(files)
  })

  test('carry the time of the place', () => {
    // 2026-11-21 21:05:30
    expect(stamp).toEqual({ date: (46 << 9) | (11 << 5) | 21, time: (21 << 11) | (5 << 5) | 15 })
  })

  test('are found to have their one form, and any other byte around the files is found', async () => {
    const bytes = await archive(files)
    const contents = await readContents(readerOf(bytes))
    if (contents === undefined) throw new Error('no contents')
    expect(contents.entries.map(({ name }) => name)).toEqual(Object.keys(files))
    expect(await checkForm(readerOf(bytes), contents, stamp)).toEqual([])
    const data = contents.entries.flatMap((entry) => {
      const from = dataOffset(entry)
      return Array.from({ length: entry.size }, (_, i) => from + i)
    })
    const content = new Set(data)
    for (let at = 0; at < bytes.length; at++) {
      if (content.has(at)) continue
      const altered = bytes.slice()
      altered[at] = (altered[at] ?? 0) ^ 0x10
      const read = await readContents(readerOf(altered))
      const damages = read && (await checkForm(readerOf(altered), read, stamp))
      expect(damages === undefined || damages.length > 0, `byte ${at}`).toBe(true)
    }
  })

  test('cut short anywhere have no contents', async () => {
    const bytes = await archive(files)
    for (let length = 0; length < bytes.length; length += 7)
      expect(await readContents(readerOf(bytes.slice(0, length)))).toBeUndefined()
  })

  test('with something before, between or behind are not of the form', async () => {
    const bytes = await archive(files)
    const behind = Uint8Array.from([...bytes, 0])
    expect(await readContents(readerOf(behind))).toBeUndefined()
    const before = Uint8Array.from([1, 2, 3, 4, ...bytes])
    expect(await readContents(readerOf(before))).toBeUndefined()
  })

  test.each(['', '/etc', 'a//b', 'a\\b', 'c:d', 'a/', 'x\ny'])('take no name like %j', async (name) => {
    const zip = new ZipWriter(new MemorySink(), stamp)
    await expect(zip.begin(name)).rejects.toMatchObject({ code: 'bad-name' })
  })

  test('take no name twice, and no content outside an entry', async () => {
    const zip = new ZipWriter(new MemorySink(), stamp)
    await expect(zip.write(new Uint8Array(1))).rejects.toThrow(TypeError)
    await zip.begin('a')
    await expect(zip.begin('a')).rejects.toMatchObject({ code: 'bad-name' })
  })
})

/** Keeps what is not one large run of zeros, and gives zeros for the rest. */
class SparseFile implements BundleSink, ByteReader {
  readonly #pieces: { readonly offset: number; readonly bytes: Uint8Array }[] = []
  size = 0

  async write(bytes: Uint8Array): Promise<void> {
    if (bytes.length < 1 << 20) this.#pieces.push({ offset: this.size, bytes: bytes.slice() })
    this.size += bytes.length
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    const out = new Uint8Array(Math.max(0, Math.min(length, this.size - offset)))
    for (const piece of this.#pieces) {
      const from = Math.max(offset, piece.offset)
      const to = Math.min(offset + out.length, piece.offset + piece.bytes.length)
      if (from < to) out.set(piece.bytes.subarray(from - piece.offset, to - piece.offset), from - offset)
    }
    return out
  }
}

test('archives beyond 4 GiB use Zip64 for what lies there, and files of 4 GiB are refused', async () => {
  const file = new SparseFile()
  const zip = new ZipWriter(file, stamp)
  const zeros = new Uint8Array(1 << 28)
  for (const name of ['a', 'b', 'c']) {
    await zip.begin(name)
    for (let i = 0; i < 6; i++) await zip.write(zeros)
  }
  await zip.begin('d')
  await zip.write(Uint8Array.of(1, 2, 3))
  await zip.end()
  expect(file.size).toBeGreaterThan(2 ** 32)
  const contents = await readContents(file)
  if (contents === undefined) throw new Error('no contents')
  const large = 6 * zeros.length
  expect(contents.entries.map(({ name, size }) => ({ name, size }))).toEqual([
    { name: 'a', size: large },
    { name: 'b', size: large },
    { name: 'c', size: large },
    { name: 'd', size: 3 },
  ])
  const [, , , last] = contents.entries
  if (last === undefined) throw new Error('no last entry')
  expect(last.offset).toBeGreaterThan(2 ** 32)
  expect(await file.read(dataOffset(last), 3)).toEqual(Uint8Array.of(1, 2, 3))
  expect(await checkForm(file, contents, stamp)).toEqual([])

  const tooLarge = new ZipWriter(new SparseFile(), stamp)
  await tooLarge.begin('e')
  const write = async () => {
    for (let i = 0; i < 16; i++) await tooLarge.write(zeros)
  }
  await expect(write()).rejects.toMatchObject({ code: 'too-large' })
})
