import type { YamlComment } from '../../../../adapters/packs/yaml-write.ts'
import { valueLabel } from '../../../../domain/guideline/choice-words.ts'
import type { Words } from '../../../../domain/guideline/vocabulary-words.ts'
import { unansweredPaths } from '../../../../domain/pack/skeleton.ts'
import type { SkeletonAnswers } from '../../../../domain/pack/skeleton-answers.ts'
import type { Language } from '../../command.ts'

const rules = ['versions', 0, 'rules'] as const

/** What a clerk writes next, key by key. */
const sections: readonly (readonly [path: readonly (string | number)[], words: Words])[] = [
  [
    ['versions'],
    {
      ja: '版。改正があったら、前の版を残したまま、新しい施行日の版を下に足す',
      en: 'versions: at an amendment keep the old one and add the new one below, with its first day in force',
    },
  ],
  [
    [...rules, 'terms'],
    {
      ja: '言葉: 左は決まった名前、右はこの文書での呼び名。画面の言葉になる',
      en: 'terms: the fixed name, and what the text calls it',
    },
  ],
  [
    [...rules, 'provisions'],
    {
      ja: '条項: 文書のすべての条・項・号を、一つずつ、自分の言葉で短く書く（文書の文は写さない）。\nrests には、その条項を書き表した所を並べる。そちらの clauses にも同じ条項を書く（pack check が照らし合わせる）。\n読み方が分かれる所は readings に、市町村に確かめることは asks に書く',
      en: 'provisions: every article, paragraph and item in your own words; rests names the parts that hold it, and those parts cite it in turn',
    },
  ],
  [
    [...rules, 'values'],
    {
      ja: '定め: 文書が値を定めている項目。項目の一覧は docs/ref/pack.md',
      en: 'values that the text states; the list is in docs/ref/pack.md',
    },
  ],
  [
    [...rules, 'roles'],
    {
      ja: '役: 決める人、扱う人、見る人。ほかの役（市町村長、職務代行など）があれば足す',
      en: 'roles: add whoever else decides, operates or stands in',
    },
  ],
  [
    [...rules, 'unlocking'],
    {
      ja: '録画を開く鍵を預かる役。操作してよい役に合わせる',
      en: 'who holds the key that opens footage: whoever may operate',
    },
  ],
  [
    [...rules, 'grounds'],
    {
      ja: '根拠: 利用・提供を許す場合を一つずつ。ここに書かれていないことは許されない。\n利用や提供を禁じる条があれば、grounds の上に prohibitions を足し、yieldsTo: grounds とする',
      en: 'grounds: each case in which use or provision is allowed; what is not here is refused. A prohibition in the text goes under prohibitions, with yieldsTo: grounds',
    },
  ],
  [
    [...rules, 'acts'],
    {
      ja: '手続: 根拠によらず行為のたびに要ること、そのあとにすること（記録、報告）',
      en: 'what acts need whatever their ground, and what follows (records, reports)',
    },
  ],
  [
    [...rules, 'duties'],
    {
      ja: '義務: 表示、届出、周知、点検、公表など、しておくこと。済むまで録画を始められないものは gates: [go-live]',
      en: 'duties: signs, filings, notices, inspections; gates: [go-live] where recording waits for it',
    },
  ],
  [
    [...rules, 'retention'],
    {
      ja: '保存: 数え方（初めに書いた読み方による）。延長は extensions、早い消去は ends、情報ごとの期間は byClass に足す',
      en: 'keeping: how it is counted (the first reading binds); extensions, ends and byClass where the text has them',
    },
  ],
  [
    [...rules, 'registers'],
    {
      ja: '帳簿・様式: 欄の並び。文書に様式があれば、その欄のとおりに書く',
      en: 'registers and forms as lists of columns',
    },
  ],
]

/** Comments for a new pack.yaml, with the values that nobody has looked up yet as a list to be worked off. */
export function commentsFor(answers: SkeletonAnswers, language: Language): readonly YamlComment[] {
  const open = unansweredPaths(answers).map((path) => `  ${path}  ${valueLabel(path, language)}`)
  const head = {
    ja: 'まだ確かめていない項目（unknown）。文書が定めていれば values に、何も言っていなければ silent に移し、ここから消す:',
    en: 'not looked up yet (unknown): move each to values if the text states it, to silent if it says nothing, and off this list:',
  }[language]
  const silent = {
    ja: '定めなし: 文書が何も言わない項目。許しにはならない',
    en: 'silent: the text says nothing; never a permission',
  }[language]
  return [
    ...sections.map(([path, words]) => ({ path, text: words[language] })),
    { path: [...rules, 'silent'], text: [silent, head, ...open].join('\n') },
  ]
}

export function headFor({ title }: SkeletonAnswers, language: Language): string {
  return {
    ja: `${title} をデータにしたもの（書きかけ）。書き方: docs/guide/pack.ja.md、確かめ方: npm run -s tsujiban -- pack check このフォルダー`,
    en: `${title} as data, unfinished. Manual: docs/ref/pack.md; check: npm run -s tsujiban -- pack check THIS-FOLDER`,
  }[language]
}
