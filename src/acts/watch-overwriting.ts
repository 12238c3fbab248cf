import type { Context } from './context.ts'
import { system } from './context.ts'

/** Dates on the certificates what new footage has overwritten since. funabashi:9(10) */
export async function watchOverwriting(context: Context): Promise<number> {
  const overwritten = await context.footage.overwritten()
  if (overwritten.length === 0) return 0
  const touched = await context.records.db
    .selectFrom('erasureSlots')
    .select(['erasure', 'generation'])
    .where(
      'generation',
      'in',
      overwritten.map(({ generation }) => generation),
    )
    .where('overwrittenAt', 'is', null)
    .execute()
  await context.records.transaction(async (tx) => {
    for (const { generation, at } of overwritten) {
      await tx.db
        .updateTable('erasureSlots')
        .set({ overwrittenAt: at })
        .where('generation', '=', generation)
        .where('overwrittenAt', 'is', null)
        .execute()
    }
    for (const erasure of new Set(touched.map((row) => row.erasure))) {
      const { slots, done, last } = await tx.db
        .selectFrom('erasureSlots')
        .select((eb) => [
          eb.fn.countAll<number>().as('slots'),
          eb.fn.count<number>('overwrittenAt').as('done'),
          eb.fn.max('overwrittenAt').as('last'),
        ])
        .where('erasure', '=', erasure)
        .executeTakeFirstOrThrow()
      if (done < slots || last === null) continue
      tx.enter({ kind: 'overwritten', actor: system, body: { erasure, slots, at: last } })
    }
  })
  await context.footage.acknowledgeOverwritten(overwritten.map(({ generation }) => generation))
  return overwritten.length
}
