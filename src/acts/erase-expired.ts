import { keepingOf } from '../domain/casework/keeping.ts'
import { endOfDay } from '../domain/decide/expiry.ts'
import type { ClauseRef, EpochId, HoldId, Instant, LocalDay } from '../domain/ids.ts'
import type { Context } from './context.ts'
import { system } from './context.ts'
import { epochsToCopy } from './copy-holds.ts'
import { inTurn } from './in-turn.ts'
import { localDay } from './local-day.ts'
import { settleEpochs } from './settle-epochs.ts'
import { trustClock } from './trust-clock.ts'

/** An erasure later than this after its due time is shown as late, in milliseconds. */
const graceBeforeLate = 60 * 60_000

/** Rows of one statement: SQLite takes 32,766 parameters, and a day may have more slots and epochs than that. */
const rowsAtOnce = 4000

/** Epochs that one round ends for want of space; the next round sees whether it was enough. */
const mostForCapacity = 8

type Cause = 'expired' | 'hold-ended' | 'capacity'

export type Ended = {
  readonly cause: Cause
  /** recording day, or the day the holds end */
  readonly day: LocalDay
  readonly dueAt: Instant
  readonly clauses: readonly ClauseRef[]
  readonly epochs: readonly EpochId[]
  readonly holds: readonly HoldId[]
}

export type EraseResult = { readonly erasures: number; readonly heldBack: string | null }

/**
 * Ends what is due: intent entered, key table rewritten without the secrets, slots given back, completion entered (design: erasing).
 * Nothing is erased while the clock is not to be trusted; the answer then says why. funabashi:9(8), 9(10)
 */
export async function eraseExpired(context: Context): Promise<EraseResult> {
  // judged in every round, due or not: a doubt that is not written down would end with the program
  const clock = await trustClock(context)
  const spares = await settleEpochs(context)
  const due = await dueNow(context)
  if (due.length === 0 && spares.length === 0) return { erasures: 0, heldBack: null }
  if (clock !== null) return { erasures: 0, heldBack: clock }
  let erasures = 0
  for (const ended of due) if (await eraseUnneeded(context, ended)) erasures++
  if (spares.length > 0) {
    await context.vault.erase({ epochs: spares, holds: [] })
    await context.records.db.deleteFrom('epochs').where('id', 'in', spares).execute()
  }
  return { erasures, heldBack: null }
}

/**
 * Ends the oldest footage early because the store is full, epoch by epoch until a slot comes free; said in ledger and certificate. The
 * period is a maximum, so that is lawful; silence about it would not be.
 * @returns epochs ended
 */
export async function eraseForCapacity(context: Context): Promise<number> {
  if ((await trustClock(context)) !== null) return 0
  const needed = await epochsInUse(context)
  const oldest = await context.records.db
    .selectFrom('epochs')
    .select(['id', 'day'])
    .where('erasedAt', 'is', null)
    .where('day', 'is not', null)
    .orderBy('beganAt')
    .limit(mostForCapacity + needed.size)
    .execute()
  let ended = 0
  for (const { id, day } of oldest) {
    if (needed.has(id as EpochId)) continue
    if ((await context.footage.capacity()).free > 0 || ended === mostForCapacity) break
    const erased = await eraseUnneeded(context, {
      cause: 'capacity',
      day: day as LocalDay,
      dueAt: context.clock.now(),
      clauses: keepingOf(context.pack, day as LocalDay).clauses,
      epochs: [id as EpochId],
      holds: [],
    })
    if (erased) ended++
  }
  return ended
}

/** Epochs that the recorder still writes (at most a minute past midnight), or of which a hold still wants its copies: left for a later round. */
async function epochsInUse(context: Context): Promise<ReadonlySet<EpochId>> {
  return new Set([...(await context.footage.openEpochs()), ...(await epochsToCopy(context))])
}

async function dueNow(context: Context): Promise<readonly Ended[]> {
  const recordings = await dueRecordings(context)
  const holds = await dueHolds(context)
  if (recordings.length === 0) return holds
  const needed = await epochsInUse(context)
  const ended = recordings.map((due) => ({
    ...due,
    epochs: due.epochs.filter((epoch) => !needed.has(epoch)),
  }))
  return [...ended.filter(({ epochs }) => epochs.length > 0), ...holds]
}

async function dueRecordings(context: Context): Promise<readonly Ended[]> {
  const days = await context.records.db
    .selectFrom('epochs')
    .select('day')
    .distinct()
    .where('erasedAt', 'is', null)
    .where('day', 'is not', null)
    .orderBy('day')
    .execute()
  const due: Ended[] = []
  for (const { day } of days) {
    const keeping = keepingOf(context.pack, day as LocalDay)
    if (context.clock.now() < keeping.dueAt) continue
    due.push({
      cause: 'expired',
      day: day as LocalDay,
      dueAt: keeping.dueAt,
      clauses: keeping.clauses,
      epochs: await epochsOf(context, day as string),
      holds: [],
    })
  }
  return due
}

async function dueHolds(context: Context): Promise<readonly Ended[]> {
  const rows = await context.records.db
    .selectFrom('holds')
    .select(['id', 'endsOn', 'clause'])
    .where('endedAt', 'is', null)
    .where('endsOn', '<', localDay(context, context.clock.now()))
    .orderBy('endsOn')
    .execute()
  const byDay = Map.groupBy(rows, ({ endsOn }) => endsOn)
  return [...byDay].map(([day, holds]) => ({
    cause: 'hold-ended',
    day: day as LocalDay,
    dueAt: endOfDay(day as LocalDay, context.pack.timeZone),
    clauses: [...new Set(holds.map(({ clause }) => clause as ClauseRef))],
    epochs: [],
    holds: holds.map(({ id }) => id as HoldId),
  }))
}

async function epochsOf(context: Context, day: string): Promise<readonly EpochId[]> {
  const rows = await context.records.db
    .selectFrom('epochs')
    .select('id')
    .where('day', '=', day)
    .where('erasedAt', 'is', null)
    .execute()
  return rows.map(({ id }) => id as EpochId)
}

/** Looks once more, in turn with the releases, at what is still needed: a hold may have been placed since. */
async function eraseUnneeded(context: Context, ended: Ended): Promise<boolean> {
  return inTurn(context, async () => {
    const needed = ended.epochs.length === 0 ? new Set<EpochId>() : await epochsInUse(context)
    const epochs = ended.epochs.filter((epoch) => !needed.has(epoch))
    if (epochs.length + ended.holds.length === 0) return false
    await erase(context, { ...ended, epochs })
    return true
  })
}

async function erase(context: Context, ended: Ended): Promise<void> {
  const id = context.newId()
  const { cause, day, dueAt, clauses } = ended
  const cameras = await camerasOf(context, ended)
  await context.records.transaction(async (tx) => {
    tx.enter({
      kind: 'erasure-intended',
      actor: system,
      clauses,
      body: {
        erasure: id,
        cause,
        day,
        dueAt,
        cameras,
        epochs: ended.epochs.length,
        holds: ended.holds.length,
      },
    })
  })
  const destroyed = await context.vault.erase({ epochs: ended.epochs, holds: ended.holds })
  const erasedAt = context.clock.now()
  const recordings = await context.footage.recycleEpochs(ended.epochs, erasedAt)
  const copies = await context.footage.recycleHolds(ended.holds, erasedAt)
  const slots = [...recordings.slots, ...copies.slots]
  await context.records.transaction(async (tx) => {
    for (const epochs of inPortions(ended.epochs)) {
      await tx.db.updateTable('epochs').set({ erasedAt }).where('id', 'in', epochs).execute()
    }
    if (ended.holds.length > 0) {
      await tx.db
        .updateTable('holds')
        .set({ endedAt: erasedAt, sealedLeaves: new Uint8Array(0) })
        .where('id', 'in', ended.holds)
        .execute()
    }
    // the sealed office lock of an erased epoch lives only as long as a hold needs it
    await tx.db
      .updateTable('epochs')
      .set({ sealedOfficeLock: null })
      .where('erasedAt', 'is not', null)
      .where('sealedOfficeLock', 'is not', null)
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom('holdLeaves')
              .innerJoin('holds', 'holds.id', 'holdLeaves.hold')
              .select('holds.id')
              .whereRef('holdLeaves.epoch', '=', 'epochs.id')
              .where('endedAt', 'is', null),
          ),
        ),
      )
      .execute()
    await tx.db
      .insertInto('erasures')
      .values({
        id,
        cause,
        day,
        dueAt,
        erasedAt,
        late: erasedAt - dueAt > graceBeforeLate ? 1 : 0,
        cameras: cameras.length,
        footageMs: recordings.milliseconds + copies.milliseconds,
        slots: slots.length,
        anchor: destroyed.anchorKind,
      })
      .execute()
    for (const freed of inPortions(slots)) {
      await tx.db
        .insertInto('erasureSlots')
        .values(freed.map(({ slot, generation }) => ({ erasure: id, slot, generation, overwrittenAt: null })))
        .execute()
    }
    tx.enter({
      kind: 'erasure-completed',
      actor: system,
      clauses,
      body: {
        erasure: id,
        dueAt,
        erasedAt,
        late: erasedAt - dueAt > graceBeforeLate,
        epochs: ended.epochs.length,
        holds: ended.holds.length,
        leaves: recordings.leaves + copies.leaves,
        slots: slots.length,
        bytes: recordings.bytes + copies.bytes,
        footageMs: recordings.milliseconds + copies.milliseconds,
        anchor: destroyed.anchorKind,
      },
    })
  })
}

async function camerasOf(context: Context, ended: Ended): Promise<readonly string[]> {
  const fromEpochs = await Promise.all(
    inPortions(ended.epochs).map((epochs) =>
      context.records.db.selectFrom('epochs').select('camera').distinct().where('id', 'in', epochs).execute(),
    ),
  )
  const fromHolds =
    ended.holds.length === 0
      ? []
      : await context.records.db
          .selectFrom('holdLeaves')
          .select('camera')
          .distinct()
          .where('hold', 'in', ended.holds)
          .execute()
  return [...new Set([...fromEpochs.flat(), ...fromHolds].map(({ camera }) => camera))]
}

function inPortions<T>(rows: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(rows.length / rowsAtOnce) }, (_, i) =>
    rows.slice(i * rowsAtOnce, (i + 1) * rowsAtOnce),
  )
}

/** Recording days and holds whose end has passed with their footage still there. */
export async function lateErasures(context: Context): Promise<number> {
  const now = context.clock.now()
  const due = [...(await dueRecordings(context)), ...(await dueHolds(context))]
  return due.filter(({ dueAt }) => now - dueAt > graceBeforeLate).length
}
