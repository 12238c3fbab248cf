import { expect, test } from 'vitest'
import type { LocalDay } from '../ids.ts'
import { instrumentOf, townData } from '../test-support/town.ts'
import { isPack, packOn } from './in-force.ts'

const version = (since: string, until?: string) => ({
  since,
  clauses: [`town:${since === 'unknown' ? '案' : '附則'}`],
  rules: 'unknown',
  ...(until && { until }),
})
const on = (day: string, ...versions: readonly object[]) => {
  const answer = packOn(instrumentOf(townData({}, {}, { versions })), day as LocalDay)
  return isPack(answer) ? answer.since : `${answer.reason} ${answer.clauses.join()}`
}

test.each([
  ['2020-03-31', 'out-of-dates town:附則'],
  ['2020-04-01', 'text-unknown town:附則'],
  ['2021-03-31', 'text-unknown town:附則'],
  ['2021-04-01', 'out-of-dates town:附則'],
  ['2023-04-01', 'text-unknown town:附則'],
])('on %s: %s', (day, expected) => {
  expect(on(day, version('2020-04-01', '2021-03-31'), version('2023-04-01'))).toBe(expected)
})

test('a version without its first day answers for every day before the next', () => {
  expect(on('1990-01-01', version('unknown'), version('2023-04-01'))).toBe('text-unknown town:案')
  expect(on('2023-04-01', version('unknown'), version('2023-04-01'))).toBe('text-unknown town:附則')
})

test('the rules of the day, with the identity of the instrument and nothing of the office', () => {
  const pack = packOn(instrumentOf(townData({}, { since: '2026-04-01' })), '2026-04-01' as LocalDay)
  expect(pack).toMatchObject({ id: 'town', since: '2026-04-01', timeZone: 'Asia/Tokyo', supplement: {} })
  expect(pack).not.toHaveProperty('versions')
})
