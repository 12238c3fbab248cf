import { decide } from '../decide/decide.ts'
import { registerStanding } from '../decide/register.ts'
import type { ClauseRef, RoleId } from '../ids.ts'
import type { Pack, Requirement } from '../pack/rules.ts'
import type { Act } from '../pack/vocabulary.ts'
import type { DoneThing, Question } from '../question/question.ts'
import { mayManage, mayOperate } from './operators.ts'
import { type Permitted, permitted, type Refused, refusalOf, refused, settle } from './refusal.ts'

export type RegisterPlace = { readonly row: string; readonly place: string }
type Asked = { readonly role: RoleId; readonly at: string }

/** The instrument's table of cameras, one entry per place, with how many cameras it has there. */
export function registerTable(pack: Pack): {
  readonly clause: ClauseRef | null
  readonly rows: readonly {
    readonly row: string
    readonly facility: string
    readonly places: readonly { readonly place: string; readonly range: string; readonly count: number }[]
  }[]
} {
  const { register } = pack
  if (register.is !== 'stated') return { clause: null, rows: [] }
  return {
    clause: register.clauses[0] ?? null,
    rows: register.value.map(({ row, facility, cameras }) => ({
      row,
      facility,
      places: [...Map.groupBy(cameras, ({ place }) => place)].map(([place, same]) => ({
        place,
        range: same.map(({ range }) => range).join('、'),
        count: same.length,
      })),
    })),
  }
}

/** Facility and range of a place in the instrument's table; empty words where the table does not have it. */
export function cameraRow(pack: Pack, row: string, place: string): { facility: string; range: string } {
  // an instrument without a table knows no rows: the facility is what was written
  if (pack.register.is !== 'stated') return { facility: row, range: '' }
  const found = registerTable(pack).rows.find((candidate) => candidate.row === row)
  const range = found?.places.find((candidate) => candidate.place === place)?.range
  return { facility: found?.facility ?? '', range: range ?? '' }
}

/** Whether a further camera has its place under the instrument: one more than its table has there, or one elsewhere, is refused. */
export function admitCamera(
  pack: Pack,
  { row, place, present, role, at }: RegisterPlace & Asked & { readonly present: readonly RegisterPlace[] },
): Permitted | Refused {
  const count = present.filter((camera) => camera.row === row && camera.place === place).length + 1
  // without a table every camera stands for itself, and the place is only a name
  const camera = pack.register.is === 'silent' ? {} : { count, attrs: { registerRow: row, place } }
  const standing = registerStanding(pack, camera)
  const { facility } = cameraRow(pack, row, place)
  const where = { row, facility, place }
  if (standing.is === 'elsewhere') return refused('register-elsewhere', standing.clauses, where)
  if (standing.is === 'full')
    return refused('register-full', standing.clauses, { ...where, count: String(count - 1) })
  const operator = mayOperate(pack, role)
  if (operator.kind === 'refused') return operator
  const table = pack.register.is === 'stated' ? pack.register.clauses : []
  // what people judge and decide about it is asked before it records, when it can be looked at
  const answer = decide(pack, { ask: 'decide', at, act: 'add', camera })
  return answer.answer === 'refused' ? refusalOf(answer) : permitted(table, operator.clauses)
}

/**
 * Whether a camera may go live: every role that the instrument wants filled is, and what it wants done, judged or decided before is.
 * @param filled one per person, the role that each has
 * @param judged ids of judgments and decisions that named persons have made
 */
export function decideGoLive(
  pack: Pack,
  {
    role,
    at,
    filled,
    done,
    camera,
    judged,
  }: Asked & {
    readonly filled: readonly RoleId[]
    readonly done: readonly DoneThing[]
    readonly camera: NonNullable<Question['camera']>
    readonly judged: readonly string[]
  },
): Permitted | Refused {
  const operator = mayOperate(pack, role)
  if (operator.kind === 'refused') return operator
  const made = judgmentsOf(pack).filter(({ id }) => judged.includes(id))
  const question = {
    ask: 'decide' as const,
    at,
    camera,
    done: [...appointed(pack, filled), ...done],
    answers: Object.fromEntries(made.map(({ id, wants = true }) => [id, wants])),
    chain: made.flatMap((one) => stepsOf(one)),
  }
  for (const act of ['add', 'go-live'] as const) {
    const answer = settle(decide(pack, { ...question, act }))
    if (answer.kind === 'refused') return vacancy(pack, answer)
    if (act === 'go-live') return permitted(answer.clauses, operator.clauses)
  }
  return operator
}

/** A role that nobody fills is told as such. */
function vacancy(pack: Pack, answer: Refused): Refused {
  const vacant = pack.roles.find(({ id }) => id === answer.params['id'])
  return vacant === undefined ? answer : refused('role-vacant', answer.clauses, { role: vacant.id })
}

function stepsOf({ kind, by, did = 'decide' }: Requirement) {
  const [role] = by === undefined || by === 'unnamed' ? [] : by
  return kind === 'decision' && role !== undefined ? [{ role: role as string, did }] : []
}

const putUp: readonly Act[] = ['add', 'go-live']

/** Judgments and decisions of named persons that a camera waits for before it records. */
export function judgmentsOf(pack: Pack): readonly Requirement[] {
  return pack.acts
    .filter(({ acts, grounds }) => grounds === undefined && putUp.some((act) => acts.includes(act)))
    .flatMap(({ needs }) => needs)
    .filter(
      ({ kind, acts }) =>
        (kind === 'test' || kind === 'decision') &&
        (acts === undefined || putUp.some((act) => acts.includes(act))),
    )
}

/** Roles that as many people hold as the instrument wants. */
export function appointed(pack: Pack, filled: readonly RoleId[]): readonly DoneThing[] {
  return pack.roles
    .filter(({ id, atLeast }) => filled.filter((one) => one === id).length >= Math.max(atLeast, 1))
    .map(({ id }) => ({ kind: 'appointment', id }))
}

/** Who puts whom into which role. */
export function decideAppointment(
  pack: Pack,
  { appointer, role }: { readonly appointer: RoleId; readonly role: RoleId },
): Permitted | Refused {
  const found = pack.roles.find(({ id }) => id === role)
  if (found === undefined) return refused('role-not-permitted', [], { role, wanted: '' })
  const { appointedBy, clauses } = found
  if (appointedBy.length === 0) return mayManage(pack, appointer)
  return appointedBy.includes(appointer)
    ? permitted(clauses)
    : refused('role-not-permitted', clauses, { role: appointer, wanted: appointedBy.join(',') })
}
