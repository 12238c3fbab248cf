import type { LocalDay } from '../ids.ts'
import { isLocalDay } from './days.ts'

type Era = { readonly name: string; readonly first: string }

/** The latest first. The day of a change belongs to the new era by the edicts of 1912 and 1926. */
const eras: readonly Era[] = [
  { name: '令和', first: '2019-05-01' },
  { name: '平成', first: '1989-01-08' },
  { name: '昭和', first: '1926-12-25' },
  { name: '大正', first: '1912-07-30' },
  { name: '明治', first: '1868-10-23' },
]

/** Until then months and days of an era were those of the old lunisolar calendar. */
const firstSolarDay = '1873-01-01'

const written = new RegExp(
  `^(${eras.map(({ name }) => name).join('|')})(元|\\d{1,4})年(\\d{1,2})月(\\d{1,2})日$`,
)

/**
 * 令和8年11月28日
 * @throws RangeError for a day before 1873
 */
export function eraDate(day: LocalDay): string {
  return `${eraYear(day)}${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`
}

/**
 * 令和8年
 * @throws RangeError for a day before 1873
 */
export function eraYear(day: LocalDay): string {
  const era = eraOf(day)
  if (era === undefined) throw new RangeError(`no day of an era in the solar calendar: ${day}`)
  const year = Number(day.slice(0, 4)) - yearBefore(era)
  return `${era.name}${year === 1 ? '元' : year}年`
}

/** The day of a text such as 令和8年11月28日, also with full-width digits or 1年 for 元年; undefined if the era had no such day. */
export function parseEraDate(text: string): LocalDay | undefined {
  const [, name, year, month, dayOfMonth] = written.exec(halfWidth(text)) ?? []
  const era = eras.find((each) => each.name === name)
  if (era === undefined || year === undefined || month === undefined || dayOfMonth === undefined)
    return undefined
  const common = yearBefore(era) + (year === '元' ? 1 : Number(year))
  const day = [String(common).padStart(4, '0'), month.padStart(2, '0'), dayOfMonth.padStart(2, '0')].join('-')
  return isLocalDay(day) && eraOf(day as LocalDay) === era ? (day as LocalDay) : undefined
}

function eraOf(day: LocalDay): Era | undefined {
  return day < firstSolarDay ? undefined : eras.find(({ first }) => day >= first)
}

/** The common year that the era would call its year zero. */
function yearBefore(era: Era): number {
  return Number(era.first.slice(0, 4)) - 1
}

function halfWidth(text: string): string {
  return text.replaceAll(/[０-９]/gu, (digit) => String('０１２３４５６７８９'.indexOf(digit)))
}
