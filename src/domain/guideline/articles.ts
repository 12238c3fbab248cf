import { dimensions } from '../pack/dimensions.ts'
import type { Owed, Provision, Rules } from '../pack/rules.ts'
import type { Force } from '../pack/vocabulary.ts'
import { valueLabel } from './choice-words.ts'
import { roleWord } from './condition-words.ts'
import { actRuleFacts, groundFacts, prohibitionFacts } from './ground-facts.ts'
import {
  addresseeFacts,
  documentFacts,
  dutyFacts,
  formFacts,
  roleFacts,
  rowFacts,
  scopeFacts,
  valueFacts,
} from './part-facts.ts'
import { classPeriodFacts, countingText, earlyEndFacts, extensionFacts } from './retention-facts.ts'
import { type ArticleFact, fact, listed, type Telling } from './telling.ts'
import type { Language, WordsOf } from './vocabulary-words.ts'

/** One provision of the instrument as the program understands it. */
export type Article = {
  readonly clause: string
  readonly says: string
  readonly how: readonly Owed[]
  readonly force: Force
  readonly parts: readonly ArticlePart[]
  readonly readings: Provision['readings'] | null
  readonly asks: string | null
  readonly remark: string | null
}

/** Where a provision rests in the pack, in words. */
export type ArticlePart = {
  /** as the provision writes it: `duties.sign` */
  readonly name: string
  readonly kind: PartKind
  readonly title: string
  readonly facts: readonly ArticleFact[]
}

export type PartKind = keyof typeof partKindWords

export const partKindWords = {
  value: { ja: '定め', en: 'value' },
  scope: { ja: '対象', en: 'scope' },
  addressee: { ja: '守る者', en: 'addressee' },
  role: { ja: '役', en: 'role' },
  unlocking: { ja: '鍵', en: 'key' },
  register: { ja: '設置場所の表', en: 'table of cameras' },
  document: { ja: '書類', en: 'paper' },
  prohibition: { ja: '禁止', en: 'prohibition' },
  ground: { ja: '根拠', en: 'ground' },
  act: { ja: '手続', en: 'procedure' },
  duty: { ja: '義務', en: 'duty' },
  keeping: { ja: '保存', en: 'keeping' },
  form: { ja: '帳簿', en: 'register' },
} as const satisfies WordsOf<string>

/** The instrument article by article, in the order of its provisions. */
export function articlesOf(rules: Rules, language: Language = 'ja'): readonly Article[] {
  return rules.provisions.map(({ clause, says, how, force, rests, readings, asks, remark }) => ({
    clause,
    says,
    how,
    force,
    parts: rests.flatMap((name) => partOf(name, { rules, language, clause }) ?? []),
    readings: readings ?? null,
    asks: asks ?? null,
    remark: remark ?? null,
  }))
}

/** Values on which the instrument is silent, and those that are not written in the pack. */
export function unsaid(
  { values }: Rules,
  language: Language = 'ja',
): Readonly<Record<'silent' | 'unknown', readonly { readonly path: string; readonly label: string }[]>> {
  const paths = (is: 'silent' | 'unknown') =>
    dimensions
      .filter(({ path }) => values[path]?.is === is)
      .map(({ path }) => ({ path, label: valueLabel(path, language) }))
  return { silent: paths('silent'), unknown: paths('unknown') }
}

/** A part of the rules by the name that provisions use for it. */
export function partOf(name: string, telling: Telling): ArticlePart | undefined {
  const { rules, language } = telling
  const [list = '', ...rest] = name.split('.')
  const id = rest.join('.')
  if (list === 'values') {
    const value = rules.values[id]
    return value && { name, kind: 'value', title: valueLabel(id, language), facts: withCounting(id, telling) }
  }
  if (list === 'unlocking') {
    const holders = listed(
      rules.unlocking.holders.map((role) => roleWord(rules, role)),
      language,
    )
    const title = { ja: '録画を開く鍵', en: 'the key that opens footage' }[language]
    return { name, kind: 'unlocking', title, facts: [fact('holders', holders, language)] }
  }
  if (list === 'register')
    return {
      name,
      kind: 'register',
      title: partKindWords.register[language],
      facts: rules.register.is === 'stated' ? rowFacts(rules.register.value, telling) : [],
    }
  return list === 'retention' ? keepingPart(name, rest, telling) : listedPart(name, list, id, telling)
}

/** The period kept stands with the way it is counted. */
function withCounting(path: string, telling: Telling): readonly ArticleFact[] {
  const { rules, language } = telling
  const value = rules.values[path]
  if (value === undefined) return []
  const told = valueFacts(path, value, telling)
  if (path !== 'retention.period') return told
  return [...told, fact('counted', countingText(rules.retention.countedFrom, language), language)]
}

function keepingPart(
  name: string,
  [list = '', id]: readonly string[],
  telling: Telling,
): ArticlePart | undefined {
  const { byClass, extensions, ends } = telling.rules.retention
  const made = (title: string, facts: readonly ArticleFact[]): ArticlePart => ({
    name,
    kind: 'keeping',
    title,
    facts,
  })
  if (list === 'extensions') {
    const found = extensions.find((one) => one.id === id)
    return found && made(found.title, extensionFacts(found, telling))
  }
  if (list === 'ends') {
    const found = ends.find((one) => one.id === id)
    return found && made(found.title, earlyEndFacts(found, telling))
  }
  const found = byClass.find((one) => one.id === id)
  const title = { ja: '一部の情報の保存期間', en: 'period of some of the footage' }[telling.language]
  return found && made(title, classPeriodFacts(found, telling))
}

function listedPart(name: string, list: string, id: string, telling: Telling): ArticlePart | undefined {
  const { rules, language } = telling
  const part = <T extends { readonly id: string }>(
    members: readonly T[],
    kind: PartKind,
    title: (found: T) => string,
    told: (found: T, telling: Telling) => readonly ArticleFact[],
  ): ArticlePart | undefined => {
    const found = members.find((one) => one.id === id)
    return found && { name, kind, title: title(found), facts: told(found, telling) }
  }
  const titled = ({ title }: { readonly title: string }): string => title
  switch (list) {
    case 'scope':
      return part(rules.scope, 'scope', titled, scopeFacts)
    case 'addressees': {
      const found = rules.addressees.find((one) => one.class === id)
      const title = { ja: '守る者', en: 'whom it binds' }[language]
      return found && { name, kind: 'addressee', title, facts: addresseeFacts(found, telling) }
    }
    case 'roles':
      return part(rules.roles, 'role', (role) => roleWord(rules, role.id), roleFacts)
    case 'documents':
      return part(rules.documents, 'document', titled, documentFacts)
    case 'prohibitions':
      return part(rules.prohibitions, 'prohibition', titled, prohibitionFacts)
    case 'grounds':
      return part(rules.grounds, 'ground', titled, groundFacts)
    case 'acts':
      return part(rules.acts, 'act', () => partKindWords.act[language], actRuleFacts)
    case 'duties':
      return part(rules.duties, 'duty', titled, dutyFacts)
    case 'registers':
      return part(rules.registers, 'form', titled, formFacts)
    default:
      return undefined
  }
}
