import { expect, it } from 'vitest'
import { accessUnits, sliceType, splitAnnexB } from './annex-b.ts'

const bytes = (text: string) => new Uint8Array(Buffer.from(text.replaceAll(' ', ''), 'hex'))

it('splits at start codes of three and four bytes and leaves trailing zeros out', () => {
  const stream = bytes('00000001 6764 000001 68ee 0000 00000001 6588 00000300')
  expect(splitAnnexB(stream).map((nal) => Buffer.from(nal).toString('hex'))).toEqual([
    '6764',
    '68ee',
    '6588000003',
  ])
  expect(splitAnnexB(bytes('0000'))).toEqual([])
})

it('groups NAL units into access units', () => {
  const nals = [
    '0910',
    '6764',
    '68ee',
    '0605',
    '6588',
    '650f',
    '0601',
    '4190',
    '419a',
    '4101',
    '67',
    '6588',
  ].map(bytes)
  const units = accessUnits(nals)
  expect(units.map(({ before, slices, keyFrame }) => [before.length, slices.length, keyFrame])).toEqual([
    [4, 2, true],
    [1, 1, false],
    [0, 2, false],
    [1, 1, true],
  ])
})

it('takes a recovery point as a key frame where there is no IDR', () => {
  const [unit] = accessUnits([bytes('0606 01c480'), bytes('419a')])
  expect(unit?.keyFrame).toBe(true)
})

it('reads the slice type', () => {
  // first_mb_in_slice 0 is 1, slice_type 7 is 0001000, 5 is 00110, 1 is 010
  expect(sliceType(bytes('65 88'))).toBe(2)
  expect(sliceType(bytes('41 9a'))).toBe(0)
  expect(sliceType(bytes('01 a8'))).toBe(1)
})
