import { parseArgs } from 'node:util'
import type { Command, CommandResult, Language } from './commands/command.ts'
import { fsckCommand } from './commands/fsck.ts'
import { ledgerVerify } from './commands/ledger-verify.ts'
import { packAsk } from './commands/pack/ask.ts'
import { packCheck } from './commands/pack/check.ts'
import { packDiff } from './commands/pack/diff.ts'
import { packFacts } from './commands/pack/facts.ts'
import { packNew } from './commands/pack/new.ts'
import { packShow } from './commands/pack/show.ts'
import { verifyCommand } from './commands/verify.ts'
import { dataRoot } from './data-folder.ts'

const commands: readonly Command[] = [
  verifyCommand,
  ledgerVerify,
  fsckCommand,
  packCheck,
  packShow,
  packAsk,
  packDiff,
  packNew,
  packFacts,
]

const shared = { json: { type: 'boolean' }, lang: { type: 'string' }, data: { type: 'string' } } as const

function help(language: Language): string {
  const title = {
    ja: '使い方: npm run -s tsujiban -- コマンド',
    en: 'usage: npm run -s tsujiban -- COMMAND',
  }[language]
  const common = {
    ja: '共通: --json（機械向けの出力） --lang en（英語） --data フォルダー（既定は TSUJIBAN_DATA）',
    en: 'all: --json (for machines) --lang ja|en --data FOLDER (default: TSUJIBAN_DATA)',
  }[language]
  const lines = commands.flatMap(({ usage, about, options }) => [
    `  ${usage}`,
    `      ${about[language]}`,
    ...Object.entries(options).map(([name, option]) => `      --${name}: ${option.about[language]}`),
  ])
  return [title, '', ...lines, '', common].join('\n')
}

/** Read before anything else, so that even a wrong command line is answered in the language asked for. */
function languageOf(argv: readonly string[]): Language {
  const asked =
    argv.includes('--lang=en') || (argv.includes('--lang') && argv[argv.indexOf('--lang') + 1] === 'en')
  return asked ? 'en' : 'ja'
}

async function run(argv: readonly string[]): Promise<{ result: CommandResult; json: boolean }> {
  const given = argv[0]?.startsWith('-') === true ? [] : argv
  const command = commands.find(({ name }) => name.split(' ').every((word, index) => given[index] === word))
  const json = argv.includes('--json')
  const language = languageOf(argv)
  const wrong = (why: string): { result: CommandResult; json: boolean } => ({
    json,
    result: { exit: 2, json: { error: { code: 'usage', message: why } }, lines: [why, '', help(language)] },
  })
  if (argv.length === 0 || argv.includes('--help')) {
    return {
      json,
      result: { exit: argv.length === 0 ? 2 : 0, json: { help: help(language) }, lines: [help(language)] },
    }
  }
  if (command === undefined) {
    return wrong(
      { ja: `知らないコマンドです: ${argv.join(' ')}`, en: `unknown command: ${argv.join(' ')}` }[language],
    )
  }
  let parsed: ReturnType<typeof parseArgs>
  try {
    parsed = parseArgs({
      args: argv.slice(command.name.split(' ').length),
      options: { ...shared, ...command.options },
      allowPositionals: true,
    })
  } catch (error) {
    return wrong(error instanceof Error ? error.message : String(error))
  }
  const [least, most] = typeof command.args === 'number' ? [command.args, command.args] : command.args
  if (parsed.positionals.length < least || parsed.positionals.length > most) return wrong(command.usage)
  const { data, ...options } = parsed.values
  try {
    const result = await command.run({
      args: parsed.positionals,
      options: options as Record<string, string | boolean>,
      language,
      dataRoot: dataRoot(typeof data === 'string' ? { TSUJIBAN_DATA: data } : process.env),
    })
    return { result, json }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'internal'
    const message = error instanceof Error ? error.message : String(error)
    return { json, result: { exit: 1, json: { error: { code, message } }, lines: [`${code}: ${message}`] } }
  }
}

const { result, json } = await run(process.argv.slice(2))
const text = json ? JSON.stringify(result.json) : result.lines.join('\n')
if (json || result.exit === 0) console.log(text)
else console.error(text)
process.exitCode = result.exit
