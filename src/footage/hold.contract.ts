import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { CameraId, HoldId, Instant, LocalDay, Window } from '../domain/ids.ts'
import {
  Camera,
  digests,
  type MakeWorld,
  morning,
  newEpoch,
  newHold,
  type Opened,
  opensTo,
  openWorld,
  type StoreWorld,
} from './footage-fixture.ts'
import { type Finding, fsck } from './fsck.ts'
import { recordBytes, sectorBytes } from './record.ts'

const slotBytes = 64 * sectorBytes
const always: Window = { from: 0 as Instant, to: 9e15 as Instant }
const nextYear = '2027-11-21' as LocalDay
const later = '2027-12-01' as LocalDay

/** Holding, recycling and overwriting. */
export function holdContract(name: string, makeWorld: MakeWorld): void {
  describe(`hold and recycle: ${name}`, () => {
    let world: StoreWorld
    let opened: Opened
    beforeEach(async () => {
      world = await makeWorld({ slotBytes, slots: 12 })
      opened = await openWorld(world)
    })
    afterEach(async () => {
      await opened.close()
      await world.dispose()
    })
    const sums = async (camera: CameraId): Promise<readonly number[]> => {
      const hours = await opened.store.coverage([camera], always)
      const sum = (of: 'sealed' | 'held' | 'erased'): number => hours.reduce((all, hour) => all + hour[of], 0)
      return [sum('sealed'), sum('held'), sum('erased')]
    }
    const sound = async (): Promise<void> => {
      const findings: Finding[] = await Array.fromAsync(
        fsck(opened.files, opened.index, { depth: 'hashes', live: false }),
      )
      expect(findings).toEqual([])
    }
    /** Three epochs of two leaves each, 2 s a leaf; the camera is past them. */
    const recorded = async (): Promise<Camera> => {
      const camera = new Camera(opened)
      for (let epoch = 0; epoch < 3; epoch++) {
        camera.newEpoch()
        camera.record(30_000, 30_000)
        camera.record(30_000, 30_000)
      }
      await opened.sink.closeLeaf(camera.camera)
      return camera
    }
    const leafAt = (camera: Camera, i: number): Camera['sent'][number] => {
      const sent = camera.sent[i]
      if (sent === undefined) throw new Error(`no leaf ${i}`)
      return sent
    }

    test('exactly the leaves held are copied, and outlive their recording', async () => {
      const camera = await recorded()
      const [one, two] = [leafAt(camera, 1), leafAt(camera, 2)]
      const held = await opened.store.hold(newHold(), nextYear, [one, two])
      expect(held.map(({ epoch, leaf, endsOn, fragments }) => [epoch, leaf, endsOn, fragments])).toEqual([
        [one.epoch, one.leaf, nextYear, 2],
        [two.epoch, two.leaf, nextYear, 2],
      ])
      expect(await sums(camera.camera)).toEqual([8_000, 4_000, 0])
      await sound()

      const epochs = [...new Set(camera.sent.map(({ epoch }) => epoch))]
      const result = await opened.store.recycleEpochs(epochs, opened.clock.now())
      expect(result).toMatchObject({ leaves: 6, milliseconds: 8_000 })
      expect(result.slots.map(({ slot }) => slot)).toEqual([0, 1])
      expect(await sums(camera.camera)).toEqual([0, 4_000, 8_000])
      for (const sent of [one, two])
        expect(await opensTo(opened.store, sent)).toEqual(digests(sent.plaintexts))
      await expect(opensTo(opened.store, leafAt(camera, 0))).rejects.toMatchObject({ code: 'leaf-unknown' })
      const rows = await opened.store.leavesBetween(camera.camera, always)
      expect(rows.map(({ leaf, epoch }) => [epoch, leaf])).toEqual(
        [one, two].map(({ leaf, epoch }) => [epoch, leaf]),
      )
      await sound()
    })

    test('running it again changes nothing, also after a restart', async () => {
      const camera = await recorded()
      const hold = newHold()
      const leaves = [leafAt(camera, 0), leafAt(camera, 1)]
      const first = await opened.store.hold(hold, nextYear, leaves)
      const before = [await opened.store.capacity(), await sums(camera.camera)]
      expect(await opened.store.hold(hold, nextYear, leaves)).toEqual(first)
      await opened.close()
      opened = await openWorld(world)
      expect(await opened.store.hold(hold, nextYear, [...leaves, ...leaves])).toEqual([...first, ...first])
      expect([await opened.store.capacity(), await sums(camera.camera)]).toEqual(before)
    })

    test('holds of one end day share slots; another end day and a second hold have their own copies', async () => {
      const camera = await recorded()
      const [a, b, c] = [newHold(), newHold(), newHold()]
      const leaf = leafAt(camera, 0)
      const places = async (hold: HoldId, day: LocalDay): Promise<readonly number[]> =>
        (await opened.store.hold(hold, day, [leaf])).flatMap(({ parts }) => parts.map(({ slot }) => slot))
      const [one, two, three] = [await places(a, nextYear), await places(b, nextYear), await places(c, later)]
      expect(two).toEqual(one)
      expect(three).not.toEqual(one)
      expect((await opened.store.capacity()).held).toBe(2)
      expect(await sums(camera.camera)).toEqual([10_000, 2_000, 0])

      const gone = await opened.store.recycleHolds([a], opened.clock.now())
      expect(gone).toMatchObject({ slots: [], leaves: 1, milliseconds: 0 })
      expect(await sums(camera.camera)).toEqual([10_000, 2_000, 0])
      await sound()
      const both = await opened.store.recycleHolds([b, c], opened.clock.now())
      expect(both.slots.map(({ slot }) => slot)).toEqual([...one, ...three])
      expect(await sums(camera.camera)).toEqual([12_000, 0, 0])
      await sound()
    })

    test('a held slot begun earlier that has no room left is closed, and the copy goes to a fresh one', async () => {
      const camera = new Camera(opened)
      camera.record(200_000)
      camera.record(100_000)
      await opened.sink.closeLeaf(camera.camera)
      const slots = []
      for (const i of [0, 1]) {
        const [held] = await opened.store.hold(newHold(), nextYear, [leafAt(camera, i)])
        slots.push(held?.parts.map(({ slot }) => slot))
      }
      expect(slots).toEqual([[2], [3]])
      const held = opened.index.openSlots().filter(({ kind }) => kind === 'held')
      expect(held.map(({ slot }) => slot)).toEqual([3])
      await sound()
    })

    test('when hold and recording are both gone, the leaf is', async () => {
      const camera = await recorded()
      const leaf = leafAt(camera, 0)
      const hold = newHold()
      await opened.store.hold(hold, nextYear, [leaf])
      await opened.store.recycleEpochs([leaf.epoch], opened.clock.now())
      expect(await opened.store.recycleHolds([hold, hold], opened.clock.now())).toMatchObject({
        leaves: 1,
        milliseconds: 2_000,
      })
      expect(await sums(camera.camera)).toEqual([8_000, 0, 4_000])
      await expect(opensTo(opened.store, leaf)).rejects.toMatchObject({ code: 'leaf-unknown' })
      await sound()
    })

    test('a copy can be made of a copy, and a long leaf goes over several held slots', async () => {
      const camera = new Camera(opened)
      camera.record(100_000, 100_000, 100_000, 100_000, 100_000)
      await opened.sink.closeLeaf(camera.camera)
      const leaf = leafAt(camera, 0)
      const [a, b] = [newHold(), newHold()]
      const [held] = await opened.store.hold(a, nextYear, [leaf])
      expect(held?.parts.length).toBe(3)
      await opened.store.recycleEpochs([leaf.epoch], opened.clock.now())
      await opened.store.hold(b, later, [leaf])
      await opened.store.recycleHolds([a], opened.clock.now())
      expect(await opensTo(opened.store, leaf)).toEqual(digests(leaf.plaintexts))
      await sound()
    })

    test('what cannot be held is named, and nothing is held', async () => {
      const camera = await recorded()
      const hold = newHold()
      const open = camera.record(10)
      const leaf = leafAt(camera, 0)
      const tries = [
        [[leaf, { epoch: newEpoch(), leaf: 0 }], 'leaf-unknown'],
        [[leaf, open], 'leaf-open'],
      ] as const
      for (const [leaves, code] of tries)
        await expect(opened.store.hold(hold, nextYear, leaves)).rejects.toMatchObject({ code })
      expect((await opened.store.capacity()).held).toBe(0)
      await opened.store.hold(hold, nextYear, [leaf])
      await expect(opened.store.hold(hold, later, [leaf])).rejects.toMatchObject({ code: 'hold-day' })
      await expect(opened.store.hold(hold, later, [leafAt(camera, 1)])).rejects.toMatchObject({
        code: 'hold-day',
      })
    })

    test('a hold the store has no room for keeps what it could copy, and goes on later', async () => {
      const camera = await recorded()
      const other = new Camera(opened)
      while ((await opened.store.capacity()).free > 1) {
        other.newEpoch()
        other.record(200_000)
      }
      await opened.sink.closeLeaf(other.camera)
      const hold = newHold()
      const leaves = camera.sent
      await expect(opened.store.hold(hold, nextYear, leaves)).rejects.toMatchObject({ code: 'no-slot' })
      await sound()
      const epochs = [...new Set(other.sent.map(({ epoch }) => epoch))]
      await opened.store.recycleEpochs(epochs.slice(0, 2), opened.clock.now())
      expect(await opened.store.hold(hold, nextYear, leaves)).toHaveLength(6)
      await opened.store.recycleEpochs([...new Set(leaves.map(({ epoch }) => epoch))], opened.clock.now())
      for (const sent of leaves) expect(await opensTo(opened.store, sent)).toEqual(digests(sent.plaintexts))
      await sound()
    })

    test('a damaged leaf is not copied', async () => {
      const camera = await recorded()
      const sector = new Uint8Array(sectorBytes)
      await opened.files.write(0, 2 * sectorBytes, sector)
      await expect(opened.store.hold(newHold(), nextYear, [leafAt(camera, 0)])).rejects.toMatchObject({
        code: 'record-damaged',
        place: { slot: 0, offset: sectorBytes },
      })
      expect(await sums(camera.camera)).toEqual([12_000, 0, 0])
    })

    test('a slot is freed when every epoch in it was named, not before', async () => {
      const camera = await recorded()
      const [one, two, three] = [...new Set(camera.sent.map(({ epoch }) => epoch))]
      if (one === undefined || two === undefined || three === undefined) throw new Error('three epochs')
      const slotsOf = async (epoch: string): Promise<number[]> =>
        (await opened.store.leavesBetween(camera.camera, always))
          .filter((row) => row.epoch === epoch)
          .flatMap(({ parts }) => parts.map(({ slot }) => slot))
      expect(new Set(await slotsOf(two))).toEqual(new Set([0, 1]))
      expect((await opened.store.recycleEpochs([one], opened.clock.now())).slots).toEqual([])
      await sound()
      expect(await sums(camera.camera)).toEqual([8_000, 0, 4_000])
      const second = await opened.store.recycleEpochs([two], opened.clock.now())
      expect(second.slots).toEqual([{ slot: 0, generation: 1 }])
      await sound()
      expect((await opened.store.recycleEpochs([one, two, newEpoch()], opened.clock.now())).slots).toEqual([])
      expect((await opened.store.recycleEpochs([three], opened.clock.now())).slots).toEqual([
        { slot: 1, generation: 2 },
      ])
      expect(await sums(camera.camera)).toEqual([0, 0, 12_000])
      expect((await opened.store.capacity()).free).toBe(12)
    })

    test('an epoch still written is refused, and its slot goes when the next has begun', async () => {
      const camera = new Camera(opened)
      const { epoch } = camera.record(30_000)
      expect(await opened.store.openEpochs()).toEqual([epoch])
      await expect(opened.store.recycleEpochs([epoch], opened.clock.now())).rejects.toMatchObject({
        code: 'epoch-open',
        place: { epoch, camera: camera.camera },
      })
      await opened.sink.closeLeaf(camera.camera)
      expect(await opened.store.openEpochs()).toEqual([])
      // the slot is still the camera's, open for its next record
      const result = await opened.store.recycleEpochs([epoch], opened.clock.now())
      expect(result.slots).toEqual([{ slot: 0, generation: 1 }])
      expect(() => camera.record(10)).toThrow(expect.objectContaining({ code: 'leaf-order' }))
      camera.newEpoch()
      camera.record(10_000)
      await opened.sink.flush()
      const [row] = await opened.store.leavesBetween(camera.camera, always)
      expect(row?.parts).toMatchObject([{ slot: 1, generation: 2 }])
      await sound()
    })

    test('a slot with fragments on their way keeps them when the epoch the index knows in it is recycled', async () => {
      await opened.close()
      let during = (): unknown => undefined
      opened = await openWorld(world, {
        wrap: (files) => ({
          identity: files.identity,
          write: files.write.bind(files),
          read: files.read.bind(files),
          size: files.size.bind(files),
          release: files.release.bind(files),
          close: files.close.bind(files),
          sync: async (slot) => {
            during()
            await files.sync(slot)
          },
        }),
      })
      const [camera, other] = [new Camera(opened), new Camera(opened)]
      const old = camera.record(30_000)
      await opened.sink.closeLeaf(camera.camera)
      camera.newEpoch()
      camera.record()
      other.record(30_000)
      // the recycling flushes the other camera; while it does, this one writes on in the slot of the old epoch
      during = () => {
        during = () => undefined
        camera.append(30_000)
      }
      expect((await opened.store.recycleEpochs([old.epoch], opened.clock.now())).slots).toEqual([])
      camera.append(30_000)
      await opened.sink.closeLeaf(camera.camera)
      expect(await opensTo(opened.store, leafAt(camera, 1))).toEqual(digests(leafAt(camera, 1).plaintexts))
      expect(leafAt(camera, 1).plaintexts).toHaveLength(2)
      await sound()
      const { slots } = await opened.store.recycleEpochs([camera.epoch], opened.clock.now())
      expect(slots).toEqual([{ slot: 0, generation: 1 }])
    })

    test('old content counts as overwritten when new footage has covered its last byte', async () => {
      await opened.close()
      await world.dispose()
      world = await makeWorld({ slotBytes, slots: 1 })
      opened = await openWorld(world)
      const camera = new Camera(opened)
      const { epoch } = camera.record(40_000, 40_000, 40_000)
      await opened.sink.closeLeaf(camera.camera)
      const { slots } = await opened.store.recycleEpochs([epoch], opened.clock.now())
      camera.newEpoch()
      opened.clock.forward(5_000)
      camera.record(40_000)
      await opened.sink.flush()
      expect(await opened.store.overwritten()).toEqual([])
      opened.clock.forward(5_000)
      camera.append(40_000)
      camera.append(40_000)
      await opened.sink.flush()
      expect(await opened.store.overwritten()).toEqual(
        slots.map((slot) => ({ ...slot, at: morning + 10_000 })),
      )
      await opened.store.acknowledgeOverwritten([999])
      expect(await opened.store.overwritten()).toHaveLength(1)
      await opened.store.acknowledgeOverwritten(slots.map(({ generation }) => generation))
      expect(await opened.store.overwritten()).toEqual([])
    })

    test('a new use that ends short of the old content is made up with zeros', async () => {
      await opened.close()
      await world.dispose()
      world = await makeWorld({ slotBytes, slots: 1 })
      opened = await openWorld(world)
      const camera = new Camera(opened)
      const { epoch } = camera.record(100_000, 100_000)
      await opened.sink.closeLeaf(camera.camera)
      await opened.store.recycleEpochs([epoch], opened.clock.now())
      camera.newEpoch()
      camera.record(10_000)
      await opened.sink.flush()
      opened.clock.forward(1_000)
      // a record that does not fit closes the slot, and the pool is empty
      expect(camera.append(250_000)).toBe('no-slot')
      await opened.sink.flush()
      await opened.idle()
      expect(await opened.store.overwritten()).toEqual([{ slot: 0, generation: 1, at: morning + 1_000 }])
      const rest = new Uint8Array(slotBytes)
      await opened.files.read(0, 0, rest)
      const used = sectorBytes + 3 * sectorBytes
      expect(rest.subarray(used).every((byte) => byte === 0)).toBe(true)
      expect(await opensTo(opened.store, leafAt(camera, 1))).toEqual(digests(leafAt(camera, 1).plaintexts))
      await sound()
    })

    test('a slot recycled while it is made up with zeros: only the older content counts as overwritten', async () => {
      await opened.close()
      await world.dispose()
      world = await makeWorld({ slotBytes, slots: 1 })
      const [reached, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
      let watch = false
      opened = await openWorld(world, {
        wrap: (files) => ({
          identity: files.identity,
          read: files.read.bind(files),
          sync: files.sync.bind(files),
          size: files.size.bind(files),
          release: files.release.bind(files),
          close: files.close.bind(files),
          write: async (slot, at, bytes) => {
            if (watch) {
              reached.resolve()
              await go.promise
            }
            await files.write(slot, at, bytes)
          },
        }),
      })
      const camera = new Camera(opened)
      const first = camera.record(100_000, 100_000)
      await opened.sink.closeLeaf(camera.camera)
      await opened.store.recycleEpochs([first.epoch], opened.clock.now())
      camera.newEpoch()
      const second = camera.record(10_000)
      await opened.sink.flush()
      expect(camera.append(250_000)).toBe('no-slot')
      watch = true
      await opened.sink.closeLeaf(camera.camera)
      await reached.promise
      const { slots } = await opened.store.recycleEpochs([second.epoch], opened.clock.now())
      expect(slots).toEqual([{ slot: 0, generation: 2 }])
      camera.newEpoch()
      expect(camera.record(10_000).outcomes).toEqual(['no-slot'])
      watch = false
      go.resolve()
      await opened.idle()
      expect((await opened.store.overwritten()).map(({ generation }) => generation)).toEqual([1])
      expect(camera.append(10_000)).toBe('taken')
      await opened.sink.flush()
      expect((await opened.store.overwritten()).map(({ generation }) => generation)).toEqual([1, 2])
      await sound()
    })

    test('what a stop left of overwriting is taken up at the next start', async () => {
      await opened.close()
      await world.dispose()
      world = await makeWorld({ slotBytes, slots: 1 })
      opened = await openWorld(world)
      const camera = new Camera(opened)
      const first = camera.record(100_000, 100_000)
      await opened.sink.closeLeaf(camera.camera)
      await opened.store.recycleEpochs([first.epoch], opened.clock.now())
      camera.newEpoch()
      camera.record(10_000, 250_000)
      // closing retires the full slot and stops before it is overwritten
      await opened.close()
      opened = await openWorld(world)
      await opened.idle()
      expect((await opened.store.overwritten()).map(({ generation }) => generation)).toEqual([1])
    })

    test('a slot taken for a hold is freed of its old content at once, since it may stay open for long', async () => {
      await opened.close()
      await world.dispose()
      world = await makeWorld({ slotBytes, slots: 2 })
      opened = await openWorld(world)
      const camera = new Camera(opened)
      const first = camera.record(100_000, 100_000)
      camera.newEpoch()
      camera.record(200_000)
      await opened.sink.closeLeaf(camera.camera)
      await opened.store.recycleEpochs([first.epoch], opened.clock.now())
      await opened.store.hold(newHold(), nextYear, [leafAt(camera, 1)])
      expect((await opened.store.overwritten()).map(({ generation }) => generation)).toEqual([1])
      await opened.store.recycleEpochs([camera.epoch], opened.clock.now())
      expect(await opensTo(opened.store, leafAt(camera, 1))).toEqual(digests(leafAt(camera, 1).plaintexts))
      const rest = new Uint8Array(slotBytes)
      await opened.files.read(0, 0, rest)
      expect(rest.subarray(sectorBytes + recordBytes(200_000)).every((byte) => byte === 0)).toBe(true)
      await sound()
    })

    test('the slot of a camera that is gone is closed when another camera begins a later day', async () => {
      const [gone, other] = [new Camera(opened), new Camera(opened)]
      gone.record(10_000)
      other.record(10_000)
      await opened.sink.flush()
      opened.clock.forward(3_500_000)
      other.append(10_000)
      opened.clock.forward(200_000)
      other.newEpoch('2026-11-22' as LocalDay)
      other.record(10_000)
      await opened.sink.flush()
      expect(opened.index.openSlots().map(({ slot }) => slot)).toEqual([2])
      const third = new Camera(opened)
      third.newEpoch('2026-11-22' as LocalDay)
      third.record(10_000)
      await opened.sink.flush()
      expect(opened.index.openSlots().map(({ slot }) => slot)).toEqual([2, 3])
    })
  })
}
