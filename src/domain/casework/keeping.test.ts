import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { load } from '../../../test/packs/load.ts'
import type { LocalDay } from '../ids.ts'
import { keepingOf, periodDays, retentionDays, withRetentionPeriod } from './keeping.ts'
import { isRefused } from './refusal.ts'

const folders = readdirSync(new URL('../../../policy-packs', import.meta.url))

test.each(folders)('%s allows the period that it gives itself, and stays as it is', async (folder) => {
  const pack = await load(`../../policy-packs/${folder}`)
  expect(withRetentionPeriod(pack, periodDays(pack) ?? 0)).toBe(pack)
})

test('nishiyodogawa:6-1 ten days from the next day lie in the store on eleven', async () => {
  const pack = await load('../../policy-packs/nishiyodogawa')
  expect(periodDays(pack)).toBe(10)
  expect(retentionDays(pack, '2026-11-01' as LocalDay)).toBe(11)
  expect(withRetentionPeriod(pack, 11)).toMatchObject({ reason: 'period-not-allowed' })
})

test('a shorter period within a cap is the office’s own', async () => {
  const pack = await load('../../policy-packs/funabashi-houkago')
  const set = withRetentionPeriod(pack, 7)
  if (isRefused(set)) throw new Error('refused')
  expect(set.supplement).toMatchObject({ 'retention.period': 'P7D' })
  expect(periodDays(set)).toBe(7)
})

test('what was recorded under the version before ends by that version', async () => {
  const before = await load('../../policy-packs/funabashi-houkago')
  const shorter = withRetentionPeriod(before, 7)
  if (isRefused(shorter)) throw new Error('refused')
  const pack = { ...shorter, since: '2026-11-10' as LocalDay, earlier: [before] }
  expect(keepingOf(pack, '2026-11-09' as LocalDay).lastDay).toBe('2026-11-22')
  expect(keepingOf(pack, '2026-11-10' as LocalDay).lastDay).toBe('2026-11-16')
})
