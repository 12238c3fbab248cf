import type { ClauseRef } from '../ids.ts'
import type { Pack, RegisterRow } from '../pack/rules.ts'
import type { Question } from '../question/question.ts'

/** How a camera stands to the instrument's own table. */
export type RegisterStanding =
  | { readonly is: 'free' }
  | { readonly is: 'full' | 'elsewhere' | 'rowMissing' | 'unwritten'; readonly clauses: readonly ClauseRef[] }

/**
 * One camera more than the table has, or one elsewhere, has no place. `camera.count` counts the cameras of that place with this one;
 * `camera.attrs.registerRow` names the row by its number, or all rows of a facility; `camera.attrs.place` the place within it.
 */
export function registerStanding({ register }: Pack, camera: Question['camera']): RegisterStanding {
  if (register.is === 'silent') return { is: 'free' }
  if (register.is === 'unknown') return { is: 'unwritten', clauses: [] }
  const { value: rows, clauses } = register
  const asked = camera?.attrs?.['registerRow']
  const count = camera?.count
  if (asked === undefined) {
    const all = rows.reduce((sum, row) => sum + row.count, 0)
    return { is: count !== undefined && count > all ? 'full' : 'rowMissing', clauses }
  }
  const cameras = rowsNamed(rows, String(asked)).flatMap((row) => row.cameras)
  const place = camera?.attrs?.['place']
  const there = place === undefined ? cameras : cameras.filter((one) => one.place === String(place))
  if (there.length === 0) return { is: 'elsewhere', clauses }
  return count !== undefined && count > there.length ? { is: 'full', clauses } : { is: 'free' }
}

function rowsNamed(rows: readonly RegisterRow[], asked: string): readonly RegisterRow[] {
  const row = rows.find((one) => one.row === asked)
  if (row !== undefined) return [row]
  const facility = rows.filter((one) => one.facility === asked)
  if (facility.length > 0) return facility
  return rows.filter(({ cameras }) => cameras.length === 1 && cameras[0]?.place === asked).slice(0, 1)
}
