import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Instant } from '../domain/ids.ts'
import {
  Camera,
  digests,
  type MakeWorld,
  morning,
  type Opened,
  opensTo,
  openWorld,
  type StoreWorld,
} from './footage-fixture.ts'
import { type Finding, fsck } from './fsck.ts'
import { recordBytes, recordContentBytes, sectorBytes } from './record.ts'

const slotBytes = 128 * sectorBytes
const size = 9_000
const whole = recordBytes(size)
const sealedEnd = 144 + size + 16

/** Where a write may have been cut: the first byte that did not reach the disk. */
const cuts: readonly (readonly [string, number])[] = [
  ['nothing of it', 0],
  ['within the magic', 3],
  ['within the header', 100],
  ['header whole', 144],
  ['within the first sector', 4_000],
  ['a sector', 4_096],
  ['within the ciphertext', 7_777],
  ['two sectors', 8_192],
  ['within the tag', sealedEnd - 5],
  ['within the generation', sealedEnd + 3],
  ['generation whole', sealedEnd + 8],
  ['all but the last byte of the hash', recordContentBytes(size) - 1],
]

/** What is kept of a store that was left in the middle of writing. */
export function recoveryContract(name: string, makeWorld: MakeWorld): void {
  describe(`recovery: ${name}`, () => {
    let world: StoreWorld
    beforeEach(async () => {
      world = await makeWorld({ slotBytes, slots: 4 })
    })
    afterEach(() => world.dispose())

    /** Two fragments indexed, then `more` that are on the disk and unknown to the index; the process is gone. */
    const crashed = async (...more: readonly number[]): Promise<Camera> => {
      const opened = await openWorld(world)
      const camera = new Camera(opened)
      camera.record(size, size)
      await opened.sink.flush()
      await world.keepIndex()
      for (const each of more) camera.append(each)
      await opened.close()
      await world.restoreIndex()
      return camera
    }
    const overwrite = async (at: number, bytes: Uint8Array): Promise<void> => {
      const files = await world.files()
      const from = Math.floor(at / sectorBytes) * sectorBytes
      const sectors = new Uint8Array(Math.ceil((at + bytes.length - from) / sectorBytes) * sectorBytes)
      await files.read(0, from, sectors)
      sectors.set(bytes, at - from)
      await files.write(0, from, sectors)
      await files.sync(0)
      await files.close()
    }
    const findings = async (opened: Opened): Promise<readonly Finding[]> =>
      Array.fromAsync(fsck(opened.files, opened.index, { depth: 'hashes', live: false }))

    test('what was on the disk and not in the index is found, kept and readable', async () => {
      const camera = await crashed(size, 20_000, 1)
      const opened = await openWorld(world)
      expect(opened.recovery).toMatchObject({ clean: false, fragments: 3, torn: [], faults: [] })
      expect(opened.recovery.cameras).toEqual([
        { camera: camera.camera, recordedTo: morning + 5_000, accountedTo: morning + 5_000 },
      ])
      for (const sent of camera.sent)
        expect(await opensTo(opened.store, sent)).toEqual(digests(sent.plaintexts))
      const [row] = await opened.store.leavesBetween(camera.camera, {
        from: 0 as Instant,
        to: 9e15 as Instant,
      })
      expect(row).toMatchObject({ fragments: 5, closed: true, last: morning + 5_000 })
      expect(await findings(opened)).toEqual([])
      await opened.close()
    })

    test('a leaf that was begun behind the index is found whole', async () => {
      const first = await openWorld(world)
      const camera = new Camera(first)
      camera.record(size)
      await first.sink.flush()
      await world.keepIndex()
      camera.record(size, size)
      camera.newEpoch()
      camera.record(size)
      await first.close()
      await world.restoreIndex()
      const opened = await openWorld(world)
      expect(opened.recovery.fragments).toBe(3)
      for (const sent of camera.sent)
        expect(await opensTo(opened.store, sent)).toEqual(digests(sent.plaintexts))
      expect(await findings(opened)).toEqual([])
      await opened.close()
    })

    test.each(cuts)('a write cut off with %s is dropped, what is before it kept', async (_, cut) => {
      const camera = await crashed(size, size)
      const torn = sectorBytes + 3 * whole
      await overwrite(torn + cut, new Uint8Array(randomBytes(whole - cut)))
      const opened = await openWorld(world)
      const [sent] = camera.sent
      if (sent === undefined) throw new Error('nothing sent')
      expect(opened.recovery.fragments).toBe(1)
      const known = cut >= 144 ? [{ slot: 0, offset: torn, camera: camera.camera }] : []
      expect(opened.recovery.torn).toEqual(known)
      expect(await opensTo(opened.store, sent)).toEqual(digests(sent.plaintexts.slice(0, 3)))
      expect(await findings(opened)).toEqual([])
      await opened.close()
    })

    test('remains of an earlier use of the slot are not taken for footage', async () => {
      const first = await openWorld(world)
      const old = new Camera(first)
      old.record(size, size, size, size, size)
      old.newEpoch()
      await first.sink.closeLeaf(old.camera)
      await first.store.recycleEpochs([old.sent[0]?.epoch ?? old.epoch], first.clock.now())
      const others = [new Camera(first), new Camera(first), new Camera(first)]
      for (const camera of others) camera.record(1)
      const next = new Camera(first)
      next.record(size)
      await first.sink.flush()
      const [row] = await first.store.leavesBetween(next.camera, { from: 0 as Instant, to: 9e15 as Instant })
      expect(row?.parts.map(({ slot }) => slot)).toEqual([0])
      await world.keepIndex()
      await first.close()
      await world.restoreIndex()
      const opened = await openWorld(world)
      expect(opened.recovery).toMatchObject({ clean: false, fragments: 0, torn: [] })
      expect(await findings(opened)).toEqual([])
      await opened.close()
    })

    test('a later record whose predecessor was lost never comes back behind new footage', async () => {
      const camera = await crashed(size, size, size)
      // the disk stored the fifth fragment and lost the third; both have the same length
      await overwrite(sectorBytes + 2 * whole, new Uint8Array(whole))
      const opened = await openWorld(world)
      expect(opened.recovery.fragments).toBe(0)
      const again = new Camera(opened)
      Object.assign(again, { camera: camera.camera })
      again.record(size)
      await opened.sink.flush()
      await world.keepIndex()
      again.append(size)
      await opened.close()
      await world.restoreIndex()
      const last = await openWorld(world)
      expect(last.recovery.fragments).toBe(1)
      for (const sent of again.sent) expect(await opensTo(last.store, sent)).toEqual(digests(sent.plaintexts))
      const rows = await last.store.leavesBetween(camera.camera, { from: 0 as Instant, to: 9e15 as Instant })
      expect(rows.map(({ fragments }) => fragments)).toEqual([2, 2])
      expect(await findings(last)).toEqual([])
      await last.close()
    })

    test('a slot that was opened and never written goes back to the pool', async () => {
      const index = world.index()
      index.begin()
      index.openSlot({
        kind: 'recording',
        camera: '00000000-0000-4000-8000-000000000001' as never,
        day: '2026-11-21' as never,
      })
      index.openSlot({ kind: 'held', day: '2026-11-21' as never })
      index.close()
      const opened = await openWorld(world)
      expect((await opened.store.capacity()).free).toBe(4)
      expect(opened.recovery.faults).toEqual([])
      const camera = new Camera(opened)
      camera.record(size)
      await opened.sink.flush()
      const [row] = await opened.store.leavesBetween(camera.camera, {
        from: 0 as Instant,
        to: 9e15 as Instant,
      })
      expect(row?.parts[0]?.generation).toBe(3)
      expect(await findings(opened)).toEqual([])
      await opened.close()
    })

    test('a leaf that went on in a second slot keeps nothing there when the end of the first is lost', async () => {
      const first = await openWorld(world)
      const camera = new Camera(first)
      camera.record(400_000)
      await first.sink.flush()
      camera.append(60_000)
      // does not fit any more: goes to slot 1, which the index knows by its opening alone
      camera.append(200_000)
      await world.keepIndex()
      await first.close()
      await world.restoreIndex()
      await overwrite(sectorBytes + recordBytes(400_000), new Uint8Array(sectorBytes))
      const opened = await openWorld(world)
      expect(opened.recovery.fragments).toBe(0)
      const [sent] = camera.sent
      if (sent === undefined) throw new Error('nothing sent')
      expect(await opensTo(opened.store, sent)).toEqual(digests(sent.plaintexts.slice(0, 1)))
      expect(await findings(opened)).toEqual([])
      await opened.close()
    })

    test('a leaf that went on in a second slot is found whole in both, and one slot stays open', async () => {
      const first = await openWorld(world)
      const camera = new Camera(first)
      camera.record(400_000)
      await first.sink.flush()
      camera.append(60_000)
      camera.append(200_000)
      await world.keepIndex()
      await first.close()
      await world.restoreIndex()
      const opened = await openWorld(world)
      expect(opened.recovery.fragments).toBe(2)
      for (const sent of camera.sent)
        expect(await opensTo(opened.store, sent)).toEqual(digests(sent.plaintexts))
      expect(opened.index.openSlots().map(({ slot }) => slot)).toEqual([1])
      expect(await findings(opened)).toEqual([])
      await opened.close()
    })

    test('a slot file that is gone stops no other camera', async () => {
      const first = await openWorld(world)
      const cameras = [new Camera(first), new Camera(first)]
      for (const camera of cameras) camera.record(size)
      await first.close()
      await world.removeSlot(0)
      const opened = await openWorld(world)
      expect(opened.recovery.faults.map(({ code, place }) => [code, place.slot])).toEqual([
        ['slot-missing', 0],
      ])
      expect(opened.faults).toEqual(opened.recovery.faults)
      const [lost, kept] = cameras
      if (lost?.sent[0] === undefined || kept?.sent[0] === undefined) throw new Error('nothing sent')
      await expect(opensTo(opened.store, lost.sent[0])).rejects.toMatchObject({
        code: 'slot-missing',
        place: { slot: 0 },
      })
      expect(await opensTo(opened.store, kept.sent[0])).toEqual(digests(kept.sent[0].plaintexts))
      await opened.close()
    })

    test('an open gap ends where it was last looked at, and counts as accounted for', async () => {
      const first = await openWorld(world)
      const camera = new Camera(first)
      camera.record(size)
      const from = (morning + 1_000) as Instant
      const to = (morning + 7_000) as Instant
      first.sink.gap({ camera: camera.camera, from, to, cause: 'camera-silent', detail: '', open: true })
      await first.close()
      const opened = await openWorld(world)
      expect(opened.recovery.cameras).toEqual([{ camera: camera.camera, recordedTo: from, accountedTo: to }])
      const gaps = await opened.store.gaps(camera.camera, { from: 0 as Instant, to: 9e15 as Instant })
      expect(gaps.map(({ open }) => open)).toEqual([false])
      await opened.close()
    })
  })
}
