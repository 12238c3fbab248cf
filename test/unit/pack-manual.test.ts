import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseYaml } from '../../src/adapters/packs/yaml.ts'
import { readPack } from '../../src/adapters/packs/yaml-pack.ts'
import { ask, questionFaults } from '../../src/domain/decide/ask.ts'
import { packSchema } from '../../src/domain/pack/schema/pack.ts'
import { skeletonAnswersSchema } from '../../src/domain/pack/skeleton-answers.ts'
import { questionSchema } from '../../src/domain/question/question.ts'
import { findPackDocFaults } from '../../tools/pack-docs.ts'

const root = join(import.meta.dirname, '../..')
const manual = await readFile(join(root, 'docs/ref/pack.md'), 'utf8')

test('the schema and the tables of the manual are those of the language', async () => {
  expect(await findPackDocFaults(root)).toEqual([])
})

const leastRules = {
  terms: {},
  provisions: [{ clause: 'mihon:1', says: '例', how: ['recorded'] }],
  values: {},
  roles: [{ id: 'responsibleManager', clauses: ['mihon:1'], heldBy: '例' }],
  unlocking: { holders: ['responsibleManager'], clauses: ['mihon:1'] },
  retention: { countedFrom: ['recordingDay'] },
}

const examples = [
  ...manual.matchAll(/<!-- ask: (\S+) -->\n\n```yaml\n([\s\S]*?)```\n\n```json\n([\s\S]*?)```/g),
].map(([, pack = '', question = '', answer = '']) => ({ pack, question, answer }))

test('there are examples of every kind of question', () => {
  const kinds = new Set(examples.map(({ question }) => /^ask: (\w+)/.exec(question)?.[1]))
  expect(kinds).toEqual(new Set(['decide', 'duties', 'expiry', 'value']))
})

test.each(examples)('$pack answers as the manual says: $question', async ({ pack, question, answer }) => {
  const { instrument } = await readPack(join(root, pack))
  const asked = questionSchema.parse(parseYaml(question, 'question').value)
  expect(questionFaults(instrument, asked)).toEqual([])
  const wanted = JSON.parse(answer) as { readonly ask?: string; readonly answer: unknown }
  const given = ask(instrument, asked)
  if (given.ask !== 'duties') return expect(given).toMatchObject(wanted)
  for (const duty of wanted.answer as readonly object[])
    expect(given.answer).toContainEqual(expect.objectContaining(duty))
})

const fragments = [
  ...manual.matchAll(
    /```yaml\n((?:terms|provisions|values|silent|scope|roles|register|prohibitions|needs|acts|duties|retention|documents):[\s\S]*?)```/g,
  ),
].map(([, text = '']) => text)

test.each(fragments)('an example of a section is of the language: %s', (text) => {
  const example = parseYaml(text, 'example').value as Readonly<Record<string, unknown>>
  const { needs, ...sections } = example
  const ground = { id: 'one', title: '例', acts: ['view'], needs, clauses: ['mihon:1'] }
  const rules = { ...leastRules, ...sections, ...(needs !== undefined && { grounds: [ground] }) }
  const version = { since: 'unknown', clauses: ['mihon:1'], rules }
  const pack = {
    format: 2,
    id: 'mihon',
    title: '例',
    kind: '例',
    municipality: '見本市',
    timeZone: 'Asia/Tokyo',
  }
  expect(packSchema.safeParse({ ...pack, versions: [version] }).error?.issues).toBeUndefined()
})

test('there are examples of the sections', () => {
  expect(fragments.length).toBeGreaterThan(10)
})

test('the answers for pack new in the manual are answers', () => {
  const [, text = ''] = /### Answers for `pack new`[\s\S]*?```yaml\n([\s\S]*?)```/.exec(manual) ?? []
  expect(skeletonAnswersSchema.parse(parseYaml(text, 'answers').value)).toMatchObject({ id: 'mihon' })
})
