import { choiceWord } from '../guideline/choice-words.ts'
import { spanWords } from '../guideline/span-words.ts'
import { approximationWords, documentWords, purposeWords } from '../guideline/vocabulary-words.ts'
import type { Owed } from './rules.ts'
import type { SkeletonAnswers, Topic } from './skeleton-answers.ts'
import type { Force } from './vocabulary.ts'

export type Plain = Readonly<Record<string, unknown>>

/** What one answered topic adds to the rules. */
export type Piece = {
  readonly clause: string
  readonly says: string
  readonly how: readonly Owed[]
  readonly force?: Force
  readonly asks?: string
  /** parts of the rules with the list that they stand in; each rests on the clause */
  readonly parts: readonly (readonly [list: string, part: Plain])[]
}

/** An answer that says where the text speaks of the topic. */
function said<T>(answer: 'silent' | 'unknown' | T): T | undefined {
  return answer === 'silent' || answer === 'unknown' ? undefined : answer
}

export function managerWord({ manager }: SkeletonAnswers): string {
  return said(manager)?.word ?? '管理責任者'
}

export function operatorWord({ operators }: SkeletonAnswers): string {
  return said(operators)?.word ?? '取扱者'
}

/** Roles that operate and hold the key: the manager, and operators where the text has them. */
export function operatingRoles({ operators }: SkeletonAnswers): readonly string[] {
  return ['responsibleManager', ...(said(operators) ? ['designatedOperator'] : [])]
}

/** What every answered topic adds, in the order of the interview; the day in force comes last. */
export function piecesOf(answers: SkeletonAnswers): readonly Piece[] {
  const made = (Object.keys(makers) as Topic[]).flatMap((topic) => {
    const answer = said(answers[topic] as 'silent' | { readonly clause: string })
    if (answer === undefined) return []
    const make = makers[topic] as (answer: object, answers: SkeletonAnswers) => Omit<Piece, 'clause'>
    return [{ clause: answer.clause, ...make(answer, answers) }]
  })
  return [...made, inForce(answers)]
}

/** The day in force; a manager whom nobody has found in the text yet rests here too, so that the pack can be read at all. */
function inForce(answers: SkeletonAnswers): Piece {
  const { since, sinceClause, manager } = answers
  const known = said(manager) !== undefined
  return {
    clause: sinceClause,
    says: since === 'unknown' ? '施行日が文書にない、又はまだ確かめていない。' : `${since} から行う。`,
    how: ['recorded'],
    ...(!known && { asks: '管理責任者を定める条項と、その職' }),
    parts: known
      ? []
      : [
          ['roles', { id: 'responsibleManager', heldBy: '（まだ確かめていない）', atLeast: 1 }],
          ['unlocking', {}],
        ],
  }
}

type Said<T extends Topic> = Exclude<SkeletonAnswers[T], string>
type Makers = {
  readonly [T in Topic]: (answer: Said<T>, answers: SkeletonAnswers) => Omit<Piece, 'clause'>
}

const makers: Makers = {
  purposes: ({ list }) => ({
    says: `カメラを置くのは、${list.map((one) => purposeWords[one].ja).join('、')}のため。`,
    how: ['recorded'],
    parts: [['values', { path: 'purposes.installation', value: list }]],
  }),
  manager: ({ heldBy, word }) => ({
    says: `${word}は${heldBy}とする。`,
    how: ['enforced'],
    parts: [
      ['roles', { id: 'responsibleManager', heldBy, atLeast: 1 }],
      ['values', { path: 'people.managerPost', value: heldBy }],
      ['unlocking', {}],
    ],
  }),
  operators: ({ heldBy, word, rule }, answers) => ({
    says: `${managerWord(answers)}は${word}を置く（${choiceWord('people.operators', rule, 'ja')}）。`,
    how: ['enforced'],
    parts: [
      [
        'roles',
        {
          id: 'designatedOperator',
          heldBy,
          appointedBy: ['responsibleManager'],
          atLeast: rule === 'required' ? 1 : 0,
        },
      ],
      ['values', { path: 'people.operators', value: rule }],
      ['unlocking', {}],
    ],
  }),
  operating: (_, answers) => ({
    says: '決められた人のほかは、録画を検索し、見て、渡さない。',
    how: ['enforced'],
    force: 'mustNot',
    parts: [
      [
        'acts',
        {
          id: 'operating',
          acts: ['search', 'view', 'copy', 'provide'],
          needs: [
            {
              kind: 'role',
              id: 'operator',
              title:
                operatingRoles(answers).length > 1
                  ? `${managerWord(answers)}又は${operatorWord(answers)}`
                  : managerWord(answers),
              in: operatingRoles(answers),
            },
          ],
        },
      ],
    ],
  }),
  period: ({ span, approx }) => {
    const word = approximationWords[approx].ja
    const length = spanWords(span, 'ja')
    const before = approx === 'about' || approx === 'inPrinciple'
    return {
      says: `録画の保存は${before ? `${word}${length}` : `${length}${word}`}とする。`,
      how: ['enforced'],
      parts: [['values', { path: 'retention.period', value: span, approx }]],
    }
  },
  longer: ({ rule }) => ({
    says: `保存期間を延ばすこと: ${choiceWord('retention.longer', rule, 'ja')}。`,
    how: ['enforced'],
    ...(rule === 'forbidden' && { force: 'mustNot' as const }),
    parts: [
      [
        'values',
        { path: 'retention.longer', value: rule, ...(rule === 'forbidden' && { force: 'mustNot' }) },
      ],
    ],
  }),
  police: ({ papers, decidedBy }, answers) => ({
    says: `捜査機関に提供できる（${papersText(papers)}、${deciderText(decidedBy, answers)}）。`,
    how: ['enforced'],
    force: 'may',
    parts: [
      ...(decidedBy === 'head'
        ? [['roles', { id: 'municipalHead', heldBy: headWord(answers) }] as const]
        : []),
      ['grounds', policeGround({ papers, decidedBy }, answers)],
    ],
  }),
  record: () => ({
    says: '提供したことを記録する。',
    how: ['enforced'],
    parts: [
      [
        'acts',
        {
          id: 'recording',
          acts: ['provide'],
          then: [{ kind: 'record', id: 'provisionRecord', title: '提供の記録' }],
        },
      ],
      ['registers', provisionRegister],
    ],
  }),
  sign: ({ items }) => ({
    says: `カメラの所に表示する（${items.join('、')}）。`,
    how: ['issued', 'tracked'],
    parts: [
      [
        'duties',
        {
          id: 'sign',
          kind: 'sign',
          title: '設置の表示',
          gates: ['go-live'],
          items: items.map((label, index) => ({ id: `item${index + 1}`, label })),
        },
      ],
    ],
  }),
  display: ({ rule }) => ({
    says: `映像を映す設備: ${choiceWord('operation.display', rule, 'ja')}。`,
    how: ['enforced', 'recorded'],
    ...(rule === 'none' && { force: 'mustNot' as const }),
    parts: [
      ['values', { path: 'operation.display', value: rule, ...(rule === 'none' && { force: 'mustNot' }) }],
    ],
  }),
  sound: ({ rule }) => ({
    says: `音声: ${choiceWord('operation.sound', rule, 'ja')}。`,
    how: ['enforced'],
    ...(rule === 'forbidden' && { force: 'mustNot' as const }),
    parts: [
      ['values', { path: 'operation.sound', value: rule, ...(rule === 'forbidden' && { force: 'mustNot' }) }],
    ],
  }),
  inspection: ({ every }) => ({
    says:
      every === 'unknown'
        ? '点検を行う。周期は書かれていない。'
        : `${spanWords(every, 'ja')}に一度は点検する。`,
    how: ['tracked'],
    ...(every === 'unknown' && { asks: '点検の周期' }),
    parts: [
      ['duties', { id: 'inspection', kind: 'inspection', title: '保守点検', every }],
      ...(every === 'unknown'
        ? [['values', { path: 'operation.inspectionWhen', value: 'regularly' }] as const]
        : [['values', { path: 'operation.inspectionEvery', value: every }] as const]),
    ],
  }),
  complaints: () => ({
    says: '苦情に速やかに応じる。',
    how: ['tracked'],
    parts: [['values', { path: 'complaints.covers', value: ['complaints'] }]],
  }),
}

type Police = Pick<Said<'police'>, 'papers' | 'decidedBy'>

function papersText(papers: Police['papers']): string {
  return papers.length === 0 ? '書類の定めなし' : papers.map((one) => documentWords[one].ja).join('又は')
}

/** 「見本川町」 has a 町長; 「市町村長」 where the name does not say what it is. */
function headWord({ municipality }: SkeletonAnswers): string {
  const kind = /[市区町村]$/.exec(municipality)?.[0]
  return kind === undefined ? '市町村長' : `${kind}長`
}

function deciderText(decidedBy: Police['decidedBy'], answers: SkeletonAnswers): string {
  const words = {
    manager: `${managerWord(answers)}が決める`,
    head: `${headWord(answers)}が決める`,
    operator: `${operatorWord(answers)}が決める`,
    unnamed: '決める者の定めなし',
  }
  return words[decidedBy]
}

const deciderRoles = {
  manager: ['responsibleManager'],
  head: ['municipalHead'],
  operator: ['designatedOperator'],
  unnamed: 'unnamed',
} as const

function policeGround({ papers, decidedBy }: Police, answers: SkeletonAnswers): Plain {
  const paper = { kind: 'document', id: 'paper', title: '捜査機関の文書', anyOf: papers }
  // the text may speak of operators in a place that nobody has found yet
  const by =
    decidedBy === 'operator' && said(answers.operators) === undefined ? 'unnamed' : deciderRoles[decidedBy]
  return {
    id: 'police',
    title: '捜査機関への提供',
    acts: ['search', 'view', 'copy', 'provide'],
    when: { 'request.by': { in: ['police', 'prosecutor'] } },
    needs: [
      ...(papers.length > 0 ? [paper] : []),
      { kind: 'decision', id: 'policeDecision', title: '提供の決定', by },
    ],
  }
}

const provisionRegister: Plain = {
  id: 'provisionRecord',
  title: '提供の記録',
  per: 'case',
  keeper: 'responsibleManager',
  origin: 'proposed',
  fields: [
    { id: 'at', type: 'instant', label: '提供日時' },
    { id: 'recipient', type: 'text', label: '提供先' },
    { id: 'footage', type: 'window', label: '提供した画像' },
    { id: 'reason', type: 'text', label: '理由' },
    { id: 'actor', type: 'person', label: '担当者' },
  ],
}
