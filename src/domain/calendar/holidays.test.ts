import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { LocalDay } from '../ids.ts'
import { addDays } from './days.ts'
import { holidayName } from './holidays.ts'

const nameOf = (day: string) => holidayName(day as LocalDay)

function holidaysIn(year: number): readonly string[] {
  const found: string[] = []
  for (let day = `${year}-01-01` as LocalDay; day.startsWith(`${year}`); day = addDays(day, 1)) {
    const name = holidayName(day)
    if (name !== undefined) found.push(`${day.slice(5)} ${name}`)
  }
  return found
}

const listed = (text: string) => text.trim().split(/,\s+/)

describe('all holidays of a year', () => {
  test('1948: the Act of 20 July began with the autumnal equinox', () => {
    expect(holidaysIn(1947)).toEqual([])
    expect(holidaysIn(1948)).toEqual(['09-23 秋分の日', '11-03 文化の日', '11-23 勤労感謝の日'])
  })

  test('1989: the name of 29 April changed, and the funeral of the Emperor', () => {
    expect(holidaysIn(1989)).toEqual(
      listed(`
        01-01 元日, 01-02 振替休日, 01-15 成人の日, 01-16 振替休日, 02-11 建国記念の日,
        02-24 昭和天皇の大喪の礼, 03-21 春分の日, 04-29 みどりの日, 05-03 憲法記念日,
        05-04 国民の休日, 05-05 こどもの日, 09-15 敬老の日, 09-23 秋分の日, 10-10 体育の日,
        11-03 文化の日, 11-23 勤労感謝の日, 12-23 天皇誕生日
      `),
    )
  })

  test('2019: ten days in a row, and no birthday of an Emperor', () => {
    expect(holidaysIn(2019)).toEqual(
      listed(`
        01-01 元日, 01-14 成人の日, 02-11 建国記念の日, 03-21 春分の日, 04-29 昭和の日,
        04-30 国民の休日, 05-01 天皇の即位の日, 05-02 国民の休日, 05-03 憲法記念日,
        05-04 みどりの日, 05-05 こどもの日, 05-06 振替休日, 07-15 海の日, 08-11 山の日,
        08-12 振替休日, 09-16 敬老の日, 09-23 秋分の日, 10-14 体育の日, 10-22 即位礼正殿の儀,
        11-03 文化の日, 11-04 振替休日, 11-23 勤労感謝の日
      `),
    )
  })

  test('2026: five days in September, 3 May on a Sunday', () => {
    expect(holidaysIn(2026)).toEqual(
      listed(`
        01-01 元日, 01-12 成人の日, 02-11 建国記念の日, 02-23 天皇誕生日, 03-20 春分の日,
        04-29 昭和の日, 05-03 憲法記念日, 05-04 みどりの日, 05-05 こどもの日, 05-06 振替休日,
        07-20 海の日, 08-11 山の日, 09-21 敬老の日, 09-22 国民の休日, 09-23 秋分の日,
        10-12 スポーツの日, 11-03 文化の日, 11-23 勤労感謝の日
      `),
    )
  })
})

test.each([
  ['1966-02-11', undefined],
  ['1967-02-11', '建国記念の日'],
  ['1965-09-15', undefined],
  ['1966-09-15', '敬老の日'],
  ['1965-10-10', undefined],
  ['1966-10-10', '体育の日'],
  ['1988-04-29', '天皇誕生日'],
  ['1988-12-23', undefined],
  ['2006-04-29', 'みどりの日'],
  ['2007-04-29', '昭和の日'],
  ['2007-05-04', 'みどりの日'],
  ['1995-07-20', undefined],
  ['1996-07-20', '海の日'],
  ['1999-01-15', '成人の日'],
  ['2000-01-15', undefined],
  ['2000-01-10', '成人の日'],
  ['1999-10-10', '体育の日'],
  ['2000-10-09', '体育の日'],
  ['2000-10-10', undefined],
  ['2002-09-15', '敬老の日'],
  ['2003-07-20', undefined],
  ['2003-07-21', '海の日'],
  ['2004-09-20', '敬老の日'],
  ['2015-08-11', undefined],
  ['2016-08-11', '山の日'],
  ['2018-12-23', '天皇誕生日'],
  ['2020-02-23', '天皇誕生日'],
  ['2020-12-23', undefined],
  ['2022-10-10', 'スポーツの日'],
])('%s by the version of the Act in force: %s', (day, name) => {
  expect(nameOf(day)).toBe(name)
})

test.each([
  ['1959-04-10', '皇太子明仁親王の結婚の儀'],
  ['1990-11-12', '即位礼正殿の儀'],
  ['1993-06-09', '皇太子徳仁親王の結婚の儀'],
])('%s was a holiday once: %s', (day, name) => {
  expect(nameOf(day)).toBe(name)
  expect(nameOf(`${Number(day.slice(0, 4)) + 1}${day.slice(4)}`)).toBeUndefined()
})

test.each([
  [2020, ['07-23 海の日', '07-24 スポーツの日', '08-10 山の日', '09-21 敬老の日', '09-22 秋分の日']],
  [
    2021,
    [
      '07-22 海の日',
      '07-23 スポーツの日',
      '08-08 山の日',
      '08-09 振替休日',
      '09-20 敬老の日',
      '09-23 秋分の日',
    ],
  ],
  [2022, ['07-18 海の日', '08-11 山の日', '09-19 敬老の日', '09-23 秋分の日', '10-10 スポーツの日']],
])('the Olympic Games of Tokyo moved the holidays of the summer of %i', (year, summer) => {
  expect(holidaysIn(year).filter((each) => each >= '06' && each < '11')).toEqual(summer)
})

test.each([
  // no substitutes yet
  ['1973-02-12', undefined],
  // the first
  ['1973-04-30', '振替休日'],
  ['2024-02-12', '振替休日'],
  ['2024-09-23', '振替休日'],
  ['2027-03-22', '振替休日'],
  // 3 May on a Sunday: 4 May until 2006, 6 May since the two days after are holidays themselves
  ['1998-05-04', '振替休日'],
  ['1998-05-06', undefined],
  ['2009-05-06', '振替休日'],
  ['2015-05-06', '振替休日'],
  // 4 May on a Sunday was no national holiday until 2006
  ['2003-05-06', undefined],
  ['2008-05-06', '振替休日'],
  // Saturdays have none
  ['2025-05-07', undefined],
  ['2022-01-03', undefined],
])('substitute for a Sunday: %s %s', (day, name) => {
  expect(nameOf(day)).toBe(name)
})

test.each([
  ['1985-05-04', undefined],
  // Sundays and substitutes stayed what they were
  ['1986-05-04', undefined],
  ['1987-05-04', '振替休日'],
  ['1988-05-04', '国民の休日'],
  ['2006-05-04', '国民の休日'],
  ['2009-09-22', '国民の休日'],
  ['2015-09-22', '国民の休日'],
  ['2032-09-21', '国民の休日'],
])('between two holidays: %s %s', (day, name) => {
  expect(nameOf(day)).toBe(name)
})

test.each([
  [1955, 21, 24],
  [1960, 20, 23],
  [1979, 21, 24],
  [1980, 20, 23],
  [1992, 20, 23],
  [2011, 21, 23],
  [2012, 20, 22],
  [2023, 21, 23],
  [2024, 20, 22],
  [2025, 20, 23],
  [2026, 20, 23],
  [2027, 21, 23],
  [2092, 19, 22],
  [2099, 20, 23],
  [2100, 20, 23],
])('equinoxes of %i on %i March and %i September', (year, march, september) => {
  expect(nameOf(`${year}-03-${march}`)).toBe('春分の日')
  expect(nameOf(`${year}-09-${september}`)).toBe('秋分の日')
})

test('a Sunday with a holiday of its own is made up for by a holiday within four days, each year from 1974', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 365 * 170 }), (days) => {
      const day = addDays('1974-01-01' as LocalDay, days)
      const name = holidayName(day)
      const weekday = Temporal.PlainDate.from(day).dayOfWeek
      if (name === '振替休日') expect(weekday).not.toBe(7)
      if (name === undefined || weekday !== 7) return
      expect([1, 2, 3, 4].map((later) => holidayName(addDays(day, later)))).toContain('振替休日')
    }),
  )
})

test('no year loses a holiday, even far away', () => {
  for (let year = 2022; year <= 2200; year++) {
    const own = holidaysIn(year).filter((each) => !each.includes('休日'))
    expect(own, String(year)).toHaveLength(16)
  }
})
