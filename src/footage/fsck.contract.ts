import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { EpochId } from '../domain/ids.ts'
import {
  Camera,
  dayOne,
  type MakeWorld,
  newCamera,
  newHold,
  openWorld,
  type StoreWorld,
} from './footage-fixture.ts'
import { type Finding, type FindingCode, type FsckOptions, fsck } from './fsck.ts'
import { recordBytes, sectorBytes } from './record.ts'
import { encodeSlotHeader } from './slot-header.ts'

const slotBytes = 64 * sectorBytes
const whole = recordBytes(20_000)

/** Each finding provoked, and nothing found where nothing is wrong. */
export function fsckContract(name: string, makeWorld: MakeWorld): void {
  describe(`fsck: ${name}`, () => {
    let world: StoreWorld
    let camera: Camera
    let epochs: readonly EpochId[]
    /** A store with one camera in slots 0 (12 records) and 1 (1 record), a held copy in slot 2, and 5 free slots; nobody has it open. */
    beforeEach(async () => {
      world = await makeWorld({ slotBytes, slots: 8 })
      const opened = await openWorld(world)
      camera = new Camera(opened)
      const named = [camera.epoch]
      camera.record(20_000, 20_000, 20_000)
      camera.record(20_000, 20_000)
      named.push(camera.newEpoch())
      camera.record(20_000, 20_000, 20_000, 20_000, 20_000, 20_000)
      camera.record(20_000, 20_000)
      await opened.sink.closeLeaf(camera.camera)
      await opened.store.hold(newHold(), dayOne, [camera.sent[0] ?? { epoch: camera.epoch, leaf: 0 }])
      await opened.close()
      epochs = named
    })
    afterEach(() => world.dispose())

    const check = async (options: Partial<FsckOptions> = {}): Promise<readonly Finding[]> => {
      const files = await world.files()
      const index = world.indexReader()
      const found = await Array.fromAsync(fsck(files, index, { depth: 'hashes', live: false, ...options }))
      index.close()
      await files.close()
      return found
    }
    /** `[code, slot, offset in sectors, leaf]` of each finding */
    const brief = (
      found: readonly Finding[],
    ): readonly (readonly [FindingCode, number | undefined, number | undefined, number | undefined])[] =>
      found.map(({ code, slot, offset, leaf }) => [
        code,
        slot,
        offset === undefined ? undefined : offset / sectorBytes,
        leaf,
      ])
    const change = async (
      slot: number,
      at: number,
      edit: (sector: Uint8Array<ArrayBuffer>) => void,
    ): Promise<void> => {
      const files = await world.files()
      const sector = new Uint8Array(sectorBytes)
      await files.read(slot, at, sector)
      edit(sector)
      await files.write(slot, at, sector)
      await files.sync(slot)
      await files.close()
    }
    const copySector = async (
      from: [number, number],
      to: [number, number],
      sectors: number,
    ): Promise<void> => {
      const files = await world.files()
      const bytes = new Uint8Array(sectors * sectorBytes)
      await files.read(from[0], from[1], bytes)
      await files.write(to[0], to[1], bytes)
      await files.close()
    }
    const record = (i: number): number => sectorBytes + i * whole

    test('a sound store has no findings, at either depth, and progress is told', async () => {
      const told: string[] = []
      const onProgress = (done: number, slots: number): void => void told.push(`${done}/${slots}`)
      expect(await check({ onProgress })).toEqual([])
      expect(told.at(-1)).toBe('8/8')
      expect(await check({ depth: 'headers' })).toEqual([])
      expect(await check({ live: true })).toEqual([])
    })

    test('swapped-disk', async () => {
      world.tamper("UPDATE store SET disk = '00000000-0000-4000-8000-000000000000'")
      expect(brief(await check())).toEqual([['swapped-disk', undefined, undefined, undefined]])
    })

    test('index-damaged: the index contradicts itself', async () => {
      world.tamper('UPDATE slot SET state = 0, kind = NULL WHERE slot = 0')
      expect(brief(await check()).map(([code]) => code)).toContain('index-damaged')
    })

    test('index-behind: an old copy of the index was put back', async () => {
      world.tamper('UPDATE store SET next_generation = 2')
      expect(brief(await check({ depth: 'headers' }))).toEqual([
        ['index-behind', 1, 0, undefined],
        ['index-behind', 2, 0, undefined],
      ])
    })

    test('missing-slot and slot-size, in use and in the pool', async () => {
      await world.removeSlot(1)
      await world.removeSlot(6)
      await world.truncateSlot(7, 5_000)
      const found = await check({ depth: 'headers' })
      expect(brief(found)).toEqual([
        ['missing-slot', 1, undefined, undefined],
        ['missing-slot', 6, undefined, undefined],
        ['slot-size', 7, undefined, undefined],
      ])
      expect(found[0]?.camera).toBe(camera.camera)
    })

    test('a slot cut short: its size, and what is torn by it', async () => {
      await world.truncateSlot(0, record(1) + 5_000)
      expect(brief(await check())).toEqual([
        ['slot-size', 0, undefined, undefined],
        ['torn-record', 0, 1 + whole / sectorBytes, 0],
        ['row-without-bytes', 0, record(3) / sectorBytes, 1],
        ['row-without-bytes', 0, record(5) / sectorBytes, 0],
        ['row-without-bytes', 0, record(11) / sectorBytes, 1],
      ])
    })

    test('slot-header: altered', async () => {
      await change(0, 0, (sector) => sector.fill(1, 40, 44))
      expect(brief(await check())).toEqual([['slot-header', 0, 0, undefined]])
    })

    test('slot-header: another camera than the index says', async () => {
      const files = await world.files()
      const header = new Uint8Array(sectorBytes)
      const { disk } = files.identity
      encodeSlotHeader(header, {
        disk,
        slot: 0,
        kind: 'recording',
        generation: 1,
        camera: newCamera(),
        day: dayOne,
        openedAt: 1,
      })
      await files.write(0, 0, header)
      await files.close()
      expect(brief(await check())).toEqual([['slot-header', 0, 0, undefined]])
    })

    test('foreign-slot: two slot files were exchanged', async () => {
      await copySector([1, 0], [0, 0], slotBytes / sectorBytes)
      expect(brief(await check())).toEqual([['foreign-slot', 0, 0, undefined]])
    })

    test('generation-mismatch: of the slot header', async () => {
      world.tamper('UPDATE store SET next_generation = 99; UPDATE slot SET generation = 50 WHERE slot = 0')
      expect(brief(await check())).toEqual([['generation-mismatch', 0, 0, undefined]])
    })

    test('generation-mismatch: an intact record of another use', async () => {
      await copySector([2, record(1)], [0, record(1)], whole / sectorBytes)
      expect(brief(await check())).toEqual([['generation-mismatch', 0, record(1) / sectorBytes, 0]])
      expect(await check({ depth: 'headers' })).toEqual([])
    })

    test.each([
      ['header', 20],
      ['ciphertext', 10_000],
      ['tag', 144 + 20_000 + 3],
      ['hash', 144 + 20_000 + 16 + 8 + 5],
    ])('torn-record: one bit of the %s', async (_, at) => {
      const sector = Math.floor(at / sectorBytes) * sectorBytes
      await change(0, record(4) + sector, (bytes) => {
        bytes[at - sector] = (bytes[at - sector] ?? 0) ^ 4
      })
      const [found, ...others] = await check()
      expect(others).toEqual([])
      expect(found).toMatchObject({
        code: 'torn-record',
        slot: 0,
        offset: record(4),
        camera: camera.camera,
        epoch: epochs[0],
        leaf: 1,
      })
    })

    test('torn-record: also in a held slot', async () => {
      await change(2, record(2) + sectorBytes, (sector) => sector.fill(0))
      expect(brief(await check())).toEqual([['torn-record', 2, record(2) / sectorBytes, 0]])
    })

    test('row-without-bytes: the first sector of a leaf is empty', async () => {
      await change(0, record(3), (sector) => sector.fill(0))
      for (const depth of ['headers', 'hashes'] as const)
        expect(brief(await check({ depth }))).toEqual([['row-without-bytes', 0, record(3) / sectorBytes, 1]])
    })

    test('row-without-bytes: a leaf beyond what the slot is filled with', async () => {
      world.tamper('UPDATE leaf SET offset = 253952 WHERE leaf = 1 AND epoch = 1')
      expect(brief(await check()).map(([code]) => code)).toContain('row-without-bytes')
    })

    test('leaf-mismatch: the row counts other fragments than its records', async () => {
      world.tamper('UPDATE leaf SET frames = frames + 1 WHERE leaf = 1 AND epoch = 1')
      const [found, ...others] = await check()
      expect(others).toEqual([])
      expect(found).toMatchObject({
        code: 'leaf-mismatch',
        slot: 0,
        leaf: 1,
        message: 'frames: index 51, records 50',
      })
    })

    test('leaf-mismatch: of a leaf in two slots', async () => {
      world.tamper('UPDATE leaf SET fragments = fragments - 1 WHERE parts = 2')
      expect(brief(await check())).toEqual([['leaf-mismatch', 1, 1, 1]])
    })

    test('leaf-mismatch: a record of the leaf stands in for another', async () => {
      await copySector([0, record(0)], [0, record(1)], whole / sectorBytes)
      const [found, ...others] = await check()
      expect(others).toEqual([])
      expect(found).toMatchObject({ code: 'leaf-mismatch', slot: 0, offset: record(1), leaf: 0 })
    })

    test('leaf-mismatch: the row names another leaf than lies there', async () => {
      world.tamper('UPDATE leaf SET leaf = 77 WHERE leaf = 1 AND epoch = 1')
      for (const depth of ['headers', 'hashes'] as const)
        expect(brief(await check({ depth }))).toEqual([['leaf-mismatch', 0, record(3) / sectorBytes, 77]])
    })

    test('record-not-indexed: within, and behind what the index knows', async () => {
      world.tamper(`DELETE FROM leaf WHERE leaf = 1 AND epoch = 1`)
      const lost = await check()
      expect(brief(lost)).toEqual([
        ['record-not-indexed', 0, record(3) / sectorBytes, 1],
        ['record-not-indexed', 0, record(4) / sectorBytes, 1],
        ['hour-sum', undefined, undefined, undefined],
      ])
      world.tamper(`UPDATE leaf SET parts = 1, fragments = 1, frames = 25, last = last - 1000 WHERE parts = 2;
        DELETE FROM part; UPDATE slot SET used = ${sectorBytes} WHERE slot = 1`)
      const behind = (await check()).filter(({ slot }) => slot === 1)
      expect(behind.map(({ code, epoch, leaf }) => [code, epoch, leaf])).toEqual([
        ['record-not-indexed', epochs[1], 1],
      ])
      // with a recorder running, the end of an open slot is on its way into the index
      expect((await check({ live: true })).filter(({ slot }) => slot === 1)).toEqual([])
    })

    test.each(['sealed', 'held', 'gap'])('hour-sum: %s', async (column) => {
      world.tamper(`UPDATE hour SET ${column} = ${column} + 5`)
      const [found, ...others] = await check()
      expect(others).toEqual([])
      expect(found).toMatchObject({ code: 'hour-sum', camera: camera.camera })
      expect(found?.message).toContain(column)
    })

    test('what a running recorder recycles meanwhile is no finding', async () => {
      const opened = await openWorld(world)
      const files = await world.files()
      const index = world.indexReader()
      const busy = {
        identity: files.identity,
        write: files.write.bind(files),
        sync: files.sync.bind(files),
        size: files.size.bind(files),
        release: files.release.bind(files),
        close: files.close.bind(files),
        read: async (slot: number, at: number, into: Uint8Array): Promise<number> => {
          if (slot === 0 && at > 0 && (await opened.store.capacity()).recording > 0) {
            await opened.store.recycleEpochs(epochs, opened.clock.now())
            await opened.files.write(0, sectorBytes, new Uint8Array(sectorBytes))
          }
          return files.read(slot, at, into)
        },
      }
      expect(await Array.fromAsync(fsck(busy, index, { depth: 'hashes', live: true }))).toEqual([])
      index.close()
      await files.close()
      await opened.close()
    })
  })
}
