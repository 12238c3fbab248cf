import { readFile } from 'node:fs/promises'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { isRefused } from './decision.ts'
import type { LocalDay } from './ids.ts'
import { packOn } from './in-force.ts'
import type { PolicyInstrument } from './pack.ts'
import { parsePack } from './parse-pack.ts'

const text = await readFile(
  new URL('../../policy-packs/funabashi-houkago/pack.yaml', import.meta.url),
  'utf8',
)
const fresh = (): unknown => parse(text)

type Path = readonly (string | number)[]

/** The file with one value replaced (or, with no value given, left out). */
function changed(path: Path, ...value: readonly unknown[]): unknown {
  const whole = fresh()
  let here = whole as Record<string | number, unknown>
  for (const part of path.slice(0, -1)) here = here[part] as Record<string | number, unknown>
  const last = path.at(-1) ?? ''
  if (value.length === 0) delete here[last]
  else here[last] = value[0]
  return whole
}

function faultsOf(data: unknown): readonly string[] {
  const parsed = parsePack(data)
  return parsed.ok ? [] : parsed.faults.map(({ path, code }) => `${code} ${path.join('.')}`)
}

function instrument(): PolicyInstrument {
  const parsed = parsePack(fresh())
  if (!parsed.ok) throw new Error(parsed.faults.map(({ message }) => message).join('\n'))
  return parsed.instrument
}

const rules = ['versions', 2, 'rules'] as const
const ground = [...rules, 'grounds', 1] as const

test('the pack of Funabashi is without fault, and gives its presence words as values', () => {
  const version = instrument().versions[2]
  if (!version || version.rules === 'unknown') throw new Error('no rules')
  expect(version.rules.retention.period).toEqual({
    is: 'stated',
    value: 'P14D',
    force: 'must',
    approx: 'atMost',
    clauses: ['funabashi:9(8)'],
  })
  expect(version.rules.grounds[0]?.documents).toEqual({ is: 'silent' })
  expect(version.rules.grounds[0]?.decision).toBeUndefined()
})

test('funabashi:11 the register has a column for everything that is entered', () => {
  const version = instrument().versions[2]
  if (!version || version.rules === 'unknown') throw new Error('no rules')
  const form = version.rules.registers.find(({ id }) => id === 'form3')
  expect(form?.fields.map(({ label }) => label)).toEqual([
    '番号',
    '日時',
    '区分',
    'カメラ（設置場所）',
    '画像の日時（自・至）',
    '目的・理由（根拠条項）',
    '実施者 職・氏名（職務代行の別）',
    '立会者（再生画像の撮影の有無）',
    '申込書・通知書番号',
    '提供先',
    '媒体・数量',
    '返却予定日・返却期日・返却日',
    '延長後の保管期限',
    '消去・廃棄の日と方法',
    '管理者確認',
  ])
  expect(form?.origin).toBe('proposed')
})

describe('one fault each', () => {
  test.each<[string, Path, unknown, string]>([
    [
      'an unknown key',
      [...rules, 'retention', 'perod'],
      'P14D',
      'unknown-key versions.2.rules.retention.perod',
    ],
    ['a wrong format', ['format'], 2, 'wrong-value format'],
    ['no title', ['title'], '  ', 'wrong-value title'],
    ['a time zone that is none', ['timeZone'], 'Asia/Edo', 'wrong-value timeZone'],
    ['a day that is none', ['versions', 0, 'since'], '2018-02-30', 'wrong-value versions.0.since'],
    [
      'a span that is none',
      [...rules, 'retention', 'period', 'value'],
      '14日',
      'wrong-value versions.2.rules.retention.period.value',
    ],
    [
      'no clause',
      [...rules, 'retention', 'period', 'clauses'],
      [],
      'wrong-value versions.2.rules.retention.period.clauses',
    ],
    [
      "another town's clause",
      [...rules, 'operating', 'clauses', 0],
      'nerima:1',
      'wrong-clause versions.2.rules.operating.clauses.0',
    ],
    [
      'a clause that is no clause',
      [...rules, 'operating', 'clauses', 0],
      'funabashi: 9(1)',
      'wrong-clause versions.2.rules.operating.clauses.0',
    ],
    ['a presence that is no word', [...rules, 'sign'], 'quiet', 'wrong-shape versions.2.rules.sign'],
    [
      'a count that the cameras belie',
      [...rules, 'register', 'value', 0, 'count'],
      2,
      'contradiction versions.2.rules.register.value.0.cameras',
    ],
    [
      'a row twice',
      [...rules, 'register', 'value', 1, 'row'],
      '1',
      'repeated-id versions.2.rules.register.value.1.row',
    ],
    ['a ground twice', [...ground, 'id'], 'search', 'repeated-id versions.2.rules.grounds.1.id'],
    [
      'a role that is not defined',
      [...ground, 'decision', 'by', 0],
      'mayor',
      'unknown-id versions.2.rules.grounds.1.decision.by.0',
    ],
    [
      'a holder that is not defined',
      [...rules, 'unlocking', 'holders', 1],
      'clerk',
      'unknown-id versions.2.rules.unlocking.holders.1',
    ],
    [
      'a stand-in for nobody',
      [...rules, 'roles', 2, 'standsInFor', 'role'],
      'clerk',
      'unknown-id versions.2.rules.roles.2.standsInFor.role',
    ],
    [
      'a viewer who does not operate',
      [...ground, 'viewing', 'roles', 0],
      'staff',
      'contradiction versions.2.rules.grounds.1.viewing.roles.0',
    ],
    [
      'copies that nobody makes',
      [...ground, 'copying', 'roles'],
      [],
      'contradiction versions.2.rules.grounds.1.copying.roles',
    ],
    [
      'copies that are forbidden and made',
      [...ground, 'copying', 'allowed'],
      false,
      'contradiction versions.2.rules.grounds.1.copying.roles',
    ],
    [
      'outsiders who are not asked who they are',
      [...ground, 'asks'],
      ['purpose'],
      'contradiction versions.2.rules.grounds.1.asks',
    ],
    ['versions out of order', ['versions', 2, 'since'], '2019-01-01', 'wrong-order versions.2.since'],
    ['two versions of one day', ['versions', 1, 'since'], '2018-01-25', 'wrong-order versions.1.since'],
    [
      'a requester outside the list',
      [...ground, 'requesters', 0],
      'detective',
      'wrong-value versions.2.rules.grounds.1.requesters.0',
    ],
    ['rules that are a list', rules, [], 'wrong-shape versions.2.rules'],
  ])('%s', (_, path, value, fault) => {
    expect(faultsOf(changed(path, value))).toEqual([fault])
  })

  test('a missing key', () => {
    expect(faultsOf(changed([...rules, 'prohibition']))).toEqual(['wrong-shape versions.2.rules.prohibition'])
  })
})

test('all faults come at once, shape and meaning together, in the order of their paths', () => {
  const data = changed([...ground, 'decision', 'by', 0], 'mayor') as {
    versions: { since: unknown; rules: unknown }[]
  }
  const [first] = data.versions
  if (first) first.since = 20180125
  expect(faultsOf({ ...data, kind: '', colour: 'red' })).toEqual([
    'unknown-key colour',
    'wrong-value kind',
    'wrong-shape versions.0.since',
    'unknown-id versions.2.rules.grounds.1.decision.by.0',
  ])
})

test.each([
  undefined,
  null,
  3,
  'pack',
  [],
  {},
  { versions: [null, 5, { rules: { roles: [null], grounds: 'x' } }] },
])('what is no pack at all is told without an exception: %o', (data) => {
  expect(parsePack(data).ok).toBe(false)
})

test('any value anywhere gives a pack or faults, never an exception', () => {
  const paths: Path[] = []
  const walk = (value: unknown, path: Path): void => {
    if (path.length > 0) paths.push(path)
    if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value))
        walk(inner, [...path, Array.isArray(value) ? Number(key) : key])
  }
  walk(fresh(), [])
  const value = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom(undefined, Number.NaN, '__proto__', 'silent', 'unknown', 'none'),
  )
  fc.assert(
    fc.property(fc.constantFrom(...paths), value, (path, replacement) => {
      const parsed = parsePack(changed(path, replacement))
      if (!parsed.ok) expect(parsed.faults.length).toBeGreaterThan(0)
    }),
    { numRuns: 300 },
  )
})

describe('funabashi:附則 versions', () => {
  const on = (day: string) => packOn(instrument(), day as LocalDay)

  test('before the first version nothing is answered', () => {
    expect(on('2018-01-24')).toMatchObject({
      kind: 'refused',
      reason: 'out-of-dates',
      clauses: ['funabashi:附則'],
    })
  })

  test.each(['2018-01-25', '2020-03-31', '2020-04-01', '2023-03-31'])(
    'on %s the text is not at hand',
    (day) => {
      expect(on(day)).toMatchObject({ kind: 'refused', reason: 'text-unknown' })
    },
  )

  test('from 2023-04-01 on the rules are in force', () => {
    const pack = on('2023-04-01')
    if (isRefused(pack)) throw new Error(pack.reason)
    expect(pack).toMatchObject({
      id: 'funabashi',
      since: '2023-04-01',
      timeZone: 'Asia/Tokyo',
      supplement: {},
    })
  })
})
