import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CameraId, LocalDay } from '../domain/ids.ts'
import { FootageFault } from './fault.ts'
import { decodeSlotHeader, encodeSlotHeader, type SlotHeader, slotHeaderBytes } from './slot-header.ts'

const header: fc.Arbitrary<SlotHeader> = fc.record({
  disk: fc.uuid(),
  slot: fc.integer({ min: 0, max: 0xffff_ffff }),
  kind: fc.constantFrom('recording', 'held'),
  generation: fc.maxSafeNat(),
  camera: fc.option(
    fc.uuid().map((id) => id as CameraId),
    { nil: undefined },
  ),
  day: fc
    .date({ min: new Date('2000-01-01'), max: new Date('2999-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10) as LocalDay),
  openedAt: fc.maxSafeNat(),
})

test('what is written is read, and any changed byte of it is found', () => {
  fc.assert(
    fc.property(header, fc.nat(99), (fields, at) => {
      const bytes = new Uint8Array(slotHeaderBytes).fill(0xff)
      encodeSlotHeader(bytes, fields)
      expect(decodeSlotHeader(bytes)).toEqual(fields)
      expect(bytes.subarray(100).every((byte) => byte === 0)).toBe(true)
      bytes[at] = (bytes[at] ?? 0) ^ 1
      expect(() => decodeSlotHeader(bytes)).toThrow(FootageFault)
    }),
  )
})

test('arbitrary and short bytes are named', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 5_000 }), (bytes) => {
      expect(() => decodeSlotHeader(bytes)).toThrow(FootageFault)
    }),
    { numRuns: 50 },
  )
})
