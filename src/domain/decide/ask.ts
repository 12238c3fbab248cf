import type { LocalDay } from '../ids.ts'
import { isPack, type NotInForce, packOn } from '../pack/in-force.ts'
import type { Pack, PolicyInstrument } from '../pack/rules.ts'
import { checkQuestion, type QuestionFault } from '../question/check-question.ts'
import type { Question } from '../question/question.ts'
import type { Answer } from './answer.ts'
import { decide, refused } from './decide.ts'
import { answerDuties } from './duties.ts'
import { expiry, noExpiry } from './expiry.ts'
import { dayOfText, subjectOf } from './subject.ts'
import { answerValue, noValue } from './value.ts'

/** What an instrument says of a question: the version in force on the day that the question is about answers. */
export function ask(instrument: PolicyInstrument, question: Question): Answer {
  const pack = packOn(instrument, dayAsked(instrument, question))
  return isPack(pack) ? askPack(pack, question) : withoutRules(pack, question.ask)
}

/** No rules were in force, or their text is not in the pack: nothing is permitted, and no day or value can be told. */
function withoutRules({ reason, clauses }: NotInForce, asked: Question['ask']): Answer {
  const why = 'out-of-dates'
  const answer = reason === 'text-unknown' ? 'unknown' : 'refused'
  switch (asked) {
    case 'decide':
      return refused(why, clauses, reason)
    case 'duties':
      return { ask: 'duties', answer: [], why }
    case 'expiry':
      return { ...noExpiry, answer, why, clauses }
    case 'value':
      return { ...noValue, answer, why, clauses }
  }
}

export function askPack(pack: Pack, question: Question): Answer {
  switch (question.ask) {
    case 'decide':
      return decide(pack, question)
    case 'expiry':
      return expiry(pack, question)
    case 'duties':
      return answerDuties(subjectOf(pack, question))
    case 'value':
      return answerValue(pack, question)
  }
}

/** Of footage the day it was recorded, otherwise the day of the question; without either the newest text. */
function dayAsked({ timeZone, versions }: PolicyInstrument, question: Question): LocalDay {
  const at = question.ask === 'expiry' ? (question.footage?.recordedAt ?? question.at) : question.at
  if (at !== undefined) return dayOfText(at, timeZone)
  return versions.at(-1)?.until ?? ('9999-12-31' as LocalDay)
}

/** Faults of a question that only the pack shows: ids it does not have, values of the wrong kind. */
export function questionFaults(instrument: PolicyInstrument, question: Question): readonly QuestionFault[] {
  const pack = packOn(instrument, dayAsked(instrument, question))
  return isPack(pack) ? checkQuestion(pack, question) : []
}
