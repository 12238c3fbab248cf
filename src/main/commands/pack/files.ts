import { fileURLToPath } from 'node:url'
import { faultLine, type PackFileFault, PackUnusable } from '../../../adapters/packs/yaml.ts'
import { type PackFile, readPack } from '../../../adapters/packs/yaml-pack.ts'
import type { CommandResult, Language } from '../command.ts'

/** The instruments that come with the program. */
export const packLibrary = fileURLToPath(new URL('../../../../policy-packs', import.meta.url))

/** @throws PackUnusable */
export function packAt(path: string): Promise<PackFile> {
  return readPack(path, [packLibrary])
}

/** Runs a command over pack files; a file that cannot be used ends it with all its faults. */
export async function withFiles(
  language: Language,
  work: () => Promise<CommandResult>,
): Promise<CommandResult> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof PackUnusable) return unusable(error, language)
    throw error
  }
}

const headings: Readonly<Record<PackUnusable['code'], Readonly<Record<Language, string>>>> = {
  unreadable: { ja: '読めません。場所と名前を確かめてください', en: 'cannot be read: check the path' },
  'too-large': { ja: '大きすぎます（1 MBまで）', en: 'too large (at most 1 MB)' },
  'not-utf8': {
    ja: '文字コードがUTF-8ではありません。UTF-8で保存し直してください',
    en: 'not UTF-8: save it as UTF-8',
  },
  'not-yaml': {
    ja: 'YAMLとして読めません。字下げ、かっこ、引用符、全角の「：」や空白を確かめてください',
    en: 'not YAML: look at indents, brackets, quotes, and wide colons or blanks',
  },
  faulty: { ja: '誤りがあります。直すまで使えません', en: 'faulty: not used until it is mended' },
}

function unusable({ code, file, faults: found }: PackUnusable, language: Language): CommandResult {
  const faults = found.toSorted((a, b) => a.line - b.line)
  const [first] = faults
  return {
    exit: 1,
    json: {
      error: {
        code: first?.code ?? code,
        path: first === undefined ? file : first.path.join('.'),
        message: first === undefined ? headings[code][language] : faultLine(first, language).trim(),
      },
      file,
      faults: faults.map((fault) => faultJson(fault, language)),
    },
    lines: [`${file}: ${headings[code][language]}`, ...faults.map((fault) => faultLine(fault, language))],
  }
}

/** A fault for `--json`: where, what, and what to write instead. */
export function faultJson(fault: PackFileFault, language: Language) {
  const { line, path, code, params } = fault
  return {
    line,
    path: path.join('.'),
    code,
    clause: params['clause'] ?? null,
    message: faultLine(fault, language).trim(),
  }
}
