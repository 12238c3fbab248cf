import type { DueRule } from '../pack/rules.ts'
import { partsOf, type Span, type SpanUnit } from '../pack/span.ts'
import { eventWords, type Language, type WordsOf } from './vocabulary-words.ts'

const units: WordsOf<SpanUnit> = {
  hour: { ja: '時間', en: 'hours' },
  day: { ja: '日', en: 'days' },
  week: { ja: '週間', en: 'weeks' },
  month: { ja: 'か月', en: 'months' },
  year: { ja: '年', en: 'years' },
  businessDay: { ja: '開庁日', en: 'business days' },
  fiscalYear: { ja: '年度', en: 'fiscal years' },
}

/** `P14D`: 14日, 14 days. */
export function spanWords(span: Span, language: Language): string {
  const { n, unit } = partsOf(span)
  if (language === 'ja') return `${n}${units[unit].ja}`
  return `${n} ${n === 1 ? units[unit].en.slice(0, -1) : units[unit].en}`
}

/** When something is due, as a phrase; empty where the pack gives no time. */
export function dueWords(due: DueRule | 'withoutDelay' | 'none', language: Language): string {
  if (due === 'none') return ''
  if (due === 'withoutDelay') return { ja: '遅滞なく', en: 'without delay' }[language]
  const base = baseWords(due.from, language)
  const before = due.direction === 'before'
  if (due.within === 'unknown')
    return {
      ja: `${base}の${before ? '前' : '後'}、市町村が定める期限まで`,
      en: `${before ? 'before' : 'after'} ${base}, by a time that the office sets`,
    }[language]
  const span = spanWords(due.within, language)
  const notes = dueNotes(due, language)
  return {
    ja: `${base}の${span}${before ? '前まで' : '以内'}${notes}`,
    en: `${before ? '' : 'within '}${span} ${before ? 'before' : 'after'} ${base}${notes}`,
  }[language]
}

function baseWords(from: DueRule['from'], language: Language): string {
  if (from === 'act') return { ja: 'その行為', en: 'the act' }[language]
  if (from === 'installOn') return { ja: '設置の予定日', en: 'the planned day of installation' }[language]
  return eventWords[from][language]
}

function dueNotes({ counted, roll, direction }: DueRule, language: Language): string {
  const notes = [
    ...(counted === 'eventDay' ? [{ ja: 'その日を含めて数える', en: 'that day counts' }[language]] : []),
    ...(roll === 'forward'
      ? [
          {
            ja: `閉庁日なら${direction === 'before' ? '前' : '次'}の開庁日`,
            en: `on a closed day the ${direction === 'before' ? 'open day before' : 'next open day'}`,
          }[language],
        ]
      : []),
  ]
  if (notes.length === 0) return ''
  return language === 'ja' ? `（${notes.join('、')}）` : ` (${notes.join(', ')})`
}
