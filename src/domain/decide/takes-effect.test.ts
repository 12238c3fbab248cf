import { describe, expect, test } from 'vitest'
import { load } from '../../../test/packs/load.ts'
import type { LocalDay } from '../ids.ts'
import type { Pack } from '../pack/rules.ts'
import { takesEffect } from './takes-effect.ts'

const minato = await load('./minato')

function version(since: string, period: string): Pack {
  const value = minato.values['retention.period']
  if (value?.is !== 'stated') throw new Error('no period')
  const values = { ...minato.values, 'retention.period': { ...value, value: period } }
  return { ...minato, since: since as LocalDay, values }
}

test('footage of the last old day ends by the old version, of the first new day by the new one', () => {
  const { since, until, examples } = takesEffect(version('2025-04-01', 'P30D'), version('2027-04-01', 'P7D'))
  expect({ since, until }).toEqual({ since: '2027-04-01', until: '2027-03-31' })
  expect(examples).toMatchObject([
    {
      class: 'recorded',
      old: { recordedOn: '2027-03-31', lastDay: '2027-04-29' },
      new: { recordedOn: '2027-04-01', lastDay: '2027-04-07' },
    },
    // two days, and a year between them
    { class: 'still', old: { lastDay: '2028-03-31' }, new: { lastDay: '2029-03-31' } },
  ])
})

describe('nothing is said', () => {
  test('of days, where the new version gives none', () => {
    const undated: Pack = { ...minato, since: 'unknown' }
    expect(takesEffect(minato, undated)).toEqual({ since: null, until: null, examples: [] })
  })

  test('of an old day, where the old version is not older', () => {
    const { until, examples } = takesEffect(version('2027-04-01', 'P30D'), version('2027-04-01', 'P7D'))
    expect(until).toBeNull()
    expect(examples.map(({ old }) => old)).toEqual([null, null])
  })
})
