import type { PackFault } from './fault.ts'

type Words = Readonly<Record<'ja' | 'en', string>>

/** What to write instead, by the hint of a fault; `{name}` takes a parameter. */
const words: Readonly<Record<string, Words>> = {
  unknownKey: {
    ja: '「{key}」という項目はありません。つづりを確かめるか、消してください',
    en: 'there is no key {key}: check the spelling or remove it',
  },
  missing: { ja: 'この項目がありません。書き足してください', en: 'this is missing: write it' },
  type: {
    ja: '値の種類が違います（文、数、[…] の並び、{…} の組のどれを書くかを docs/ref/pack.md で確かめてください）',
    en: 'the value is of the wrong kind (text, number, list […] or mapping {…}: see docs/ref/pack.md)',
  },
  choice: { ja: '次のどれかを書いてください: {choices}', en: 'write one of: {choices}' },
  tooSmall: { ja: '少なすぎます（{limit}以上）', en: 'too few or too short (at least {limit})' },
  tooBig: { ja: '多すぎます（{limit}以下）', en: 'too many or too long (at most {limit})' },
  identifier: {
    ja: 'idは英小文字で始まる英数字で書いてください',
    en: 'an id is letters and digits, a small letter first',
  },
  clause: {
    ja: '条項は「pack:条-項(号)」の形で書いてください（例 inzai:3(4)イ）',
    en: 'a clause is written pack:article-paragraph(item)',
  },
  day: {
    ja: '日付は "2026-11-01" のように引用符で囲んで書いてください',
    en: 'a day is written "YYYY-MM-DD", in quotes',
  },
  instant: {
    ja: '日時は "2026-11-01T21:00+09:00" のように時差を付けて引用符で囲んで書いてください',
    en: 'an instant is written "2026-11-01T21:00+09:00", with its offset and in quotes',
  },
  duration: { ja: '期間は P2M のように書いてください', en: 'a duration is written P2M' },
  document: {
    ja: '書類の種類かid、又は kind, on, number, items を持つ項目を書いてください',
    en: 'a kind or id of a paper, or a mapping with kind, on, number, items',
  },
  askedFor: {
    ja: 'この問い（{ask}）にはこの項目が要ります',
    en: 'a question of this kind ({ask}) needs this',
  },
  span: {
    ja: '期間は P14D、P2W、P6M、P1Y、PT24H のように書いてください。年度・開庁日は {n: 5, unit: fiscalYear} のように書きます',
    en: 'a span is written P14D, P2W, P6M, P1Y, PT24H, or {n: 5, unit: fiscalYear | businessDay}',
  },
  pixels: { ja: '画素数は 640x480 のように書いてください', en: 'pixels are written 640x480' },
  comparison: {
    ja: '比べる値か、is・in・only・atLeast・atMost・above・below・exists のどれかを書いてください',
    en: 'a value to compare with, or one of is, in, only, atLeast, atMost, above, below, exists',
  },
  emptyCondition: {
    ja: '条件が空です。条件が要らなければ when ごと消してください',
    en: 'the condition is empty: remove it if none is meant',
  },
  presence: {
    ja: 'silent（定めがない）、unknown（まだ書いていない）、又は value と clauses を持つ項目を書いてください',
    en: 'silent, unknown, or a mapping with value and clauses',
  },
  valuePath: {
    ja: '項目の名前ではありません。docs/ref/pack.md の一覧から選んでください',
    en: 'not the path of a value: see the list in docs/ref/pack.md',
  },
  rowCount: {
    ja: '台数と同じ数のカメラを書いてください',
    en: 'as many cameras are listed as the row counts',
  },
  due: {
    ja: 'withoutDelay、none、又は within を持つ項目を書いてください',
    en: 'withoutDelay, none, or a mapping with within',
  },
  lasts: {
    ja: 'setDay、length と countedFrom、又は until を書いてください',
    en: 'setDay, a mapping with length and countedFrom, or one with until',
  },
  packId: { ja: '要綱のidは英小文字と数字で書いてください', en: 'a pack id is small letters and digits' },
  timeZone: { ja: '時間帯は Asia/Tokyo のように書いてください', en: 'an IANA time zone such as Asia/Tokyo' },
  rules: {
    ja: 'unknown（本文が手元にない）か、この版の内容を書いてください',
    en: 'unknown, or the rules of this version',
  },
  foreignClause: {
    ja: 'この要綱の条項は {prefix} で始まります',
    en: 'a clause of this pack begins with {prefix}',
  },
  untilBeforeSince: { ja: '施行日（{since}）より前に終わっています', en: 'ends before it begins ({since})' },
  unknownNotFirst: {
    ja: '施行日が分からない版は、いちばん初めの版だけにできます',
    en: 'only the first version may lack its first day',
  },
  notAfter: {
    ja: '前の版の施行日（{since}）より後の日にしてください',
    en: 'not after the version since {since}',
  },
  overlaps: {
    ja: '前の版（{until}まで）と重なっています',
    en: 'overlaps the version before it, which lasts until {until}',
  },
  repeated: { ja: '「{id}」が二度書かれています', en: '{id} stands here a second time' },
  unknownRole: {
    ja: '「{id}」という役はこの版にありません（{known}）',
    en: 'no role {id} is defined in this version ({known})',
  },
  unknownFact: {
    ja: '「{id}」という事実はありません。pack facts の一覧から選んでください',
    en: 'no fact {id}: see pack facts',
  },
  unknownGround: { ja: '「{id}」という根拠（grounds）はありません', en: 'no ground {id} is defined' },
  unknownNeed: {
    ja: '同じ根拠の中に「{id}」という要件がありません',
    en: 'no requirement {id} in the same ground',
  },
  afterCycle: {
    ja: '「{id}」の順序（after）をたどると元に戻ります',
    en: 'what {id} comes after leads back to it',
  },
  unknownDocument: {
    ja: '「{id}」という書類はありません。書類の種類か、documents のidを書いてください',
    en: 'no paper {id}: write a kind, or an id of documents',
  },
  unknownPart: { ja: '「{id}」という部分はこの版にありません', en: 'this version has no part {id}' },
  statedAndSilent: {
    ja: '{path} は values にも書かれています。どちらか一方にしてください',
    en: '{path} stands among the values too: keep one',
  },
  erasureOnBusinessDays: {
    ja: '保存期間は開庁日で数えられません。消去は休みの日にも行います',
    en: 'footage does not end on business days: write days',
  },
  leastLonger: {
    ja: '下限が保存期間（{period}）より長くなっています。どちらかを直してください',
    en: 'the least period is longer than the period kept ({period}): mend one of the two',
  },
  saysNotWhichYields: {
    ja: 'この禁止と根拠「{ground}」が同じ行為を扱っています。yieldsTo にどちらが譲るかを書いてください',
    en: 'this prohibition and the ground {ground} speak of the same act: say in yieldsTo which yields',
  },
  valueForbids: {
    ja: '{path} がこの行為を禁じています。どちらかを直してください',
    en: '{path} forbids this act: mend one of the two',
  },
  needWants: {
    ja: '{kind} の要件には {key} を書いてください',
    en: 'a requirement of kind {kind} needs {key}',
  },
  noProvision: {
    ja: '{clause} が provisions にありません。条項を確かめるか、provisions に加えてください',
    en: '{clause} is not among the provisions: check it, or add it there',
  },
  provisionRestsElsewhere: {
    ja: '{clause} の rests に {part} がありません。条項が違うか、rests への書き足しが要ります',
    en: 'the provision {clause} does not rest on {part}: either the clause is wrong, or rests lacks it',
  },
  partCitesOther: {
    ja: '{part} は {clause} を引いていません。どちらかを直してください',
    en: '{part} does not cite {clause}: mend one of the two',
  },
  looserThanParent: {
    ja: '上の要綱（{clauses}）より緩い値です。{limit} までにしてください',
    en: 'looser than the guideline above it ({clauses}): at most {limit}',
  },
  parentMissing: { ja: '上の要綱「{id}」が見つかりません', en: 'the guideline above, {id}, is not there' },
  parentCycle: { ja: '上の要綱をたどると元に戻ります（{id}）', en: 'the guidelines above lead back to {id}' },
  roleOfPack: {
    ja: '「{id}」という役はこの要綱にありません（{known}）',
    en: 'the pack has no role {id} ({known})',
  },
  documentOfPack: { ja: '「{id}」という書類はありません（{known}）', en: 'there is no paper {id} ({known})' },
  aliases: {
    ja: '別名（*名前）は使えません。値を書いてください',
    en: 'aliases (*name) are not used in packs',
  },
  tooDeep: { ja: '入れ子が深すぎます', en: 'nested too deep' },
  valueOfPath: { ja: '{path} の値の形が違います', en: 'the value of {path} has the wrong form' },
}

/** A hint as a sentence; a hint without words stands for itself. */
export function hintWords(
  { hint, params }: Pick<PackFault, 'hint' | 'params'>,
  language: 'ja' | 'en',
): string {
  const text = words[hint]?.[language] ?? hint
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => params[name] ?? whole)
}

/** Hints that have words; the schemas and checks use no others. */
export const knownHints: readonly string[] = Object.keys(words)
