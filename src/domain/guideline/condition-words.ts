import type { Comparison, Condition, Scalar, Test } from '../pack/condition.ts'
import type { Rules } from '../pack/rules.ts'
import { isSpanText } from '../pack/span.ts'
import { type Fact, factOf } from '../question/facts.ts'
import { spanWords } from './span-words.ts'
import {
  basisWords,
  channelWords,
  dataClassWords,
  documentWords,
  installerWords,
  type Language,
  partyWords,
  placeWords,
  purposeWords,
  requesterWords,
  shownWords,
  type Words,
} from './vocabulary-words.ts'

/** Words of the values of a fact, by its path. */
const valuesOf: Readonly<Record<string, Readonly<Record<string, Words>>>> = {
  'actor.of': partyWords,
  'camera.installer': installerWords,
  'camera.class': { mandatory: { ja: '義務', en: 'bound' }, advisory: { ja: '助言', en: 'advised' } },
  'camera.place': placeWords,
  'camera.purposes': purposeWords,
  'camera.shows': shownWords,
  'request.by': requesterWords,
  'request.purpose': {
    within: { ja: '目的の内', en: 'within the purpose' },
    beyond: { ja: '目的の外', en: 'beyond the purpose' },
  },
  'request.basis': basisWords,
  'request.documents': documentWords,
  'request.channel': channelWords,
  'footage.class': dataClassWords,
  'event.basis': basisWords,
}

/** A condition as a phrase: 「設置場所の種類: 公園」かつ「録画機能: はい」. */
export function conditionWords(condition: Condition, rules: Rules, language: Language): string {
  const told = Object.entries(condition).map(([key, value]) => memberWords(key, value, rules, language))
  return told.join({ ja: '、かつ、', en: ', and ' }[language])
}

function memberWords(key: string, value: unknown, rules: Rules, language: Language): string {
  const inner = (one: Condition): string => conditionWords(one, rules, language)
  if (key === 'all' || key === 'any') {
    const joiner = { all: { ja: '、かつ、', en: ', and ' }, any: { ja: '、又は、', en: ', or ' } }[key]
    return `（${(value as readonly Condition[]).map(inner).join(joiner[language])}）`
  }
  if (key === 'not')
    return { ja: `（${inner(value as Condition)}）でない`, en: `not (${inner(value as Condition)})` }[
      language
    ]
  return `${factLabel(key, rules, language)}: ${testWords(key, value as Test, rules, language)}`
}

/** What a fact is called; those of the pack itself go by the title of what they speak of. */
function factLabel(path: string, rules: Rules, language: Language): string {
  const known = factOf(path)
  if (known) return known[language]
  const [family = '', ...rest] = path.split('.')
  const id = rest.join('.')
  if (family === 'done') {
    const title = rules.duties.find((duty) => duty.id === id)?.title ?? id
    return { ja: `「${title}」が済んだか`, en: `"${title}" is done` }[language]
  }
  if (family === 'answers') {
    const needs = [...rules.grounds, ...rules.acts].flatMap((holder) => holder.needs)
    return needs.find((need) => need.id === id)?.title ?? id
  }
  if (family === 'supplement')
    return { ja: `市町村の定め（${id}）`, en: `set by the office (${id})` }[language]
  return {
    ja: `カメラの属性（${rest.slice(1).join('.')}）`,
    en: `attribute of the camera (${rest.slice(1).join('.')})`,
  }[language]
}

function testWords(path: string, test: Test, rules: Rules, language: Language): string {
  if (typeof test !== 'object') return scalarWords(path, test, rules, language)
  const told = comparisonParts(path, test, rules, language)
  return told.join({ ja: '、', en: ', ' }[language])
}

function comparisonParts(
  path: string,
  test: Comparison,
  rules: Rules,
  language: Language,
): readonly string[] {
  const one = (value: Scalar): string => scalarWords(path, value, rules, language)
  const many = (values: readonly Scalar[]): string => values.map(one).join({ ja: '／', en: ' / ' }[language])
  const { is, in: among, only, atLeast, atMost, above, below, exists } = test
  return [
    // beside another test, that it is given goes without saying
    ...(exists === undefined || (exists && Object.keys(test).length > 1)
      ? []
      : [existsWords(exists, language)]),
    ...(is === undefined ? [] : [one(is)]),
    ...(among === undefined ? [] : [{ ja: `${many(among)}のどれか`, en: `one of ${many(among)}` }[language]]),
    ...(only === undefined ? [] : [{ ja: `${many(only)}だけ`, en: `${many(only)} alone` }[language]]),
    ...(atLeast === undefined
      ? []
      : [{ ja: `${one(atLeast)}以上`, en: `at least ${one(atLeast)}` }[language]]),
    ...(atMost === undefined ? [] : [{ ja: `${one(atMost)}以下`, en: `at most ${one(atMost)}` }[language]]),
    ...(above === undefined ? [] : [{ ja: `${one(above)}より上`, en: `above ${one(above)}` }[language]]),
    ...(below === undefined ? [] : [{ ja: `${one(below)}未満`, en: `below ${one(below)}` }[language]]),
  ]
}

function existsWords(exists: boolean, language: Language): string {
  return exists
    ? { ja: '示されている', en: 'given' }[language]
    : { ja: '示されていない', en: 'not given' }[language]
}

function scalarWords(path: string, value: Scalar, rules: Rules, language: Language): string {
  if (typeof value === 'boolean')
    return value ? { ja: 'はい', en: 'yes' }[language] : { ja: 'いいえ', en: 'no' }[language]
  if (typeof value === 'number') return String(value)
  if (path === 'actor.role') return roleWord(rules, value)
  if (path === 'request.documents')
    return rules.documents.find(({ id }) => id === value)?.title ?? wordOf(path, value, language)
  if (isSpanText(value)) return spanWords(value, language)
  return wordOf(path, value, language)
}

function wordOf(path: string, value: string, language: Language): string {
  return valuesOf[path]?.[value]?.[language] ?? value
}

/** A value of a fact in words; one without words stands for itself. */
export function factValueWord({ path }: Fact, value: string, language: Language): string {
  return wordOf(path, value, language)
}

/** What the instrument calls a role. */
export function roleWord({ terms, roles }: Rules, role: string): string {
  return terms[role] ?? roles.find(({ id }) => id === role)?.heldBy ?? role
}

/** A paper by its kind or the pack's own id. */
export function documentWord({ documents }: Rules, paper: string, language: Language): string {
  return documents.find(({ id }) => id === paper)?.title ?? wordOf('request.documents', paper, language)
}
