import { expect, test } from 'vitest'
import { delimiter, pps, recoveryPoint, sei, slice, sps } from '../test-support/h264-samples.ts'
import { findStartCode, splitAnnexB, withoutTrailingZeros } from './nal.ts'
import { hasRecoveryPoint } from './sei.ts'
import { beginsPicture, isBSlice } from './slice.ts'

const code3 = Buffer.from([0, 0, 1])
const code4 = Buffer.from([0, 0, 0, 1])

test('Annex B with start codes of three and four bytes and zeros behind', () => {
  const bytes = Buffer.concat([code4, sps(), code3, pps(), Buffer.alloc(2), code3, slice({ idr: true })])
  const units = splitAnnexB(bytes).map(({ from, to }) => bytes.subarray(from, to))
  expect(units).toEqual([sps(), pps(), slice({ idr: true })])
})

test('bytes without a start code are one unit, none are none', () => {
  expect(splitAnnexB(sps())).toEqual([{ from: 0, to: sps().length }])
  expect(splitAnnexB(Buffer.alloc(0))).toEqual([])
  expect(splitAnnexB(Buffer.concat([code3, code3]))).toEqual([])
})

test('a start code is found only inside the range', () => {
  const bytes = Buffer.concat([Buffer.from([9, 9]), code3, Buffer.from([9])])
  expect(findStartCode(bytes, 0, bytes.length)).toBe(2)
  expect(findStartCode(bytes, 3, bytes.length)).toBe(-1)
  expect(findStartCode(bytes, 0, 4)).toBe(-1)
})

test('trailing zeros are no part of a unit', () => {
  expect(withoutTrailingZeros(Buffer.from([7, 0, 1, 0, 0]))).toEqual(Buffer.from([7, 0, 1]))
  expect(withoutTrailingZeros(Buffer.alloc(3))).toHaveLength(0)
})

test('recovery points are found behind other messages', () => {
  const other = sei(Buffer.alloc(60, 0))
  const both = Buffer.concat([other.subarray(0, -1), recoveryPoint.subarray(1)])
  expect(hasRecoveryPoint(recoveryPoint)).toBe(true)
  expect(hasRecoveryPoint(other)).toBe(false)
  expect(hasRecoveryPoint(both)).toBe(true)
  for (let length = 0; length < both.length; length++)
    expect(typeof hasRecoveryPoint(both.subarray(0, length))).toBe('boolean')
  expect(hasRecoveryPoint(Buffer.from([6, 255, 255]))).toBe(false)
})

test('slice headers', () => {
  expect(beginsPicture(slice()[1] ?? 0)).toBe(true)
  expect(beginsPicture(slice({ firstMb: 40 })[1] ?? 0)).toBe(false)
  expect(isBSlice(slice({ type: 6 }))).toBe(true)
  expect(isBSlice(slice({ type: 1, firstMb: 300 }))).toBe(true)
  expect(isBSlice(slice({ type: 5 }))).toBe(false)
  expect(isBSlice(delimiter.subarray(0, 1))).toBe(false)
})
