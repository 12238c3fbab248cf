import {
  type Article,
  type ArticlePart,
  articlesOf,
  partKindWords,
  unsaid,
} from '../../../domain/guideline/articles.ts'
import { forceWords, owedWords } from '../../../domain/guideline/vocabulary-words.ts'
import type { Pack } from '../../../domain/pack/rules.ts'
import type { Command, CommandResult, Language } from '../command.ts'
import { packAt, withFiles } from './files.ts'
import { ended, isResult, versionOf } from './versions.ts'

/** The instrument article by article, as the program understands it. */
export const packShow: Command = {
  name: 'pack show',
  usage: 'pack show PACK [--article CLAUSE] [--on DAY]',
  about: {
    ja: '要綱を、プログラムが理解したとおりに条ごとに示します',
    en: 'show an instrument article by article, as the program understands it',
  },
  options: {
    article: {
      type: 'string',
      about: { ja: 'この条とその項・号だけ（例 7 又は inzai:3(4)）', en: 'only this article and its items' },
    },
    on: {
      type: 'string',
      about: {
        ja: 'この日に施行されている版（既定は最新）',
        en: 'the version in force on this day (default: newest)',
      },
    },
  },
  args: 1,
  run({ args, options, language }) {
    return withFiles(language, async () => {
      const { instrument } = await packAt(args[0] ?? '')
      const pack = versionOf(instrument, options['on'], language)
      return isResult(pack) ? pack : shown(pack, options['article'], language)
    })
  },
}

function shown(pack: Pack, article: string | boolean | undefined, language: Language): CommandResult {
  const all = articlesOf(pack, language)
  const articles =
    typeof article === 'string' ? all.filter(({ clause }) => isOf(pack.id, clause, article)) : all
  if (articles.length === 0)
    return ended(
      1,
      'unknown-id',
      { ja: `${String(article)} という条はありません`, en: `no article ${String(article)}` }[language],
    )
  const { id, title, kind, municipality, since } = pack
  const { silent, unknown } = unsaid(pack, language)
  const json = { id, title, kind, municipality, since, articles, silent, unknown }
  const head = `${title}（${municipality}、${since === 'unknown' ? say('noDay', language) : since}）`
  const lines = [head, '', ...articles.flatMap((one) => [...articleLines(one, language), ''])]
  if (article !== undefined) return { exit: 0, json, lines }
  return {
    exit: 0,
    json,
    lines: [
      ...lines,
      `${say('silent', language)} (${silent.length})`,
      ...silent.map(({ path, label }) => `  ${label}  ${path}`),
      `${say('unknown', language)} (${unknown.length})`,
      ...unknown.map(({ path, label }) => `  ${label}  ${path}`),
    ],
  }
}

/** `5` and `inzai:5` mean the article and all its paragraphs and items. */
function isOf(id: string, clause: string, asked: string): boolean {
  const whole = asked.startsWith(`${id}:`) ? asked : `${id}:${asked}`
  return clause === whole || (clause.startsWith(whole) && !/^\d/.test(clause.slice(whole.length)))
}

const words = {
  noDay: { ja: '施行日は不明', en: 'day in force not known' },
  silent: { ja: '文書に定めがない事項', en: 'the instrument is silent on' },
  unknown: { ja: 'まだ書かれていない事項', en: 'not written in the pack yet' },
  chosen: { ja: '読み方', en: 'reading' },
  others: { ja: '別の読み方', en: 'other readings' },
  asks: { ja: '市町村に確かめること', en: 'the office is asked' },
  remark: { ja: '注意', en: 'remark' },
} as const

function say(key: keyof typeof words, language: Language): string {
  return words[key][language]
}

function articleLines(article: Article, language: Language): readonly string[] {
  const { clause, says, how, force, parts, readings, asks, remark } = article
  const owed = how.map((one) => owedWords[one][language]).join('・')
  return [
    `${clause}  ${says}`,
    `    [${forceWords[force][language]} / ${owed}]`,
    ...parts.flatMap((part) => partLines(part, language)),
    ...(readings ? [`    ${say('chosen', language)}: ${readings.chosen}`] : []),
    ...(readings ? [`    ${say('others', language)}: ${readings.others.join(' / ')}`] : []),
    ...(asks === null ? [] : [`    ${say('asks', language)}: ${asks}`]),
    ...(remark === null ? [] : [`    ${say('remark', language)}: ${remark}`]),
  ]
}

function partLines({ name, kind, title, facts }: ArticlePart, language: Language): readonly string[] {
  const told = facts.map(({ label, text }) => `${label}: ${text}`)
  const head = `    - ${partKindWords[kind][language]}「${title}」`
  return told.length === 1
    ? [`${head} ${told[0]}  (${name})`]
    : [`${head}  (${name})`, ...told.map((one) => `        ${one}`)]
}
