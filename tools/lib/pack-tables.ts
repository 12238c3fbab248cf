import { choiceWord } from '../../src/domain/guideline/choice-words.ts'
import { factValueWord } from '../../src/domain/guideline/condition-words.ts'
import {
  actWords,
  basisWords,
  dataClassWords,
  documentWords,
  dutyWords,
  eventWords,
  installerWords,
  needWords,
  placeWords,
  purposeWords,
  requesterWords,
  stepWords,
  taskWords,
  type Words,
} from '../../src/domain/guideline/vocabulary-words.ts'
import { type Dimension, dimensions } from '../../src/domain/pack/dimensions.ts'
import {
  dataClasses,
  freeActs,
  installers,
  places,
  purposes,
  requestBases,
  requestBy,
  requesterKinds,
} from '../../src/domain/pack/vocabulary.ts'
import { type Fact, factFamilies, facts } from '../../src/domain/question/facts.ts'
import { tighterWords } from './pack-json-schema.ts'

/** The tables of docs/ref/pack.md that are made from the language, by name. */
export function packTables(): Readonly<Record<string, string>> {
  return {
    values: table(
      ['path', '日本語', 'value', 'stricter'],
      dimensions.map((one) => [code(one.path), one.ja, valueCell(one), tighterWords[one.tighter]]),
    ),
    facts: table(
      ['fact', '日本語', 'value'],
      [
        ...facts.map((one) => [code(one.path), one.ja, factCell(one)]),
        ...factFamilies.map((prefix) => [code(`${prefix}…`), familyWords[prefix].ja, familyWords[prefix].en]),
      ],
    ),
    acts: table(
      ['act', '日本語', 'without a ground'],
      Object.entries(actWords).map(([act, words]) => [
        code(act),
        words.ja,
        freeActs.has(act as keyof typeof actWords) ? 'free, once its duties are met' : 'refused',
      ]),
    ),
    needs: words(needWords),
    tasks: words(taskWords),
    duties: words(dutyWords),
    steps: words(stepWords),
    events: words(eventWords),
    documents: words(documentWords),
    classes: words(dataClassWords),
    installers: words(installerWords),
    places: words(placeWords),
    purposes: words(purposeWords),
    requesters: words(requesterWords),
    bases: words(basisWords),
  }
}

const familyWords: Readonly<Record<(typeof factFamilies)[number], Words>> = {
  'camera.attrs.': { ja: 'カメラの属性', en: "an attribute of the camera in the pack's own words" },
  'answers.': { ja: '判断への答え', en: 'flag: the answer to the test of that id' },
  'supplement.': { ja: '市町村の定め', en: "the office's own value at that path" },
  'done.': { ja: '済んだ義務', en: 'flag: the duty of that id has been entered as done' },
}

function words(list: Readonly<Record<string, Words>>): string {
  return table(
    ['word', '日本語', 'in English'],
    Object.entries(list).map(([word, { ja, en }]) => [code(word), ja, en]),
  )
}

function valueCell({ path, type }: Dimension): string {
  switch (type.is) {
    case 'span':
      return 'span (`P14D`)'
    case 'count':
      return `number（${type.unit}）`
    case 'flag':
      return '`true` / `false`'
    case 'text':
      return 'text'
    case 'texts':
      return 'list of texts'
    case 'pixels':
      return 'pixels (`640x480`)'
    case 'choice':
      return choices(type.of, (one) => choiceWord(path, one, 'ja'))
    case 'choices':
      return `list of: ${choices(type.of, (one) => choiceWord(path, one, 'ja'))}`
  }
}

const factTypes: Readonly<Record<Fact['type'], string>> = {
  choice: '',
  choices: 'list of: ',
  flag: '`true` / `false`',
  number: 'number',
  text: 'text',
  duration: 'duration (`P2M`)',
  pixels: 'pixels (`640x480`)',
  id: 'role id',
  ids: 'list of kinds or ids',
  day: 'day (`"2026-11-01"`)',
}

function factCell(fact: Fact): string {
  const { type, values } = fact
  return `${factTypes[type]}${values ? choices(values, (one) => factValueWord(fact, one, 'ja')) : ''}`
}

/** Lists that have a table of their own, which the others point to. */
const ownTables: readonly (readonly [list: readonly string[], title: string])[] = [
  [requesterKinds, 'who asks'],
  [requestBy, 'who asks'],
  [requestBases, 'what it rests on'],
  [dataClasses, 'classes of data'],
  [purposes, 'purposes'],
  [places, 'places'],
  [installers, 'installers'],
]

function choices(list: readonly string[], word: (one: string) => string): string {
  const own = ownTables.find(([other]) => other === list)
  if (own) return `[${own[1]}](#the-closed-lists)`
  return list.map((one) => `${code(one)} ${word(one)}`).join('、')
}

function code(text: string): string {
  return `\`${text}\``
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
