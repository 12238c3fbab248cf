import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Instant, Window } from '../domain/ids.ts'
import { FootageFault } from './fault.ts'
import {
  Camera,
  dayOne,
  dayTwo,
  decrypted,
  digests,
  fragment,
  type MakeWorld,
  morning,
  newCamera,
  newEpoch,
  newHold,
  newLeafKey,
  type Opened,
  opensTo,
  openWorld,
  type Sent,
  type StoreWorld,
} from './footage-fixture.ts'
import { fsck } from './fsck.ts'
import { hourMs } from './hours.ts'
import { footageReader } from './reader.ts'
import { provedRecordAt } from './record-check.ts'
import { recordsOf } from './record-stream.ts'
import { decodeSlotHeader } from './slot-header.ts'

const slotBytes = 64 * 4096
const always: Window = { from: 0 as Instant, to: (morning * 2) as Instant }

/** Recording, reading and the choice of slots, over any adapters. */
export function storeContract(name: string, makeWorld: MakeWorld): void {
  describe(`store: ${name}`, () => {
    let world: StoreWorld
    let opened: Opened | undefined
    beforeEach(async () => {
      world = await makeWorld({ slotBytes, slots: 8 })
    })
    afterEach(async () => {
      await opened?.close()
      opened = undefined
      await world.dispose()
    })
    const open = async (options: Parameters<typeof openWorld>[1] = {}): Promise<Opened> => {
      opened = await openWorld(world, options)
      return opened
    }
    const expectReadable = async (store: Opened['store'], sent: readonly Sent[]): Promise<void> => {
      for (const each of sent) expect(await opensTo(store, each)).toEqual(digests(each.plaintexts))
    }

    test('what two cameras recorded is read back and opens, fragment by fragment', async () => {
      const store = await open()
      const cameras = [new Camera(store), new Camera(store)]
      for (const camera of cameras) {
        expect(camera.record(10_000, 1, 0, 4_096).outcomes).toEqual(['taken', 'taken', 'taken', 'taken'])
        camera.record(20_000, 5_000)
      }
      await store.sink.flush()
      for (const camera of cameras) {
        await expectReadable(store.store, camera.sent)
        const leaves = await store.store.leavesBetween(camera.camera, always)
        expect(
          leaves.map(({ leaf, closed, fragments, frames }) => [leaf, closed, fragments, frames]),
        ).toEqual([
          [0, true, 4, 100],
          [1, false, 2, 50],
        ])
        expect(leaves[0]).toMatchObject({ day: dayOne, first: morning, last: morning + 4_000 })
        await store.sink.closeLeaf(camera.camera)
        const [, last] = await store.store.leavesBetween(camera.camera, always)
        expect(last?.closed).toBe(true)
      }
    })

    test('headers carry what the camera said, in the order of the epoch', async () => {
      const store = await open()
      const camera = new Camera(store)
      const one = camera.record(100, 200)
      const two = camera.record(300)
      await store.sink.flush()
      const headers = []
      for (const leaf of [one, two])
        for (const { header } of recordsOf(await store.store.readLeaf(leaf))) headers.push(header)
      expect(headers.map(({ leaf, fragment, sequence }) => [leaf, fragment, sequence])).toEqual([
        [0, 0, 0],
        [0, 1, 1],
        [1, 0, 2],
      ])
      expect(headers[1]).toMatchObject({
        camera: camera.camera,
        epoch: camera.epoch,
        startsWithInit: true,
        wallSynced: true,
        wallStart: morning + 1_000,
        wallEnd: morning + 2_000,
        monotonicStart: 1_000_000,
        mediaStart: 90_000,
        timescale: 90_000,
        frames: 25,
      })
    })

    test('another process reads while the owner writes', async () => {
      const store = await open()
      const camera = new Camera(store)
      const leaf = camera.record(9_000)
      const index = world.indexReader()
      const files = await world.files()
      const reader = footageReader(files, index)
      expect(await reader.leavesBetween(camera.camera, always)).toEqual([])
      await expect(reader.readLeaf(leaf)).rejects.toMatchObject({ code: 'leaf-unknown', place: { leaf: 0 } })
      await store.sink.flush()
      expect(await reader.leavesBetween(camera.camera, always)).toHaveLength(1)
      expect(await reader.readLeaf(leaf)).toEqual(await store.store.readLeaf(leaf))
      camera.append(5_000)
      await store.sink.flush()
      const [sent] = camera.sent
      expect(await decrypted(await reader.readLeaf(leaf), sent?.key ?? new Uint8Array())).toEqual(
        sent?.plaintexts,
      )
      index.close()
      await files.close()
    })

    test('a slot holds one camera and one day; a leaf that does not fit goes on in another slot', async () => {
      const store = await open()
      const camera = new Camera(store)
      const leaf = camera.record(100_000, 100_000, 100_000)
      camera.newEpoch(dayTwo)
      camera.record(5_000)
      const other = new Camera(store)
      other.record(5_000)
      await store.sink.flush()
      const [row, next] = await store.store.leavesBetween(camera.camera, always)
      expect(row?.parts.map(({ slot, offset, bytes }) => [slot, offset, bytes])).toEqual([
        [0, 4096, 2 * 25 * 4096],
        [1, 4096, 25 * 4096],
      ])
      expect([next?.day, next?.parts.map(({ slot }) => slot)]).toEqual([dayTwo, [2]])
      expect(
        (await store.store.leavesBetween(other.camera, always))[0]?.parts.map(({ slot }) => slot),
      ).toEqual([3])
      await expectReadable(store.store, [...camera.sent, ...other.sent])
      for (const part of row?.parts ?? []) {
        const header = new Uint8Array(4096)
        await store.files.read(part.slot, 0, header)
        expect(decodeSlotHeader(header)).toMatchObject({
          slot: part.slot,
          kind: 'recording',
          generation: part.generation,
          camera: camera.camera,
          day: dayOne,
          disk: store.files.identity.disk,
        })
      }
      expect(await store.store.capacity()).toEqual({ slotBytes, slots: 8, free: 4, recording: 4, held: 0 })
      expect(leaf.outcomes).toEqual(['taken', 'taken', 'taken'])
    })

    test('a leaf may have more than two parts and grow over several commits', async () => {
      const store = await open()
      const camera = new Camera(store)
      camera.record(200_000)
      for (const size of [200_000, 20_000, 10_000, 200_000]) {
        await store.sink.flush()
        camera.append(size)
      }
      await store.sink.flush()
      const [row] = await store.store.leavesBetween(camera.camera, always)
      expect([row?.parts.length, row?.fragments]).toEqual([3, 5])
      await expectReadable(store.store, camera.sent)
    })

    test('when the pool is empty append says so and keeps nothing; generations never repeat', async () => {
      const store = await open()
      const camera = new Camera(store)
      const sizes = Array.from({ length: 12 }, () => 200_000)
      const { outcomes } = camera.record(...sizes)
      expect(outcomes).toEqual([
        ...sizes.slice(0, 8).map(() => 'taken'),
        ...sizes.slice(8).map(() => 'no-slot'),
      ])
      await store.sink.flush()
      await expectReadable(store.store, camera.sent)
      const [row] = await store.store.leavesBetween(camera.camera, always)
      expect(row?.parts.map(({ generation }) => generation)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
      expect(store.faults).toEqual([])
    })

    test('a full queue refuses by name, keeps nothing, and takes again when the disk has caught up', async () => {
      const stuck = Promise.withResolvers<void>()
      const large = await makeWorld({ slotBytes: 32 * 1024 * 1024, slots: 3 })
      const store = await openWorld(large, {
        stagingBytes: 0,
        wrap: (files) => ({
          ...bound(files),
          write: (slot, at, bytes) => stuck.promise.then(() => files.write(slot, at, bytes)),
        }),
      })
      const cameras = [new Camera(store), new Camera(store)]
      for (const camera of cameras) camera.record(3_000_000)
      expect(cameras.map((camera) => camera.append(3_000_000))).toEqual(['queue-full', 'queue-full'])
      stuck.resolve()
      await store.sink.flush()
      expect(cameras.map((camera) => camera.append(1_000_000))).toEqual(['taken', 'taken'])
      await store.sink.flush()
      for (const camera of cameras) await expectReadable(store.store, camera.sent)
      await store.close()
      await large.dispose()
    })

    test('no more of a slot is written than recovery looks at, while the index cannot follow', async () => {
      const stuck = Promise.withResolvers<void>()
      const large = await makeWorld({ slotBytes: 32 * 1024 * 1024, slots: 2 })
      const store = await openWorld(large, {
        wrap: (files) => ({ ...bound(files), sync: (slot) => stuck.promise.then(() => files.sync(slot)) }),
      })
      const camera = new Camera(store)
      const { outcomes } = camera.record(...Array.from({ length: 7 }, () => 3_000_000))
      expect(outcomes).toEqual([...Array.from({ length: 5 }, () => 'taken'), 'queue-full', 'queue-full'])
      stuck.resolve()
      await store.sink.flush()
      expect(camera.append(3_000_000)).toBe('taken')
      await store.sink.flush()
      await expectReadable(store.store, camera.sent)
      await store.close()
      await large.dispose()
    })

    test('a fragment no slot takes is refused and reported', async () => {
      const store = await open()
      const camera = new Camera(store)
      expect(camera.record(slotBytes, 10).outcomes).toEqual(['queue-full', 'taken'])
      expect(store.faults.map(({ code, place }) => [code, place.camera])).toEqual([
        ['fragment-too-large', camera.camera],
      ])
    })

    test('a leaf is opened once and in order, an epoch keeps its day and its run', async () => {
      const store = await open()
      const { sink } = store
      const camera = newCamera()
      const epoch = newEpoch()
      const fault = (work: () => void): string => {
        try {
          work()
          return 'none'
        } catch (error) {
          return error instanceof FootageFault ? error.code : String(error)
        }
      }
      const plain = fragment(new Uint8Array(10), morning)
      expect(fault(() => sink.append(camera, plain))).toBe('no-leaf')
      sink.openLeaf(camera, epoch, dayOne, newLeafKey(3))
      expect(fault(() => sink.openLeaf(camera, epoch, dayOne, newLeafKey(3)))).toBe('leaf-order')
      expect(fault(() => sink.openLeaf(camera, epoch, dayTwo, newLeafKey(4)))).toBe('leaf-order')
      expect(fault(() => sink.append(camera, { ...plain, wallEnd: 0 as Instant }))).toBe('fragment-invalid')
      expect(sink.append(camera, plain)).toBe('taken')
      await sink.closeLeaf(camera)
      expect(fault(() => sink.append(camera, plain))).toBe('no-leaf')
      await store.close()
      const again = await open()
      expect(fault(() => again.sink.openLeaf(camera, epoch, dayOne, newLeafKey(9)))).toBe('leaf-order')
      again.sink.openLeaf(camera, newEpoch(), dayOne, newLeafKey(0))
    })

    test('the key is wiped when its leaf closes, the copy outlives the buffer it came in', async () => {
      const store = await open()
      const camera = new Camera(store)
      const [one, two] = [newLeafKey(0), newLeafKey(1)]
      const copy = one.key.slice()
      store.sink.openLeaf(camera.camera, camera.epoch, dayOne, one)
      const plaintext = new Uint8Array(500).fill(7)
      store.sink.append(camera.camera, fragment(plaintext, morning))
      expect(one.key).toEqual(copy)
      one.key.fill(0)
      store.sink.append(camera.camera, fragment(plaintext, morning + 1_000))
      store.sink.openLeaf(camera.camera, camera.epoch, dayOne, two)
      await store.sink.closeLeaf(camera.camera)
      expect([...one.key, ...two.key].every((byte) => byte === 0)).toBe(true)
      const bytes = await store.store.readLeaf({ epoch: camera.epoch, leaf: 0 })
      expect(await decrypted(bytes, copy)).toEqual([plaintext, plaintext])
    })

    test('hourly sums follow leaves, holes and gaps', async () => {
      const store = await open()
      const camera = new Camera(store)
      const hour = morning as number
      camera.at = hour + hourMs - 2_000
      camera.record(10, 10, 10)
      await store.sink.flush()
      camera.append(10)
      camera.record(10)
      camera.at += 5_000
      camera.append(10)
      // the same hole, found between two commits
      camera.record(10)
      await store.sink.flush()
      camera.at += 5_000
      camera.append(10)
      const gap = {
        camera: camera.camera,
        from: (hour + hourMs + 3_000) as Instant,
        cause: 'queue-full' as const,
        detail: 'x',
      }
      store.sink.gap({ ...gap, to: (gap.from + 1_000) as Instant, open: true })
      await store.sink.flush()
      store.sink.gap({ ...gap, to: (gap.from + 5_000) as Instant, open: false })
      await store.sink.flush()
      const window = { from: (hour + 10) as Instant, to: (hour + 2 * hourMs) as Instant }
      const rest = { camera: camera.camera, held: 0, erased: 0 }
      expect(await store.store.coverage([camera.camera, newCamera()], window)).toEqual([
        { ...rest, hour, sealed: 2_000, gap: 0 },
        { ...rest, hour: hour + hourMs, sealed: 6_000, gap: 5_000 },
      ])
      expect(await store.store.gaps(camera.camera, window)).toEqual([
        { ...gap, to: gap.from + 5_000, open: false },
      ])
      expect(store.index.wrongHours()).toEqual([])
    })

    test('leaves that touch a window are found, and no others', async () => {
      const store = await open()
      const camera = new Camera(store)
      for (let i = 0; i < 6; i++) camera.record(10, 10)
      await store.sink.flush()
      const touching = async (from: number, to: number): Promise<number[]> =>
        (
          await store.store.leavesBetween(camera.camera, {
            from: (morning + from) as Instant,
            to: (morning + to) as Instant,
          })
        ).map(({ leaf }) => leaf)
      expect(await touching(0, 12_000)).toEqual([0, 1, 2, 3, 4, 5])
      expect(await touching(2_000, 4_000)).toEqual([1])
      expect(await touching(1_999, 4_001)).toEqual([0, 1, 2])
      expect(await touching(-100, 0)).toEqual([])
      expect(await touching(12_000, 99_000)).toEqual([])
      expect(await touching(3_000, 3_000)).toEqual([])
    })

    test('a record whose bytes were altered is named with slot, offset, epoch and leaf', async () => {
      const store = await open()
      const camera = new Camera(store)
      const leaf = camera.record(5_000, 5_000)
      await store.sink.flush()
      const sector = new Uint8Array(4096)
      await store.files.read(0, 3 * 4096, sector)
      sector[200] = (sector[200] ?? 0) ^ 1
      await store.files.write(0, 3 * 4096, sector)
      await expect(store.store.readLeaf(leaf)).rejects.toMatchObject({
        code: 'record-damaged',
        place: { slot: 0, offset: 3 * 4096, epoch: camera.epoch, leaf: 0, camera: camera.camera },
      })
    })

    test('a leaf recycled while it is read comes from its held copy, or is unknown', async () => {
      const store = await open()
      const camera = new Camera(store)
      camera.record(5_000)
      camera.record(5_000)
      await store.sink.closeLeaf(camera.camera)
      const [held, lost] = camera.sent
      if (held === undefined || lost === undefined) throw new Error('two leaves')
      await store.store.hold(newHold(), dayTwo, [held])
      const index = world.indexReader()
      const files = await world.files()
      let recycled = false
      const reader = footageReader(
        {
          ...bound(files),
          read: async (slot, at, into) => {
            if (!recycled) {
              recycled = true
              await store.store.recycleEpochs([camera.epoch], store.clock.now())
              await store.files.write(0, 4096, new Uint8Array(4 * 4096))
            }
            return files.read(slot, at, into)
          },
        },
        index,
      )
      expect(await opensTo(reader, held)).toEqual(digests(held.plaintexts))
      await expect(opensTo(reader, lost)).rejects.toMatchObject({ code: 'leaf-unknown' })
      index.close()
      await files.close()
    })

    test('a failed write ends its leaf with a gap and a fault; after a pause the next leaf goes to another slot', async () => {
      let broken = false
      const store = await open({
        wrap: (files) => ({
          ...bound(files),
          write: (slot, at, bytes) =>
            broken && slot < 2
              ? Promise.reject(new FootageFault('disk-error', 'EIO', { slot, offset: at }))
              : files.write(slot, at, bytes),
        }),
      })
      const camera = new Camera(store)
      camera.record(5_000, 5_000)
      const other = new Camera(store)
      other.record(5_000)
      await store.sink.flush()
      broken = true
      expect(other.append(5_000)).toBe('taken')
      expect([camera.append(5_000), camera.append(5_000)]).toEqual(['taken', 'taken'])
      await store.sink.flush()
      expect(camera.append(5_000)).toBe('disk-error')
      expect(other.record(5_000).outcomes).toEqual(['disk-error'])
      store.clock.forward(6_000)
      expect(camera.append(5_000)).toBe('disk-error')
      expect(camera.record(5_000).outcomes).toEqual(['taken'])
      await store.sink.flush()
      expect(store.faults.map(({ code }) => code)).toEqual(['disk-error', 'disk-error'])
      expect(await store.store.gaps(camera.camera, always)).toMatchObject([
        { from: morning + 2_000, to: morning + 4_000, cause: 'disk-error', open: false },
      ])
      const rows = await store.store.leavesBetween(camera.camera, always)
      expect(rows.map(({ parts, fragments }) => [parts.map(({ slot }) => slot), fragments])).toEqual([
        [[0], 2],
        [[2], 1],
      ])
      const [lost, kept] = camera.sent
      if (lost === undefined || kept === undefined) throw new Error('two leaves')
      expect(await opensTo(store.store, lost)).toEqual(digests(lost.plaintexts.slice(0, 2)))
      expect(await opensTo(store.store, kept)).toEqual(digests(kept.plaintexts))
      expect(store.index.wrongHours()).toEqual([])
    })

    test.each([
      ['write', 1],
      ['sync', 0],
    ])(
      'a leaf never has a hole, also where a slot fails (%s) after the leaf went on in another',
      async (what, kept) => {
        const third = Promise.withResolvers<void>()
        let broken = true
        const fail = (slot: number): Promise<never> =>
          Promise.reject(new FootageFault('disk-error', 'EIO', { slot }))
        const store = await open({
          wrap: (files) => ({
            ...bound(files),
            write: async (slot, at, bytes) => {
              await third.promise
              await (broken && what === 'write' && slot === 0 && at > 4096
                ? fail(slot)
                : files.write(slot, at, bytes))
            },
            sync: (slot) => (broken && what === 'sync' && slot === 0 ? fail(slot) : files.sync(slot)),
          }),
        })
        const camera = new Camera(store)
        expect(camera.record(100_000, 100_000, 100_000).outcomes).toEqual(['taken', 'taken', 'taken'])
        third.resolve()
        await store.sink.flush()
        await store.sink.flush()
        broken = false
        const rows = await store.store.leavesBetween(camera.camera, always)
        expect(rows.map(({ fragments }) => fragments)).toEqual(kept === 0 ? [] : [kept])
        expect(await store.store.gaps(camera.camera, always)).toMatchObject([
          { from: morning + kept * 1_000, to: morning + 3_000, cause: 'disk-error' },
        ])
        expect((await store.store.capacity()).free).toBe(8 - kept)
        expect(
          await Array.fromAsync(fsck(store.files, store.index, { depth: 'hashes', live: false })),
        ).toEqual([])
      },
    )

    test('a sync that fails loses what it was to keep, and says so', async () => {
      let broken = true
      const store = await open({
        wrap: (files) => ({
          ...bound(files),
          sync: (slot) =>
            broken ? Promise.reject(new FootageFault('disk-error', 'EIO', { slot })) : files.sync(slot),
        }),
      })
      const camera = new Camera(store)
      camera.record(5_000)
      await store.sink.flush()
      broken = false
      expect(await store.store.leavesBetween(camera.camera, always)).toEqual([])
      expect(await store.store.gaps(camera.camera, always)).toMatchObject([{ cause: 'disk-error' }])
      await store.sink.flush()
      expect((await store.store.capacity()).free).toBe(8)
    })

    test('slots are taken in the order they were freed', async () => {
      const store = await open()
      const camera = new Camera(store)
      const epochs = []
      for (let i = 0; i < 8; i++) {
        epochs.push(camera.newEpoch())
        camera.record(200_000)
      }
      camera.newEpoch()
      await store.sink.closeLeaf(camera.camera)
      for (const i of [5, 2, 7, 0]) {
        store.clock.forward(1_000)
        const result = await store.store.recycleEpochs([epochs[i] ?? newEpoch()], store.clock.now())
        expect(result).toEqual({
          slots: [{ slot: i, generation: i + 1 }],
          leaves: 1,
          bytes: 200_704,
          milliseconds: 1_000,
        })
      }
      camera.record(200_000, 200_000, 200_000, 200_000, 200_000)
      await store.sink.flush()
      const rows = await store.store.leavesBetween(camera.camera, always)
      expect(rows.at(-1)?.parts.map(({ slot }) => slot)).toEqual([5, 2, 7, 0])
      expect(rows.at(-1)?.parts.map(({ generation }) => generation)).toEqual([9, 10, 11, 12])
    })

    test('closed in order and opened again, it goes on in the same slot', async () => {
      const store = await open()
      const camera = new Camera(store)
      camera.record(5_000)
      await store.close()
      const again = await open()
      expect(again.recovery).toMatchObject({ clean: true, fragments: 0, torn: [], faults: [] })
      expect(again.recovery.cameras).toEqual([
        { camera: camera.camera, recordedTo: morning + 1_000, accountedTo: morning + 1_000 },
      ])
      const [row] = await again.store.leavesBetween(camera.camera, always)
      expect(row?.closed).toBe(true)
      again.sink.openLeaf(camera.camera, newEpoch(), dayOne, newLeafKey(0))
      again.sink.append(camera.camera, fragment(new Uint8Array(10), morning + 9_000))
      await again.sink.flush()
      const rows = await again.store.leavesBetween(camera.camera, always)
      expect(rows.map(({ parts }) => parts.map(({ slot, generation }) => [slot, generation]))).toEqual([
        [[0, 1]],
        [[0, 1]],
      ])
      expect(() => store.sink.openLeaf(camera.camera, newEpoch(), dayOne, newLeafKey(0))).toThrow(
        FootageFault,
      )
    })

    test('only one process owns a store; readers come and go', async () => {
      await open()
      expect(() => world.index()).toThrow(expect.objectContaining({ code: 'store-in-use' }))
      const reader = world.indexReader()
      reader.close()
    })

    test('another disk than the index knows is refused', async () => {
      const files = await world.files()
      const index = world.index()
      const other = { ...bound(files), identity: { ...files.identity, disk: newCamera() } }
      await expect(
        openWorld({ ...world, files: async () => other, index: () => index }),
      ).rejects.toMatchObject({ code: 'disk-swapped' })
      index.close()
      await files.close()
    })

    test('every record on disk is proved by its slot generation and SHA-256', async () => {
      const store = await open()
      const camera = new Camera(store)
      const leaf = camera.record(100, 5_000)
      await store.sink.flush()
      const bytes = await store.store.readLeaf(leaf)
      expect(provedRecordAt(bytes, 0, 1).header.fragment).toBe(0)
      expect(() => provedRecordAt(bytes, 0, 2)).toThrow(FootageFault)
    })
  })
}

/** A plain object with the methods of `files`, to be spread and overridden. */
function bound(files: Opened['files']): Opened['files'] {
  return {
    identity: files.identity,
    write: (slot, at, bytes) => files.write(slot, at, bytes),
    sync: (slot) => files.sync(slot),
    read: (slot, at, into) => files.read(slot, at, into),
    size: (slot) => files.size(slot),
    release: (slot) => files.release(slot),
    close: () => files.close(),
  }
}
