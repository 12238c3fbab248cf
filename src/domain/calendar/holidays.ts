import type { LocalDay } from '../ids.ts'
import { addDays } from './days.ts'

/** A line of article 2 of the Act on National Holidays (Act 178 of 1948), in one of its versions. */
type Holiday = {
  readonly name: string
  /** MM-DD in a year */
  readonly on: (year: number) => string
  /** first day of this version */
  readonly from: string
  /** first day of the next version */
  readonly until?: string
}

const enacted = '1948-07-20'
const threeMore = '1966-06-25'
const heisei = '1989-02-17'
const firstMondays = '2000-01-01'
const moreMondays = '2003-01-01'
const showaDay = '2007-01-01'
/** Act 63 of 2017: in force on the day of the abdication, so that 2019 had no Emperor's birthday. */
const abdication = '2019-04-30'
const sportsDay = '2020-01-01'

const holidays: readonly Holiday[] = [
  { name: '元日', on: () => '01-01', from: enacted },
  { name: '成人の日', on: () => '01-15', from: enacted, until: firstMondays },
  { name: '成人の日', on: monday(1, 2), from: firstMondays },
  // named by the Act of 1966, dated by a cabinet order of that year
  { name: '建国記念の日', on: () => '02-11', from: '1966-12-09' },
  { name: '天皇誕生日', on: () => '02-23', from: abdication },
  { name: '春分の日', on: vernalEquinox, from: enacted },
  { name: '天皇誕生日', on: () => '04-29', from: enacted, until: heisei },
  { name: 'みどりの日', on: () => '04-29', from: heisei, until: showaDay },
  { name: '昭和の日', on: () => '04-29', from: showaDay },
  { name: '憲法記念日', on: () => '05-03', from: enacted },
  { name: 'みどりの日', on: () => '05-04', from: showaDay },
  { name: 'こどもの日', on: () => '05-05', from: enacted },
  { name: '海の日', on: () => '07-20', from: '1996-01-01', until: moreMondays },
  { name: '海の日', on: monday(7, 3), from: moreMondays },
  { name: '山の日', on: () => '08-11', from: '2016-01-01' },
  { name: '敬老の日', on: () => '09-15', from: threeMore, until: moreMondays },
  { name: '敬老の日', on: monday(9, 3), from: moreMondays },
  { name: '秋分の日', on: autumnalEquinox, from: enacted },
  { name: '体育の日', on: () => '10-10', from: threeMore, until: firstMondays },
  { name: '体育の日', on: monday(10, 2), from: firstMondays, until: sportsDay },
  { name: 'スポーツの日', on: monday(10, 2), from: sportsDay },
  { name: '文化の日', on: () => '11-03', from: enacted },
  { name: '勤労感謝の日', on: () => '11-23', from: enacted },
  { name: '天皇誕生日', on: () => '12-23', from: heisei, until: abdication },
]

/** Holidays that an Act of their own made, once. */
const once: readonly (readonly [string, string])[] = [
  ['1959-04-10', '皇太子明仁親王の結婚の儀'],
  ['1989-02-24', '昭和天皇の大喪の礼'],
  ['1990-11-12', '即位礼正殿の儀'],
  ['1993-06-09', '皇太子徳仁親王の結婚の儀'],
  ['2019-05-01', '天皇の即位の日'],
  ['2019-10-22', '即位礼正殿の儀'],
]

/** The Act on special measures for the Olympic Games of Tokyo moved three holidays, twice. */
const moved: ReadonlyMap<number, Readonly<Record<string, string>>> = new Map([
  [2020, { 海の日: '07-23', スポーツの日: '07-24', 山の日: '08-10' }],
  [2021, { 海の日: '07-22', スポーツの日: '07-23', 山の日: '08-08' }],
])

const substitutesFrom = '1973-04-12'
const citizensHolidaysFrom = '1985-12-27'

function monday(month: number, nth: number): (year: number) => string {
  return (year) => {
    const first = Temporal.PlainDate.from({ year, month, day: 1 }).dayOfWeek
    return monthDay(month, 1 + ((8 - first) % 7) + 7 * (nth - 1))
  }
}

/** The usual formula, good to 2150 and an estimate after that; the day itself is announced in February of the year before. */
function vernalEquinox(year: number): string {
  const base = year < 1980 ? 20.8357 : year < 2100 ? 20.8431 : 20.851
  return monthDay(3, Math.floor(base + equinoxShift(year)))
}

function autumnalEquinox(year: number): string {
  return monthDay(9, Math.floor((year < 1980 ? 23.2588 : 23.2488) + equinoxShift(year)))
}

/** Days by which an equinox is later in the calendar than it was in 1980. */
function equinoxShift(year: number): number {
  return 0.242194 * (year - 1980) - (leapDaysUntil(year) - leapDaysUntil(1980))
}

function leapDaysUntil(year: number): number {
  return Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400)
}

function monthDay(month: number, day: number): string {
  return `${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

function nationalHolidays(year: number): ReadonlyMap<LocalDay, string> {
  const named = new Map<LocalDay, string>()
  const years = String(year).padStart(4, '0')
  for (const { name, on, from, until } of holidays) {
    const day = `${years}-${moved.get(year)?.[name] ?? on(year)}` as LocalDay
    if (day >= from && (until === undefined || day < until)) named.set(day, name)
  }
  for (const [day, name] of once) if (day.startsWith(years)) named.set(day as LocalDay, name)
  return named
}

/** Article 3(2); the Act as first amended knew the day after alone. */
function substituteFor(sunday: LocalDay, national: ReadonlyMap<LocalDay, string>): LocalDay {
  let day = addDays(sunday, 1)
  if (sunday < showaDay) return day
  while (national.has(day)) day = addDays(day, 1)
  return day
}

/** No rule reaches over the end of a year. */
function holidaysOf(year: number): ReadonlyMap<LocalDay, string> {
  const national = nationalHolidays(year)
  const all = new Map(national)
  const rest = (day: LocalDay, name: string) => {
    if (!all.has(day)) all.set(day, name)
  }
  for (const day of national.keys())
    if (day >= substitutesFrom && isSunday(day)) rest(substituteFor(day, national), '振替休日')
  for (const day of national.keys()) {
    const between = addDays(day, 1)
    if (between >= citizensHolidaysFrom && national.has(addDays(day, 2)) && !isSunday(between))
      rest(between, '国民の休日')
  }
  return all
}

function isSunday(day: LocalDay): boolean {
  return Temporal.PlainDate.from(day).dayOfWeek === 7
}

const byYear = new Map<number, ReadonlyMap<LocalDay, string>>()

/** Name of the day as a holiday by the Act as it stood on that day; none before the Act. */
export function holidayName(day: LocalDay): string | undefined {
  if (day < enacted) return undefined
  const year = Number(day.slice(0, 4))
  let known = byYear.get(year)
  if (known === undefined) {
    known = holidaysOf(year)
    byYear.set(year, known)
  }
  return known.get(day)
}
