import { describe, expect, test } from 'vitest'
import { instrumentOf, type TownRules, townData } from '../test-support/town.ts'
import type { PolicyInstrument } from './rules.ts'
import { childFaults, lineageFault } from './under.ts'

type Values = Readonly<Record<string, unknown>>

/** One instrument from its values alone; `town:1` cites them all. */
function instrument(values: Values, version: TownRules = {}, identity: TownRules = {}): PolicyInstrument {
  const stated = Object.entries(values).map(([path, value]) => [
    path,
    typeof value === 'object' && value !== null && 'value' in value
      ? { clauses: ['town:1'], ...value }
      : { value, clauses: ['town:1'] },
  ])
  return instrumentOf(townData({ values: Object.fromEntries(stated) }, version, identity))
}

const about = { value: 'P1W', approx: 'about' }
const guideline = instrument({
  'retention.period': about,
  'retention.longer': 'reasonAndPeriod',
  'operation.copying': 'groundOnly',
  'purposes.installation': ['crimePrevention', 'disaster'],
  'people.leastPresent': 2,
  'sign.place': 'seenFromArea',
})

function looser(values: Values, above = guideline): readonly string[] {
  return childFaults(instrument(values), above).map(({ code, path }) => `${code} ${path.at(-1)}`)
}

describe("an operator's values under a guideline", () => {
  test.each<[string, Values]>([
    ['a shorter period', { 'retention.period': 'P5D' }],
    ['the same period in other words', { 'retention.period': 'P7D' }],
    ['less copying', { 'operation.copying': 'forbidden' }],
    ['fewer purposes', { 'purposes.installation': ['crimePrevention'] }],
    ['more people present', { 'people.leastPresent': 3 }],
    ['another place of which neither is stricter', { 'sign.place': 'onRoad' }],
    ['what the guideline does not speak of', { 'live.watching': 'constant' }],
  ])('%s passes', (_, values) => {
    expect(looser(values)).toEqual([])
  })

  test.each<[string, Values]>([
    ['a longer period', { 'retention.period': 'P8D' }],
    ['more copying', { 'operation.copying': 'allowed' }],
    ['a further purpose', { 'purposes.installation': ['crimePrevention', 'traffic'] }],
    ['fewer people present', { 'people.leastPresent': 1 }],
  ])('%s is looser', (_, values) => {
    expect(looser(values)).toEqual([`looser-than-parent ${Object.keys(values)[0]}`])
  })

  test('whether the guideline binds or advises, the same is looser: the reader refuses or advises', () => {
    const [binding, advising] = (['mandatory', 'advisory'] as const).map((as) =>
      childFaults(
        instrument({ 'retention.period': 'P8D' }, {}, { under: { pack: 'nerima', as } }),
        guideline,
      ),
    )
    expect(binding).toHaveLength(1)
    expect(advising).toEqual(binding)
  })

  test('the fault names the limit and every clause that sets it', () => {
    const [fault] = childFaults(instrument({ 'retention.period': 'P8D' }), guideline)
    expect(fault?.params).toEqual({ clauses: 'town:1、town:1', limit: 'P1W' })
    expect(fault?.path).toEqual(['versions', 0, 'rules', 'values', 'retention.period'])
  })
})

describe('a longer period', () => {
  test('is the guideline’s own business where both let reason and period be stated', () => {
    const own = { 'retention.period': 'P30D', 'retention.longer': 'reasonAndPeriod' }
    expect(looser(own)).toEqual([])
    expect(looser(own, instrument({ 'retention.period': about, 'retention.longer': 'headDecides' }))).toEqual(
      ['looser-than-parent retention.period'],
    )
  })

  test('"about" bends as far as the operator’s tolerance, never without one', () => {
    expect(looser({ 'retention.period': 'P8D', 'retention.tolerance': 'P1D' })).toEqual([])
    expect(looser({ 'retention.period': 'P9D', 'retention.tolerance': 'P1D' })).toHaveLength(1)
    const exact = instrument({ 'retention.period': 'P1W' })
    expect(looser({ 'retention.period': 'P8D', 'retention.tolerance': 'P1D' }, exact)).toHaveLength(1)
  })
})

describe('versions', () => {
  const [first, second] = ['P5D', 'P10D'].map((value, index) =>
    instrument({ 'retention.period': value }, { since: index === 0 ? '2020-04-01' : '2026-04-01' }),
  )
  if (!first || !second) throw new Error('two versions')
  const changed = { ...first, versions: [...first.versions, ...second.versions] }

  test.each([
    ['2019-04-01', 1],
    ['2026-03-31', 1],
    ['2026-04-01', 0],
    ['unknown', 0],
  ])('a child in force from %s lives under the guideline of that day', (since, faults) => {
    expect(childFaults(instrument({ 'retention.period': 'P7D' }, { since }), changed)).toHaveLength(faults)
  })

  test('a guideline whose text is unknown bounds nothing', () => {
    const untold = {
      ...first,
      versions: first.versions.map((one) => ({ ...one, rules: 'unknown' as const })),
    }
    expect(childFaults(instrument({ 'retention.period': 'P1Y' }), untold)).toEqual([])
  })
})

describe('the guidelines above', () => {
  const named = (id: string, under?: string): PolicyInstrument => ({
    ...instrument({}),
    id: id as PolicyInstrument['id'],
    ...(under !== undefined && { under: { pack: under as PolicyInstrument['id'], as: 'mandatory' } }),
  })
  const [street, ward, city] = [named('street', 'ward'), named('ward', 'city'), named('city')]

  test.each<[string, PolicyInstrument, readonly (PolicyInstrument | 'missing')[]]>([
    ['none', city, []],
    ['one', ward, [city]],
    ['two', street, [ward, city]],
  ])('%s: no fault', (_, child, above) => {
    expect(lineageFault(child, above)).toEqual([])
  })

  test.each<[string, PolicyInstrument, readonly (PolicyInstrument | 'missing')[], string, string]>([
    ['not there', street, ['missing'], 'parentMissing', 'ward'],
    ['a guideline further up not there', street, [ward, 'missing'], 'parentMissing', 'city'],
    ['the child itself', named('street', 'street'), [street], 'parentCycle', 'street'],
    ['one that stands under the child', street, [named('ward', 'street'), street], 'parentCycle', 'street'],
    ['a ring above the child', street, [ward, named('city', 'ward'), ward], 'parentCycle', 'ward'],
  ])('%s', (_, child, above, hint, id) => {
    expect(lineageFault(child, above)).toMatchObject([
      { code: 'parent', hint, path: ['under', 'pack'], params: { id } },
    ])
  })
})
