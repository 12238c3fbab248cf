import { expect, it } from 'vitest'
import { formatsOf } from './format.ts'

const ja = formatsOf('ja', 'Asia/Tokyo')
const en = formatsOf('en', 'Asia/Tokyo')
const at = Date.UTC(2026, 10, 21, 12, 5, 9)

it('writes times in the zone of the pack', () => {
  expect(ja.dateTime(at)).toBe('2026年11月21日 21:05:09')
  expect(ja.shortDay(at)).toBe('11月21日（土）')
  expect(ja.shortTime(at)).toBe('21:05')
  expect(en.dateTime(at)).toBe('21 November 2026 21:05:09')
})

it('writes a legal day with its era', () => {
  expect(ja.legalDay('2026-12-04')).toBe('令和8年12月4日（金）')
  expect(en.legalDay('2026-12-04')).toBe('Fri, 4 December 2026')
  expect(ja.legalDay('soon')).toBe('soon')
})

it('writes a span in its two largest units', () => {
  expect(ja.span(320_000)).toBe('5分20秒')
  expect(ja.span(7 * 3_600_000 + 320_000)).toBe('7時間5分')
  expect(ja.span(24 * 3_600_000)).toBe('1日')
  expect(ja.span(8_803 * 3_600_000)).toBe('366日19時間')
  expect(en.span(79 * 3_600_000)).toBe('3 d 7 h')
})

it('writes lengths and sizes as people say them', () => {
  expect(ja.duration(500_000)).toBe('8分20秒')
  expect(ja.duration(0)).toBe('0秒')
  expect(ja.duration(3_600_000)).toBe('1時間')
  expect(en.duration(3_661_000)).toBe('1 h 1 min 1 s')
  expect(ja.bytes(4_294_967_296)).toBe('4.3 GB')
  expect(ja.bytes(850)).toBe('850 B')
  expect(ja.bytes(9_709_981_532_160)).toBe('9.7 TB')
})
