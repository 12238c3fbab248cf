import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Mutant } from '../../bench/lib/mutant.ts'
import { mutantsOf } from '../../bench/lib/pack-mutants.ts'
import { readYaml } from '../../src/adapters/packs/yaml.ts'
import { parsePack } from '../../src/domain/pack/parse.ts'
import { townData } from '../../src/domain/test-support/town.ts'

const rules = {
  values: {
    'retention.period': { value: 'P14D', approx: 'atMost', clauses: ['town:8'] },
    'use.recipients': { value: ['police', 'court'], clauses: ['town:8', 'town:9'] },
  },
  silent: ['sign.text'],
  scope: [{ id: 'road', title: '道路', when: { 'camera.place': 'publicRoad' }, clauses: ['town:2'] }],
  prohibitions: [{ id: 'use', title: '利用', acts: ['provide'], yieldsTo: 'grounds', clauses: ['town:9'] }],
  grounds: [
    {
      id: 'law',
      title: '法令',
      acts: ['provide', 'copy'],
      when: { 'request.basis': { in: ['law', 'order'] }, not: { present: 0 } },
      clauses: ['town:9'],
      needs: [
        { kind: 'test', id: 'harm', title: '害', asks: '害するか', wants: false },
        { kind: 'decision', id: 'yes', title: '決定', by: ['responsibleManager'] },
      ],
      then: [{ kind: 'report', id: 'told', title: '報告', due: { within: 'P7D', roll: 'forward' } }],
    },
  ],
  duties: [
    {
      id: 'sign',
      kind: 'sign',
      title: '表示',
      gates: ['go-live'],
      items: [{ id: 'present', label: '設置' }],
      clauses: ['town:7'],
    },
  ],
  retention: {
    countedFrom: ['recordingDay', 'nextDay'],
    extensions: [
      {
        id: 'year',
        title: '一年',
        events: ['searched'],
        lasts: { length: 'P1Y', countedFrom: ['eventDay'] },
        clauses: ['town:8'],
      },
    ],
  },
}
const data = townData(rules)
const mutants = mutantsOf(data)
const told = ({ path, what }: Mutant): string => `${path.replace('versions.0.rules.', '')}: ${what}`

describe('what is changed', () => {
  test.each([
    'values.retention.period.value: "P14D" -> "P13D"',
    'values.retention.period.value: "P14D" -> "P15D"',
    'values.retention.period.value: "P14D" -> "P14W"',
    'values.retention.period.force: "must" -> "should"',
    'values.retention.period.approx: "atMost" -> "about"',
    'scope.0.clauses.0: "town:2" -> "town:7"',
    'values.retention.period: stated -> silent',
    'values.use.recipients.value.0: dropped "police"',
    'values.use.recipients.value.1: "court" -> "otherInvestigator"',
    'values.use.recipients.clauses.1: dropped "town:9"',
    'silent.0: sign.text: silent -> unknown',
    'scope.0: dropped "road"',
    'scope.0.when.camera.place: "publicRoad" -> "publicSquare"',
    'prohibitions.0: dropped "use"',
    'prohibitions.0.yieldsTo: "grounds" -> "none"',
    'grounds.0.acts.1: dropped "copy"',
    'grounds.0.acts.1: "copy" -> "publish"',
    'grounds.0.when: dropped {"request.basis":{"in":["law","order"]},"not":{"present":0}}',
    'grounds.0.when.request.basis.in.0: "law" -> "officialInquiry"',
    'grounds.0.when.request.basis.in.1: dropped "order"',
    'grounds.0.when.not: not taken away',
    'grounds.0.when.not.present: 0 -> 1',
    'grounds.0.needs.0: dropped "harm"',
    'grounds.0.needs.0.wants: false -> true',
    'grounds.0.needs.0.force: "must" -> "should"',
    'grounds.0.needs.1.by.0: "responsibleManager" -> "designatedOperator"',
    'grounds.0.needs.1.kind: "decision" -> "instruction"',
    'grounds.0.then.0.due: dropped {"within":"P7D","roll":"forward"}',
    'grounds.0.then.0.due.within: "P7D" -> "P6D"',
    'grounds.0.then.0.due.roll: "forward" -> "none"',
    'duties.0.gates.0: dropped "go-live"',
    'duties.0.items.0: dropped "present"',
    'retention.countedFrom: order reversed',
    'retention.countedFrom.0: "recordingDay" -> "eventDay"',
    'retention.extensions.0: dropped "year"',
    'retention.extensions.0.events.0: "searched" -> "copied"',
    'retention.extensions.0.lasts.length: "P1Y" -> "P1M"',
    'unlocking.holders.0: "responsibleManager" -> "designatedOperator"',
  ])('%s', (expected) => {
    expect(mutants.map(told)).toContain(expected)
  })

  test('words for people stay as they are', () => {
    expect(mutants.map(told).filter((one) => /\.(title|label|asks|heldBy|says|id)\b/.test(one))).toEqual([])
  })
})

test('each is another pack file, and the one it is made of stays', () => {
  const texts = mutants.map((one) => JSON.stringify(one.data))
  expect(new Set([...texts, JSON.stringify(data)]).size).toBe(texts.length + 1)
  expect(parsePack(data).ok).toBe(true)
  expect(data).toEqual(townData(rules))
})

test('no row of a table is left out', () => {
  const rows = [1, 2].map((row) => ({
    row: `${row}`,
    facility: '庁舎',
    count: 2,
    cameras: ['東', '西'].map((place) => ({ place, range: place })),
  }))
  const paths = mutantsOf(townData({ register: { value: rows, clauses: ['town:4'] } })).map(told)
  expect(paths).toContain('register.value.1: one camera less')
  expect(paths).toContain('register.value.0: one camera more')
  expect(paths).toContain('register.value.0: dropped "1"')
})

test('versions, conditions joined and nested, and whatever has another shape', async () => {
  const when = { all: [{ present: 1 }, { any: [{ present: 2 }, { 'camera.sole': true }] }] }
  const nested = mutantsOf(townData({ scope: [{ id: 'a', title: 'a', when, clauses: ['town:2'] }] })).map(
    told,
  )
  expect(nested).toContain('scope.0.when.all: all swapped')
  expect(nested).toContain('scope.0.when.all.1.any.0: dropped {"present":2}')
  expect(nested).toContain('scope.0.when.all.1.any.1.camera.sole: true -> false')
  for (const odd of [
    null,
    [],
    'x',
    { versions: 3 },
    { versions: [null, { rules: 'unknown' }, { rules: [] }] },
  ])
    expect(() => mutantsOf(odd)).not.toThrow()
  const { value } = await readYaml(
    join(import.meta.dirname, '../../policy-packs/funabashi-houkago/pack.yaml'),
  )
  expect(mutantsOf(value).map(({ path }) => path)).toContain('versions.0.since')
})
