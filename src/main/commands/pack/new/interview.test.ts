import { describe, expect, test } from 'vitest'
import { interview, readSpan } from './interview.ts'

/** Types these answers, and Enter where there is none left. */
async function typed(...answers: readonly string[]) {
  const prompts: string[] = []
  const left = [...answers]
  const found = await interview(async (prompt) => {
    prompts.push(prompt)
    return left.shift() ?? ''
  }, 'ja')
  return { found, prompts, left }
}

const identity = ['見本町要領', '要領', '見本町', 'mihon', '', '']

test('Enter leaves a topic unknown, なし makes it silent, a clause asks on', async () => {
  const { found } = await typed(...identity, 'なし', '3-1', '課長', '')
  expect(found).toMatchObject({
    id: 'mihon',
    since: 'unknown',
    sinceClause: '附則',
    purposes: 'silent',
    manager: { clause: '3-1', heldBy: '課長', word: '管理責任者' },
    operators: 'unknown',
    complaints: 'unknown',
  })
})

test('choices are taken by number or by word, several with commas of either kind', async () => {
  const { found } = await typed(...identity, '1', '1、dumping, 3')
  expect(found.purposes).toEqual({ clause: '1', list: ['crimePrevention', 'dumping', 'disaster'] })
})

test('what is not understood is asked again', async () => {
  const { found, prompts } = await typed(
    '',
    '見本町要領',
    '要領',
    '見本町',
    'ミホン',
    'mihon',
    '令和8年',
    '2026-04-01',
  )
  expect(found).toMatchObject({ title: '見本町要領', id: 'mihon', since: '2026-04-01' })
  expect(prompts.filter((prompt) => prompt.includes('もう一度'))).toHaveLength(3)
})

test('the period as the text puts it', async () => {
  const silent = Array.from({ length: 4 }, () => '')
  const { found } = await typed(...identity, ...silent, '5-1', '１４日間', '2', '3')
  expect(found.period).toEqual({ clause: '5-1', span: 'P14D', approx: 'atMost', firstDay: 'notSaid' })
})

describe('lengths of time', () => {
  test.each([
    ['14日', 'P14D'],
    ['２週間', 'P2W'],
    ['6か月', 'P6M'],
    ['6ヶ月', 'P6M'],
    ['1年', 'P1Y'],
    ['72時間', 'PT72H'],
    ['5年度', { n: 5, unit: 'fiscalYear' }],
    ['10開庁日', { n: 10, unit: 'businessDay' }],
    ['P14D', 'P14D'],
    ['二週間', undefined],
    ['0日', undefined],
    ['14', undefined],
  ])('%s', (text, span) => {
    expect(readSpan(text)).toEqual(span)
  })
})
