import { isLocalDay } from '../../../../domain/calendar/days.ts'
import type { Words } from '../../../../domain/guideline/vocabulary-words.ts'
import {
  type SkeletonAnswers,
  shortClause,
  skeletonAnswersSchema,
} from '../../../../domain/pack/skeleton-answers.ts'
import { isSpan } from '../../../../domain/pack/span.ts'
import type { Language } from '../../command.ts'
import { type Field, topicQuestions } from './topics.ts'

/** Puts a question and gives what was typed. */
export type Ask = (prompt: string) => Promise<string>

/** Asks for everything that a skeleton needs; what is wrong is asked again. */
export async function interview(ask: Ask, language: Language): Promise<SkeletonAnswers> {
  const asker: Asker = { ask, language }
  const answers: Record<string, unknown> = {}
  for (const { key, words, read } of identity) answers[key] = await until(asker, words[language], read)
  for (const { topic, about, fields } of topicQuestions) {
    const clause = await until(asker, `\n[${about[language]}]\n${whereWords[language]}`, readClause)
    answers[topic] = typeof clause === 'string' ? clause : { ...clause, ...(await fieldsOf(asker, fields)) }
  }
  return skeletonAnswersSchema.parse(answers)
}

type Asker = { readonly ask: Ask; readonly language: Language }
/** The value of what was typed, or undefined where it is none. */
type Read<T> = (typed: string) => T | undefined

async function until<T>({ ask, language }: Asker, prompt: string, read: Read<T>): Promise<T> {
  let again = ''
  for (;;) {
    const value = read((await ask(`${again}${prompt}: `)).trim())
    if (value !== undefined) return value
    again = { ja: '書き方が違います。もう一度。 ', en: 'not understood, once more. ' }[language]
  }
}

const text: Read<string> = (typed) => (typed === '' || typed.length > 600 ? undefined : typed)

const identity: readonly { readonly key: string; readonly words: Words; readonly read: Read<string> }[] = [
  { key: 'title', words: { ja: '文書の題名', en: 'title of the text' }, read: text },
  {
    key: 'kind',
    words: { ja: '文書の種類（条例、要綱、要領、指針など）', en: 'its kind (条例, 要綱...)' },
    read: text,
  },
  { key: 'municipality', words: { ja: '市町村の名前', en: 'municipality' }, read: text },
  {
    key: 'id',
    words: {
      ja: '短い名前（英小文字と数字。例 mihon。条項の頭に付きます）',
      en: 'short name (small letters and digits)',
    },
    read: (typed) => (/^[a-z][a-z0-9]{1,39}$/.test(typed) ? typed : undefined),
  },
  {
    key: 'since',
    words: {
      ja: '施行日（例 2026-04-01。分からなければ Enter）',
      en: 'first day in force (2026-04-01; Enter: not known)',
    },
    read: (typed) => (typed === '' ? 'unknown' : isLocalDay(typed) ? typed : undefined),
  },
  {
    key: 'sinceClause',
    words: { ja: '施行日の書かれた所（Enter: 附則）', en: 'where that stands (Enter: 附則)' },
    read: (typed) => (typed === '' ? '附則' : shortClause.safeParse(typed).success ? typed : undefined),
  },
]

const whereWords: Words = {
  ja: 'どこに書かれていますか（例 3-2、5(1)、7。書かれていない: なし。まだ分からない: Enter）',
  en: 'where does it stand (3-2, 5(1), 7; not in the text: none; not known yet: Enter)',
}

function readClause(typed: string): 'silent' | 'unknown' | { readonly clause: string } | undefined {
  if (typed === '') return 'unknown'
  if (typed === 'なし' || typed === 'none') return 'silent'
  return shortClause.safeParse(typed).success ? { clause: typed } : undefined
}

async function fieldsOf(asker: Asker, fields: readonly Field[]): Promise<Readonly<Record<string, unknown>>> {
  const given: Record<string, unknown> = {}
  for (const field of fields) {
    const choices = (field.choices ?? []).map(
      (choice, index) => `\n  ${index + 1} ${field.word?.(choice, asker.language) ?? choice}`,
    )
    given[field.key] = await until(
      asker,
      `${field.ask[asker.language]}${choices.join('')}\n>`,
      readerOf(field),
    )
  }
  return given
}

function readerOf({ kind, choices = [], otherwise }: Field): Read<unknown> {
  const chosen = (typed: string): string | undefined =>
    choices.find((one, index) => typed === one || typed === String(index + 1))
  return (typed) => {
    if (typed === '' && otherwise !== undefined) return kind === 'choices' ? [] : otherwise
    if (kind === 'text') return text(typed)
    if (kind === 'span') return readSpan(typed)
    if (kind === 'choice') return chosen(typed)
    const parts = typed
      .split(/[、,，]/)
      .map((one) => one.trim())
      .filter((one) => one !== '')
    if (parts.length === 0) return undefined
    if (kind === 'texts') return parts
    const all = parts.map(chosen)
    return all.includes(undefined) ? undefined : all
  }
}

const units: Readonly<Record<string, (n: string) => unknown>> = {
  日: (n) => `P${n}D`,
  日間: (n) => `P${n}D`,
  週: (n) => `P${n}W`,
  週間: (n) => `P${n}W`,
  月: (n) => `P${n}M`,
  か月: (n) => `P${n}M`,
  ヶ月: (n) => `P${n}M`,
  カ月: (n) => `P${n}M`,
  箇月: (n) => `P${n}M`,
  年: (n) => `P${n}Y`,
  年間: (n) => `P${n}Y`,
  時間: (n) => `PT${n}H`,
  年度: (n) => ({ n: Number(n), unit: 'fiscalYear' }),
  開庁日: (n) => ({ n: Number(n), unit: 'businessDay' }),
}

/** 「14日」「2週間」「P14D」; digits of either width. */
export function readSpan(typed: string): unknown {
  const plain = typed.normalize('NFKC')
  const [, n = '', unit = ''] = /^(\d+)\s*(\D+)$/.exec(plain) ?? []
  const span = units[unit]?.(n) ?? plain
  return isSpan(span) ? span : undefined
}
