import type { CaseId } from '../domain/ids.ts'
import type { Context } from './context.ts'
import { system } from './context.ts'
import { signedInPeople } from './sign-in.ts'

/** Ends the viewings of people who have gone without ending them: a browser that was killed, a sign-out on another page. */
export async function endLeftViewings(context: Context): Promise<number> {
  const now = context.clock.now()
  const here = new Set(await signedInPeople(context))
  const open = await context.records.db
    .selectFrom('viewings')
    .select(['id', 'caseId', 'person'])
    .where('endedAt', 'is', null)
    .execute()
  const left = open.filter(({ person }) => !here.has(person))
  if (left.length === 0) return 0
  await context.records.transaction(async (tx) => {
    for (const { id, caseId } of left) {
      const { numUpdatedRows } = await tx.db
        .updateTable('viewings')
        .set({ endedAt: now })
        .where('id', '=', id)
        .where('endedAt', 'is', null)
        .executeTakeFirst()
      if (numUpdatedRows === 0n) continue
      tx.enter({
        kind: 'viewed',
        actor: system,
        case: caseId as CaseId,
        body: { viewing: id, phase: 'ended' },
      })
    }
  })
  return left.length
}
