import { dimensions } from './dimensions.ts'
import type { Presence } from './presence.ts'
import type { PolicyInstrument, Rules } from './rules.ts'
import type { PackData, RulesData } from './schema/pack.ts'

/** A pack file in the form the rules are asked in: every value present, every part with its clauses. */
export function normalise(data: PackData): PolicyInstrument {
  const { format: _format, versions, ...identity } = data
  const made = {
    ...identity,
    versions: versions.map((version) => ({
      ...version,
      rules: version.rules === 'unknown' ? version.rules : normaliseRules(version.rules),
    })),
  }
  // the schemas check the form of every id; the brands say so from here on
  return made as unknown as PolicyInstrument
}

function normaliseRules({ values, silent, register, grounds, acts, ...rest }: RulesData): Rules {
  const stated = values as Readonly<Record<string, object | undefined>>
  const quiet = new Set<string>(silent)
  const made = {
    ...rest,
    values: Object.fromEntries(
      dimensions.map(({ path }) => {
        const value = stated[path]
        if (value !== undefined) return [path, { is: 'stated', ...value }]
        return [path, { is: quiet.has(path) ? 'silent' : 'unknown' }]
      }),
    ),
    register: presenceOf(register),
    grounds: grounds.map((ground) => withClauses(ground, ground.clauses)),
    acts: acts.map(({ clauses, ...rule }) => withClauses(rule, clauses ?? [])),
    retention: {
      ...rest.retention,
      byClass: rest.retention.byClass.map((one) => ({ ...one, period: presenceOf(one.period) })),
    },
  }
  return made as unknown as Rules
}

function presenceOf(value: string | object): Presence<unknown> {
  return (typeof value === 'string' ? { is: value } : { is: 'stated', ...value }) as Presence<unknown>
}

type Part = { readonly clauses?: readonly string[] | undefined; readonly oneOf?: readonly Part[] | undefined }

/** What a ground or rule asks and causes rests on its own clauses, unless it names others. */
function withClauses<T extends { readonly needs: readonly Part[]; readonly then: readonly Part[] }>(
  holder: T,
  clauses: readonly string[],
): T {
  const inherit = <P extends Part>(part: P): P => ({
    ...part,
    clauses: part.clauses ?? clauses,
    ...(part.oneOf && { oneOf: part.oneOf.map(inherit) }),
  })
  return { ...holder, needs: holder.needs.map(inherit), then: holder.then.map(inherit) }
}
