import type { ClassPeriod, EarlyEnd, Extension } from '../pack/rules.ts'
import type { Counting, DataClass, EventKind } from '../pack/vocabulary.ts'
import { conditionWords } from './condition-words.ts'
import { spanWords } from './span-words.ts'
import { type ArticleFact, facts, listed, type Telling } from './telling.ts'
import { countingWords, dataClassWords, eventWords, type Language } from './vocabulary-words.ts'

/** The readings of which day is the first, the default before the others. */
export function countingText(countedFrom: readonly Counting[], language: Language): string {
  return countedFrom
    .map((one) => countingWords[one][language])
    .join({ ja: '、別の読み方では', en: '; in another reading ' }[language])
}

export function classesText(classes: readonly DataClass[], language: Language): string {
  return listed(
    classes.map((one) => dataClassWords[one][language]),
    language,
  )
}

export function classPeriodFacts(one: ClassPeriod, telling: Telling): readonly ArticleFact[] {
  const { rules, language } = telling
  const { classes, when, period, countedFrom } = one
  return facts(telling, {
    classes: classes && classesText(classes, language),
    when: when && conditionWords(when, rules, language),
    period: period.is === 'stated' ? spanWords(period.value, language) : undefined,
    counted: countingText(countedFrom, language),
  })
}

export function extensionFacts({ events, when, lasts }: Extension, telling: Telling): readonly ArticleFact[] {
  const { rules, language } = telling
  return facts(telling, {
    events: eventsText(events, language),
    when: when && conditionWords(when, rules, language),
    lasts: lastsText(lasts, language),
    counted:
      typeof lasts === 'object' && 'length' in lasts ? countingText(lasts.countedFrom, language) : undefined,
  })
}

function lastsText(lasts: Extension['lasts'], language: Language): string {
  if (lasts === 'setDay') return { ja: '決めた日まで', en: 'to a day that is set' }[language]
  if ('until' in lasts) {
    const end = eventWords[lasts.until][language]
    return { ja: `${end}まで`, en: `until ${end}` }[language]
  }
  return spanWords(lasts.length, language)
}

export function earlyEndFacts(
  { events, classes, within }: EarlyEnd,
  telling: Telling,
): readonly ArticleFact[] {
  const { language } = telling
  const soon =
    within === 'withoutDelay'
      ? { ja: '遅滞なく', en: 'without delay' }[language]
      : { ja: `${spanWords(within, 'ja')}以内`, en: `within ${spanWords(within, 'en')}` }[language]
  return facts(telling, {
    events: eventsText(events, language),
    classes: classesText(classes, language),
    within: soon,
  })
}

function eventsText(events: readonly EventKind[], language: Language): string {
  return listed(
    events.map((one) => eventWords[one][language]),
    language,
  )
}
