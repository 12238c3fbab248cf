import type { Answer } from '../decide/answer.ts'
import { ask } from '../decide/ask.ts'
import { valueText } from '../guideline/part-facts.ts'
import type { PolicyInstrument } from '../pack/rules.ts'
import type { SkeletonAnswers } from '../pack/skeleton-answers.ts'
import { operatingRoles } from '../pack/skeleton-pieces.ts'
import type { Question } from './question.ts'

type Plain = Readonly<Record<string, unknown>>

/** A question in words and in facts; what is expected of it is what the pack answers. */
type Draft = {
  readonly situation: string
  readonly question: string
  readonly clause: string
  readonly pair?: string
  readonly asked: Question
}

/** First cases for a pack that `skeletonOf` has made, with the answers that it gives: a clerk reads whether they are right. */
export function firstCases(instrument: PolicyInstrument, answers: SkeletonAnswers): readonly Plain[] {
  return draftsOf(answers).map(({ situation, question, clause, pair, asked }) => {
    const answer = ask(instrument, asked)
    return {
      situation,
      question,
      answer: answerWords(answer, asked),
      clause: `${answers.id}:${clause}`,
      ...(pair !== undefined && { pair }),
      ...asked,
      expect: expected(answer),
    }
  })
}

/** A day on which the version is in force. */
function sampleDay({ since }: SkeletonAnswers): string {
  return since === 'unknown' || since < '2026-11-01' ? '2026-11-01' : since
}

function draftsOf(answers: SkeletonAnswers): readonly Draft[] {
  return [
    ...periodDrafts(answers),
    ...managerDrafts(answers),
    ...policeDrafts(answers),
    ...signDrafts(answers),
    ...displayDrafts(answers),
  ]
}

function periodDrafts(answers: SkeletonAnswers): readonly Draft[] {
  const { period, sinceClause } = answers
  const clause = typeof period === 'object' ? period.clause : sinceClause
  const day = sampleDay(answers)
  return [
    {
      situation: `${day} の午前10時に録画した。`,
      question: 'いつまで残るか。',
      clause,
      asked: { ask: 'expiry', footage: { recordedAt: `${day}T10:00+09:00` } },
    },
    {
      situation: '保存期間の定めを確かめる。',
      question: 'どう定めているか。',
      clause,
      asked: { ask: 'value', value: 'retention.period' },
    },
  ]
}

function managerDrafts({ manager, sinceClause }: SkeletonAnswers): readonly Draft[] {
  const clause = typeof manager === 'object' ? manager.clause : sinceClause
  const asked: Question = { ask: 'value', value: 'roles.responsibleManager.heldBy' }
  return [{ situation: '録画の責任を負う者を確かめる。', question: 'だれか。', clause, asked }]
}

const deciderRoles = {
  manager: 'responsibleManager',
  head: 'municipalHead',
  operator: 'designatedOperator',
  unnamed: 'responsibleManager',
} as const

function policeDrafts(answers: SkeletonAnswers): readonly Draft[] {
  const { police } = answers
  if (typeof police !== 'object') return []
  const { clause, papers, decidedBy } = police
  const named = decidedBy !== 'unnamed' && (decidedBy !== 'operator' || typeof answers.operators === 'object')
  const decider = named ? deciderRoles[decidedBy] : 'responsibleManager'
  const full: Question = {
    ask: 'decide',
    at: `${sampleDay(answers)}T14:00+09:00`,
    act: 'provide',
    actor: { role: operatingRoles(answers).at(-1) ?? '' },
    chain: [{ role: decider, did: 'decide' }],
    request: {
      by: 'police',
      purpose: 'within',
      basis: 'officialInquiry',
      documents: papers.slice(0, 1),
      identityChecked: true,
    },
    // the text names nobody: the office does
    ...(!named && { supplement: { 'grounds.police.decider': decider } }),
  }
  const made = (situation: string, asked: Question): Draft => ({
    situation: named ? situation : `${situation}決める役は市町村が定めた。`,
    question: '提供してよいか。',
    clause,
    asked,
  })
  const lacking =
    papers.length > 0
      ? made('警察が文書を出さずに求めている。', { ...full, request: { ...full.request, documents: [] } })
      : made('警察が求めているが、決定がない。', { ...full, chain: [] })
  return [
    { ...made('警察が求め、要るものがそろっている。', full), pair: 'police' },
    { ...lacking, pair: 'police' },
    made('報道機関が求めている。', { ...full, request: { ...full.request, by: 'press' } }),
  ]
}

function signDrafts(answers: SkeletonAnswers): readonly Draft[] {
  const { sign } = answers
  if (typeof sign !== 'object') return []
  const roles = [
    'responsibleManager',
    ...(typeof answers.operators === 'object' ? ['designatedOperator'] : []),
  ]
  const appointed = { kind: 'appointment' as const, items: roles }
  const at = `${sampleDay(answers)}T09:00+09:00`
  const made = (situation: string, done: Question['done']): Draft => ({
    situation,
    question: '録画を始めてよいか。',
    clause: sign.clause,
    pair: 'sign',
    asked: { ask: 'decide', at, act: 'go-live', done },
  })
  return [
    made('表示を付け、役に就く者を決めた。', [appointed, { kind: 'sign' }]),
    made('役に就く者を決めたが、表示がない。', [appointed]),
  ]
}

function displayDrafts(answers: SkeletonAnswers): readonly Draft[] {
  const { display } = answers
  if (typeof display !== 'object') return []
  const at = `${sampleDay(answers)}T09:00+09:00`
  const asked: Question = { ask: 'decide', at, act: 'watch-live' }
  const situation = '現在の映像を画面で見ようとする。'
  return [{ situation, question: '見てよいか。', clause: display.clause, asked }]
}

function answerWords(answer: Answer, { value: path }: Question): string {
  switch (answer.ask) {
    case 'decide': {
      if (answer.answer === 'needs')
        return `まだできない。要るもの: ${answer.needs.map(({ title }) => title).join('、')}。`
      return { permitted: 'してよい。', refused: 'できない。', notApplicable: '対象ではない。' }[
        answer.answer
      ]
    }
    case 'expiry':
      return answer.lastDay === null ? saidNothing(answer.answer) : `${answer.lastDay} まで。`
    case 'value':
      return answer.answer === 'stated'
        ? `${valueText(path ?? '', answer.value, 'ja')}。`
        : saidNothing(answer.answer)
    case 'duties':
      return ''
  }
}

function saidNothing(answer: string): string {
  return answer === 'silent' ? '文書に定めがない。' : 'まだ確かめていない。'
}

function expected(answer: Answer): Plain {
  switch (answer.ask) {
    case 'decide': {
      const { why, clauses, needs } = answer
      return {
        answer: answer.answer,
        why,
        clauses,
        ...(needs.length > 0 && {
          needs: needs.map(({ kind, id, clauses: its }) => ({ kind, id, clauses: its })),
        }),
      }
    }
    case 'expiry': {
      const { lastDay, approx, other, clauses } = answer
      if (lastDay === null) return { answer: answer.answer }
      return { answer: answer.answer, lastDay, approx, other: other.map((one) => one.lastDay), clauses }
    }
    case 'value': {
      const { value, force, approx, clauses } = answer
      if (answer.answer !== 'stated') return { answer: answer.answer }
      return { answer: answer.answer, value, force, ...(approx !== '' && { approx }), clauses }
    }
    case 'duties':
      return { answer: [] }
  }
}
