import type { Rules } from '../pack/rules.ts'
import type { Act } from '../pack/vocabulary.ts'
import { actWords, type Language, type Words } from './vocabulary-words.ts'

/** One line of what a part says, as label and text: 期限, 設置の予定日の14日前まで. */
export type ArticleFact = { readonly label: string; readonly text: string }

export type Telling = {
  readonly rules: Rules
  readonly language: Language
  /** requirements of a part that rest on other clauses are left out; null tells all */
  readonly clause: string | null
}

const labels = {
  acts: { ja: '行為', en: 'acts' },
  when: { ja: '条件', en: 'when' },
  yieldsTo: { ja: '解かれるとき', en: 'lifted by' },
  whichGrounds: { ja: '根拠', en: 'grounds' },
  value: { ja: '定め', en: 'value' },
  force: { ja: '強さ', en: 'force' },
  heldBy: { ja: '就く者', en: 'held by' },
  appointedBy: { ja: '選ぶ者', en: 'appointed by' },
  number: { ja: '人数', en: 'number' },
  standsInFor: { ja: '代わる役', en: 'stands in for' },
  holders: { ja: '鍵を預かる役', en: 'holders of the key' },
  kind: { ja: '種類', en: 'kind' },
  items: { ja: '書く事項', en: 'what stands in it' },
  due: { ja: '期限', en: 'due' },
  every: { ja: '周期', en: 'every' },
  by: { ja: '行う役', en: 'done by' },
  to: { ja: '相手', en: 'to' },
  gates: { ja: '済むまでできないこと', en: 'waits for it' },
  waivableBy: { ja: '免除できる役', en: 'waivable by' },
  period: { ja: '期間', en: 'period' },
  counted: { ja: '数え方', en: 'counted' },
  classes: { ja: '対象の情報', en: 'classes of data' },
  events: { ja: 'きっかけ', en: 'after' },
  lasts: { ja: '続く期間', en: 'lasts' },
  within: { ja: '消す時期', en: 'erased' },
  per: { ja: '作る単位', en: 'kept per' },
  keeper: { ja: '付ける役', en: 'keeper' },
  fields: { ja: '欄', en: 'columns' },
  rows: { ja: '行', en: 'rows' },
  binding: { ja: '拘束', en: 'binding' },
} as const satisfies Readonly<Record<string, Words>>

export type Label = keyof typeof labels

export function fact(label: Label, text: string, language: Language): ArticleFact {
  return { label: labels[label][language], text }
}

/** A fact where there is something to tell. */
export function facts(
  { language }: Telling,
  told: Readonly<Partial<Record<Label, string | undefined>>>,
): readonly ArticleFact[] {
  return (Object.entries(told) as readonly (readonly [Label, string | undefined])[]).flatMap(
    ([label, text]) => (text === undefined || text === '' ? [] : [fact(label, text, language)]),
  )
}

export function listed(words: readonly string[], language: Language): string {
  return words.join({ ja: '、', en: ', ' }[language])
}

export function actsText(acts: readonly Act[], language: Language): string {
  return listed(
    acts.map((act) => actWords[act][language]),
    language,
  )
}
