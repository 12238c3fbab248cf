import { dutiesOf } from '../../../domain/decide/duties.ts'
import { officePaths } from '../../../domain/decide/office-paths.ts'
import { partPaths } from '../../../domain/decide/value.ts'
import type { LocalDay } from '../../../domain/ids.ts'
import { dimensions } from '../../../domain/pack/dimensions.ts'
import { isPack, packOn } from '../../../domain/pack/in-force.ts'
import type { Pack } from '../../../domain/pack/rules.ts'
import { factFamilies, facts } from '../../../domain/question/facts.ts'
import type { Command } from '../command.ts'
import { packAt, withFiles } from './files.ts'

/** Every fact that questions and conditions may use, and a pack's own ids. */
export const packFacts: Command = {
  name: 'pack facts',
  usage: 'pack facts [PACK]',
  about: {
    ja: '問いに使える事実の一覧（種類・値・日本語の名前）と、要綱ごとのidを示します',
    en: 'list every fact (path, type, closed values, Japanese label) and the ids of a pack',
  },
  options: {},
  args: [0, 1],
  run({ args, language }) {
    return withFiles(language, async () => {
      const common = {
        facts,
        families: factFamilies,
        values: dimensions.map(({ path, ja, en, type, tighter }) => ({ path, ja, en, type, tighter })),
      }
      const lines = [
        ...facts.map(
          ({ path, type, values, ja }) => `${path}  ${type}${values ? ` (${values.join(' ')})` : ''}  ${ja}`,
        ),
        ...dimensions.map(({ path, ja }) => `${path}  ${ja}`),
      ]
      const [path] = args
      if (path === undefined) return { exit: 0, json: common, lines }
      const { instrument } = await packAt(path)
      const pack = packOn(instrument, '9999-12-31' as LocalDay)
      const own = isPack(pack) ? idsOf(pack) : null
      const named =
        own === null
          ? []
          : Object.entries(own).flatMap(([list, ids]) => [
              ``,
              list,
              ...ids.map((one) => `  ${Object.values(one).map(String).join('  ')}`),
            ])
      return { exit: 0, json: { ...common, pack: own }, lines: [...lines, ...named] }
    })
  },
}

function idsOf(pack: Pack) {
  const tests = [...pack.grounds, ...pack.acts].flatMap((holder) =>
    holder.needs
      .flatMap((need) => [need, ...(need.oneOf ?? [])])
      .filter(({ kind, oneOf }) => kind === 'test' && oneOf === undefined),
  )
  return {
    roles: pack.roles.map(({ id, heldBy, clauses }) => ({ id, ja: pack.terms[id] ?? heldBy, clauses })),
    documents: pack.documents.map(({ id, kind, title, items, clauses }) => ({
      id,
      kind,
      ja: title,
      items,
      clauses,
    })),
    tests: tests.map(({ id, asks, wants, clauses }) => ({
      id,
      ja: asks ?? '',
      wants: wants ?? true,
      clauses,
    })),
    grounds: pack.grounds.map(({ id, acts, title, clauses }) => ({ id, acts, ja: title, clauses })),
    duties: dutiesOf(pack).map(({ id, kind, title, items, gates, force, clauses }) => ({
      id,
      kind,
      ja: title,
      items: items.flatMap((item) => item.anyOf ?? [item.id]),
      gates,
      force,
      clauses,
    })),
    register:
      pack.register.is === 'stated'
        ? pack.register.value.map(({ row, facility, count, cameras }) => ({
            row,
            facility,
            count,
            places: cameras.map(({ place }) => place),
          }))
        : [],
    supplement: officePaths(pack),
    parts: partPaths(pack).map((part) => ({ path: part })),
  }
}
