import { describe, expect, test } from 'vitest'
import { question, town } from '../test-support/town.ts'
import { answerValue, partPaths } from './value.ts'

const pack = town({
  values: {
    'retention.period': { value: 'P14D', approx: 'atMost', force: 'must', clauses: ['town:8'] },
    'operation.insurance': { value: true, force: 'should', clauses: ['town:9'] },
  },
  silent: ['live.watching', 'retention.longer'],
  terms: { camera: '防犯カメラ' },
  duties: [
    {
      id: 'sign',
      kind: 'sign',
      title: '表示',
      force: 'should',
      clauses: ['town:7'],
      items: [{ id: 'present', label: '設置していること' }],
    },
  ],
  documents: [{ id: 'form1', kind: 'application', title: '申請書', items: ['purpose'], clauses: ['town:3'] }],
  retention: {
    countedFrom: ['recordingDay', 'nextDay'],
    extensions: [
      { id: 'set', title: '別の定め', events: ['extended'], lasts: 'setDay', clauses: ['town:11'] },
    ],
  },
})
const at = (value: string, facts: object = {}) =>
  answerValue(pack, question({ ask: 'value', value, ...facts }))

test('a stated value with all that it rests on', () => {
  expect(at('retention.period')).toMatchObject({
    ask: 'value',
    answer: 'stated',
    value: 'P14D',
    force: 'must',
    approx: 'atMost',
    clauses: ['town:8'],
    source: 'instrument',
  })
})

test.each([
  ['live.watching', 'silent'],
  ['sign.text', 'unknown'],
  ['nothing.here', 'unknown'],
  ['duties.nothing', 'unknown'],
  ['duties.sign.nothing', 'unknown'],
  ['retention.nothing', 'unknown'],
  ['provisions.town:99', 'unknown'],
  ['', 'unknown'],
  ['constructor', 'unknown'],
  ['terms.constructor', 'unknown'],
])('%s: %s', (path, answer) => {
  expect(at(path)).toMatchObject({ answer, value: null, force: '', approx: '', clauses: [], source: null })
})

test.each([
  ['duties.sign.kind', 'sign', 'should', ['town:7']],
  ['duties.sign.items.present.label', '設置していること', 'should', ['town:7']],
  ['roles.responsibleManager.heldBy', '課長', '', ['town:1']],
  ['documents.form1.items', ['purpose'], '', ['town:3']],
  ['retention.countedFrom', ['recordingDay', 'nextDay'], '', []],
  ['retention.classes', ['recorded'], '', []],
  ['retention.extensions.set.lasts', 'setDay', '', ['town:11']],
  ['unlocking.holders', ['responsibleManager'], '', ['town:1']],
  ['terms.camera', '防犯カメラ', '', []],
  ['silent', ['live.watching', 'retention.longer'], '', []],
  ['addressees', [], '', []],
  ['provisions.town:8.rests', ['values.retention.period'], 'must', ['town:8']],
])('part %s', (path, value, force, clauses) => {
  expect(at(path)).toMatchObject({ answer: 'stated', value, force, clauses, source: 'instrument' })
})

test('every part path that is listed has an answer', () => {
  const unanswered = partPaths(pack).filter((path) => path !== 'register' && at(path).answer !== 'stated')
  expect(unanswered).toEqual([])
  expect(at('register').answer).toBe('silent')
})

describe("the office's own value", () => {
  const set = (supplement: object) => at('retention.period', { supplement })

  test('is shown as such, with what it rests on', () => {
    expect(set({ 'retention.period': 'P7D' })).toMatchObject({
      answer: 'stated',
      value: 'P7D',
      source: 'office',
      approx: 'atMost',
      clauses: ['town:8'],
    })
    expect(at('sign.text', { supplement: { 'sign.text': '録画中' } })).toMatchObject({
      answer: 'stated',
      value: '録画中',
      clauses: [],
      source: 'office',
    })
  })

  test('that is looser is refused with the clauses that bind it', () => {
    expect(set({ 'retention.period': 'P15D' })).toMatchObject({
      answer: 'refused',
      value: 'P15D',
      clauses: ['town:8'],
      source: 'office',
    })
  })
})
