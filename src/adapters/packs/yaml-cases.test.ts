import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { PackUnusable } from './yaml.ts'
import { readCases, readQuestion } from './yaml-cases.ts'

let folder: string
const pack = () => join(folder, 'pack.yaml')

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tsujiban-cases-'))
  await writeFile(pack(), '')
})
afterEach(() => rm(folder, { recursive: true }))

const entry = (more = '') => `- situation: 状況
  question: 問い
  answer: 答え
  clause: town:1
  ask: value
  value: sign.text
  expect: { answer: silent }
${more}`

async function cases(files: Readonly<Record<string, string>>) {
  await mkdir(join(folder, 'cases'))
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, 'cases', name), text)
  return readCases(pack())
}

/** `line path: hint` of every fault. */
async function faultsOf(reading: Promise<unknown>): Promise<readonly string[]> {
  const error: unknown = await reading.catch((cause: unknown) => cause)
  if (!(error instanceof PackUnusable)) throw new Error('it was read', { cause: error })
  return error.faults.map(({ line, path, hint }) => `${line} ${path.join('.')}: ${hint}`)
}

describe('cases beside a pack', () => {
  test('none', async () => {
    expect(await readCases(pack())).toEqual([])
  })

  test('every YAML file, by name, with the line of each case', async () => {
    const read = await cases({ 'b.yaml': entry(), 'a.yaml': entry() + entry(), 'notes.md': 'x' })
    expect(read.map(({ name, lines }) => [name, lines])).toEqual([
      ['a.yaml', [1, 8]],
      ['b.yaml', [1]],
    ])
    expect(read[0]?.raw[0]).toMatchObject({ clause: 'town:1', expect: { answer: 'silent' } })
  })

  test('faults with their lines, all at once', async () => {
    const text = `${entry('  colour: red\n')}${entry().replace('ask: value', 'ask: guess')}${entry().replace('  answer: 答え\n', '')}`
    expect(await faultsOf(cases({ 'a.yaml': text }))).toEqual([
      '8 0.colour: unknownKey',
      '13 1.ask: choice',
      '16 2.answer: missing',
    ])
  })

  test('a file of another shape', async () => {
    expect(await faultsOf(cases({ 'a.yaml': 'situation: x' }))).toEqual(['1 : type'])
  })
})

describe('a question', () => {
  const asked = async (text: string) => {
    await writeFile(join(folder, 'question.yaml'), text)
    return readQuestion(join(folder, 'question.yaml'))
  }

  test('as clerks write it', async () => {
    expect(
      await asked('ask: decide\nat: "2026-11-01T12:00+09:00"\nact: provide\nrequest: { by: police }'),
    ).toEqual({
      ask: 'decide',
      at: '2026-11-01T12:00+09:00',
      act: 'provide',
      request: { by: 'police' },
    })
  })

  test.each([
    ['ask: decide\nat: 2026-11-01\nact: provide', ['2 at: instant']],
    ['ask: decide\nact: provide', ['1 at: askedFor']],
    ['ask: decide\nat: "2026-11-01T12:00+09:00"\nact: lean', ['3 act: choice']],
    ['ask: duties\nat: "2026-11-01T12:00+09:00"\npresent: two', ['3 present: type']],
    ['ask: value\nvalue: [a]', ['2 value: type']],
    ['at: "2026-11-01T12:00+09:00"', ['1 ask: choice']],
    ['- 1', ['1 : type']],
    ['', ['1 : type']],
  ])('%j: %j', async (text, expected) => {
    expect([...new Set(await faultsOf(asked(text)))]).toEqual(expected)
  })

  test('that is not there', async () => {
    await expect(readQuestion(join(folder, 'nowhere.yaml'))).rejects.toMatchObject({ code: 'unreadable' })
  })
})
