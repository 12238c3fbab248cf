import { takesEffect } from '../../../domain/decide/takes-effect.ts'
import { diffRules } from '../../../domain/pack/diff.ts'
import type { Pack } from '../../../domain/pack/rules.ts'
import type { Command, CommandCall, CommandResult } from '../command.ts'
import { diffLines } from './diff-lines.ts'
import { packAt, withFiles } from './files.ts'
import { isResult, newestBut, versionOf } from './versions.ts'

/** What a new version changes, and for which footage and acts. */
export const packDiff: Command = {
  name: 'pack diff',
  usage: 'pack diff A [B] [--from DAY] [--to DAY]',
  about: {
    ja: '二つの要綱（一つだけなら新しい二つの版）の違いと、どの録画・どの行為から変わるかを示します',
    en: 'show what differs between two packs (of one: its newest two versions), and from which footage and acts on',
  },
  options: {
    from: {
      type: 'string',
      about: { ja: 'Aのうち、この日に施行されている版', en: 'of A the version in force on this day' },
    },
    to: {
      type: 'string',
      about: {
        ja: 'B（なければA）のうち、この日に施行されている版',
        en: 'of B (else A) the version in force on this day',
      },
    },
  },
  args: [1, 2],
  run(call) {
    return withFiles(call.language, () => compared(call))
  },
}

async function compared({ args, options, language }: CommandCall): Promise<CommandResult> {
  const [a = '', b] = args
  const older = (await packAt(a)).instrument
  const newer = b === undefined ? older : (await packAt(b)).instrument
  const { from, to } = options
  const before =
    from === undefined && b === undefined ? newestBut(older, 1, language) : versionOf(older, from, language)
  if (isResult(before)) return before
  const after = versionOf(newer, to, language)
  if (isResult(after)) return after
  const diff = diffRules(before, after)
  const effect = takesEffect(before, after)
  return {
    exit: 0,
    json: { from: identity(before), to: identity(after), ...diff, effect },
    lines: diffLines(before, after, { diff, effect, language }),
  }
}

function identity({ id, title, since }: Pack) {
  return { id, title, since }
}
