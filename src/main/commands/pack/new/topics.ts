import { choiceWord } from '../../../../domain/guideline/choice-words.ts'
import { documentWords, purposeWords, type Words } from '../../../../domain/guideline/vocabulary-words.ts'
import { dimensionOf } from '../../../../domain/pack/dimensions.ts'
import type { Topic } from '../../../../domain/pack/skeleton-answers.ts'
import type { Language } from '../../command.ts'

/** One question of the interview within a topic. */
export type Field = {
  readonly key: string
  readonly ask: Words
  readonly kind: 'text' | 'texts' | 'span' | 'choice' | 'choices'
  readonly choices?: readonly string[]
  readonly word?: (choice: string, language: Language) => string
  /** taken where nothing is typed */
  readonly otherwise?: string
}

export type TopicQuestions = {
  readonly topic: Topic
  readonly about: Words
  readonly fields: readonly Field[]
}

function ruleOf(path: string, key = 'rule'): Field {
  const type = dimensionOf(path)?.type
  return {
    key,
    ask: { ja: '次のどれですか', en: 'which of these' },
    kind: 'choice',
    choices: type?.is === 'choice' ? type.of : [],
    word: (choice, language) => choiceWord(path, choice, language),
  }
}

function named(list: Readonly<Record<string, Words>>): Pick<Field, 'choices' | 'word'> {
  return { choices: Object.keys(list), word: (choice, language) => list[choice]?.[language] ?? choice }
}

const approximations: Readonly<Record<string, Words>> = {
  exact: { ja: 'ちょうど（「14日間」など）', en: 'exactly' },
  atMost: { ja: '以内・限度（「14日以内」など）', en: 'at most' },
  about: { ja: 'おおむね・程度', en: 'about' },
  inPrinciple: { ja: '原則として', en: 'in principle' },
  atLeast: { ja: '以上', en: 'at least' },
}
const firstDays: Readonly<Record<string, Words>> = {
  recordingDay: { ja: '録画した日を1日目とする', en: 'the day of recording is the first' },
  nextDay: { ja: '録画した日の次の日を1日目とする', en: 'the day after is the first' },
  notSaid: { ja: '書かれていない（両方の読み方を残す）', en: 'not said (both readings are kept)' },
}
const deciders: Readonly<Record<string, Words>> = {
  manager: { ja: '管理責任者', en: 'the manager' },
  head: { ja: '市町村長', en: 'the head of the municipality' },
  operator: { ja: '取扱者', en: 'an operator' },
  unnamed: { ja: '書かれていない', en: 'the text names nobody' },
}

const heldBy: Field = {
  key: 'heldBy',
  ask: { ja: '就くのはどの職・だれですか', en: 'which post or person' },
  kind: 'text',
}
function word(otherwise: string): Field {
  return {
    key: 'word',
    ask: { ja: `文書での呼び名（Enter: ${otherwise}）`, en: `what the text calls it (Enter: ${otherwise})` },
    kind: 'text',
    otherwise,
  }
}

/** What the interview asks about the text, in order. */
export const topicQuestions: readonly TopicQuestions[] = [
  {
    topic: 'purposes',
    about: { ja: 'カメラを置く目的', en: 'what cameras are for' },
    fields: [
      {
        key: 'list',
        ask: { ja: '目的（番号を、で区切る）', en: 'purposes (numbers, with commas)' },
        kind: 'choices',
        ...named(purposeWords),
      },
    ],
  },
  {
    topic: 'manager',
    about: { ja: '録画の管理に責任を負う人（管理責任者など）', en: 'who answers for the footage' },
    fields: [heldBy, word('管理責任者')],
  },
  {
    topic: 'operators',
    about: { ja: '機器を扱う人（取扱者など）', en: 'who operates' },
    fields: [ruleOf('people.operators'), heldBy, word('取扱者')],
  },
  {
    topic: 'operating',
    about: { ja: 'その人たちのほかは操作・視聴をしないこと', en: 'that nobody else operates or views' },
    fields: [],
  },
  {
    topic: 'period',
    about: { ja: '録画の保存期間', en: 'how long footage is kept' },
    fields: [
      {
        key: 'span',
        ask: { ja: '長さ（例 14日、2週間、6か月、72時間）', en: 'how long (P14D, P2W, P6M, PT72H)' },
        kind: 'span',
      },
      { key: 'approx', ask: { ja: '言い方', en: 'how it is put' }, kind: 'choice', ...named(approximations) },
      {
        key: 'firstDay',
        ask: { ja: 'どの日から数えますか', en: 'counted from' },
        kind: 'choice',
        ...named(firstDays),
      },
    ],
  },
  {
    topic: 'longer',
    about: { ja: '保存期間を延ばすこと、別の期間とすること', en: 'keeping longer' },
    fields: [ruleOf('retention.longer')],
  },
  {
    topic: 'police',
    about: { ja: '警察などの捜査機関への提供', en: 'providing to the police' },
    fields: [
      {
        key: 'papers',
        ask: {
          ja: '求める書類（どれか一つでよいものを、番号を、で区切る。定めがなければ Enter）',
          en: 'papers, one of which is enough (numbers, with commas; Enter: none)',
        },
        kind: 'choices',
        otherwise: '',
        ...named(documentWords),
      },
      {
        key: 'decidedBy',
        ask: { ja: '提供を決めるのはだれですか', en: 'who decides' },
        kind: 'choice',
        ...named(deciders),
      },
    ],
  },
  {
    topic: 'record',
    about: { ja: '提供したことの記録', en: 'recording what was provided' },
    fields: [],
  },
  {
    topic: 'sign',
    about: { ja: 'カメラがあることの表示', en: 'the sign' },
    fields: [
      {
        key: 'items',
        ask: {
          ja: '表示に書くこと（、で区切る。例 防犯カメラ作動中、設置者の名称）',
          en: 'what stands on it (with commas)',
        },
        kind: 'texts',
      },
    ],
  },
  {
    topic: 'display',
    about: { ja: '映像を映すモニター', en: 'monitors' },
    fields: [ruleOf('operation.display')],
  },
  { topic: 'sound', about: { ja: '音声の録音', en: 'sound' }, fields: [ruleOf('operation.sound')] },
  {
    topic: 'inspection',
    about: { ja: '機器の点検', en: 'inspection' },
    fields: [
      {
        key: 'every',
        ask: { ja: '周期（例 6か月。書かれていなければ Enter）', en: 'how often (P6M; Enter: not said)' },
        kind: 'span',
        otherwise: 'unknown',
      },
    ],
  },
  { topic: 'complaints', about: { ja: '苦情への対応', en: 'complaints' }, fields: [] },
]
