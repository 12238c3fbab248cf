import { randomBytes } from 'node:crypto'
import { afterEach, describe, expect, test } from 'vitest'
import type { FootageFault } from './fault.ts'
import type { MakeWorld, StoreWorld } from './footage-fixture.ts'
import { sectorBytes } from './record.ts'
import type { SlotFiles } from './slot-files.ts'
import { alignedBytes } from './staging.ts'

const shape = { slotBytes: 64 * sectorBytes, slots: 4 }

function aligned(bytes: number): Uint8Array<ArrayBuffer> {
  const out = alignedBytes(bytes)
  out.set(randomBytes(bytes))
  return out
}

/** What every adapter of `SlotFiles` must do. */
export function slotFilesContract(name: string, makeWorld: MakeWorld): void {
  describe(`slot files: ${name}`, () => {
    const opened: SlotFiles[] = []
    const worlds: StoreWorld[] = []
    afterEach(async () => {
      for (const files of opened.splice(0)) await files.close()
      for (const world of worlds.splice(0)) await world.dispose()
    })
    const open = async (): Promise<{ world: StoreWorld; files: SlotFiles }> => {
      const world = await makeWorld(shape)
      worlds.push(world)
      const files = await world.files()
      opened.push(files)
      return { world, files }
    }
    const readBack = async (
      files: SlotFiles,
      slot: number,
      at: number,
      bytes: number,
    ): Promise<Uint8Array> => {
      const into = new Uint8Array(bytes)
      expect(await files.read(slot, at, into)).toBe(bytes)
      return into
    }

    test('says what store it is, and has every slot in full, filled with zeros', async () => {
      const { files } = await open()
      expect(files.identity).toMatchObject(shape)
      for (let slot = 0; slot < shape.slots; slot++) expect(await files.size(slot)).toBe(shape.slotBytes)
      expect(await readBack(files, 3, 0, shape.slotBytes)).toEqual(new Uint8Array(shape.slotBytes))
    })

    test('gives back what was written, from aligned and from any other memory', async () => {
      const { world, files } = await open()
      const one = aligned(3 * sectorBytes)
      const other = new Uint8Array(randomBytes(2 * sectorBytes + 8)).subarray(8)
      await files.write(1, 5 * sectorBytes, one)
      await files.write(1, 8 * sectorBytes, other)
      await files.write(1, shape.slotBytes - sectorBytes, one.subarray(0, sectorBytes))
      await files.sync(1)
      const another = await world.files()
      opened.push(another)
      for (const each of [files, another]) {
        expect(await readBack(each, 1, 5 * sectorBytes, one.length)).toEqual(one)
        expect(await readBack(each, 1, 8 * sectorBytes, other.length)).toEqual(other)
        expect(await readBack(each, 1, 10 * sectorBytes, sectorBytes)).toEqual(new Uint8Array(sectorBytes))
      }
      expect(await files.size(1)).toBe(shape.slotBytes)
    })

    test('reads up to the end of the slot and says how much that was', async () => {
      const { files } = await open()
      expect(await files.read(0, shape.slotBytes - 100, new Uint8Array(500))).toBe(100)
      expect(await files.read(0, shape.slotBytes, new Uint8Array(500))).toBe(0)
    })

    test('writes to many slots and places at once', async () => {
      const { files } = await open()
      const pieces = Array.from({ length: 40 }, (_, i) => ({
        slot: i % shape.slots,
        at: (1 + i) * sectorBytes,
        bytes: aligned(sectorBytes),
      }))
      await Promise.all(pieces.map(({ slot, at, bytes }) => files.write(slot, at, bytes)))
      for (const { slot, at, bytes } of pieces)
        expect(await readBack(files, slot, at, sectorBytes)).toEqual(bytes)
    })

    test('a slot released while it is written is complete, and can be written again', async () => {
      const { files } = await open()
      const bytes = aligned(sectorBytes)
      const writing = files.write(2, 0, bytes)
      await files.release(2)
      await writing
      await files.write(2, sectorBytes, bytes)
      await files.release(2)
      expect(await readBack(files, 2, 0, sectorBytes)).toEqual(bytes)
      expect(await readBack(files, 2, sectorBytes, sectorBytes)).toEqual(bytes)
    })

    test('writes nothing beyond a slot or between sectors', async () => {
      const { files } = await open()
      const bytes = aligned(2 * sectorBytes)
      for (const [at, piece] of [
        [shape.slotBytes - sectorBytes, bytes],
        [100, bytes],
        [-sectorBytes, bytes],
        [0, bytes.subarray(0, 100)],
      ] as const)
        await expect(files.write(0, at, piece)).rejects.toMatchObject({ code: 'disk-error' })
      expect(await files.size(0)).toBe(shape.slotBytes)
    })

    test('a slot that is not there is named, and found again when it is back', async () => {
      const { world, files } = await open()
      await world.removeSlot(3)
      const missing: Partial<FootageFault> = { code: 'slot-missing' }
      expect(await files.size(3)).toBeUndefined()
      await expect(files.read(3, 0, new Uint8Array(10))).rejects.toMatchObject(missing)
      await expect(files.write(3, 0, aligned(sectorBytes))).rejects.toMatchObject(missing)
      await expect(files.sync(3)).rejects.toMatchObject(missing)
      await files.write(2, 0, aligned(sectorBytes))
    })
  })
}
