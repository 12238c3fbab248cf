import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { RecorderFault } from '../fault.ts'
import { pps, sps } from '../test-support/h264-samples.ts'
import { parsePpsId, parseSps } from './sps.ts'

test.each([
  [{ width: 320, height: 240 }, 320, 240],
  [{ width: 1920, height: 1080, profile: 100 }, 1920, 1080],
  [{ width: 1920, height: 1080, interlaced: true }, 1920, 1080],
  [{ width: 642, height: 362, profile: 77, id: 3 }, 642, 362],
] as const)('size of %o', (shape, width, height) => {
  expect(parseSps(sps(shape))).toMatchObject({ width, height, id: 'id' in shape ? shape.id : 0 })
})

// made with x264; sizes as ffprobe reports them
test.each([
  ['6742c00dd90141fb011000000300100000030320f142a480', 320, 240, 1, 8],
  ['67640028acd940780227e5c044000003000400000300c83c60c658', 1920, 1080, 1, 8],
  ['67640028acd9405a044fde0220000003002000000643e2c5b2c0', 1440, 1080, 1, 8],
  ['674d401eeca05217f1126022000003000200000300641e2c5b2c', 642, 362, 1, 8],
  ['67f4001e919b281405ff1380880000030008000003019078b16cb0', 640, 360, 3, 8],
  ['677a001eb6cd940b4126c044000003000400000300c83c58b658', 720, 576, 2, 10],
])('x264 %s', (hex, width, height, chromaFormat, bitDepthLuma) => {
  expect(parseSps(Buffer.from(hex, 'hex'))).toMatchObject({ width, height, chromaFormat, bitDepthLuma })
})

test('id of a PPS', () => {
  expect(parsePpsId(pps(0))).toBe(0)
  expect(parsePpsId(pps(17, 2))).toBe(17)
})

test('extra bytes after SPS do not matter', () => {
  const plain = sps({ width: 1920, height: 1080 })
  expect(parseSps(Buffer.concat([plain, Buffer.from([0, 0, 0])]))).toEqual(parseSps(plain))
})

test.each([
  ['nothing', ''],
  ['header only', '67'],
  ['cut in its size', '6742c01eda'],
  ['an id of 32 or more', '6742c01e0430'],
  ['endless Exp-Golomb code', `6742c01e${'00'.repeat(12)}`],
])('%s is a bad parameter set', (_name, hex) => {
  expect(() => parseSps(Buffer.from(hex, 'hex'))).toThrow(
    expect.objectContaining({ name: 'RecorderFault', code: 'bad-parameter-set' }),
  )
})

test('arbitrary and mutated bytes give a size or a bad parameter set, nothing else', () => {
  const mutated = fc
    .tuple(fc.nat(60), fc.nat(255), fc.constantFrom(sps(), sps({ profile: 100 }), sps({ interlaced: true })))
    .map(([at, byte, nal]) =>
      Buffer.from(nal.map((old, i) => (i === 1 + (at % (nal.length - 1)) ? byte : old))),
    )
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 600 }), mutated), (bytes) => {
      for (const parse of [parseSps, parsePpsId]) {
        try {
          const read = parse(bytes)
          if (typeof read === 'number') expect(read).toBeLessThanOrEqual(255)
          else {
            expect(read.width).toBeGreaterThan(0)
            expect(read.height).toBeLessThanOrEqual(16_384)
          }
        } catch (error) {
          expect(error).toBeInstanceOf(RecorderFault)
          expect(error).toMatchObject({ code: 'bad-parameter-set' })
        }
      }
    }),
    { numRuns: 2000 },
  )
})
