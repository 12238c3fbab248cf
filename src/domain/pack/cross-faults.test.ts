import { describe, expect, test } from 'vitest'
import { type TownRules, townData, townFaults } from '../test-support/town.ts'
import { parsePack } from './parse.ts'

const duty = (more: object = {}) => ({
  id: 'sign',
  kind: 'sign',
  title: '表示',
  clauses: ['town:7'],
  ...more,
})
const ground = (id: string, more: object = {}) => ({
  id,
  title: id,
  acts: ['provide'],
  clauses: ['town:2'],
  ...more,
})
const ban = (more: object = {}) => ({
  id: 'use',
  title: '利用',
  acts: ['provide'],
  clauses: ['town:9'],
  ...more,
})
const need = (kind: string, more: object = {}) => ({ kind, id: 'one', title: '一', ...more })

test('a town without faults', () => {
  expect(townFaults()).toEqual([])
})

describe('roles that are nowhere defined', () => {
  test.each<[string, TownRules]>([
    ['unlocking.holders.0', { unlocking: { holders: ['mayor'], clauses: ['town:1'] } }],
    ['duties.0.by', { duties: [duty({ by: 'mayor' })] }],
    ['duties.0.waivableBy.0', { duties: [duty({ waivableBy: ['mayor'] })] }],
    [
      'grounds.0.needs.0.by.0',
      { grounds: [ground('law', { needs: [need('decision', { by: ['mayor'] })] })] },
    ],
    ['grounds.0.needs.0.in.0', { grounds: [ground('law', { needs: [need('role', { in: ['mayor'] })] })] }],
    [
      'grounds.0.needs.0.oneOf.1.by.0',
      {
        grounds: [
          ground('law', {
            needs: [
              need('decision', {
                oneOf: [need('test', { asks: '?' }), need('decision', { id: 'two', by: ['mayor'] })],
              }),
            ],
          }),
        ],
      },
    ],
    [
      'registers.0.keeper',
      {
        registers: [
          {
            id: 'book',
            title: '簿',
            per: 'case',
            keeper: 'mayor',
            origin: 'required',
            clauses: ['town:5'],
            fields: [{ id: 'at', type: 'instant', label: '日時' }],
          },
        ],
      },
    ],
  ])('%s', (path, rules) => {
    expect(townFaults(rules)).toEqual([`${path}: unknownRole`])
  })

  test('conditions hold whatever a fact may be', () => {
    const when = { 'actor.role': { in: ['mayor'] } }
    expect(townFaults({ grounds: [ground('law', { when })] })).toEqual([])
  })

  test('a stand-in for nobody', () => {
    const roles = [
      { id: 'responsibleManager', clauses: ['town:1'], heldBy: '課長', appointedBy: ['mayor'] },
      {
        id: 'actingManager',
        clauses: ['town:1'],
        heldBy: '代行',
        standsInFor: { role: 'mayor', causes: ['unable'], namedBeforehand: true, clauses: ['town:1'] },
      },
    ]
    expect(townFaults({ roles })).toEqual([
      'roles.0.appointedBy.0: unknownRole',
      'roles.1.standsInFor.role: unknownRole',
    ])
  })
})

describe('ids that are used and nowhere defined, or defined twice', () => {
  test.each<[string, TownRules]>([
    [
      'prohibitions.0.yieldsTo.0: unknownGround',
      { grounds: [ground('law')], prohibitions: [ban({ yieldsTo: ['order'] })] },
    ],
    [
      'acts.0.grounds.0: unknownGround',
      { acts: [{ id: 'a', acts: ['provide'], grounds: ['order'], clauses: ['town:3'] }] },
    ],
    [
      'grounds.0.needs.0.after: unknownNeed',
      { grounds: [ground('law', { needs: [need('instruction', { by: 'unnamed', after: 'zero' })] })] },
    ],
    [
      'grounds.0.needs.1.after: afterCycle',
      {
        grounds: [
          ground('law', {
            needs: [
              need('decision', { id: 'first', by: 'unnamed' }),
              need('decision', { id: 'second', by: 'unnamed', after: 'second' }),
            ],
          }),
        ],
      },
    ],
    [
      'grounds.0.needs.0.anyOf.0: unknownDocument',
      { grounds: [ground('law', { needs: [need('document', { anyOf: ['form9'] })] })] },
    ],
    ['duties.1.id: repeated', { duties: [duty(), duty()] }],
    ['grounds.1.id: repeated', { grounds: [ground('law'), ground('law')] }],
    [
      'grounds.0.needs.1.id: repeated',
      { grounds: [ground('law', { needs: [need('identity'), need('identity')] })] },
    ],
    ['prohibitions.1.id: repeated', { prohibitions: [ban(), ban()] }],
  ])('%s', (fault, rules) => {
    expect(townFaults(rules)).toEqual([fault])
  })

  test('a form of the pack is a paper', () => {
    const documents = [{ id: 'form9', kind: 'application', title: '様式', clauses: ['town:4'] }]
    const grounds = [ground('law', { needs: [need('document', { anyOf: ['form9', 'order'] })] })]
    expect(townFaults({ documents, grounds })).toEqual([])
  })
})

describe('what a requirement of its kind has to say', () => {
  test.each([
    ['document', 'anyOf'],
    ['decision', 'by'],
    ['instruction', 'by'],
    ['role', 'in'],
    ['person', 'atLeast'],
    ['test', 'asks'],
    ['supplement', 'met'],
    ['sign', 'met'],
    ['measure', 'met'],
    ['filing', 'met'],
  ])('%s: %s, or when else it is met', (kind, key) => {
    expect(townFaults({ grounds: [ground('law', { needs: [need(kind)] })] })).toEqual([
      `grounds.0.needs.0.${key}: needWants`,
    ])
    const met = { met: { 'request.law': { exists: true } } }
    expect(townFaults({ grounds: [ground('law', { needs: [need(kind, met)] })] })).toEqual([])
  })

  test.each(['identity', 'consent', 'notice'])('%s: nothing more', (kind) => {
    expect(townFaults({ grounds: [ground('law', { needs: [need(kind)] })] })).toEqual([])
  })
})

describe('contradictions', () => {
  test('a prohibition and a ground of one act, and neither says which yields', () => {
    const both = { grounds: [ground('law')], prohibitions: [ban()] }
    expect(townFaults(both)).toEqual(['prohibitions.0: saysNotWhichYields'])
    for (const yieldsTo of ['grounds', 'none', ['law']])
      expect(townFaults({ ...both, prohibitions: [ban({ yieldsTo })] })).toEqual([])
    expect(townFaults({ ...both, prohibitions: [ban({ acts: ['copy'] })] })).toEqual([])
  })

  test('a value that forbids for good what a ground permits', () => {
    const values = (value: string) => ({ 'operation.copying': { value, clauses: ['town:8'] } })
    const grounds = [ground('law', { acts: ['provide', 'copy'] })]
    expect(townFaults({ grounds, values: values('forbidden') })).toEqual(['grounds.0: valueForbids'])
    expect(townFaults({ grounds, values: values('groundOnly') })).toEqual([])
  })

  test('footage kept for days on which the office is open', () => {
    const open = { n: 3, unit: 'businessDay' }
    const stated = (path: string) => ({ values: { [path]: { value: open, clauses: ['town:8'] } } })
    for (const path of ['retention.period', 'retention.soundPeriod', 'retention.least'])
      expect(townFaults(stated(path))).toEqual([`values.${path}.value: erasureOnBusinessDays`])
    expect(townFaults(stated('use.decisionWithin'))).toEqual([])
    const counted = { countedFrom: ['recordingDay'] }
    expect(
      townFaults({
        retention: {
          ...counted,
          byClass: [{ id: 'a', period: { value: open, clauses: ['town:8'] }, ...counted }],
          extensions: [
            {
              id: 'b',
              title: 'b',
              events: ['searched'],
              lasts: { length: open, ...counted },
              clauses: ['town:8'],
            },
          ],
          ends: [
            {
              id: 'c',
              title: 'c',
              events: ['returned'],
              classes: ['copy'],
              within: open,
              clauses: ['town:8'],
            },
          ],
        },
      }),
    ).toEqual([
      'retention.byClass.0.period.value: erasureOnBusinessDays',
      'retention.ends.0.within: erasureOnBusinessDays',
      'retention.extensions.0.lasts.length: erasureOnBusinessDays',
    ])
  })

  test('a least period that is longer than the longest', () => {
    const values = (least: string) => ({
      values: {
        'retention.period': { value: 'P14D', clauses: ['town:8'] },
        'retention.least': { value: least, clauses: ['town:8'] },
      },
    })
    expect(townFaults(values('P15D'))).toEqual(['values.retention.least.value: leastLonger'])
    expect(townFaults(values('P2W'))).toEqual([])
  })
})

describe('versions', () => {
  const version = (since: string, until?: string) => ({
    since,
    clauses: ['town:附則'],
    rules: 'unknown',
    ...(until && { until }),
  })
  const faults = (...versions: readonly object[]) => townFaults({}, {}, { versions })

  test.each([
    ['one after the other', [version('2020-04-01'), version('2023-04-01')], []],
    ['with a gap', [version('2020-04-01', '2021-03-31'), version('2023-04-01')], []],
    ['the first without its day', [version('unknown'), version('2023-04-01')], []],
    ['the wrong way round', [version('2023-04-01'), version('2020-04-01')], ['versions.1.since: notAfter']],
    ['two of one day', [version('2020-04-01'), version('2020-04-01')], ['versions.1.since: notAfter']],
    [
      'one into the next',
      [version('2020-04-01', '2023-04-01'), version('2023-04-01')],
      ['versions.1.since: overlaps'],
    ],
    [
      'a later one without its day',
      [version('2020-04-01'), version('unknown')],
      ['versions.1.since: unknownNotFirst'],
    ],
    [
      'one that ends before it begins',
      [version('2020-04-01', '2020-03-31')],
      ['versions.0.until: untilBeforeSince'],
    ],
  ])('%s', (_, versions, expected) => {
    expect(faults(...versions)).toEqual(expected)
  })
})

describe('double entry of clauses', () => {
  const provision = (clause: string, rests: readonly string[]) => ({
    clause,
    says: 'ある',
    how: ['recorded'],
    rests,
  })
  const own = provision('town:1', ['roles.responsibleManager', 'roles.designatedOperator', 'unlocking'])

  test.each<[string, readonly object[], readonly string[]]>([
    ['balanced', [own, provision('town:7', ['duties.sign'])], []],
    ['a clause that is no provision', [own], ['duties.0.clauses.0: noProvision']],
    [
      'a part that the provision does not name',
      [own, provision('town:7', [])],
      ['duties.0.clauses.0: provisionRestsElsewhere'],
    ],
    [
      'a part that cites another clause',
      [{ ...own, rests: [...own.rests, 'duties.sign'] }, provision('town:7', ['duties.sign'])],
      ['provisions.0.rests.3: partCitesOther'],
    ],
    [
      'a part that is not there',
      [own, provision('town:7', ['duties.sign', 'duties.notice'])],
      ['provisions.1.rests.1: unknownPart'],
    ],
    [
      'a provision twice',
      [own, provision('town:7', ['duties.sign']), provision('town:7', ['duties.sign'])],
      ['provisions.2.clause: repeated'],
    ],
    [
      'a provision that rests on nothing',
      [own, provision('town:7', ['duties.sign']), provision('town:8', [])],
      [],
    ],
  ])('%s', (_, provisions, expected) => {
    expect(townFaults({ provisions, duties: [duty()] })).toEqual(expected)
  })

  test('clauses deep within a part count as its own', () => {
    const needs = [need('identity', { clauses: ['town:3'] })]
    const parsed = parsePack(townData({ grounds: [ground('law', { needs })] }))
    const [rules] = parsed.ok ? parsed.instrument.versions.map((one) => one.rules) : []
    if (rules === undefined || rules === 'unknown') throw new Error('no rules')
    expect(rules.provisions.find(({ clause }) => clause === 'town:3')?.rests).toEqual(['grounds.law'])
  })

  test('a rule of acts without clauses of its own: each of its parts has them', () => {
    const rule = (more: object) => ({ acts: [{ id: 'a', acts: ['provide'], ...more }] })
    expect(townFaults(rule({ needs: [need('identity')] }))).toEqual(['acts.0.needs.0.clauses: missing'])
    expect(townFaults(rule({ needs: [need('identity', { clauses: ['town:3'] })] }))).toEqual([])
    expect(townFaults(rule({ needs: [need('identity')], clauses: ['town:3'] }))).toEqual([])
  })
})
