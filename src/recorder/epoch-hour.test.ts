import { expect, test } from 'vitest'
import type { Instant } from '../domain/ids.ts'
import { epochHour } from './epoch-hour.ts'

function hour(at: string, zone: string): [string, string] {
  const { day, ends } = epochHour(Date.parse(at) as Instant, zone)
  return [day, new Date(ends).toISOString()]
}

test.each([
  ['2026-11-21T12:10:00+09:00', 'Asia/Tokyo', '2026-11-21', '2026-11-21T04:00:00.000Z'],
  ['2026-11-21T13:00:00+09:00', 'Asia/Tokyo', '2026-11-21', '2026-11-21T05:00:00.000Z'],
  ['2026-11-21T23:59:59.999+09:00', 'Asia/Tokyo', '2026-11-21', '2026-11-21T15:00:00.000Z'],
  ['2026-11-22T00:00:00+09:00', 'Asia/Tokyo', '2026-11-22', '2026-11-21T16:00:00.000Z'],
  ['2026-11-21T12:10:00+05:45', 'Asia/Kathmandu', '2026-11-21', '2026-11-21T07:15:00.000Z'],
  ['2026-11-01T01:30:00-04:00', 'America/New_York', '2026-11-01', '2026-11-01T06:00:00.000Z'],
  ['2026-11-01T01:30:00-05:00', 'America/New_York', '2026-11-01', '2026-11-01T07:00:00.000Z'],
])('%s in %s', (at, zone, day, ends) => {
  expect(hour(at, zone)).toEqual([day, ends])
})
