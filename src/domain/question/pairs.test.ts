import { expect, test } from 'vitest'
import type { PackCase } from './case.ts'
import { casesSchema } from './case.ts'
import { pairFaults } from './pairs.ts'

function faults(...raw: readonly object[]): readonly string[] {
  const cases: readonly PackCase[] = casesSchema.parse(raw)
  return pairFaults(cases, raw).map(({ pair, what, found, at }) => [pair, what, ...found, at].join(' '))
}

const one = {
  situation: '一つめ',
  question: '何か。',
  answer: 'こうである。',
  clause: 'mihon:1',
  pair: 'day',
  ask: 'decide',
  at: '2026-11-01T10:00+09:00',
  act: 'view',
  request: { by: 'police', documents: ['order'] },
  expect: { answer: 'permitted' },
}
const other = { ...one, situation: '二つめ', expect: { answer: 'needs' } }

test('two cases that differ in one fact and in the answer are a pair; a list is one fact', () => {
  expect(faults(one, { ...other, request: { by: 'police', documents: [] } })).toEqual([])
  expect(faults(one, { ...other, request: { by: 'police' } })).toEqual([])
})

test('the same day of ending is no other answer, another day is', () => {
  const ends = (lastDay: string, recordedAt: string) => ({
    ...one,
    ask: 'expiry',
    footage: { recordedAt },
    expect: { answer: 'ends', lastDay },
  })
  const [first, second] = ['2026-11-01T10:00+09:00', '2026-11-02T10:00+09:00']
  expect(faults(ends('2026-11-14', first), ends('2026-11-15', second))).toEqual([])
  expect(faults(ends('2026-11-14', first), ends('2026-11-14', second))).toEqual(['day answer 0'])
})

test('cases that are no pair are told', () => {
  const act = 'copy'
  expect(faults({ ...one, pair: undefined }, one)).toEqual(['day count 一つめ 1'])
  expect(faults(one, other, { ...other, act })).toEqual(['day count 一つめ 二つめ 二つめ 0'])
  expect(faults(one, { ...other, act, request: { by: 'court', documents: ['order'] } })).toEqual([
    'day facts act request.by 0',
  ])
  expect(faults(one, other)).toEqual(['day facts 0'])
  expect(faults(one, { ...one, act })).toEqual(['day answer 0'])
})
