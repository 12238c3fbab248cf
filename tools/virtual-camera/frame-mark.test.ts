import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { nalsOfSample, readFrameMark } from './frame-mark.ts'
import { nalType, protect, seiMessages, unprotect } from './nal.ts'
import { frameMarkNal, paddingNal } from './sei.ts'

const startCodeLike = /00 00 0[0-3]( |$)/
const hex = (bytes: Uint8Array) =>
  Buffer.from(bytes)
    .toString('hex')
    .replaceAll(/(..)(?!$)/g, '$1 ')

it('reads back every mark it wrote, and the NAL unit never holds what looks like a start code', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), fc.maxSafeNat(), (counter, wall) => {
      const nal = frameMarkNal({ counter, wall })
      expect(hex(nal).replaceAll('00 00 03', '')).not.toMatch(startCodeLike)
      expect(readFrameMark([nal])).toEqual({ counter, wall })
    }),
  )
})

it('protects any bytes so that they come back and hold no start code (H.264 7.4.1)', () => {
  const zeros = fc.array(fc.constantFrom(0, 0, 0, 1, 2, 3, 4, 255), { maxLength: 40 })
  fc.assert(
    fc.property(zeros, (bytes) => {
      const nal = protect(Uint8Array.of(6, ...bytes, 0x80))
      expect(hex(nal)).not.toMatch(/00 00 0[0-2]/)
      expect([...unprotect(nal)]).toEqual([6, ...bytes, 0x80])
    }),
  )
})

it('finds the mark among other NAL units and other messages', () => {
  const mark = frameMarkNal({ counter: 7, wall: 1_790_000_000_000 })
  const recoveryPoint = Uint8Array.of(6, 6, 1, 0xc4, 0x80)
  const sample = [Uint8Array.of(9, 0x10), recoveryPoint, paddingNal(400, 1), mark, Uint8Array.of(0x65, 1, 2)]
  const lengths = sample.flatMap((nal) => [0, 0, nal.length >> 8, nal.length & 0xff, ...nal])
  expect(readFrameMark(nalsOfSample(Uint8Array.from(lengths)))).toEqual({
    counter: 7,
    wall: 1_790_000_000_000,
  })
})

it('finds none in bytes of any kind, and does not throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      expect(readFrameMark([Uint8Array.of(6, ...bytes)])).toBeUndefined()
      expect(readFrameMark(nalsOfSample(bytes))).toBeUndefined()
    }),
  )
})

it('makes padding of the length asked for, or one byte less', () => {
  fc.assert(
    fc.property(fc.integer({ min: 20, max: 70_000 }), fc.nat(), (bytes, turn) => {
      const nal = paddingNal(bytes, turn)
      expect(bytes - nal.length === 0 || bytes - nal.length === 1).toBe(true)
      expect(nalType(nal)).toBe(6)
      const [message] = seiMessages(nal)
      expect(message?.type).toBe(5)
    }),
    { numRuns: 50 },
  )
  const nal = paddingNal(5000, 3)
  expect(hex(nal.subarray(40))).not.toMatch(/\b00\b/)
  expect(nal.at(-1)).toBe(0x80)
})
