import { expect, it } from 'vitest'
import { entryKinds } from '../../../../src/ledger/entry-kinds.ts'
import { translate, translateNamed } from '../../messages/catalogue.ts'
import { formatsOf } from '../../messages/format.ts'
import { entryGroups, lookOf } from './entry-groups.ts'
import { type Entry, sentenceOf } from './entry-words.ts'

const words = (language: 'ja' | 'en') => ({
  t: (key: Parameters<typeof translate>[1], params?: Parameters<typeof translate>[2]) =>
    translate(language, key, params),
  named: (key: string, params?: Parameters<typeof translate>[2]) => translateNamed(language, key, params),
  format: formatsOf(language, 'Asia/Tokyo'),
})
const entry = (kind: string, body: Entry['body']): Entry => ({
  seq: 1,
  at: 0,
  kind,
  actor: '',
  role: 'system',
  clauses: [],
  caseNumber: null,
  camera: null,
  body,
})

it('tells what happened in a sentence', () => {
  const parts = [{ camera: 'c', from: 0, to: 500_000, leaves: [] }]
  expect(sentenceOf(entry('instructed', { operators: ['a', 'b'], parts }), words('ja'))).toBe(
    '録画8分20秒だけを開く指示に署名しました（見られる人 2人）',
  )
  expect(sentenceOf(entry('hold-placed', { endsOn: '2027-11-21', parts }), words('ja'))).toBe(
    '録画8分20秒の保管を令和9年11月21日（日）まで延長しました',
  )
  expect(
    sentenceOf(entry('decided', { outcome: 'approved', did: 'instruct', reason: '要る' }), words('ja')),
  ).toBe('取り出しなどを指示しました。理由: 要る')
  expect(sentenceOf(entry('decided', { outcome: 'refused', reason: '必要がない' }), words('ja'))).toBe(
    '申込を承諾しませんでした。理由: 必要がない',
  )
  expect(sentenceOf(entry('viewed', { viewing: 'v', phase: 'ended' }), words('en'))).toBe('Viewing ended')
})

it('puts codes into words, and a refusal into the words of its own params', () => {
  const refused = entry('refused', {
    act: 'register-camera',
    reason: 'register-full',
    params: { facility: '小室放課後ルーム', place: '玄関', count: '1' },
  })
  expect(sentenceOf(refused, words('ja'))).toBe(
    'カメラの登録は、要綱により認められませんでした（小室放課後ルームの「玄関」には、要綱の表にある1台がすでに登録されています。）',
  )
  const gap = entry('gap-reported', { from: 0, to: 60_000, cause: 'camera-silent', detail: '' })
  expect(sentenceOf(gap, words('ja'))).toBe(
    '記録のない時間がありました: 1970年1月1日 09:00:00 から 1970年1月1日 09:01:00 まで（カメラから映像が届かなくなりました）',
  )
})

it('has a place in the filter for every kind, and words for one it does not know', () => {
  for (const kind of entryKinds) expect(entryGroups).toContain(lookOf(kind)[0])
  expect(lookOf('toString')).toEqual(['system', 'info'])
  expect(sentenceOf(entry('something-new', {}), words('ja'))).toBe('そのほかの記録（something-new）')
})
