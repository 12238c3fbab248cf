import { access, mkdir, writeFile } from 'node:fs/promises'
import { join, relative, resolve, sep } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { fileURLToPath } from 'node:url'
import { readYamlAs } from '../../../adapters/packs/yaml-cases.ts'
import { writeYaml } from '../../../adapters/packs/yaml-write.ts'
import { parsePack } from '../../../domain/pack/parse.ts'
import { skeletonOf, unansweredPaths } from '../../../domain/pack/skeleton.ts'
import { type SkeletonAnswers, skeletonAnswersSchema } from '../../../domain/pack/skeleton-answers.ts'
import { firstCases } from '../../../domain/question/skeleton-cases.ts'
import type { Command, CommandResult, Language } from '../command.ts'
import { withFiles } from './files.ts'
import { commentsFor, headFor } from './new/comments.ts'
import { type Ask, interview } from './new/interview.ts'
import { ended } from './versions.ts'

const usage = 'pack new FOLDER [--answers FILE.yaml]'
const root = fileURLToPath(new URL('../../../..', import.meta.url))
const schema = join(root, 'docs/ref/pack.schema.json')

const noTerminal = {
  ja: '質問に答えるには端末が要ります。端末がないときは --answers に答えのファイルを渡します（書き方: docs/ref/pack.md の Answers for pack new）',
  en: 'the questions need a terminal; without one, give the answers in a file with --answers (docs/ref/pack.md, "Answers for pack new")',
} as const

/** Asks about an instrument and writes a pack that a clerk can go on with. */
export const packNew: Command = {
  name: 'pack new',
  usage,
  about: {
    ja: '要綱について質問し、書きかけの要綱ファイルと最初の事例を作ります',
    en: 'ask about an instrument and write a first pack.yaml with first cases',
  },
  options: {
    answers: {
      type: 'string',
      about: {
        ja: '質問の代わりに、答えを書いたファイルを読みます',
        en: 'read the answers from a file instead of asking',
      },
    },
  },
  args: 1,
  run({ args, options, language }) {
    return withFiles(language, async () => {
      const folder = args[0] ?? ''
      if (await isThere(join(folder, 'pack.yaml'))) return exists(folder, language)
      const file = options['answers']
      if (typeof file === 'string')
        return made(folder, await readYamlAs(skeletonAnswersSchema, file), language)
      if (!process.stdin.isTTY) return ended(2, 'usage', `${usage}\n${noTerminal[language]}`)
      const answers = await asked(language)
      return answers === null ? gaveUp(language) : made(folder, answers, language)
    })
  },
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

/** The interview on the terminal; null where it was ended before its end. */
async function asked(language: Language): Promise<SkeletonAnswers | null> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  const ended = new Promise<null>((resolve) => terminal.once('close', () => resolve(null)))
  const ask: Ask = (prompt) => terminal.question(prompt)
  try {
    return await Promise.race([interview(ask, language), ended])
  } finally {
    terminal.close()
  }
}

function exists(folder: string, language: Language): CommandResult {
  const words = { ja: 'すでにあります。上書きしません', en: 'is there already and is not overwritten' }
  return ended(1, 'exists', `${join(folder, 'pack.yaml')}: ${words[language]}`)
}

function gaveUp(language: Language): CommandResult {
  return ended(
    1,
    'cancelled',
    { ja: '途中でやめました。何も書いていません', en: 'ended early: nothing was written' }[language],
  )
}

async function made(folder: string, answers: SkeletonAnswers, language: Language): Promise<CommandResult> {
  const data = skeletonOf(answers)
  const parsed = parsePack(data)
  if (!parsed.ok) throw new Error(`the skeleton is faulty: ${JSON.stringify(parsed.faults)}`)
  const cases = firstCases(parsed.instrument, answers)
  const head = `yaml-language-server: $schema=${schemaFrom(folder)}\n${headFor(answers, language)}`
  const files = [
    { path: join(folder, 'pack.yaml'), text: writeYaml(data, commentsFor(answers, language), head) },
    { path: join(folder, 'cases/first.yaml'), text: writeYaml(cases) },
  ]
  await mkdir(join(folder, 'cases'), { recursive: true })
  // 'wx': what somebody else writes meanwhile is not overwritten either
  for (const { path, text } of files) await writeFile(path, text, { flag: 'wx' })
  const unknown = unansweredPaths(answers)
  return {
    exit: 0,
    json: { ok: true, id: answers.id, files: files.map(({ path }) => path), cases: cases.length, unknown },
    lines: doneLines(
      files.map(({ path }) => path),
      cases.length,
      unknown.length,
      language,
    ),
  }
}

/** The schema as an editor finds it from the new file: by a relative path within the program's folder. */
function schemaFrom(folder: string): string {
  const path = relative(resolve(folder), schema)
  return resolve(folder).startsWith(root) ? path.split(sep).join('/') : schema
}

function doneLines(
  files: readonly string[],
  cases: number,
  unknown: number,
  language: Language,
): readonly string[] {
  return {
    ja: [
      ...files.map((file) => `作りました: ${file}`),
      `事例 ${cases} 件は、いまの内容での答えです。正しいかどうかを読んで確かめてください。`,
      `まだ確かめていない項目が ${unknown} あります（pack.yaml の silent の上に並んでいます）。`,
      '次は: 文書の条項を一つずつ provisions に書き、pack check で確かめます（docs/guide/pack.ja.md）。',
    ],
    en: [
      ...files.map((file) => `written: ${file}`),
      `${cases} cases hold what the pack answers now: read whether that is right`,
      `${unknown} values are not looked up yet (listed above silent in pack.yaml)`,
      'next: write the provisions one by one, and run pack check (docs/ref/pack.md)',
    ],
  }[language]
}
