import { beforeAll, describe, expect, test } from 'vitest'
import { load } from '../../../test/packs/load.ts'
import { dimensions } from '../pack/dimensions.ts'
import type { Pack } from '../pack/rules.ts'
import { articlesOf, partOf, unsaid } from './articles.ts'
import { hasChoiceWords } from './choice-words.ts'
import type { Language } from './vocabulary-words.ts'

let minato: Pack
let kuruma: Pack
beforeAll(async () => {
  minato = await load('./minato')
  kuruma = await load('./kuruma')
})

function part(
  pack: Pack,
  name: string,
  language: Language = 'ja',
  clause: string | null = null,
): readonly string[] {
  const found = partOf(name, { rules: pack, language, clause })
  return [found?.title ?? '', ...(found?.facts ?? []).map(({ label, text }) => `${label}: ${text}`)]
}

test('every choice of every value has words', () => {
  expect(dimensions.filter((one) => !hasChoiceWords(one)).map(({ path }) => path)).toEqual([])
})

test.each(['ja', 'en'] as const)('every part that a provision rests on is told in %s', (language) => {
  for (const pack of [minato, kuruma])
    for (const { rests, clause } of pack.provisions) {
      const { parts = [] } = articlesOf(pack, language).find((one) => one.clause === clause) ?? {}
      expect(parts.map(({ name }) => name)).toEqual(rests)
      for (const { title, facts } of parts) {
        expect(title).not.toBe('')
        expect(facts.length, title).toBeGreaterThan(0)
        for (const { label, text } of facts) {
          expect(text).not.toMatch(/undefined|\[object/)
          if (language === 'en') expect(label).toMatch(/^[ -~]+$/)
        }
      }
    }
})

describe('parts in words', () => {
  test('a duty with its papers, its day and what waits for it', () => {
    expect(part(minato, 'duties.installationFiling')).toEqual([
      '設置の届出',
      '種類: 届出',
      '強さ: しなければならない',
      '書く事項: 位置図、撮影範囲の図、運用の規程',
      '期限: 設置の予定日の14日前まで',
      '済むまでできないこと: 設置、運用の開始',
      '行う役: 設置者',
      '相手: 市長',
    ])
    expect(part(minato, 'duties.installationFiling', 'en')).toContain(
      'due: 14 days before the planned day of installation',
    )
  })

  test('a ground with its condition, its needs in their order and what follows', () => {
    expect(part(minato, 'grounds.byVote')).toEqual([
      '審議会の議決と市長の決定',
      '行為: 検索、再生・閲覧、複製、提供、公開',
      '条件: 求める根拠: 長の決定／研究／統計のどれか',
      '要る: 書類: 利用申請書（記録映像利用申請書）',
      '要る: 決定: 審議会の意見（カメラ審議会、意見の聴取、あらかじめ）',
      '要る: 決定: 審議会の議決（カメラ審議会、議決、「審議会の意見」の後）',
      '要る: 決定: 市長の決定（市長、決定、「審議会の議決」の後）',
      'そのあと: 通知: 決定の通知書（申請者へ、その行為の14日以内）',
    ])
  })

  test('of a ground that an article rests on in part, only what rests on that article', () => {
    expect(part(minato, 'grounds.byVote', 'ja', 'minato:rules/5-1').slice(3)).toEqual([
      '要る: 書類: 利用申請書（記録映像利用申請書）',
    ])
  })

  test('keeping: hours, until an event, without delay, fiscal years', () => {
    expect(part(kuruma, 'values.retention.period')).toEqual([
      '保存期間',
      '定め: 72時間以内',
      '強さ: しなければならない',
      '数え方: 録画した日を1日目とする',
    ])
    expect(part(kuruma, 'retention.extensions.inquiry')).toContain('続く期間: 照会・調査の終わりまで')
    expect(part(kuruma, 'retention.ends.irrelevant')).toContain('消す時期: 遅滞なく')
    expect(part(minato, 'retention.byClass.still')).toContain('期間: 1年度')
  })

  test('a substitute, a prohibition, a rule of acts', () => {
    expect(part(kuruma, 'roles.actingManager')).toContain(
      '代わる役: 運行管理者（事故があるとき、あらかじめ指名）',
    )
    expect(part(kuruma, 'prohibitions.stopping')).toContain('条件: カメラの属性（running）: はい')
    expect(part(kuruma, 'acts.replaying')).toContain('要る: 立会い: 二人の立会い（2人以上）')
  })

  test('what the pack does not have is no part', () => {
    for (const name of ['duties.none', 'retention.ends.none', 'nothing.at.all', 'values.none'])
      expect(partOf(name, { rules: minato, language: 'ja', clause: null })).toBeUndefined()
  })
})

test('silent and unknown values are listed apart', () => {
  const { silent, unknown } = unsaid(kuruma)
  expect(silent).toContainEqual({ path: 'operation.analysis', label: '顔認識などの分析' })
  expect(unknown).toEqual([])
})
