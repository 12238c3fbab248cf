/** What a command says and how it ends: 0 done, 1 refused or failed, 2 wrong usage. */
export type CommandResult = {
  readonly exit: 0 | 1 | 2
  /** for `--json` */
  readonly json: unknown
  /** for people, in the language asked for */
  readonly lines: readonly string[]
}

export type Language = 'ja' | 'en'

export type CommandCall = {
  readonly args: readonly string[]
  readonly options: Readonly<Record<string, string | boolean | undefined>>
  readonly language: Language
  readonly dataRoot: string
}

export type Command = {
  /** as written on the command line: `ledger verify` */
  readonly name: string
  readonly usage: string
  readonly about: Readonly<Record<Language, string>>
  /** options of its own; `--json`, `--lang` and `--data` belong to every command */
  readonly options: Readonly<
    Record<
      string,
      { readonly type: 'string' | 'boolean'; readonly about: Readonly<Record<Language, string>> }
    >
  >
  /** so many words after the name; two numbers where some may be left out */
  readonly args: number | readonly [number, number]
  run(call: CommandCall): Promise<CommandResult>
}

/** A finding as a line: its code, then its fields. */
export function findingLine(finding: Readonly<Record<string, unknown>>): string {
  const { code, ...fields } = finding
  const shown = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${String(value)}`)
  return [`- ${String(code)}`, ...shown].join(' ')
}
