import { expect, test } from 'vitest'
import { load } from '../../../test/packs/load.ts'
import type { Condition } from '../pack/condition.ts'
import { conditionWords } from './condition-words.ts'

const minato = await load('./minato')

test.each<[Condition, string, string]>([
  [{ 'camera.place': 'park' }, '設置場所の種類: 公園', 'kind of place: park'],
  [{ 'camera.recorder': false }, '録画機能: いいえ', 'records: no'],
  [
    { 'request.by': { in: ['police', 'court'] } },
    '求める者: 警察／裁判所のどれか',
    'who asks: one of police / court',
  ],
  [{ 'camera.purposes': { only: ['dumping'] } }, '設置目的: 不法投棄の防止だけ', 'purposes: dumping alone'],
  [
    { 'camera.duration': { atLeast: 'P2M', below: 'P1Y' } },
    '設置しておく期間: 2か月以上、1年未満',
    'how long it stands: at least 2 months, below 1 year',
  ],
  [
    { 'camera.count': { above: 2, atMost: 5 } },
    'その場所の台数: 5以下、2より上',
    'cameras of that place: at most 5, above 2',
  ],
  [{ 'request.law': { exists: true } }, '根拠法令: 示されている', 'law named: given'],
  [
    { 'actor.of': { exists: true, is: 'contractor' } },
    '行う人の所属: 委託先',
    "the actor's party: a contractor",
  ],
  [
    { 'request.documents': { exists: false } },
    '出された書類（種類又は書類のid）: 示されていない',
    'papers handed in, by kind or id: not given',
  ],
  [
    { 'request.documents': 'useApplication' },
    '出された書類（種類又は書類のid）: 記録映像利用申請書',
    'papers handed in, by kind or id: 記録映像利用申請書',
  ],
  [{ 'actor.role': 'committee' }, '行う人の役: カメラ審議会', "the actor's role: カメラ審議会"],
  [{ not: { 'camera.fixed': true } }, '（固定設置か: はい）でない', 'not (fixed: yes)'],
  [
    { any: [{ 'camera.sound': true }, { 'camera.monitor': true }] },
    '（音声を録るか: はい、又は、モニター: はい）',
    '（takes sound: yes, or has a display: yes）',
  ],
  [
    { all: [{ 'camera.sound': true }], 'camera.fixed': true },
    '（音声を録るか: はい）、かつ、固定設置か: はい',
    '（takes sound: yes）, and fixed: yes',
  ],
  [{ 'done.sign': true }, '「カメラの標識」が済んだか: はい', '"カメラの標識" is done: yes'],
  [{ 'answers.imminent': true }, '差し迫った危険: はい', '差し迫った危険: yes'],
  [
    { 'supplement.asks.block': false },
    '市町村の定め（asks.block）: いいえ',
    'set by the office (asks.block): no',
  ],
  [
    { 'camera.attrs.renewal': { atLeast: 3 } },
    'カメラの属性（renewal）: 3以上',
    'attribute of the camera (renewal): at least 3',
  ],
])('%j', (condition, ja, en) => {
  expect(conditionWords(condition, minato, 'ja')).toBe(ja)
  expect(conditionWords(condition, minato, 'en')).toBe(en)
})
