import type { ActRule, Consequence, Ground, Prohibition, Requirement, Rules } from '../pack/rules.ts'
import { conditionWords, documentWord, roleWord } from './condition-words.ts'
import { dueWords } from './span-words.ts'
import { type ArticleFact, actsText, facts, listed, type Telling } from './telling.ts'
import { type Language, needWords, stepWords, taskWords } from './vocabulary-words.ts'

type Clauses = readonly string[]

export function prohibitionFacts(
  { acts, when, yieldsTo }: Prohibition,
  telling: Telling,
): readonly ArticleFact[] {
  const { rules, language } = telling
  const lifted = Array.isArray(yieldsTo)
    ? listed(
        yieldsTo.map((id) => rules.grounds.find((ground) => ground.id === id)?.title ?? String(id)),
        language,
      )
    : yieldsTo === 'grounds'
      ? { ja: 'どれかの根拠があるとき', en: 'any ground' }[language]
      : { ja: '解かれない', en: 'nothing' }[language]
  return facts(telling, {
    acts: actsText(acts, language),
    when: when && conditionWords(when, rules, language),
    yieldsTo: lifted,
  })
}

export function groundFacts(ground: Ground, telling: Telling): readonly ArticleFact[] {
  const { acts, when, clauses } = ground
  return [
    ...facts(telling, {
      acts: actsText(acts, telling.language),
      when: when && conditionWords(when, telling.rules, telling.language),
    }),
    ...carriedFacts(ground, clauses, telling),
  ]
}

export function actRuleFacts(rule: ActRule, telling: Telling): readonly ArticleFact[] {
  const { rules, language } = telling
  const { acts, when, grounds } = rule
  const titles = grounds?.map((id) => rules.grounds.find((ground) => ground.id === id)?.title ?? id)
  return [
    ...facts(telling, {
      acts: actsText(acts, language),
      whichGrounds: titles && listed(titles, language),
      when: when && conditionWords(when, rules, language),
    }),
    ...carriedFacts(rule, [], telling),
  ]
}

/** What a ground or a rule asks and causes; of one that an article rests on in part, only what rests on that article. */
function carriedFacts(
  { needs, then }: { readonly needs: readonly Requirement[]; readonly then: readonly Consequence[] },
  own: Clauses,
  telling: Telling,
): readonly ArticleFact[] {
  const whole = telling.clause === null || own.includes(telling.clause)
  const concerns = (part: Requirement): boolean =>
    whole || rests(part, telling.clause) || (part.oneOf ?? []).some((one) => rests(one, telling.clause))
  return [
    ...needs.filter(concerns).map((need) => needFact(need, telling)),
    ...then.filter((one) => whole || rests(one, telling.clause)).map((one) => consequenceFact(one, telling)),
  ]
}

function rests({ clauses }: { readonly clauses: Clauses }, clause: string | null): boolean {
  return clause === null || clauses.includes(clause)
}

function needFact(need: Requirement, telling: Telling): ArticleFact {
  const { rules, language } = telling
  const kind = needWords[need.kind][language]
  const text = need.oneOf
    ? need.oneOf
        .map((one) => `${needWords[one.kind][language]}「${needText(one, telling)}」`)
        .join({ ja: '又は', en: ' or ' }[language])
    : needText(need, telling)
  const only = [
    ...(need.acts ? [actsText(need.acts, language)] : []),
    ...(need.when ? [conditionWords(need.when, rules, language)] : []),
  ]
  const when =
    only.length === 0 ? '' : { ja: `（条件: ${only.join('、')}）`, en: ` (if ${only.join(', ')})` }[language]
  const advised = need.force === 'should' ? { ja: '（努める）', en: ' (should)' }[language] : ''
  return { label: { ja: `要る: ${kind}`, en: `needs: ${kind}` }[language], text: `${text}${when}${advised}` }
}

/** The title, and what tells more than it. */
function needText(need: Requirement, { rules, language }: Telling): string {
  const { title, anyOf, by, did, prior, in: among, atLeast, asks, wants, after } = need
  const roles = (ids: readonly string[]): string =>
    ids.map((id) => roleWord(rules, id)).join({ ja: '又は', en: ' or ' }[language])
  const more = [
    ...(by === 'unnamed' ? [{ ja: '決める者は文書にない', en: 'the text names nobody' }[language]] : []),
    ...(Array.isArray(by) ? [roles(by)] : []),
    ...(did ? [stepWords[did][language]] : []),
    ...(prior === true ? [{ ja: 'あらかじめ', en: 'beforehand' }[language]] : []),
    ...(after === undefined ? [] : [afterText(rules, after, language)]),
    ...(among ? [roles(among)] : []),
    ...(atLeast === undefined ? [] : [{ ja: `${atLeast}人以上`, en: `at least ${atLeast}` }[language]]),
    ...(anyOf
      ? [
          anyOf
            .map((paper) => documentWord(rules, paper, language))
            .join({ ja: '又は', en: ' or ' }[language]),
        ]
      : []),
    ...(asks === undefined ? [] : [asks]),
    ...(wants === false ? [{ ja: 'はいなら禁止', en: 'yes forbids' }[language]] : []),
  ].filter((one) => one !== title)
  return more.length === 0 ? title : `${title}（${more.join('、')}）`
}

function consequenceFact(one: Consequence, telling: Telling): ArticleFact {
  const { rules, language } = telling
  const due = dueWords(one.due, language)
  const more = [
    ...(one.to === ''
      ? []
      : [{ ja: `${roleWord(rules, one.to)}へ`, en: `to ${roleWord(rules, one.to)}` }[language]]),
    ...(due === '' ? [] : [due]),
    ...(one.acts ? [actsText(one.acts, language)] : []),
    ...(one.when ? [conditionWords(one.when, rules, language)] : []),
  ]
  const kind = taskWords[one.kind][language]
  return {
    label: { ja: `そのあと: ${kind}`, en: `then: ${kind}` }[language],
    text: more.length === 0 ? one.title : `${one.title}（${more.join('、')}）`,
  }
}

function afterText(rules: Rules, id: string, language: Language): string {
  const needs = [...rules.grounds, ...rules.acts].flatMap((holder) => holder.needs)
  const title = needs.find((need) => need.id === id)?.title ?? id
  return { ja: `「${title}」の後`, en: `after "${title}"` }[language]
}
