import { readQuestion } from '../../../adapters/packs/yaml-cases.ts'
import { ask, questionFaults } from '../../../domain/decide/ask.ts'
import { hintWords } from '../../../domain/pack/fault-words.ts'
import type { Command } from '../command.ts'
import { answerLines } from './answer-lines.ts'
import { packAt, withFiles } from './files.ts'

/** One decision, expiry, list of duties or value, from facts in a file. */
export const packAsk: Command = {
  name: 'pack ask',
  usage: 'pack ask PACK QUESTION.yaml',
  about: {
    ja: '要綱に一つの問いを尋ねます（してよいか、いつ消えるか、何が残っているか、どう定めているか）',
    en: 'ask an instrument one question: a decision, an expiry, the duties, or a value',
  },
  options: {},
  args: 2,
  run({ args, language }) {
    return withFiles(language, async () => {
      const [pack = '', file = ''] = args
      const { instrument } = await packAt(pack)
      const question = await readQuestion(file)
      const [fault] = questionFaults(instrument, question)
      if (fault) {
        const message = hintWords(fault, language)
        const error = { code: fault.code, path: fault.path, message }
        return { exit: 1, json: { error }, lines: [`${file}: ${fault.path}: ${message}`] }
      }
      const answer = ask(instrument, question)
      return { exit: 0, json: answer, lines: answerLines(answer, language) }
    })
  },
}
