import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instrumentOf, townData, townFaults } from '../test-support/town.ts'
import { hintWords, knownHints } from './fault-words.ts'
import { type ParsedPack, parsePack } from './parse.ts'

const stated = (value: unknown, more: object = {}) => ({ value, clauses: ['town:8'], ...more })

describe('a pack of its shape', () => {
  test('every value is there, stated, silent or unknown', () => {
    const rules = instrumentOf(
      townData({ values: { 'retention.period': stated('P14D') }, silent: ['sign.text'] }),
    ).versions[0]?.rules
    if (rules === undefined || rules === 'unknown') throw new Error('no rules')
    expect(rules.values['retention.period']).toEqual({
      is: 'stated',
      value: 'P14D',
      force: 'must',
      approx: 'exact',
      clauses: ['town:8'],
    })
    expect(rules.values['sign.text']).toEqual({ is: 'silent' })
    expect(rules.values['sign.place']).toEqual({ is: 'unknown' })
    expect(rules.register).toEqual({ is: 'silent' })
    expect(rules.retention.classes).toEqual(['recorded'])
  })

  test('what a ground asks and causes rests on its clauses, unless it names others', () => {
    const rules = instrumentOf(
      townData({
        grounds: [
          {
            id: 'law',
            title: '法令',
            acts: ['provide'],
            clauses: ['town:2'],
            needs: [
              { kind: 'identity', id: 'who', title: '相手', clauses: ['town:3'] },
              {
                kind: 'test',
                id: 'one',
                title: '一つ',
                oneOf: [
                  { kind: 'test', id: 'a', title: 'a', asks: '?' },
                  { kind: 'test', id: 'b', title: 'b', asks: '?', clauses: ['town:4'] },
                ],
              },
            ],
            then: [{ kind: 'record', id: 'entry', title: '記録' }],
          },
        ],
      }),
    ).versions[0]?.rules
    if (rules === undefined || rules === 'unknown') throw new Error('no rules')
    const [ground] = rules.grounds
    expect(ground?.needs.map(({ clauses }) => clauses)).toEqual([['town:3'], ['town:2']])
    expect(ground?.needs[1]?.oneOf?.map(({ clauses }) => clauses)).toEqual([['town:2'], ['town:4']])
    expect(ground?.then[0]).toMatchObject({ clauses: ['town:2'], to: '', due: 'none' })
  })

  test('a span of each form', () => {
    for (const value of ['P14D', 'P2W', 'P6M', 'P1Y', 'PT24H', { n: 5, unit: 'fiscalYear' }])
      expect(townFaults({ values: { 'retention.period': stated(value) } }), JSON.stringify(value)).toEqual([])
  })
})

describe('told, with the place and what to write instead', () => {
  const period = (value: unknown) => ({ values: { 'retention.period': stated(value) } })
  const path = 'values.retention.period'
  const ground = (more: object) => ({
    grounds: [{ id: 'law', title: '法令', acts: ['provide'], clauses: ['town:2'], ...more }],
  })

  test.each<[string, Readonly<Record<string, unknown>>, readonly string[]]>([
    ['a span of two units', period('P1Y6M'), [`${path}.value: span`]],
    ['a span of nothing', period('P0D'), [`${path}.value: span`]],
    ['a span longer than any calendar', period('P1000Y'), [`${path}.value: span`]],
    ['a number for a span', period(14), [`${path}.value: span`]],
    ['an unknown unit', period({ n: 1, unit: 'month' }), [`${path}.value.unit: choice`]],
    [
      'a mapping with too much',
      period({ n: 1, unit: 'fiscalYear', of: 1 }),
      [`${path}.value.of: unknownKey`],
    ],
    [
      'a value of no name',
      { values: { 'retention.colour': stated('red') } },
      ['values.retention.colour: unknownKey'],
    ],
    ['silent of no name', { silent: ['retention.colour'] }, ['silent.0: valuePath']],
    ['stated and silent', { ...period('P1D'), silent: ['retention.period'] }, ['silent.0: statedAndSilent']],
    ['silent twice', { silent: ['sign.text', 'sign.text'] }, ['silent.1: repeated']],
    [
      'an unknown force',
      { values: { 'sign.text': stated('録画中', { force: 'shall' }) } },
      ['values.sign.text.force: choice'],
    ],
    [
      'an unknown approximation',
      { values: { 'sign.text': stated('録画中', { approx: 'nearly' }) } },
      ['values.sign.text.approx: choice'],
    ],
    ['no clauses', { values: { 'sign.text': { value: '録画中' } } }, ['values.sign.text.clauses: missing']],
    [
      'an empty list of clauses',
      { values: { 'sign.text': { value: '録画中', clauses: [] } } },
      ['values.sign.text.clauses: tooSmall'],
    ],
    [
      'a clause of another form',
      { values: { 'sign.text': { value: '録画中', clauses: ['8'] } } },
      ['provisions.1.clause: clause', 'values.sign.text.clauses.0: clause'],
    ],
    [
      "another town's clause",
      { values: { 'sign.text': { value: '録画中', clauses: ['city:8'] } } },
      ['provisions.1.clause: foreignClause', 'values.sign.text.clauses.0: foreignClause'],
    ],
    [
      'a choice outside its list',
      { values: { 'operation.sound': stated('loud') } },
      ['values.operation.sound.value: choice'],
    ],
    [
      'pixels of another form',
      { values: { 'install.pixelsAtMost': stated('2M') } },
      ['values.install.pixelsAtMost.value: pixels'],
    ],
    [
      'a count below nothing',
      { values: { 'people.leastPresent': stated(-1) } },
      ['values.people.leastPresent.value: tooSmall'],
    ],
    [
      'a word for a flag',
      { values: { 'operation.insurance': stated('true') } },
      ['values.operation.insurance.value: type'],
    ],
    ['an unknown key', { colour: 'red' }, ['colour: unknownKey']],
    [
      'a wrong id',
      { duties: [{ id: '表示', kind: 'sign', title: '表示', clauses: ['town:7'] }] },
      ['duties.0.id: identifier'],
    ],
    ['an empty condition', ground({ when: {} }), ['grounds.0.when: emptyCondition']],
    [
      'a comparison of no kind',
      ground({ when: { 'request.by': { like: 'police' } } }),
      ['grounds.0.when.request.by.like: unknownKey'],
    ],
    [
      'a list for a comparison',
      ground({ when: { 'request.by': ['police'] } }),
      ['grounds.0.when.request.by: comparison'],
    ],
    [
      'a fact of no name',
      ground({ when: { 'request.colour': 'red' } }),
      ['grounds.0.when.request.colour: unknownFact'],
    ],
    [
      'a fact of no name, deep inside',
      ground({ when: { any: [{ not: { 'camera.colour': 'red' } }] } }),
      ['grounds.0.when.camera.colour: unknownFact'],
    ],
    [
      'a family without a last word',
      ground({ when: { 'answers.': true } }),
      ['grounds.0.when.answers.: unknownFact'],
    ],
    [
      'a due date of another form',
      ground({ then: [{ kind: 'report', id: 'a', title: 'a', due: 'soon' }] }),
      ['grounds.0.then.0.due: due'],
    ],
    ['a register that is neither', { register: 'none' }, ['register: presence']],
    [
      'as many cameras as counted',
      { register: stated([{ row: '1', facility: '庁舎', count: 2, cameras: [{ place: 'a', range: 'a' }] }]) },
      ['register.value.0.cameras: rowCount'],
    ],
    [
      'a row twice',
      {
        register: stated(
          [1, 2].map(() => ({ row: '1', facility: '庁舎', count: 1, cameras: [{ place: 'a', range: 'a' }] })),
        ),
      },
      ['register.value.1.row: repeated'],
    ],
    [
      'how long a hold lasts',
      {
        retention: {
          countedFrom: ['recordingDay'],
          extensions: [{ id: 'a', title: 'a', events: ['searched'], lasts: 'long', clauses: ['town:9'] }],
        },
      },
      ['retention.extensions.0.lasts: lasts'],
    ],
    [
      'too many words',
      {
        roles: [{ id: 'a', clauses: ['town:1'], heldBy: 'あ'.repeat(601) }],
        unlocking: { holders: ['a'], clauses: ['town:1'] },
      },
      ['roles.0.heldBy: tooBig'],
    ],
  ])('%s', (_, rules, expected) => {
    expect(townFaults(rules)).toEqual(expected)
  })

  test('all at once, in the order of the file', () => {
    expect(townFaults({ ...period('x'), silent: ['y'], register: 'z' })).toEqual([
      'register: presence',
      'silent.0: valuePath',
      `${path}.value: span`,
    ])
  })

  test.each<[string, object, string]>([
    ['an older format', { format: 1 }, 'format: choice'],
    ['an id with capitals', { id: 'Town' }, 'id: packId'],
    ['no time zone', { timeZone: 'Mars' }, 'timeZone: timeZone'],
    ['no versions', { versions: [] }, 'versions: tooSmall'],
    [
      'a day that there is not',
      { versions: [{ since: '2026-02-29', clauses: ['town:1'], rules: 'unknown' }] },
      'versions.0.since: day',
    ],
    [
      'rules of another kind',
      { versions: [{ since: 'unknown', clauses: ['town:1'], rules: 'none' }] },
      'versions.0.rules: rules',
    ],
  ])('%s', (_, identity, expected) => {
    expect(townFaults({}, {}, identity as Readonly<Record<string, unknown>>)).toContain(expected)
  })

  test.each([null, 3, 'pack', [], {}, { versions: {} }, { versions: [3] }])('%j is no pack', (data) => {
    expect(parsePack(data).ok).toBe(false)
  })
})

describe('bad input', () => {
  const whole = townData({
    values: { 'retention.period': stated('P14D') },
    grounds: [
      {
        id: 'law',
        title: '法令',
        acts: ['provide'],
        when: { any: [{ 'request.by': { in: ['police'] } }, { not: { present: 1 } }] },
        clauses: ['town:2'],
        needs: [{ kind: 'decision', id: 'yes', title: '決定', by: ['responsibleManager'] }],
        then: [{ kind: 'report', id: 'told', title: '報告', due: { within: 'P7D' } }],
      },
    ],
    duties: [
      { id: 'sign', kind: 'sign', title: '表示', clauses: ['town:7'], items: [{ id: 'a', label: 'a' }] },
    ],
    prohibitions: [{ id: 'use', title: '利用', acts: ['provide'], yieldsTo: 'grounds', clauses: ['town:9'] }],
  })

  /** Every fault has words in both languages, and all that they speak of. */
  function toldWhole(parsed: ParsedPack): boolean {
    if (parsed.ok) return true
    return parsed.faults.every(({ hint, params }) => {
      const texts = (['ja', 'en'] as const).map((language) => hintWords({ hint, params: {} }, language))
      const named = texts.flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name))
      return knownHints.includes(hint) && named.every((name) => Object.hasOwn(params, name))
    })
  }

  test('whatever stands in one place: faults with words, never an exception', () => {
    const places = placesOf(whole)
    fc.assert(
      fc.property(fc.constantFrom(...places), anything, (place, value) => {
        expect(toldWhole(parsePack(put(whole, place, value)))).toBe(true)
      }),
      { numRuns: 1500 },
    )
  })

  test('whatever is given for a pack', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (data) => {
        expect(toldWhole(parsePack(data))).toBe(true)
      }),
    )
  })

  test('a key left out anywhere', () => {
    for (const place of placesOf(whole)) expect(toldWhole(parsePack(put(whole, place, undefined)))).toBe(true)
  })

  test('conditions without end', () => {
    let when: unknown = { present: 1 }
    for (let depth = 0; depth < 3000; depth++) when = { not: when }
    const parsed = parsePack(put(whole, ['versions', 0, 'rules', 'grounds', 0, 'when'], when))
    expect(parsed.ok).toBe(false)
    expect(toldWhole(parsed)).toBe(true)
  })

  const anything = fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.constantFrom(
      '',
      'unknown',
      'silent',
      -1,
      0,
      1e99,
      [],
      {},
      [null],
      { value: null },
      'P1D',
      { n: 1, unit: 'businessDay' },
      'あ'.repeat(700),
      { all: [] },
      '__proto__',
    ),
  )
})

type Place = readonly (string | number)[]

function placesOf(value: unknown, path: Place = []): readonly Place[] {
  if (typeof value !== 'object' || value === null) return [path]
  const inner = Object.entries(value).flatMap(([key, one]) =>
    placesOf(one, [...path, Array.isArray(value) ? Number(key) : key]),
  )
  return [path, ...inner]
}

function put(holder: unknown, [key, ...rest]: Place, value: unknown): unknown {
  if (key === undefined) return value
  const members = Object.entries(holder ?? {}).map(([name, one]) => [
    name,
    name === String(key) ? put(one, rest, value) : one,
  ])
  const kept = members.filter(([, one]) => one !== undefined)
  return Array.isArray(holder) ? kept.map(([, one]) => one) : Object.fromEntries(kept)
}
