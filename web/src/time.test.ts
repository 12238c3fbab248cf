import { describe, expect, it } from 'vitest'
import { addDays, dayStart, fromField, fromMoment, localDay, readTime, toMoment } from './time.ts'

const tokyo = 'Asia/Tokyo'

describe('time in the zone of the pack', () => {
  it('gives back the instant of what it wrote', () => {
    for (const instant of [0, 1_700_000_123_000, Date.UTC(2026, 10, 21, 15, 0, 0)])
      for (const zone of [tokyo, 'UTC', 'America/New_York'])
        expect(fromMoment(toMoment(instant, zone), zone)).toBe(instant)
  })

  it('knows the day by the zone, not by UTC', () => {
    expect(localDay(Date.UTC(2026, 10, 20, 15, 0, 0), tokyo)).toBe('2026-11-21')
    expect(localDay(Date.UTC(2026, 10, 20, 14, 59, 59), tokyo)).toBe('2026-11-20')
    expect(dayStart('2026-11-21', tokyo)).toBe(Date.UTC(2026, 10, 20, 15, 0, 0))
  })

  it('takes fields without seconds and refuses what is no time', () => {
    expect(fromField('2026-11-21T21:05', tokyo)).toBe(Date.UTC(2026, 10, 21, 12, 5, 0))
    for (const text of ['', '2026-13-01', '2026-02-30T10:00:00', '21:05', '2026/11/21'])
      expect(fromField(text, tokyo)).toBeNull()
  })

  it.each([
    ['21:05', '21:05:00'],
    ['9:5:30', '09:05:30'],
    ['2105', '21:05:00'],
    ['210530', '21:05:30'],
    ['２１：０５：０９', '21:05:09'],
    ['21時5分', '21:05:00'],
    ['7時', '07:00:00'],
    ['午後9時', null],
    ['9:05 PM', null],
    ['24:00', null],
    ['21:60', null],
    ['21', null],
    ['', null],
  ])('reads the time %s as %s', (typed, read) => {
    expect(readTime(typed)).toBe(read)
  })

  it('has no instant while a field is unfinished', () => {
    expect(fromMoment({ day: '2026-11-21', time: '21:05' }, tokyo)).toBe(Date.UTC(2026, 10, 21, 12, 5, 0))
    expect(fromMoment({ day: '', time: '21:05' }, tokyo)).toBeNull()
    expect(fromMoment({ day: '2026-11-21', time: '' }, tokyo)).toBeNull()
  })

  it('crosses the end of months and years', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
    expect(addDays('2028-03-01', -1)).toBe('2028-02-29')
  })
})
