import { expect, test } from 'vitest'
import { load } from '../../../test/packs/load.ts'
import { caseClauses } from './casework.ts'
import { groundForms } from './ground-form.ts'

test('nishiyodogawa:10-1 a paper is asked of agencies, not of the ward itself', async () => {
  const pack = await load('../../policy-packs/nishiyodogawa')
  const form = groundForms(pack).find(({ id }) => id === 'instructed')
  expect(form?.requesters).toContain('none')
  const paper = form?.papers.find(({ id }) => id === 'agencyPaper')
  expect(paper?.requesters).toEqual(['police', 'prosecutor', 'court', 'otherInvestigator'])
})

test('only an instrument that lengthens what was seen has a clause for it', async () => {
  const hold = async (folder: string, ground: string) =>
    caseClauses(await load(`../../policy-packs/${folder}`), ground).hold
  expect(await hold('nishiyodogawa', 'instructed')).toBeNull()
  expect(await hold('funabashi-houkago', (await funabashiGround()) ?? '')).toBe('funabashi:9(9)')
})

async function funabashiGround(): Promise<string | undefined> {
  return groundForms(await load('../../policy-packs/funabashi-houkago'))[0]?.id
}
