import { faultLine } from '../../../adapters/packs/yaml.ts'
import { type CaseFile, readCases } from '../../../adapters/packs/yaml-cases.ts'
import { ask, questionFaults } from '../../../domain/decide/ask.ts'
import type { PolicyInstrument } from '../../../domain/pack/rules.ts'
import { deviations } from '../../../domain/question/case.ts'
import { pairFaults } from '../../../domain/question/pairs.ts'
import type { Command } from '../command.ts'
import { faultJson, packAt, withFiles } from './files.ts'

type FailedCase = {
  readonly file: string
  readonly line: number
  readonly situation: string
  readonly clause: string
  readonly deviations: readonly string[]
}

/** Whether a pack can be used, and whether it answers its own cases as they say. */
export const packCheck: Command = {
  name: 'pack check',
  usage: 'pack check PACK',
  about: {
    ja: '要綱のファイルを確かめます。誤りを、行・条項・書き直し方とともに一度にすべて示します',
    en: 'check a pack: all faults at once, each with line, clause and what to write instead',
  },
  options: {},
  args: 1,
  run({ args, language }) {
    return withFiles(language, async () => {
      const { file, instrument, advice } = await packAt(args[0] ?? '')
      const files = await readCases(file)
      const failed = files.flatMap((one) => failures(instrument, one))
      const pairs = files.flatMap(pairLines)
      const count = files.reduce((sum, { cases }) => sum + cases.length, 0)
      const summary = summaryOf(count, failed.length)[language]
      return {
        exit: failed.length + pairs.length > 0 ? 1 : 0,
        json: {
          ok: failed.length + pairs.length === 0,
          id: instrument.id,
          faults: [],
          advice: advice.map((fault) => faultJson(fault, language)),
          cases: count,
          failed,
          pairs,
        },
        lines: [
          summary,
          ...advice.map((fault) => faultLine(fault, language)),
          ...failed.map(
            ({ file: name, line, situation, deviations: found }) =>
              `  ${name}:${line} ${situation}\n      ${found.join('\n      ')}`,
          ),
          ...pairs.map(
            ({ file: name, line, pair, what, found }) =>
              `  ${name}:${line} ${pair}: ${pairWords[what][language]}（${found.join('、')}）`,
          ),
        ],
      }
    })
  },
}

function summaryOf(count: number, failed: number) {
  if (failed === 0)
    return {
      ja: `誤りはありません。事例 ${count} 件のうち ${count} 件が事例どおりです。`,
      en: `no faults; ${count} of ${count} cases answered as they say`,
    }
  return {
    ja: `要綱に誤りはありませんが、事例 ${count} 件のうち ${failed} 件が事例どおりではありません（左が事例の答え、右がいまの答え）。`,
    en: `no faults in the pack, but ${failed} of ${count} cases are not answered as they say (left: the case, right: the answer now)`,
  }
}

function failures(instrument: PolicyInstrument, { name, cases, lines }: CaseFile): readonly FailedCase[] {
  return cases.flatMap((one, index) => {
    const faults = questionFaults(instrument, one).map(
      ({ path, code, params }) => `${path}: ${code} ${params['id'] ?? ''}`,
    )
    const found = faults.length > 0 ? faults : deviations(ask(instrument, one), one)
    if (found.length === 0) return []
    return [
      {
        file: name,
        line: lines[index] ?? 1,
        situation: one.situation,
        clause: one.clause,
        deviations: found,
      },
    ]
  })
}

/** Pairs that prove nothing, with their places. */
function pairLines({ name, cases, raw, lines }: CaseFile) {
  return pairFaults(cases, raw).map(({ at, ...fault }) => ({ file: name, line: lines[at] ?? 1, ...fault }))
}

const pairWords = {
  count: { ja: '対（pair）の事例は二つにしてください', en: 'a pair has two cases' },
  facts: {
    ja: '対の二つの事例は、事実一つだけを変えてください',
    en: 'the two cases of a pair differ in one fact',
  },
  answer: { ja: '対の二つの事例の答えが同じです', en: 'the two cases of a pair have the same answer' },
} as const
