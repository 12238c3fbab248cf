import { afterAll, beforeAll, expect, test } from 'vitest'
import { load } from '../../test/packs/load.ts'
import { ActsBench } from '../../test/support/acts-bench.ts'
import { benchCamera } from '../../test/support/bench-camera.ts'
import { HttpBench, type Session } from '../../test/support/http-bench.ts'
import type { GuidelineMessage } from './contract.ts'

let bench: ActsBench
let http: HttpBench
let manager: Session
beforeAll(async () => {
  bench = await ActsBench.open({ pack: await load('../../policy-packs/inzai'), slots: 4 })
  await benchCamera(bench, '駅前通り', '南口')
  http = await HttpBench.open(bench)
  manager = await http.signIn(bench.person('manager'))
})
afterAll(async () => {
  await http.close()
  await bench.close()
})

async function page(lang: 'ja' | 'en' = 'ja'): Promise<GuidelineMessage> {
  return (await manager.ask('GET /api/guideline', { query: { lang } })) as GuidelineMessage
}

async function articleOf(clause: string) {
  const found = (await page()).articles.find((article) => article.clause === clause)
  if (found === undefined) throw new Error(`no article ${clause}`)
  return found
}

const today = '2026-11-01'

test('every provision stands on the page with its meaning, its parts in words and its state', async () => {
  const { articles, draft, since } = await page()
  expect({ draft, since }).toEqual({ draft: true, since: null })
  expect(articles.map(({ clause }) => clause)).toEqual(
    bench.context.pack.provisions.map(({ clause }) => clause),
  )
  for (const { says, parts } of articles) {
    expect(says).not.toBe('')
    for (const { title, facts } of parts) expect([title, facts.length > 0]).toEqual([title, true])
  }
})

test('the words of the parts follow the language, the meaning stays as the pack has it', async () => {
  const [ja, en] = [await page('ja'), await page('en')]
  expect(en.articles.map(({ says }) => says)).toEqual(ja.articles.map(({ says }) => says))
  expect(en.articles.flatMap(({ parts }) => parts)).not.toEqual(ja.articles.flatMap(({ parts }) => parts))
})

test('inzai:3(8) an inspection is due without an interval, and kept once the office has set one and it was made', async () => {
  expect(await articleOf('inzai:3(8)')).toMatchObject({ state: 'due' })
  await manager.ask('POST /api/guideline/evidence', {
    body: { duty: 'inspection', camera: null, doneOn: today, items: [], note: '見本の点検簿第1号' },
  })
  await manager.ask('POST /api/guideline/office-values', {
    body: { path: 'duties.inspection.every', value: 'P6M', decidedOn: today, decidedBy: '見本決裁第1号' },
  })
  expect(await articleOf('inzai:3(8)')).toMatchObject({
    state: 'kept',
    evidence: [{ doneOn: today, note: '見本の点検簿第1号', by: 'manager', camera: null }],
    uses: [{ kind: 'duty-done', count: 1 }],
  })
  const { office } = await page()
  expect(office.find(({ path }) => path === 'duties.inspection.every')).toMatchObject({
    value: 'P6M',
    decidedBy: '見本決裁第1号',
  })
})

test('inzai:3(2) a sign that is no longer on record is told as broken while the camera records', async () => {
  bench.behind((records) => records.exec("UPDATE evidence SET duty = 'gone' WHERE kind = 'sign'"))
  const article = await articleOf('inzai:3(2)')
  expect(article).toMatchObject({ state: 'broken', duties: [{ lacking: [{ label: '駅前通り 南口' }] }] })
  bench.behind((records) => records.exec("UPDATE evidence SET duty = 'sign' WHERE duty = 'gone'"))
  expect(await articleOf('inzai:3(2)')).toMatchObject({ state: 'kept' })
})

test.each([
  ['a duty that the pack does not have', { duty: 'flags' }, 404],
  ['an item that the duty does not have', { items: ['colour'] }, 422],
  ['a day that is still to come', { doneOn: '2099-01-01' }, 422],
  ['a camera that is not there', { camera: crypto.randomUUID() }, 404],
])('%s is not entered', async (_, change, status) => {
  const before = bench.fingerprint()
  const body = { duty: 'sign', camera: null, doneOn: today, items: [], note: '', ...change }
  expect(await manager.try('POST /api/guideline/evidence', { body })).toMatchObject({ status })
  expect(bench.fingerprint()).toBe(before)
})

test.each([
  ['a path that nobody leaves open', { path: 'duties.sign.every', value: 'P1M' }],
  ['a role that the pack does not have', { path: 'grounds.danger.decider', value: 'gardener' }],
  ['a span that is none', { path: 'duties.inspection.every', value: 'sometimes' }],
  ['what nobody has decided yet', { path: 'duties.inspection.every', value: 'P6M', decidedOn: '2099-01-01' }],
  ['the period of keeping', { path: 'retention.period', value: 'P7D' }],
])('%s is not set', async (_, change) => {
  const before = bench.fingerprint()
  const body = { decidedOn: today, decidedBy: '見本', ...change }
  expect(await manager.try('POST /api/guideline/office-values', { body })).toMatchObject({ status: 422 })
  expect(bench.fingerprint()).toBe(before)
})

test('inzai:3(4)エ-copy a value that is looser than the instrument is refused under its clause', async () => {
  const body = {
    path: 'operation.copying',
    value: 'allowed',
    decidedOn: today,
    decidedBy: '見本',
  }
  expect(await manager.try('POST /api/guideline/office-values', { body })).toMatchObject({
    status: 403,
    json: { kind: 'refused', reason: 'forbidden', clauses: ['inzai:3(4)エ-copy'] },
  })
})

test('inzai:1 what is asked stops, unless the town has said that it only advises', async () => {
  const set = (value: boolean) =>
    manager.ask('POST /api/guideline/office-values', {
      body: { path: 'asks.block', value, decidedOn: today, decidedBy: '見本決裁第2号' },
    })
  await set(false)
  expect(bench.context.pack.supplement['asks.block']).toBe(false)
  await bench.restart()
  expect(bench.context.pack.supplement['asks.block']).toBe(false)
})
