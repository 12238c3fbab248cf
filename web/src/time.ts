/** Wall-clock arithmetic in the pack's time zone on browsers without Temporal. Instants are milliseconds since 1970-01-01T00:00Z. */
export type LocalTime = {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
}

const formats = new Map<string, Intl.DateTimeFormat>()

function partsFormat(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    formats.set(zone, format)
  }
  return format
}

export function localTime(instant: number, zone: string): LocalTime {
  const found: Record<string, number> = {}
  for (const part of partsFormat(zone).formatToParts(instant)) found[part.type] = Number(part.value)
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = found
  return { year, month, day, hour, minute, second }
}

const two = (value: number): string => String(value).padStart(2, '0')

/** `YYYY-MM-DD` of the instant. */
export function localDay(instant: number, zone: string): string {
  const { year, month, day } = localTime(instant, zone)
  return `${year}-${two(month)}-${two(day)}`
}

/** A day and a time of day as they stand in two fields; either may be unfinished. */
export type Moment = {
  /** `YYYY-MM-DD` */
  readonly day: string
  /** as typed, on a 24-hour clock */
  readonly time: string
}

/** The instant as two fields show it: `YYYY-MM-DD` and `HH:MM:SS`. */
export function toMoment(instant: number, zone: string): Moment {
  const { hour, minute, second } = localTime(instant, zone)
  return { day: localDay(instant, zone), time: `${two(hour)}:${two(minute)}:${two(second)}` }
}

/** `HH:MM:SS` of a time of day as people type it: 21:05, 9:05:30, 2105, 210530, 21時5分, full-width too; null when it is none. */
export function readTime(text: string): string | null {
  const plain = text.normalize('NFKC').replaceAll(/\s/g, '')
  const match =
    /^(\d{1,2})[:時](?:(\d{1,2})(?:[:分](?:(\d{1,2})秒?)?)?)?$/.exec(plain) ??
    /^(\d{2})(\d{2})(\d{2})?$/.exec(plain)
  if (match === null) return null
  const [hour = 0, minute = 0, second = 0] = match.slice(1).map((part) => Number(part ?? 0))
  if (hour > 23 || minute > 59 || second > 59) return null
  return `${two(hour)}:${two(minute)}:${two(second)}`
}

/** The instant of two fields; null while they are unfinished or wrong. */
export function fromMoment({ day, time }: Moment, zone: string): number | null {
  const read = readTime(time)
  return read === null ? null : fromField(`${day}T${read}`, zone)
}

/** The instant of a `YYYY-MM-DD[THH:MM[:SS]]` in the zone; null when it is not one. A time skipped by a clock change gives the moment after. */
export function fromField(text: string, zone: string): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?$/.exec(text)
  if (match === null) return null
  const [year, month, day, hour, minute, second] = match.slice(1).map((part) => Number(part ?? 0))
  if (month === undefined || day === undefined || month < 1 || month > 12 || day < 1) return null
  const wanted = Date.UTC(year ?? 0, month - 1, day, hour, minute, second)
  if (new Date(wanted).getUTCMonth() !== month - 1) return null
  let instant = wanted
  for (let round = 0; round < 2; round++) instant += wanted - asUtc(localTime(instant, zone))
  return instant
}

function asUtc(time: LocalTime): number {
  return Date.UTC(time.year, time.month - 1, time.day, time.hour, time.minute, time.second)
}

/** First instant of the day. */
export function dayStart(day: string, zone: string): number {
  const instant = fromField(day, zone)
  if (instant === null) throw new TypeError(`not a day: ${day}`)
  return instant
}

/** The day `count` days later (earlier when negative). */
export function addDays(day: string, count: number): string {
  const [year, month, date] = day.split('-').map(Number)
  const moved = new Date(Date.UTC(year ?? 0, (month ?? 1) - 1, (date ?? 1) + count))
  return moved.toISOString().slice(0, 10)
}
