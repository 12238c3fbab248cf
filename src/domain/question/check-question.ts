import { dimensionOf } from '../pack/dimensions.ts'
import type { Pack } from '../pack/rules.ts'
import { valueFits } from '../pack/schema/values.ts'
import { isSpan, partsOf } from '../pack/span.ts'
import { documentKinds } from '../pack/vocabulary.ts'
import type { Question } from './question.ts'

export type QuestionFault = {
  readonly code: 'unknown-id' | 'wrong-value'
  readonly path: string
  /** words of the catalogue of pack messages */
  readonly hint: string
  readonly params: Readonly<Record<string, string>>
}

/** Roles of the glossary: somebody in one that an instrument does not have may be asked about, and may do nothing under it. */
const glossaryRoles = [
  'municipalHead',
  'responsibleManager',
  'operationsOfficer',
  'designatedOperator',
  'actingManager',
  'sectionHead',
  'installingEntity',
  'staff',
  'agencyHead',
  'agencyOfficer',
  'dataSubject',
  'applicant',
  'recipient',
  'contractor',
] as const

/** Roles, papers and values of a question that the pack does not know. */
export function checkQuestion(pack: Pack, question: Question): readonly QuestionFault[] {
  return [
    ...roleFaults(pack, question),
    ...documentFaults(pack, question),
    ...supplementFaults(pack, question),
  ]
}

function rolesOf({ roles, terms }: Pack): ReadonlySet<string> {
  return new Set([...glossaryRoles, ...roles.map(({ id }) => id), ...Object.keys(terms)])
}

function roleFaults(pack: Pack, { actor, chain }: Question): readonly QuestionFault[] {
  const known = rolesOf(pack)
  const named = [
    { path: 'actor.role', role: actor?.role },
    ...(chain ?? []).map(({ role }, index) => ({ path: `chain.${index}.role`, role })),
  ]
  return named.flatMap(({ path, role }) =>
    role === undefined || known.has(role)
      ? []
      : [
          {
            code: 'unknown-id' as const,
            path,
            hint: 'roleOfPack',
            params: { id: role, known: pack.roles.map(({ id }) => id).join('、') },
          },
        ],
  )
}

function documentFaults(pack: Pack, { request }: Question): readonly QuestionFault[] {
  const ids = pack.documents.map(({ id }) => id)
  const known = new Set<string>([...documentKinds, ...ids])
  return (request?.documents ?? []).flatMap((one, index) => {
    const name = typeof one === 'string' ? one : one.kind
    if (known.has(name)) return []
    const params = { id: name, known: [...documentKinds, ...ids].join('、') }
    return [
      { code: 'unknown-id' as const, path: `request.documents.${index}`, hint: 'documentOfPack', params },
    ]
  })
}

function supplementFaults(pack: Pack, { supplement }: Question): readonly QuestionFault[] {
  return Object.entries(supplement ?? {}).flatMap(([path, value]) =>
    officeValueFits(pack, path, value)
      ? []
      : [{ code: 'wrong-value' as const, path: `supplement.${path}`, hint: 'valueOfPath', params: { path } }],
  )
}

/** More closing days of its own no office has. */
const mostClosingDays = 100

function officeValueFits(pack: Pack, path: string, value: unknown): boolean {
  const dimension = dimensionOf(path)
  // footage does not end on business days
  if (dimension?.type.is === 'span' && path.startsWith('retention.'))
    return isSpan(value) && partsOf(value).unit !== 'businessDay'
  if (dimension !== undefined) return valueFits(dimension, value)
  if (/^(duties|tasks)\..+\.(every|within)$/.test(path)) return isSpan(value)
  if (/^grounds\..+\.decider$/.test(path)) return rolesOf(pack).has(String(value))
  if (path !== 'calendar.closedOn') return true
  const isDay = (one: unknown): boolean => typeof one === 'string' && /^(\d{4}-)?\d{2}-\d{2}$/.test(one)
  return Array.isArray(value) && value.length <= mostClosingDays && value.every(isDay)
}
