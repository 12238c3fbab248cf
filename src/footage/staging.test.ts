import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { maxRecordBytes, sectorBytes } from './record.ts'
import { StagingPool, type StagingSlot } from './staging.ts'

/** Where a slot lies: its buffer and the bytes of it. */
function place(slot: StagingSlot): [ArrayBuffer, number, number] {
  return [slot.bytes.buffer, slot.bytes.byteOffset, slot.bytes.byteOffset + slot.bytes.length]
}

describe('staging pool', () => {
  test('slots never overlap, are whole sectors, and everything comes back', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 3_000_000 }), fc.nat(20)), { maxLength: 60 }),
        (steps) => {
          const pool = new StagingPool(3 * maxRecordBytes)
          const out: StagingSlot[] = []
          for (const [bytes, release] of steps) {
            const slot = pool.take(bytes)
            if (slot !== undefined) {
              expect(slot.bytes.byteOffset % sectorBytes).toBe(0)
              expect(slot.bytes.length % sectorBytes).toBe(0)
              expect(slot.bytes.length).toBeGreaterThanOrEqual(bytes)
              const [buffer, from, to] = place(slot)
              for (const other of out) {
                const [otherBuffer, otherFrom, otherTo] = place(other)
                expect(buffer !== otherBuffer || to <= otherFrom || from >= otherTo).toBe(true)
              }
              out.push(slot)
            }
            if (release < out.length) out.splice(release, 1)[0]?.release()
          }
          for (const slot of out) slot.release()
          const [one, two] = [pool.take(maxRecordBytes), pool.take(maxRecordBytes)]
          expect([one === undefined, two === undefined]).toEqual([false, false])
        },
      ),
      { numRuns: 40 },
    )
  })

  test('is bounded, and a release makes room again', () => {
    const pool = new StagingPool(0)
    const first = pool.take(maxRecordBytes)
    expect(first).toBeDefined()
    expect(pool.take(maxRecordBytes)).toBeUndefined()
    first?.release()
    expect(pool.take(maxRecordBytes)).toBeDefined()
  })

  test('takes nothing larger than a record', () => {
    expect(new StagingPool(1e9).take(maxRecordBytes + 65_536 * 2)).toBeUndefined()
  })
})
