import type { Example, TakesEffect } from '../../../domain/decide/takes-effect.ts'
import { partOf } from '../../../domain/guideline/articles.ts'
import { valueLabel } from '../../../domain/guideline/choice-words.ts'
import { presenceText } from '../../../domain/guideline/part-facts.ts'
import { dataClassWords, forceWords, type Words } from '../../../domain/guideline/vocabulary-words.ts'
import type { PartChange, PartList, RulesDiff, ValueChange } from '../../../domain/pack/diff.ts'
import type { Presence } from '../../../domain/pack/presence.ts'
import type { Pack } from '../../../domain/pack/rules.ts'
import type { Language } from '../command.ts'

const words = {
  added: { ja: '加わる', en: 'added' },
  removed: { ja: 'なくなる', en: 'removed' },
  changed: { ja: '変わる', en: 'changed' },
  stricter: { ja: '厳しくなる', en: 'stricter' },
  looser: { ja: '緩くなる', en: 'looser' },
  values: { ja: '定め', en: 'values' },
  clauseOnly: { ja: '条項だけが変わる', en: 'the clause alone changes' },
  nothing: { ja: '違いはありません。', en: 'nothing differs' },
  noDay: {
    ja: '新しい版の施行日が書かれていないため、どの録画から変わるかは言えません。',
    en: 'the new version gives no first day: nothing can be said of the footage it reaches',
  },
} as const satisfies Readonly<Record<string, Words>>

const lists: Readonly<Record<PartList, Words>> = {
  provisions: { ja: '条項', en: 'provisions' },
  scope: { ja: '対象', en: 'scope' },
  addressees: { ja: '守る者', en: 'addressees' },
  roles: { ja: '役', en: 'roles' },
  unlocking: { ja: '鍵', en: 'key' },
  register: { ja: '設置場所の表', en: 'table of cameras' },
  documents: { ja: '書類', en: 'papers' },
  prohibitions: { ja: '禁止', en: 'prohibitions' },
  grounds: { ja: '根拠', en: 'grounds' },
  acts: { ja: '手続', en: 'procedures' },
  duties: { ja: '義務', en: 'duties' },
  retention: { ja: '保存の数え方', en: 'how keeping is counted' },
  extensions: { ja: '保存の延長', en: 'extensions' },
  ends: { ja: '早い消去', en: 'early ends' },
  byClass: { ja: '一部の情報の保存', en: 'periods of some footage' },
  registers: { ja: '帳簿・様式', en: 'registers and forms' },
  terms: { ja: '言葉', en: 'terms' },
}

type Told = { readonly diff: RulesDiff; readonly effect: TakesEffect; readonly language: Language }

/** A comparison as a clerk reads it. */
export function diffLines(before: Pack, after: Pack, { diff, effect, language }: Told): readonly string[] {
  const head = `${titleOf(before, language)} → ${titleOf(after, language)}`
  const { values, parts } = diff
  if (values.length + parts.length === 0) return [head, words.nothing[language]]
  const sections = (Object.keys(lists) as PartList[]).flatMap((list) => {
    const changes = parts.filter((part) => part.list === list)
    if (changes.length === 0) return []
    return [
      '',
      `[${lists[list][language]}]`,
      ...changes.flatMap((one) => partLines(before, after, one, language)),
    ]
  })
  return [
    head,
    ...(values.length === 0 ? [] : ['', `[${words.values[language]}]`]),
    ...values.flatMap((one) => valueLines(one, language)),
    ...sections,
    '',
    ...effectLines(effect, language),
  ]
}

function titleOf({ title, since }: Pack, language: Language): string {
  const noDay = { ja: '施行日の記載なし', en: 'no day in force' }[language]
  return `${title}（${since === 'unknown' ? noDay : since}）`
}

function valueLines(
  { path, old, new: now, change, effect }: ValueChange,
  language: Language,
): readonly string[] {
  const [was, is] = [valueText(path, old, language), valueText(path, now, language)]
  const kind = effect === 'other' ? words[change][language] : words[effect][language]
  const clauses = [old, now].flatMap((one) => (one.is === 'stated' ? one.clauses : []))
  const told = was === is ? `${was}: ${words.clauseOnly[language]}` : `${was} → ${is}  [${kind}]`
  return [`- ${valueLabel(path, language)}: ${told}（${[...new Set(clauses)].join('、')}）  ${path}`]
}

function valueText(path: string, value: Presence<unknown>, language: Language): string {
  const text = presenceText(path, value, language)
  return value.is === 'stated' ? `${text}（${forceWords[value.force][language]}）` : text
}

function partLines(before: Pack, after: Pack, part: PartChange, language: Language): readonly string[] {
  const { name, title, change, fields } = part
  const head = `- ${title}  [${words[change][language]}]  ${name}`
  if (change !== 'changed') return [head]
  const [was, is] = [told(before, name, language), told(after, name, language)]
  const lines = [
    ...was.filter((one) => !is.includes(one)).map((one) => `    − ${one}`),
    ...is.filter((one) => !was.includes(one)).map((one) => `    ＋ ${one}`),
  ]
  const plain = fields.map(
    ({ path, old, new: now }) => `    ${path === '' ? '' : `${path}: `}${plainText(old)} → ${plainText(now)}`,
  )
  return [head, ...(lines.length > 0 ? lines : plain)]
}

/** What a part says in words, whatever the clause. */
function told(pack: Pack, name: string, language: Language): readonly string[] {
  const part = partOf(name, { rules: pack, language, clause: null })
  return part === undefined ? [] : [part.title, ...part.facts.map(({ label, text }) => `${label}: ${text}`)]
}

function plainText(value: unknown): string {
  if (value === null) return '-'
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function effectLines({ since, until, examples }: TakesEffect, language: Language): readonly string[] {
  if (since === null) return [words.noDay[language]]
  const reach = {
    ja: [
      `${since} から録画したものに新しい版が当てはまります。その前に録画したものは、前の版のまま消えます。`,
      `${since} からの行為（検索、提供など）は、前に録画したものについても新しい版によります。`,
    ],
    en: [
      `footage recorded from ${since} on is under the new version; what was recorded before ends as the old one has it`,
      `acts from ${since} on are under the new version, whenever the footage was recorded`,
    ],
  }[language]
  return [...reach, ...examples.flatMap((one) => exampleLines(one, until !== null, language))]
}

function exampleLines(example: Example, hasOld: boolean, language: Language): readonly string[] {
  const shown = [...(hasOld && example.old ? [example.old] : []), example.new]
  const kind = dataClassWords[example.class][language]
  return shown.map(({ recordedOn, answer, lastDay }) => {
    const end = lastDay ?? answer
    return {
      ja: `  例: ${recordedOn} の${kind}は ${end} まで`,
      en: `  example: ${kind} of ${recordedOn} to ${end}`,
    }[language]
  })
}
