import { decide } from '../decide/decide.ts'
import { expiry } from '../decide/expiry.ts'
import type { LocalDay } from '../ids.ts'
import type { PackFault } from '../pack/fault.ts'
import { isPack, packOn } from '../pack/in-force.ts'
import { parsePack } from '../pack/parse.ts'
import type { Pack, PolicyInstrument } from '../pack/rules.ts'
import { type Question, questionSchema } from '../question/question.ts'

/** Rules of a town as they stand in its file; what a test does not speak of is small and quiet. */
export type TownRules = Readonly<Record<string, unknown>>

const quiet: TownRules = {
  terms: {},
  values: {},
  roles: [
    { id: 'responsibleManager', clauses: ['town:1'], heldBy: '課長' },
    { id: 'designatedOperator', clauses: ['town:1'], heldBy: '係員' },
  ],
  unlocking: { holders: ['responsibleManager'], clauses: ['town:1'] },
  retention: { countedFrom: ['recordingDay'] },
}

/** A pack file of one version, its provisions made from the clauses that its parts cite. */
export function townData(rules: TownRules = {}, version: TownRules = {}, identity: TownRules = {}): unknown {
  const data = (provisions: readonly Provision[]) => ({
    format: 2,
    id: 'town',
    title: '町要綱',
    kind: '要綱',
    municipality: '町',
    timeZone: 'Asia/Tokyo',
    versions: [
      { since: 'unknown', clauses: ['town:附則'], ...version, rules: { provisions, ...quiet, ...rules } },
    ],
    ...identity,
  })
  if ('provisions' in rules) return data([])
  const clauses = new Set(faultsOf(data([]), 'noProvision').map(({ params }) => params['clause'] ?? ''))
  const named = [...clauses].map((clause) => ({ clause, says: 'ある', how: ['recorded'], rests: [] }))
  const rests = faultsOf(data(named), 'provisionRestsElsewhere')
  return data(
    named.map((provision) => ({
      ...provision,
      rests: [
        ...new Set(
          rests.flatMap(({ params }) =>
            params['clause'] === provision.clause ? [params['part'] ?? ''] : [],
          ),
        ),
      ],
    })),
  )
}

type Provision = {
  readonly clause: string
  readonly says: string
  readonly how: readonly string[]
  readonly rests: readonly string[]
}

function faultsOf(data: unknown, hint: string): readonly PackFault[] {
  const parsed = parsePack(data)
  return parsed.ok ? [] : parsed.faults.filter((fault) => fault.hint === hint)
}

/** @throws Error with every fault */
export function instrumentOf(data: unknown): PolicyInstrument {
  const parsed = parsePack(data)
  if (parsed.ok) return parsed.instrument
  const told = parsed.faults.map(
    ({ path, hint, params }) => `${path.join('.')}: ${hint} ${JSON.stringify(params)}`,
  )
  throw new Error(`the pack is faulty:\n${told.join('\n')}`)
}

/** The town's rules as they are asked. */
export function town(rules: TownRules = {}): Pack {
  const pack = packOn(instrumentOf(townData(rules)), '2026-11-01' as LocalDay)
  if (!isPack(pack)) throw new Error('no rules')
  return pack
}

/** Faults of a town as `path: hint`. */
export function townFaults(
  rules: TownRules = {},
  version: TownRules = {},
  identity: TownRules = {},
): readonly string[] {
  const parsed = parsePack(townData(rules, version, identity))
  if (parsed.ok) return []
  return parsed.faults.map(({ path, hint }) => `${path.join('.').replace('versions.0.rules.', '')}: ${hint}`)
}

export const at = '2026-11-01T12:00+09:00'

export function question(facts: TownRules): Question {
  return questionSchema.parse({ at, ...facts })
}

export function decided(pack: Pack, facts: TownRules) {
  return decide(pack, question({ ask: 'decide', ...facts }))
}

/** Answer, reason and what is missing, for tables. */
export function told(pack: Pack, facts: TownRules): string {
  const { answer, why, needs } = decided(pack, facts)
  const missing = needs.map(({ kind, id, force }) => `${kind} ${id}${force === 'should' ? ' (should)' : ''}`)
  return [answer, ...(why === null ? [] : [why]), ...missing].join(', ')
}

export function ends(pack: Pack, recordedAt: string, facts: TownRules = {}) {
  return expiry(pack, question({ ask: 'expiry', footage: { recordedAt }, ...facts }))
}
