import { eraDate } from '../../../domain/calendar/era.ts'
import type {
  Answer,
  DecideAnswer,
  DutiesAnswer,
  ExpiryAnswer,
  ValueAnswer,
} from '../../../domain/decide/answer.ts'
import type { LocalDay } from '../../../domain/ids.ts'
import type { Language } from '../command.ts'
import { type Word, word } from './words.ts'

/** An answer as a clerk reads it. */
export function answerLines(answer: Answer, language: Language): readonly string[] {
  const say = (key: Word): string => word(key, language)
  switch (answer.ask) {
    case 'decide':
      return decideLines(answer, say)
    case 'expiry':
      return expiryLines(answer, language)
    case 'duties':
      return dutyLines(answer, say)
    case 'value':
      return valueLines(answer, say)
  }
}

type Say = (key: Word) => string
const joined = (clauses: readonly string[]): string => (clauses.length > 0 ? `（${clauses.join('、')}）` : '')

function decideLines({ answer, why, clauses, needs, then }: DecideAnswer, say: Say): readonly string[] {
  return [
    `${say(answer)}${joined(clauses)}`,
    ...(why === null ? [] : [say(why)]),
    ...needs.map(
      (need) =>
        `- ${say(need.kind)}: ${need.title}${joined(need.clauses)}${need.due === null ? '' : ` ${dueText(need.due, say)}`}`,
    ),
    ...(then.length > 0 ? [say('afterwards')] : []),
    ...then.map(
      (task) =>
        `- ${say(task.kind)}: ${task.title}${joined(task.clauses)}${task.due === null ? '' : ` ${dueText(task.due, say)}`}`,
    ),
  ]
}

function dueText(due: string, say: Say): string {
  return due === 'withoutDelay' ? say('withoutDelay') : `${say('until')} ${due}`
}

/** A day as municipal papers write it, with the era's year on Japanese lines. */
function dayText(day: LocalDay, language: Language): string {
  return language === 'ja' ? `${eraDate(day)}（${day}）` : day
}

function expiryLines(expiry: ExpiryAnswer, language: Language): readonly string[] {
  const say: Say = (key) => word(key, language)
  const { answer, lastDay, endsAt, due, other, holds, clauses } = expiry
  return [
    lastDay === null
      ? `${say(answer)}${joined(clauses)}`
      : `${say('lastDay')} ${dayText(lastDay, language)}${joined(clauses)}`,
    ...(endsAt === null ? [] : [`${say('endsAt')} ${endsAt}`]),
    ...(due === null ? [] : [say(due)]),
    ...other.map((reading) => `${say('otherReading')} ${reading.lastDay ?? '-'}${joined(reading.clauses)}`),
    ...holds.map((hold) => `${say('held')} ${hold.lastDay ?? say('noEndYet')}${joined(hold.clauses)}`),
  ]
}

function dutyLines({ answer }: DutiesAnswer, say: Say): readonly string[] {
  return answer.map(
    ({ state, title, due, clauses }) =>
      `${say(state)} ${title}${joined(clauses)}${due === null ? '' : ` ${dueText(due, say)}`}`,
  )
}

function valueLines({ answer, value, clauses, source }: ValueAnswer, say: Say): readonly string[] {
  if (answer !== 'stated') return [`${say(answer)}${joined(clauses)}`]
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return [`${text}${joined(clauses)}${source === 'office' ? say('officeValue') : ''}`]
}
