import { isLocalDay } from '../../../domain/calendar/days.ts'
import type { LocalDay } from '../../../domain/ids.ts'
import { isPack, packOfVersion, packOn } from '../../../domain/pack/in-force.ts'
import type { Pack, PolicyInstrument } from '../../../domain/pack/rules.ts'
import type { CommandResult, Language } from '../command.ts'

type DayOption = string | boolean | undefined

/** The version in force on a day, or without one the newest; how the command ends where there is none. */
export function versionOf(
  instrument: PolicyInstrument,
  day: DayOption,
  language: Language,
): Pack | CommandResult {
  if (day === undefined) return newestBut(instrument, 0, language)
  if (typeof day !== 'string' || !isLocalDay(day))
    return ended(
      2,
      'usage',
      { ja: `日付ではありません: ${String(day)}`, en: `not a day: ${String(day)}` }[language],
    )
  const pack = packOn(instrument, day as LocalDay)
  return isPack(pack) ? pack : noVersion(instrument, pack.reason, language)
}

/** The newest version but so many. */
export function newestBut(
  instrument: PolicyInstrument,
  but: number,
  language: Language,
): Pack | CommandResult {
  const version = instrument.versions.at(-1 - but)
  if (version === undefined) return noVersion(instrument, 'no-version', language)
  const pack = packOfVersion(instrument, version)
  return isPack(pack) ? pack : noVersion(instrument, pack.reason, language)
}

const why = {
  'text-unknown': { ja: 'この版の本文は書かれていません', en: 'the text of this version is not in the pack' },
  'out-of-dates': { ja: 'この日に施行されている版はありません', en: 'no version is in force on that day' },
  'no-version': { ja: '比べる版がほかにありません', en: 'there is no other version' },
} as const

function noVersion({ id }: PolicyInstrument, code: keyof typeof why, language: Language): CommandResult {
  return ended(1, code, `${id}: ${why[code][language]}`)
}

export function isResult(one: Pack | CommandResult): one is CommandResult {
  return 'exit' in one
}

export function ended(exit: 1 | 2, code: string, message: string): CommandResult {
  return { exit, json: { error: { code, message } }, lines: [message] }
}
