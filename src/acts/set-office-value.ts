import { mayManage } from '../domain/casework/operators.ts'
import { refused } from '../domain/casework/refusal.ts'
import { officePaths } from '../domain/decide/office-paths.ts'
import { looserValues } from '../domain/decide/supplement.ts'
import type { LocalDay } from '../domain/ids.ts'
import { dimensionOf } from '../domain/pack/dimensions.ts'
import type { Pack } from '../domain/pack/rules.ts'
import { spanFits, valueFits } from '../domain/pack/schema/values.ts'
import type { Context, Outcome, PersonActor, Records } from './context.ts'
import { done, refuse } from './context.ts'
import { ActFault } from './fault.ts'
import { localDay } from './local-day.ts'

export type OfficeValue = {
  /** a value of the language, or one of `officePaths` */
  readonly path: string
  readonly value: unknown
  readonly decidedOn: LocalDay
  /** post or body that decided it, and under which number */
  readonly decidedBy: string
}

/**
 * Sets what the instrument leaves to the office: who decides under a ground, how often something is inspected. A value that is looser than
 * what the instrument states is refused. It stands in the records as the office's, with its day and who decided it.
 */
export async function setOfficeValue(
  context: Context,
  actor: PersonActor,
  input: OfficeValue,
): Promise<Outcome<null>> {
  const { pack } = context
  if (!fits(pack, input)) throw new ActFault('request-invalid', { field: 'value' })
  if (input.decidedOn > localDay(context, context.clock.now()))
    throw new ActFault('request-invalid', { field: 'decidedOn' })
  const allowed = mayManage(pack, actor.role)
  if (allowed.kind === 'refused') return refuse(context, actor, 'set-office-value', allowed)
  const supplement = { ...pack.supplement, [input.path]: input.value }
  const looser = looserValues(pack, supplement).find(({ path }) => path === input.path)
  if (looser) {
    const refusal = refused('forbidden', looser.clauses, { by: input.path })
    return refuse(context, actor, 'set-office-value', refusal)
  }
  const before = pack.supplement[input.path]
  const value = JSON.stringify(input.value)
  await context.records.transaction(async (tx) => {
    const entrySeq = tx.enter({
      kind: 'configuration-changed',
      actor,
      body: {
        changes: [
          { field: input.path, before: before === undefined ? null : JSON.stringify(before), after: value },
          { field: 'decidedBy', before: null, after: input.decidedBy },
          { field: 'decidedOn', before: null, after: input.decidedOn },
        ],
      },
    })
    const row = {
      value,
      decidedOn: input.decidedOn,
      decidedBy: input.decidedBy,
      enteredAt: context.clock.now(),
      enteredBy: actor.person,
      entrySeq,
    }
    await tx.db
      .insertInto('officeValues')
      .values({ path: input.path, ...row })
      .onConflict((conflict) => conflict.column('path').doUpdateSet(row))
      .execute()
  })
  // another value may have been set meanwhile
  const now = context.pack
  context.usePack({ ...now, supplement: { ...now.supplement, [input.path]: input.value } })
  return done(null)
}

function fits(pack: Pack, { path, value }: OfficeValue): boolean {
  const dimension = dimensionOf(path)
  // the period is set with the disk, when the store is made
  if (dimension !== undefined) return path !== 'retention.period' && valueFits(dimension, value)
  const own = officePaths(pack).find((one) => one.path === path)
  switch (own?.type) {
    case 'role':
      return pack.roles.some(({ id }) => id === value)
    case 'span':
      return spanFits(value)
    case 'days':
      return (
        Array.isArray(value) &&
        value.every((day) => typeof day === 'string' && /^(\d{4}-)?\d{2}-\d{2}$/.test(day))
      )
    case 'flag':
      return typeof value === 'boolean'
    case 'text':
      return typeof value === 'string' && value.trim() !== ''
    case undefined:
    default:
      return false
  }
}

/** The rules of a pack with what the office has set. */
export async function withOfficeValues({ db }: Pick<Records, 'db'>, pack: Pack): Promise<Pack> {
  const rows = await db.selectFrom('officeValues').select(['path', 'value']).execute()
  if (rows.length === 0) return pack
  const set = Object.fromEntries(rows.map(({ path, value }) => [path, JSON.parse(value) as unknown]))
  return { ...pack, supplement: { ...pack.supplement, ...set } }
}
