import { decideView } from '../domain/casework/casework.ts'
import { holdAfter } from '../domain/casework/keeping.ts'
import type { CaseId, EpochId, HoldId, Instant, PersonId } from '../domain/ids.ts'
import type { LeafRow } from '../footage/ports.ts'
import { asked, caseFacts } from './case-facts.ts'
import { entryParts, instructedLeaves, instructionFor, loadCase } from './case-window.ts'
import type { Context, Outcome, PersonActor } from './context.ts'
import { done, refuse } from './context.ts'
import { ActFault } from './fault.ts'
import { inTurn } from './in-turn.ts'

export type ReleaseRequest = {
  /** P-256 public key, 65 bytes, made for this session */
  readonly sessionPublicKey: Uint8Array<ArrayBuffer>
  readonly leaves: readonly { readonly epoch: EpochId; readonly leaf: number }[]
  readonly viewing: string | null
  readonly export: string | null
}

/** Begins a look at the footage of an unlocked case, by one of the people its instruction names. */
export async function startViewing(
  context: Context,
  actor: PersonActor,
  caseId: CaseId,
): Promise<Outcome<string>> {
  const row = await loadCase(context, caseId)
  if (row.state !== 'unlocked') throw new ActFault('wrong-state', { what: 'case' })
  const decision = decideView(context.pack, await caseFacts(context, row), asked(context, actor))
  if (decision.kind === 'refused') return refuse(context, actor, 'view', decision, { case: caseId })
  await instructionFor(context, actor, caseId)
  const id = context.newId()
  await context.records.transaction(async (tx) => {
    await tx.db
      .insertInto('viewings')
      .values({ id, caseId, person: actor.person, at: context.clock.now(), endedAt: null })
      .execute()
    tx.enter({
      kind: 'viewed',
      actor,
      clauses: decision.clauses,
      case: caseId,
      body: { viewing: id, phase: 'started' },
    })
  })
  return done(id)
}

export async function endViewing(context: Context, actor: PersonActor, viewing: string): Promise<void> {
  const row = await context.records.db
    .selectFrom('viewings')
    .selectAll()
    .where('id', '=', viewing)
    .where('person', '=', actor.person)
    .executeTakeFirst()
  if (row === undefined) throw new ActFault('not-found', { what: 'viewing' })
  if (row.endedAt !== null) return
  await context.records.transaction(async (tx) => {
    const { numUpdatedRows } = await tx.db
      .updateTable('viewings')
      .set({ endedAt: context.clock.now() })
      .where('id', '=', viewing)
      .where('endedAt', 'is', null)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) return
    tx.enter({ kind: 'viewed', actor, case: row.caseId as CaseId, body: { viewing, phase: 'ended' } })
  })
}

/**
 * Hands out the time lock's half of at most ten minutes of leaves. Before it does: the vault has checked instruction, signature, appointment
 * and the inclusion of the instruction's entry (what it refuses was not released and is not entered as such), the hold that the
 * instrument demands stands (funabashi:9(9): exactly the leaves released), and the release is entered.
 */
export function releaseLeaves(
  context: Context,
  actor: PersonActor,
  caseId: CaseId,
  input: ReleaseRequest,
): Promise<Outcome<Uint8Array>> {
  return inTurn(context, () => releaseInTurn(context, actor, caseId, input))
}

async function releaseInTurn(
  context: Context,
  actor: PersonActor,
  caseId: CaseId,
  input: ReleaseRequest,
): Promise<Outcome<Uint8Array>> {
  const row = await loadCase(context, caseId)
  const { instruction, ...stored } = await instructionFor(context, actor, caseId)
  await checkServed(context, actor, caseId, input)
  const decision = decideView(context.pack, await caseFacts(context, row), asked(context, actor))
  if (decision.kind === 'refused') return refuse(context, actor, 'release', decision, { case: caseId })

  const open = await instructedLeaves(context, row.window, instruction.epochs)
  const byKey = new Map(open.map((leaf) => [`${leaf.epoch}/${leaf.leaf}`, leaf]))
  const leaves = input.leaves.map(({ epoch, leaf }) => {
    const found = byKey.get(`${epoch}/${leaf}`)
    if (found !== undefined) return found
    const instructed = instruction.epochs.some(
      (range) => range.epoch === epoch && range.first <= leaf && leaf <= range.last,
    )
    throw new ActFault(instructed ? 'footage-gone' : 'instruction-mismatch')
  })
  const sealed = await context.vault.release({
    instruction: stored.canonical,
    signature: Uint8Array.from(stored.signature),
    unlockerSignKey: Uint8Array.from(stored.signPublicKey ?? []),
    viewer: actor.person,
    sessionPublicKey: input.sessionPublicKey,
    leaves: leaves.map(({ camera, epoch, leaf, first, last }) => ({ camera, epoch, leaf, first, last })),
    proof: context.records.prove(stored.entrySeq),
    holds: await heldLeaves(context, leaves),
  })
  const now = context.clock.now()
  const hold = await newHold(context, leaves, now)
  await context.records.transaction(async (tx) => {
    if (hold !== null) {
      await tx.db
        .insertInto('holds')
        .values({
          id: hold.id,
          caseId,
          clause: hold.clause,
          endsOn: hold.endsOn,
          placedAt: now,
          sealedLeaves: hold.sealedLeaves,
          copiedAt: null,
          endedAt: null,
        })
        .execute()
      await tx.db
        .insertInto('holdLeaves')
        .values(hold.leaves.map(({ camera, epoch, leaf }) => ({ hold: hold.id, camera, epoch, leaf })))
        .execute()
      tx.enter({
        kind: 'hold-placed',
        actor,
        clauses: [hold.clause],
        case: caseId,
        body: { hold: hold.id, endsOn: hold.endsOn, parts: entryParts(hold.leaves) },
      })
    }
    await tx.db
      .insertInto('releases')
      .values(leaves.map(({ epoch, leaf }) => ({ caseId, person: actor.person, epoch, leaf, at: now })))
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    tx.enter({
      kind: 'released',
      actor,
      clauses: decision.clauses,
      case: caseId,
      instruction: instruction.id,
      body: {
        parts: entryParts(leaves),
        viewing: input.viewing,
        export: input.export,
      },
    })
  })
  return done(sealed)
}

/** The release serves a viewing or an export that this person has open for this case. */
async function checkServed(
  context: Context,
  actor: PersonActor,
  caseId: CaseId,
  input: ReleaseRequest,
): Promise<void> {
  if (input.viewing !== null) {
    const viewing = await context.records.db
      .selectFrom('viewings')
      .select('id')
      .where('id', '=', input.viewing)
      .where('caseId', '=', caseId)
      .where('person', '=', actor.person)
      .where('endedAt', 'is', null)
      .executeTakeFirst()
    if (viewing !== undefined) return
  } else if (input.export !== null) {
    const job = await context.records.db
      .selectFrom('exports')
      .select('id')
      .where('id', '=', input.export)
      .where('caseId', '=', caseId)
      .where('by', '=', actor.person)
      .executeTakeFirst()
    if (job !== undefined) return
  }
  throw new ActFault('not-found', { what: 'viewing' })
}

/** A hold over the leaves that no hold keeps as long yet; null when there are none. */
async function newHold(context: Context, leaves: readonly LeafRow[], now: Instant) {
  const demanded = holdAfter(context.pack, 'searched', now)
  if (demanded === null) return null
  const kept = await context.records.db
    .selectFrom('holdLeaves')
    .innerJoin('holds', 'holds.id', 'holdLeaves.hold')
    .select(['epoch', 'leaf'])
    .where('endsOn', '>=', demanded.endsOn)
    .where('endedAt', 'is', null)
    .where('epoch', 'in', [...new Set(leaves.map(({ epoch }) => epoch))])
    .execute()
  const known = new Set(kept.map(({ epoch, leaf }) => `${epoch}/${leaf}`))
  const missing = leaves.filter(({ epoch, leaf }) => !known.has(`${epoch}/${leaf}`))
  if (missing.length === 0) return null
  const id = context.newId() as HoldId
  const sealedLeaves = await context.vault.placeHold(
    id,
    missing.map(({ epoch, leaf }) => ({ epoch, leaf })),
    await heldLeaves(context, missing),
  )
  return { id, clause: demanded.clause, endsOn: demanded.endsOn, leaves: missing, sealedLeaves }
}

/** Holds that keep some of these leaves, for when an epoch's own time lock is gone. */
export async function heldLeaves(
  context: Context,
  leaves: readonly { readonly epoch: EpochId; readonly leaf: number }[],
) {
  const rows = await context.records.db
    .selectFrom('holds')
    .innerJoin('holdLeaves', 'holds.id', 'holdLeaves.hold')
    .select(['holds.id', 'sealedLeaves', 'epoch', 'leaf'])
    .where('endedAt', 'is', null)
    .where('epoch', 'in', [...new Set(leaves.map(({ epoch }) => epoch))])
    .execute()
  const wanted = new Set(leaves.map(({ epoch, leaf }) => `${epoch}/${leaf}`))
  const holds = new Map<string, Uint8Array>()
  for (const row of rows) if (wanted.has(`${row.epoch}/${row.leaf}`)) holds.set(row.id, row.sealedLeaves)
  return [...holds].map(([hold, sealed]) => ({ hold: hold as HoldId, sealed: Uint8Array.from(sealed) }))
}

/** True when this person has had this leaf released for this case: the sealed bytes are theirs to fetch. */
export async function hasRelease(
  context: Context,
  person: PersonId,
  caseId: CaseId,
  leaf: { readonly epoch: EpochId; readonly leaf: number },
): Promise<boolean> {
  const row = await context.records.db
    .selectFrom('releases')
    .select('at')
    .where('caseId', '=', caseId)
    .where('person', '=', person)
    .where('epoch', '=', leaf.epoch)
    .where('leaf', '=', leaf.leaf)
    .executeTakeFirst()
  return row !== undefined
}
