import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FootageFault } from '../../footage/fault.ts'
import { openFootageIndex } from '../sqlite/footage-index.ts'
import { createFootageIndex } from '../sqlite/footage-index-schema.ts'
import { makeStore, storeBytes } from './make-store.ts'
import { openSlotFiles } from './slot-files.ts'
import { diskFile, indexFile, slotFile } from './slot-paths.ts'

const shape = { slotBytes: 16 * 4096, slots: 3, makeIndex: createFootageIndex }

describe('making a store', () => {
  let parent: string
  let folder: string
  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'tsujiban-make-'))
    folder = join(parent, 'a', 'store')
  })
  afterEach(() => rm(parent, { recursive: true, force: true }))

  test.each([true, false])('reserves every slot in full (fallocate %s)', async (fallocate) => {
    const progress: number[] = []
    const identity = await makeStore(folder, {
      ...shape,
      slots: 70,
      fallocate,
      onProgress: (made) => progress.push(made),
    })
    for (const slot of [0, 1, 69]) {
      const { size, blocks } = await stat(slotFile(folder, slot))
      expect([size, blocks * 512 >= size]).toEqual([shape.slotBytes, true])
    }
    expect(progress).toEqual([64, 70])
    expect(JSON.parse(await readFile(join(folder, diskFile), 'utf8'))).toEqual(identity)
    const index = openFootageIndex(join(folder, indexFile))
    expect(index.identity).toEqual(identity)
    expect(index.capacity()).toEqual({
      slotBytes: shape.slotBytes,
      slots: 70,
      free: 70,
      recording: 0,
      held: 0,
    })
    index.close()
  })

  test('lies where docs/ref/footage-format.md says', () => {
    expect(slotFile('/x', 12_345)).toBe('/x/slots/0012/00012345.slot')
  })

  test('a disk that is too small is refused with both figures, and nothing is made', async () => {
    const slots = 90_000_000
    const made = makeStore(folder, { slots, makeIndex: createFootageIndex })
    await expect(made).rejects.toMatchObject({
      code: 'disk-full',
      space: { needed: storeBytes({ slots }), available: expect.any(Number) },
    })
    expect(existsSync(join(parent, 'a'))).toBe(false)
  })

  test.each([
    [{ slots: 0 }],
    [{ slots: 1.5 }],
    [{ slots: 1, slotBytes: 4096 }],
    [{ slots: 1, slotBytes: 10_000 }],
    [{ slots: 100_000_000 }],
  ])('%o is no store', (bad) => {
    expect(() => storeBytes(bad)).toThrow(expect.objectContaining({ code: 'store-shape' }))
  })

  test('a store is never made over another, nor where an index has lost its disk.json', async () => {
    await makeStore(folder, shape)
    await expect(makeStore(folder, shape)).rejects.toMatchObject({ code: 'store-exists' })
    await rename(join(folder, diskFile), join(folder, 'elsewhere.json'))
    await expect(makeStore(folder, shape)).rejects.toMatchObject({ code: 'store-exists' })
    expect(existsSync(slotFile(folder, 0))).toBe(true)
  })

  test('an attempt that was broken off is made anew, at any step', async () => {
    await mkdir(join(folder, 'slots', '0000'), { recursive: true })
    await writeFile(slotFile(folder, 0), 'half')
    await writeFile(join(folder, `${indexFile}.new`), 'half')
    const identity = await makeStore(folder, shape)
    expect((await stat(slotFile(folder, 0))).size).toBe(shape.slotBytes)
    // broken off between the two renames
    await rename(join(folder, diskFile), join(folder, `${diskFile}.new`))
    expect(await makeStore(folder, shape)).toEqual(identity)
    expect((await openSlotFiles(folder)).identity).toEqual(identity)
  })

  test('an index that cannot be made leaves no slots behind', async () => {
    const fail = (): void => {
      throw new Error('no')
    }
    await expect(makeStore(folder, { ...shape, makeIndex: fail })).rejects.toBeInstanceOf(FootageFault)
    expect(existsSync(join(folder, 'slots'))).toBe(false)
  })

  test.each([
    ['not there', undefined],
    ['not JSON', '{'],
    ['not an identity', '{"disk": 5}'],
    ['no object', 'null'],
  ])('a disk.json that is %s: the disk is missing', async (_, text) => {
    await mkdir(folder, { recursive: true })
    if (text !== undefined) await writeFile(join(folder, diskFile), text)
    await expect(openSlotFiles(folder)).rejects.toMatchObject({ code: 'disk-missing' })
  })
})
