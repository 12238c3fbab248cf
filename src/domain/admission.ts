import {
  type Decision,
  isRefused,
  type Need,
  needing,
  type Permitted,
  type Refused,
  refused,
  settle,
} from './decision.ts'
import type { ClauseRef, PersonId, RoleId } from './ids.ts'
import type { Pack, RegisterRow } from './pack.ts'
import { type Actor, operatingNeed } from './roles.ts'

export type RegisterPlace = { readonly row: string; readonly place: string }

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
  const found = registerTable(pack).rows.find((candidate) => candidate.row === row)
  const range = found?.places.find((candidate) => candidate.place === place)?.range
  return { facility: found?.facility ?? '', range: range ?? '' }
}

/**
 * Whether a further camera has its place in the instrument's table: one more than the table has there, or one elsewhere, is refused.
 * An instrument without a table bounds nothing; one whose table is not in the pack admits nothing.
 */
export function admitCamera(
  pack: Pack,
  facts: RegisterPlace & { readonly actor: Actor; readonly present: readonly RegisterPlace[] },
): Permitted | Refused {
  return settle(considerCamera(pack, facts))
}

export function considerCamera(
  pack: Pack,
  facts: RegisterPlace & { readonly actor: Actor; readonly present: readonly RegisterPlace[] },
): Decision {
  const { register } = pack
  const operating = operatingNeed(pack, facts.actor)
  if (isRefused(operating)) return operating
  if (register.is === 'silent') return needing(operating.needs, operating.clauses)
  if (register.is === 'unknown') return refused('text-unknown', [], { row: facts.row })
  const row = register.value.find((candidate) => candidate.row === facts.row)
  if (!row) return refused('register-row-unknown', register.clauses, { row: facts.row })
  const breach = rowBreach(row, facts, register.clauses)
  return breach ?? needing(operating.needs, [...register.clauses, ...operating.clauses])
}

function rowBreach(
  row: RegisterRow,
  facts: RegisterPlace & { readonly present: readonly RegisterPlace[] },
  clauses: readonly ClauseRef[],
): Refused | undefined {
  const shared = { row: row.row, facility: row.facility, place: facts.place }
  const places = row.cameras.filter(({ place }) => place === facts.place).length
  if (places === 0) {
    const known = [...new Set(row.cameras.map(({ place }) => place))].join('、')
    return refused('register-place-unknown', clauses, { ...shared, places: known })
  }
  const inRow = facts.present.filter((camera) => camera.row === row.row)
  const there = inRow.filter((camera) => camera.place === facts.place).length
  if (there >= places || inRow.length >= row.count)
    return refused('register-full', clauses, { ...shared, count: String(places) })
  return undefined
}

/** Whether a camera may go live: every role that the instrument wants filled is, and the actor may operate. */
export function goLive(
  pack: Pack,
  facts: {
    readonly actor: Actor
    readonly filled: readonly { readonly role: RoleId; readonly person: PersonId }[]
  },
): Permitted | Refused {
  return settle(considerGoLive(pack, facts))
}

export function considerGoLive(
  pack: Pack,
  facts: {
    readonly actor: Actor
    readonly filled: readonly { readonly role: RoleId; readonly person: PersonId }[]
  },
): Decision {
  const operating = operatingNeed(pack, facts.actor)
  if (isRefused(operating)) return operating
  const vacant = pack.roles
    .filter((role) => facts.filled.filter((holder) => holder.role === role.id).length < role.atLeast)
    .map(
      (role): Need => ({
        kind: 'role',
        id: role.id,
        clauses: role.clauses,
        reason: 'role-vacant',
        params: { role: role.id },
      }),
    )
  const required = pack.roles.filter(({ atLeast }) => atLeast > 0).flatMap(({ clauses }) => clauses)
  return needing([...vacant, ...operating.needs], [...required, ...operating.clauses])
}
