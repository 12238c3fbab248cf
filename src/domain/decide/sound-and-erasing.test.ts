import { describe, expect, test } from 'vitest'
import { decided, told, town } from '../test-support/town.ts'

const ground = (id: string, more: object = {}) => ({
  id,
  title: id,
  acts: ['provide', 'copy'],
  clauses: [`town:2(${id})`],
  ...more,
})
describe('sound', () => {
  const sound = { act: 'install', camera: { sound: true } }

  test('a camera that takes sound needs what permits sound', () => {
    expect(told(town(), sound)).toBe('refused, silent')
    expect(told(town(), { act: 'install', camera: { sound: false } })).toBe('permitted')
    expect(told(town(), { act: 'remove', camera: { sound: true } })).toBe('permitted')
  })

  test.each(['install', 'add', 'go-live', 'record', 'change'])('%s with sound that is forbidden', (act) => {
    const pack = town({
      values: { 'operation.sound': { value: 'forbidden', force: 'mustNot', clauses: ['town:4'] } },
    })
    expect(decided(pack, { act, camera: { sound: true } })).toMatchObject({
      answer: 'refused',
      why: 'forbidden',
      by: 'operation.sound',
      clauses: ['town:4'],
    })
  })

  test('what the ground for sound still lacks is asked', () => {
    const pack = town({
      grounds: [
        ground('sound', {
          acts: ['record-sound'],
          needs: [{ kind: 'decision', id: 'soundDecision', title: '決定', by: ['responsibleManager'] }],
        }),
      ],
    })
    expect(told(pack, sound)).toBe('needs, decision soundDecision')
    expect(told(pack, { ...sound, chain: [{ role: 'responsibleManager', did: 'decide' }] })).toBe('permitted')
  })
})

describe('erasing', () => {
  const pack = town({
    values: { 'retention.period': { value: 'P14D', approx: 'atMost', clauses: ['town:8'] } },
    retention: {
      countedFrom: ['recordingDay'],
      extensions: [
        {
          id: 'year',
          title: '一年',
          events: ['provided'],
          lasts: { length: 'P1Y', countedFrom: ['eventDay', 'nextDay'] },
          clauses: ['town:9'],
        },
        {
          id: 'case',
          title: '照会中',
          events: ['inquiryReceived'],
          lasts: { until: 'inquiryEnded' },
          clauses: ['town:10'],
        },
      ],
    },
  })
  const recorded = { footage: { recordedAt: '2026-10-20T08:00+09:00' } }
  const provided = [{ kind: 'provided', at: '2026-10-21T08:00+09:00' }]

  test('is free when nothing holds the footage', () => {
    expect(told(pack, { act: 'erase', ...recorded })).toBe('permitted')
  })

  test('rests on what says that footage is erased', () => {
    const saying = town({
      values: {
        'retention.erasureDue': { value: 'withoutDelay', clauses: ['town:11'] },
        'retention.erasureBy': { value: ['overwrite'], clauses: ['town:12'] },
      },
    })
    expect(decided(saying, { act: 'erase' }).clauses).toEqual(['town:11', 'town:12'])
    expect(decided(saying, { act: 'stop' }).clauses).toEqual([])
    expect(decided(pack, { act: 'erase' }).clauses).toEqual([])
  })

  test('what is held is not erased before its last day', () => {
    const held = { act: 'erase', ...recorded, events: provided }
    expect(decided(pack, held)).toMatchObject({ answer: 'refused', why: 'forbidden', clauses: ['town:9'] })
    expect(told(pack, { ...held, at: '2027-10-21T23:59+09:00' })).toBe('refused, forbidden')
    expect(told(pack, { ...held, at: '2027-10-22T00:00+09:00' })).toBe('permitted')
  })

  test('nor while an inquiry is open', () => {
    const open = [{ kind: 'inquiryReceived', at: '2026-10-21T08:00+09:00', case: 'a' }]
    const held = { act: 'erase', ...recorded, at: '2029-01-01T00:00+09:00' }
    expect(told(pack, { ...held, events: open })).toBe('refused, forbidden')
    const ended = [...open, { kind: 'inquiryEnded', at: '2026-12-01T08:00+09:00', case: 'a' }]
    expect(told(pack, { ...held, events: ended })).toBe('permitted')
  })

  test('a least period that the instrument gives binds', () => {
    const least = town({
      values: {
        'retention.least': { value: 'P7D', approx: 'atLeast', clauses: ['town:8'] },
        'retention.period': { value: 'P14D', clauses: ['town:8'] },
      },
    })
    const asked = { act: 'erase', footage: { recordedAt: '2026-11-01T08:00+09:00' } }
    expect(told(least, { ...asked, at: '2026-11-07T23:59+09:00' })).toBe('refused, forbidden')
    expect(told(least, { ...asked, at: '2026-11-08T00:00+09:00' })).toBe('permitted')
  })
})
