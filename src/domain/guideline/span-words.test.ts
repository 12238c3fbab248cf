import { expect, test } from 'vitest'
import type { DueRule } from '../pack/rules.ts'
import type { Span } from '../pack/span.ts'
import { dueWords, spanWords } from './span-words.ts'

test.each<[Span, string, string]>([
  ['P14D', '14日', '14 days'],
  ['P1D', '1日', '1 day'],
  ['P2W', '2週間', '2 weeks'],
  ['P6M', '6か月', '6 months'],
  ['P1Y', '1年', '1 year'],
  ['PT72H', '72時間', '72 hours'],
  [{ n: 5, unit: 'fiscalYear' }, '5年度', '5 fiscal years'],
  [{ n: 10, unit: 'businessDay' }, '10開庁日', '10 business days'],
])('%j: %s, %s', (span, ja, en) => {
  expect([spanWords(span, 'ja'), spanWords(span, 'en')]).toEqual([ja, en])
})

const rule: DueRule = { within: 'P7D', from: 'act', direction: 'after', counted: 'nextDay', roll: 'none' }

test.each<[DueRule | 'withoutDelay' | 'none', string, string]>([
  ['none', '', ''],
  ['withoutDelay', '遅滞なく', 'without delay'],
  [rule, 'その行為の7日以内', 'within 7 days after the act'],
  [
    { ...rule, counted: 'eventDay' },
    'その行為の7日以内（その日を含めて数える）',
    'within 7 days after the act (that day counts)',
  ],
  [
    { ...rule, roll: 'forward', from: 'installed' },
    '設置の7日以内（閉庁日なら次の開庁日）',
    'within 7 days after the installation (on a closed day the next open day)',
  ],
  [
    { ...rule, from: 'installOn', direction: 'before', roll: 'forward' },
    '設置の予定日の7日前まで（閉庁日なら前の開庁日）',
    '7 days before the planned day of installation (on a closed day the open day before)',
  ],
  [
    { ...rule, within: 'unknown' },
    'その行為の後、市町村が定める期限まで',
    'after the act, by a time that the office sets',
  ],
])('%j', (due, ja, en) => {
  expect([dueWords(due, 'ja'), dueWords(due, 'en')]).toEqual([ja, en])
})
