import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { emptyRoot, hashLeaf } from './merkle.ts'
import {
  decodeBundle,
  decodeTile,
  encodeBundle,
  encodeTile,
  fullTilePath,
  hashesAt,
  levelsOf,
  tileAt,
  tilePath,
} from './tiles.ts'

test('paths as tlog-tiles has them', () => {
  expect(tilePath({ level: 0, index: 1234067, width: 256 })).toBe('tile/0/x001/x234/067')
  expect(tilePath({ level: 63, index: 0, width: 1 })).toBe('tile/63/000.p/1')
  expect(tilePath({ level: 1, index: 1000, width: 255 })).toBe('tile/1/x001/000.p/255')
  expect(tilePath({ level: 'entries', index: 999, width: 256 })).toBe('tile/entries/999')
  expect(fullTilePath({ level: 'entries', index: 273, width: 112 })).toBe('tile/entries/273')
})

test('the tree of 70,000 leaves that tlog-tiles describes', () => {
  const size = 70_000
  expect(levelsOf(size)).toBe(3)
  expect([0, 1, 2].map((level) => hashesAt(level, size))).toEqual([70_000, 273, 1])
  expect(tileAt(0, 272 * 256, size)).toEqual({ level: 0, index: 272, width: 256 })
  expect(tileAt(0, 273 * 256, size)).toEqual({ level: 0, index: 273, width: 112 })
  expect(tileAt(1, 0, size)).toEqual({ level: 1, index: 0, width: 256 })
  expect(tileAt(1, 256, size)).toEqual({ level: 1, index: 1, width: 17 })
  expect(tileAt(2, 0, size)).toEqual({ level: 2, index: 0, width: 1 })
  expect(tileAt('entries', 69_999, size)).toEqual({ level: 'entries', index: 273, width: 112 })
  expect(tileAt(0, size, size)).toBeUndefined()
  expect(tileAt(2, 1, size)).toBeUndefined()
})

test('256 leaves are a full tile and one hash above it', () => {
  expect([levelsOf(255), levelsOf(256)]).toEqual([1, 2])
  expect(tileAt(0, 255, 256)).toEqual({ level: 0, index: 0, width: 256 })
  expect(tileAt(1, 0, 256)).toEqual({ level: 1, index: 0, width: 1 })
})

test('tiles and bundles come back as they went in, and in no other length', () => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ maxLength: 600 }), { minLength: 1, maxLength: 20 }),
      fc.integer({ min: 1, max: 40 }),
      (entries, cut) => {
        const bundle = encodeBundle(entries)
        expect(decodeBundle(bundle, entries.length)).toEqual(entries)
        expect(decodeBundle(bundle, entries.length + 1)).toBeUndefined()
        expect(decodeBundle(bundle, entries.length - 1)).toBeUndefined()
        expect(decodeBundle(bundle.slice(0, -cut), entries.length)).toBeUndefined()
        const hashes = entries.map(hashLeaf)
        expect(decodeTile(encodeTile(hashes), hashes.length)).toEqual(hashes)
        expect(decodeTile(encodeTile(hashes).slice(0, -cut), hashes.length)).toBeUndefined()
      },
    ),
  )
  expect(encodeBundle([Uint8Array.of(7, 8)])).toEqual(Uint8Array.of(0, 2, 7, 8))
  expect(() => encodeBundle([new Uint8Array(65_536)])).toThrow(TypeError)
  expect(encodeTile([emptyRoot])).toHaveLength(32)
})
