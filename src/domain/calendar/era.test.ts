import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { LocalDay } from '../ids.ts'
import { addDays } from './days.ts'
import { eraDate, eraYear, parseEraDate } from './era.ts'

const on = (text: string) => text as LocalDay

test.each([
  ['2026-11-28', '令和8年11月28日'],
  ['2019-05-01', '令和元年5月1日'],
  ['2019-12-31', '令和元年12月31日'],
  ['2020-01-01', '令和2年1月1日'],
  ['2019-04-30', '平成31年4月30日'],
  ['1989-01-08', '平成元年1月8日'],
  ['1989-01-07', '昭和64年1月7日'],
  ['1926-12-25', '昭和元年12月25日'],
  ['1926-12-24', '大正15年12月24日'],
  ['1912-07-30', '大正元年7月30日'],
  ['1912-07-29', '明治45年7月29日'],
  ['1873-01-01', '明治6年1月1日'],
  ['2118-02-03', '令和100年2月3日'],
])('%s is %s', (day, text) => {
  expect(eraDate(on(day))).toBe(text)
  expect(parseEraDate(text)).toBe(day)
})

test('the year alone', () => {
  expect(eraYear(on('2026-11-28'))).toBe('令和8年')
  expect(eraYear(on('2019-05-01'))).toBe('令和元年')
  expect(eraYear(on('2019-04-30'))).toBe('平成31年')
})

test('other ways to write a day', () => {
  expect(parseEraDate('令和８年１１月２８日')).toBe('2026-11-28')
  expect(parseEraDate('令和1年5月1日')).toBe('2019-05-01')
  expect(parseEraDate('令和08年04月01日')).toBe('2026-04-01')
})

test.each([
  // outside the era
  '平成31年5月1日',
  '令和元年4月30日',
  '平成元年1月7日',
  '昭和64年1月8日',
  '昭和元年12月24日',
  '大正15年12月25日',
  '明治45年7月30日',
  '令和0年5月1日',
  '令和9999年1月1日',
  // lunisolar until the end of 明治5年
  '明治5年12月2日',
  '明治元年10月23日',
  // not in the calendar
  '令和8年2月29日',
  '令和8年13月1日',
  '令和8年4月31日',
  '令和8年0月1日',
  // no such text
  '慶応3年10月14日',
  '令和年1月1日',
  '令和八年十一月二十八日',
  '令和8年11月',
  '令和8年11月28日まで',
  ' 令和8年11月28日',
  '令和8年11月28日\n',
  '2026年11月28日',
  '',
])('%s is no day', (text) => {
  expect(parseEraDate(text)).toBeUndefined()
})

test('no era before the solar calendar', () => {
  expect(() => eraDate(on('1872-12-31'))).toThrow(RangeError)
  expect(() => eraYear(on('1868-10-23'))).toThrow(RangeError)
})

test('there and back, every day from 1873 to 2120', () => {
  const lost: LocalDay[] = []
  for (let day = on('1873-01-01'); day < '2120'; day = addDays(day, 1))
    if (parseEraDate(eraDate(day)) !== day) lost.push(day)
  expect(lost).toEqual([])
})

test('there and back to the end of the calendar, also with full-width digits', () => {
  const wide = (text: string) =>
    text.replaceAll(/\d/gu, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 365 * 8100 }), (days) => {
      const day = addDays(on('1873-01-01'), days)
      expect(parseEraDate(eraDate(day))).toBe(day)
      expect(parseEraDate(wide(eraDate(day)))).toBe(day)
    }),
  )
})

test('any text is a day of the era it names or nothing', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('明治', '大正', '昭和', '平成', '令和'),
      fc.nat(120),
      fc.nat(14),
      fc.nat(33),
      (era, year, month, dayOfMonth) => {
        const day = parseEraDate(`${era}${year}年${month}月${dayOfMonth}日`)
        if (day !== undefined)
          expect(eraDate(day)).toBe(`${era}${year === 1 ? '元' : year}年${month}月${dayOfMonth}日`)
      },
    ),
  )
})
