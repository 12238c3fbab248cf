import { dimensionOf } from '../pack/dimensions.ts'
import type { Presence } from '../pack/presence.ts'
import type {
  Addressee,
  DocumentForm,
  Duty,
  RegisterForm,
  RegisterRow,
  Role,
  ScopeTest,
} from '../pack/rules.ts'
import type { Span } from '../pack/span.ts'
import type { Approximation } from '../pack/vocabulary.ts'
import { choiceWord } from './choice-words.ts'
import { conditionWords, roleWord } from './condition-words.ts'
import { dueWords, spanWords } from './span-words.ts'
import { type ArticleFact, actsText, facts, listed, type Telling } from './telling.ts'
import {
  approximationWords,
  causeWords,
  documentWords,
  dutyWords,
  forceWords,
  type Language,
  type Words,
} from './vocabulary-words.ts'

/** A value in words; `path` tells what kind of value it is. */
export function valueText(path: string, value: unknown, language: Language): string {
  const type = dimensionOf(path)?.type
  if (type?.is === 'span') return spanWords(value as Span, language)
  if (type?.is === 'count') return language === 'ja' ? `${String(value)}${type.unit}` : String(value)
  if (type?.is === 'flag')
    return value === true ? { ja: 'はい', en: 'yes' }[language] : { ja: 'いいえ', en: 'no' }[language]
  const words = (Array.isArray(value) ? value : [value]).map((one) => choiceWord(path, String(one), language))
  return listed(words, language)
}

/** 「おおむね」 stands before, 「以内」 after; a choice that says so itself is not told twice. */
function approximated(text: string, approx: Approximation, language: Language): string {
  const word = approximationWords[approx][language]
  if (word === '' || text.startsWith(word)) return text
  if (language === 'en') return `${word} ${text}`
  return approx === 'about' || approx === 'inPrinciple' ? `${word}${text}` : `${text}${word}`
}

/** What the instrument says of a value: the value, that it is silent, or that it is not written yet. */
export function presenceText(path: string, value: Presence<unknown>, language: Language): string {
  if (value.is === 'silent') return { ja: '定めがない', en: 'silent' }[language]
  if (value.is === 'unknown') return { ja: 'まだ書かれていない', en: 'not written yet' }[language]
  return approximated(valueText(path, value.value, language), value.approx, language)
}

export function valueFacts(path: string, value: Presence<unknown>, telling: Telling): readonly ArticleFact[] {
  if (value.is !== 'stated') return []
  const { language } = telling
  return facts(telling, {
    value: presenceText(path, value, language),
    force: forceWords[value.force][language],
  })
}

export function roleFacts(role: Role, telling: Telling): readonly ArticleFact[] {
  const { rules, language } = telling
  const { heldBy, appointedBy, atLeast, atMost, standsInFor } = role
  return facts(telling, {
    heldBy,
    appointedBy: listed(
      appointedBy.map((id) => roleWord(rules, id)),
      language,
    ),
    number: numberText(atLeast, atMost, language),
    standsInFor: standsInFor && standingText(standsInFor, telling),
  })
}

function numberText(least: number, most: number | undefined, language: Language): string | undefined {
  const told = [
    ...(least > 0 ? [{ ja: `${least}人以上`, en: `at least ${least}` }[language]] : []),
    ...(most === undefined ? [] : [{ ja: `${most}人まで`, en: `at most ${most}` }[language]]),
  ]
  return told.length > 0 ? listed(told, language) : undefined
}

function standingText(
  { role, causes, namedBeforehand }: NonNullable<Role['standsInFor']>,
  { rules, language }: Telling,
): string {
  const when = listed(
    causes.map((cause) => causeWords[cause][language]),
    language,
  )
  const named = namedBeforehand ? { ja: '、あらかじめ指名', en: ', named beforehand' }[language] : ''
  return `${roleWord(rules, role)}（${when}${named}）`
}

export function scopeFacts({ when }: ScopeTest, telling: Telling): readonly ArticleFact[] {
  return facts(telling, { when: conditionWords(when, telling.rules, telling.language) })
}

export function addresseeFacts(
  { class: binding, when }: Addressee,
  telling: Telling,
): readonly ArticleFact[] {
  const { rules, language } = telling
  const words = { mandatory: { ja: '義務', en: 'bound' }, advisory: { ja: '助言', en: 'advised' } }
  return facts(telling, { binding: words[binding][language], when: conditionWords(when, rules, language) })
}

export function dutyFacts(duty: Duty, telling: Telling): readonly ArticleFact[] {
  const { rules, language } = telling
  const { kind, force, when, gates, items, due, every, by, to, waivableBy } = duty
  return facts(telling, {
    kind: dutyWords[kind][language],
    force: forceWords[force][language],
    items: listed(
      items.map(({ label }) => label),
      language,
    ),
    when: when && conditionWords(when, rules, language),
    due: due && dueWords(due, language),
    every: every && everyText(every, language),
    gates: actsText(gates, language),
    by: by && roleWord(rules, by),
    to: to && roleWord(rules, to),
    waivableBy:
      waivableBy &&
      listed(
        waivableBy.map((id) => roleWord(rules, id)),
        language,
      ),
  })
}

function everyText(every: Span | 'unknown', language: Language): string {
  return every === 'unknown'
    ? { ja: '市町村が定める', en: 'set by the office' }[language]
    : spanWords(every, language)
}

export function documentFacts({ kind, items }: DocumentForm, telling: Telling): readonly ArticleFact[] {
  const { language } = telling
  return facts(telling, { kind: documentWords[kind][language], items: listed(items, language) })
}

const pers: Readonly<Record<RegisterForm['per'], Words>> = {
  facility: { ja: '施設', en: 'facility' },
  municipality: { ja: '市町村', en: 'municipality' },
  case: { ja: '案件', en: 'case' },
  camera: { ja: 'カメラ', en: 'camera' },
}

export function formFacts({ per, keeper, fields }: RegisterForm, telling: Telling): readonly ArticleFact[] {
  const { rules, language } = telling
  return facts(telling, {
    per: pers[per][language],
    keeper: roleWord(rules, keeper),
    fields: listed(
      fields.map(({ label }) => label),
      language,
    ),
  })
}

export function rowFacts(rows: readonly RegisterRow[], telling: Telling): readonly ArticleFact[] {
  const { language } = telling
  const text = rows.map(({ row, facility, count, cameras }) => {
    const places = listed(
      cameras.map(({ place }) => place),
      language,
    )
    return `${row} ${facility} ${count}${language === 'ja' ? '台' : ''}（${places}）`
  })
  return facts(telling, { rows: listed(text, language) })
}
