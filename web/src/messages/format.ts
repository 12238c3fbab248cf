import { localTime } from '../time.ts'
import type { Language } from './catalogue.ts'

const cache = new Map<string, Intl.DateTimeFormat>()

function format(
  language: Language,
  zone: string,
  name: string,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  const key = `${language} ${zone} ${name}`
  let found = cache.get(key)
  if (found === undefined) {
    found = new Intl.DateTimeFormat(language === 'ja' ? 'ja-JP-u-ca-gregory' : 'en-GB', {
      timeZone: zone,
      ...options,
    })
    cache.set(key, found)
  }
  return found
}

const two = (value: number): string => String(value).padStart(2, '0')

/** How times, days and amounts are written in one language and one time zone. Instants are milliseconds. */
export type Formats = {
  /** 21:05:12 */
  readonly time: (instant: number) => string
  /** 21:05 */
  readonly shortTime: (instant: number) => string
  /** 11月21日（土） */
  readonly shortDay: (instant: number) => string
  /** 2026年11月21日 21:05:12 */
  readonly dateTime: (instant: number) => string
  /** 令和8年12月4日（金） of a `YYYY-MM-DD` */
  readonly legalDay: (day: string) => string
  /** 8分20秒 of milliseconds, rounded to the second */
  readonly duration: (milliseconds: number) => string
  /** 3日7時間, 7時間5分, 5分20秒: the two largest units of milliseconds */
  readonly span: (milliseconds: number) => string
  /** 1.2 TB */
  readonly bytes: (bytes: number) => string
  readonly number: (value: number, digits?: number) => string
}

export function formatsOf(language: Language, zone: string): Formats {
  const ja = language === 'ja'
  const time = (instant: number): string => {
    const { hour, minute, second } = localTime(instant, zone)
    return `${two(hour)}:${two(minute)}:${two(second)}`
  }
  const day = format(language, zone, 'day', { year: 'numeric', month: 'long', day: 'numeric' })
  const shortDay = format(language, zone, 'short', {
    month: ja ? 'long' : 'short',
    day: 'numeric',
    weekday: 'short',
  })
  return {
    time,
    shortTime: (instant) => time(instant).slice(0, 5),
    shortDay: (instant) => wide(language, shortDay.format(instant)),
    dateTime: (instant) => `${day.format(instant)} ${time(instant)}`,
    legalDay: (iso) => legalDay(language, iso),
    duration: (milliseconds) => duration(language, milliseconds),
    span: (milliseconds) => span(language, milliseconds),
    bytes: (bytes) => writeBytes(language, bytes),
    number: (value, digits = 0) =>
      value.toLocaleString(ja ? 'ja-JP' : 'en-GB', { maximumFractionDigits: digits }),
  }
}

function legalDay(language: Language, iso: string): string {
  const noon = Date.parse(`${iso}T12:00:00Z`)
  if (Number.isNaN(noon)) return iso
  const options = {
    timeZone: 'UTC',
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    weekday: 'short',
  } as const
  if (language === 'en') return new Intl.DateTimeFormat('en-GB', options).format(noon)
  return wide(
    language,
    new Intl.DateTimeFormat('ja-JP-u-ca-japanese', { ...options, era: 'long' }).format(noon),
  )
}

/** Japanese text has wide brackets. */
function wide(language: Language, text: string): string {
  return language === 'ja' ? text.replace('(', '（').replace(')', '）') : text
}

function duration(language: Language, milliseconds: number): string {
  const total = Math.max(0, Math.round(milliseconds / 1000))
  const hours = Math.floor(total / 3600)
  const minutes = Math.floor((total % 3600) / 60)
  const seconds = total % 60
  const units = language === 'ja' ? ['時間', '分', '秒'] : [' h', ' min', ' s']
  const parts = [hours, minutes, seconds].flatMap((value, index) =>
    value === 0 && !(index === 2 && total === 0) ? [] : [`${value}${units[index]}`],
  )
  return parts.join(language === 'ja' ? '' : ' ')
}

function span(language: Language, milliseconds: number): string {
  const day = 86_400_000
  if (milliseconds < day) {
    // seconds tell nothing beside hours
    const rounded = milliseconds < 3_600_000 ? milliseconds : Math.floor(milliseconds / 60_000) * 60_000
    return duration(language, rounded)
  }
  const days = Math.floor(milliseconds / day)
  const hours = Math.floor((milliseconds % day) / 3_600_000) * 3_600_000
  const [unit, gap] = language === 'ja' ? ['日', ''] : [' d', ' ']
  return `${days}${unit}${hours === 0 ? '' : gap + duration(language, hours)}`
}

function writeBytes(language: Language, bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB']
  let value = bytes
  let unit = 0
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000
    unit++
  }
  const digits = value < 10 && unit > 0 ? 1 : 0
  return `${value.toLocaleString(language === 'ja' ? 'ja-JP' : 'en-GB', { maximumFractionDigits: digits })} ${units[unit]}`
}
