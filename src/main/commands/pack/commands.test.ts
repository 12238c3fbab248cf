import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Command, CommandResult, Language } from '../command.ts'
import { packCheck } from './check.ts'
import { packDiff } from './diff.ts'
import { packNew } from './new.ts'
import { packShow } from './show.ts'

const packs = join(import.meta.dirname, '../../../../test/packs')
const [minato, kuruma, oneOfficer] = ['minato', 'kuruma', 'one-officer'].map((name) => join(packs, name))
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tsujiban-pack-commands-'))
})
afterAll(() => rm(folder, { recursive: true }))

type Json = Readonly<Record<string, unknown>>

async function run(
  command: Command,
  args: readonly (string | undefined)[],
  options: Readonly<Record<string, string>> = {},
  language: Language = 'ja',
): Promise<CommandResult & { readonly json: Json; readonly text: string }> {
  const result = await command.run({ args: args.map(String), options, language, dataRoot: folder })
  return { ...result, json: result.json as Json, text: result.lines.join('\n') }
}

/** A copy of one-officer with its text changed. */
async function changed(name: string, change: (text: string) => string): Promise<string> {
  const copy = join(folder, name)
  await cp(String(oneOfficer), copy, { recursive: true })
  const file = join(copy, 'pack.yaml')
  await writeFile(file, change(await readFile(file, 'utf8')))
  return copy
}

describe('pack show', () => {
  test('the instrument article by article, then what it does not say', async () => {
    const { exit, json, text } = await run(packShow, [kuruma])
    expect(exit).toBe(0)
    expect(json).toMatchObject({ id: 'kuruma', since: '2026-10-01', unknown: [] })
    const articles = json['articles'] as readonly Json[]
    expect(articles[0]).toMatchObject({ clause: 'kuruma:1', how: ['recorded'], force: 'must' })
    expect(text).toMatch(
      /kuruma:6\(1\)[\s\S]*72時間以内[\s\S]*文書に定めがない事項[\s\S]*operation\.analysis/,
    )
  })

  test('one article and its items, with its number alone or its whole clause, in English', async () => {
    for (const article of ['7', 'kuruma:7']) {
      const { json, text } = await run(packShow, [kuruma], { article }, 'en')
      expect((json['articles'] as readonly Json[]).map(({ clause }) => clause)).toEqual([
        'kuruma:7(1)',
        'kuruma:7(2)',
        'kuruma:7(3)',
      ])
      expect(text).toContain('needs: people present')
      expect(text).not.toContain('silent')
    }
    // article 1 is not article 10
    const { json } = await run(packShow, [kuruma], { article: '1' })
    expect((json['articles'] as readonly Json[]).map(({ clause }) => clause)).toEqual(['kuruma:1'])
  })

  test('an article that is not there, a day before the first, no day at all', async () => {
    expect(await run(packShow, [kuruma], { article: '99' })).toMatchObject({
      exit: 1,
      json: { error: { code: 'unknown-id' } },
    })
    expect(await run(packShow, [kuruma], { on: '2026-09-30' })).toMatchObject({
      exit: 1,
      json: { error: { code: 'out-of-dates' } },
    })
    expect(await run(packShow, [kuruma], { on: 'tomorrow' })).toMatchObject({
      exit: 2,
      json: { error: { code: 'usage' } },
    })
    expect(await run(packShow, [join(folder, 'nowhere')])).toMatchObject({
      exit: 1,
      json: { error: { code: 'unreadable' } },
    })
  })
})

describe('pack diff', () => {
  /** The same pack with a second version from 2027-04-01 on. */
  const twoVersions = (text: string): string => {
    const at = text.indexOf('  - since:')
    const second = text
      .slice(at)
      .replace('"2024-04-01"', '"2027-04-01"')
      .replace('{ value: P1W, approx: about', '{ value: P5D, approx: atMost')
      .replace('atLeast: 2', 'atLeast: 3')
    return text + second
  }

  test('of one pack its newest two versions, and from which footage on', async () => {
    const { exit, json, text } = await run(packDiff, [await changed('versions', twoVersions)])
    expect(exit).toBe(0)
    expect(json).toMatchObject({
      from: { since: '2024-04-01' },
      to: { since: '2027-04-01' },
      values: [{ path: 'retention.period', change: 'changed', effect: 'stricter' }],
      parts: [{ name: 'roles.designatedOperator', fields: [{ path: 'atLeast', old: 2, new: 3 }] }],
      effect: {
        since: '2027-04-01',
        until: '2027-03-31',
        examples: [{ old: { lastDay: '2027-04-07' }, new: { lastDay: '2027-04-06' } }],
      },
    })
    expect(text).toMatch(/おおむね1週間.* → 5日以内.*厳しくなる/)
    expect(text).toMatch(/− 人数: 2人以上\n.*＋ 人数: 3人以上/)
    expect(text).toContain('2027-04-01 から録画したもの')
  })

  test('two packs, and versions by the day on which they are in force', async () => {
    const path = await changed('days', twoVersions)
    const same = await run(packDiff, [path, path], { from: '2027-04-01', to: '2030-01-01' })
    expect(same.json).toMatchObject({ values: [], parts: [] })
    expect(same.text).toContain('違いはありません')
    const back = await run(packDiff, [path], { from: '2027-04-01', to: '2025-01-01' }, 'en')
    expect(back.json).toMatchObject({ values: [{ effect: 'looser' }] })
    expect(back.text).toMatch(/\[looser\]/)
    expect((await run(packDiff, [oneOfficer, path])).json).toMatchObject({ values: [{ effect: 'stricter' }] })
  })

  test('a pack of one version has nothing to compare with', async () => {
    expect(await run(packDiff, [kuruma])).toMatchObject({
      exit: 1,
      json: { error: { code: 'no-version' } },
    })
  })

  test('every section of two unlike towns is told in both languages', async () => {
    for (const language of ['ja', 'en'] as const) {
      const { exit, text } = await run(packDiff, [minato, kuruma], {}, language)
      expect(exit).toBe(0)
      expect(text).not.toMatch(/undefined|\[object/)
    }
  })
})

describe('pack new', () => {
  const answers = [
    'title: 見本町要領',
    'kind: 要領',
    'municipality: 見本町',
    'id: mihon',
    'period: { clause: 5, span: P14D, approx: atMost }',
    'police: { clause: 7, papers: [writtenRequest], decidedBy: manager }',
  ].join('\n')

  async function answersFile(text: string): Promise<string> {
    const file = join(folder, 'answers.yaml')
    await writeFile(file, text)
    return file
  }

  test('a pack that passes the check, with comments on what to write next', async () => {
    const path = join(folder, 'fresh')
    const made = await run(packNew, [path], { answers: await answersFile(answers) })
    expect(made).toMatchObject({ exit: 0, json: { ok: true, id: 'mihon', cases: 6 } })
    const text = await readFile(join(path, 'pack.yaml'), 'utf8')
    expect(text).toMatch(/^# yaml-language-server: \$schema=.*pack\.schema\.json\n/)
    expect(text).toMatch(/# 根拠:[\s\S]*grounds:/)
    expect(text).toContain('#   operation.sound  音声')
    const checked = await run(packCheck, [path])
    expect(checked).toMatchObject({ exit: 0, json: { ok: true, cases: 6, failed: [], pairs: [] } })
    const again = await run(packNew, [path], { answers: await answersFile(answers) })
    expect(again).toMatchObject({ exit: 1, json: { error: { code: 'exists' } } })
  })

  test('comments in English', async () => {
    const path = join(folder, 'english')
    await run(packNew, [path], { answers: await answersFile(answers) }, 'en')
    expect(await readFile(join(path, 'pack.yaml'), 'utf8')).toContain('# not looked up yet (unknown)')
  })

  test('faulty answers are told with their lines, and nothing is written', async () => {
    const file = await answersFile(`${answers}\nsign: { clause: 4 }\ncolour: red`)
    const { exit, json, text } = await run(packNew, [join(folder, 'none')], { answers: file })
    expect(exit).toBe(1)
    expect(json).toMatchObject({ error: { code: 'wrong-value', path: 'sign.items' } })
    expect(text).toMatch(/7行目, sign\.items[\s\S]*8行目, colour/)
    expect(await run(packCheck, [join(folder, 'none')])).toMatchObject({ exit: 1 })
  })

  test('without a terminal and without answers it is used wrongly', async () => {
    expect(await run(packNew, [join(folder, 'none')])).toMatchObject({
      exit: 2,
      json: { error: { code: 'usage' } },
    })
  })
})

describe('pack check', () => {
  test('a pair that proves nothing fails the check with its place', async () => {
    const path = await changed('pairs', (text) => text)
    const file = join(path, 'cases/all.yaml')
    const cases = await readFile(file, 'utf8')
    await writeFile(file, cases.replace('pair: purpose', 'pair: other'))
    const { exit, json, text } = await run(packCheck, [path])
    expect(exit).toBe(1)
    expect(json).toMatchObject({
      ok: false,
      failed: [],
      pairs: [
        { pair: 'other', what: 'count' },
        { pair: 'purpose', what: 'count' },
      ],
    })
    expect(text).toContain('対（pair）の事例は二つにしてください')
  })
})
