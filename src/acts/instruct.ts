import { canonicalJson } from '../domain/canonical-json.ts'
import { decideUnlock, mayView } from '../domain/casework/casework.ts'
import { askedAt } from '../domain/casework/keeping.ts'
import type { CaseId, ClauseRef, InstructionId, PersonId, RoleId, RoleKeyId } from '../domain/ids.ts'
import type { Grant } from '../vault/grant.ts'
import {
  type Instruction,
  instructionDigest,
  parseInstruction,
  verifyInstruction,
} from '../vault/instruction.ts'
import type { LeafRange } from '../vault/leaf-ref.ts'
import { asked, caseFacts } from './case-facts.ts'
import {
  entryParts,
  instructedLeaves,
  leafRanges,
  loadCase,
  type WindowPart,
  windowParts,
} from './case-window.ts'
import type { Context, Outcome, PersonActor } from './context.ts'
import { done, refuse } from './context.ts'
import { ActFault } from './fault.ts'

export type UnlockMaterial = {
  /** canonical JSON to be checked, shown and signed by the unlocker's browser */
  readonly instruction: string
  readonly epochs: readonly (LeafRange & { readonly sealedOfficeLock: Uint8Array })[]
  readonly operators: readonly {
    readonly id: PersonId
    readonly name: string
    readonly openPublicKey: Uint8Array
  }[]
  readonly parts: readonly WindowPart[]
}

/** What an instruction may be signed over by now, so that an old offer cannot be used days later; milliseconds. */
const offerLasts = 30 * 60_000

/** What the unlocker's browser needs to open exactly the leaves that the case's window touches. */
export async function offerInstruction(
  context: Context,
  actor: PersonActor,
  caseId: CaseId,
): Promise<Outcome<UnlockMaterial>> {
  const row = await loadCase(context, caseId)
  if (row.state !== 'approved') throw new ActFault('wrong-state', { what: 'case' })
  const decision = decideUnlock(context.pack, await caseFacts(context, row), asked(context, actor))
  if (decision.kind === 'refused') return refuse(context, actor, 'unlock', decision, { case: caseId })
  const parts = await windowParts(context, row.cameras, row.window)
  const ranges = parts.flatMap((part) => leafRanges(part.leaves))
  if (ranges.length === 0) throw new ActFault('window-unrecorded')
  const epochs = await context.records.db
    .selectFrom('epochs')
    .select(['id', 'roleKey', 'sealedOfficeLock'])
    .where('id', 'in', [...new Set(ranges.map(({ epoch }) => epoch))])
    .execute()
  const locks = new Map(epochs.map((epoch) => [epoch.id, epoch]))
  const operators = await viewers(context, row.groundId)
  const roleKey = epochs[0]?.roleKey
  if (roleKey === undefined || epochs.some((epoch) => epoch.roleKey !== roleKey))
    throw new ActFault('footage-gone')
  const instruction: Instruction = {
    type: 'tsujiban instruction 1',
    id: context.newId() as InstructionId,
    case: caseId,
    ground: row.ground as ClauseRef,
    roleKey: roleKey as RoleKeyId,
    unlocker: actor.person,
    operators: operators.map(({ id }) => id),
    epochs: ranges,
    window: row.window,
    issuedAt: context.clock.now(),
  }
  return done({
    instruction: canonicalJson(instruction),
    epochs: ranges.map((range) => {
      const sealedOfficeLock = locks.get(range.epoch)?.sealedOfficeLock
      if (sealedOfficeLock == null) throw new ActFault('footage-gone')
      return { ...range, sealedOfficeLock }
    }),
    operators,
    parts,
  })
}

/** Enters the signed instruction and keeps the grants; from here on the operators named may view. */
export async function instruct(
  context: Context,
  actor: PersonActor,
  caseId: CaseId,
  input: {
    readonly instruction: string
    readonly signature: Uint8Array<ArrayBuffer>
    readonly grants: readonly Grant[]
  },
): Promise<Outcome<InstructionId>> {
  const row = await loadCase(context, caseId)
  if (row.state !== 'approved') throw new ActFault('wrong-state', { what: 'case' })
  const decision = decideUnlock(context.pack, await caseFacts(context, row), asked(context, actor))
  if (decision.kind === 'refused') return refuse(context, actor, 'unlock', decision, { case: caseId })
  const instruction = parseInstruction(input.instruction)
  await checkOffer(context, actor, row, instruction)
  checkGrants(instruction, input.grants)
  const signer = await context.records.db
    .selectFrom('persons')
    .innerJoin('roleKeyWraps', 'roleKeyWraps.person', 'persons.id')
    .select('signPublicKey')
    .where('persons.id', '=', actor.person)
    .where('roleKeyWraps.roleKey', '=', instruction.roleKey)
    .executeTakeFirst()
  if (signer?.signPublicKey == null) throw new ActFault('key-not-held')
  if (!(await verifyInstruction(input.instruction, input.signature, signer.signPublicKey))) {
    throw new ActFault('signature-invalid')
  }
  const leaves = await instructedLeaves(context, row.window, instruction.epochs)
  await context.records.transaction(async (tx) => {
    const { numUpdatedRows } = await tx.db
      .updateTable('cases')
      .set({ state: 'unlocked' })
      .where('id', '=', caseId)
      .where('state', '=', 'approved')
      .executeTakeFirst()
    if (numUpdatedRows === 0n) throw new ActFault('wrong-state', { what: 'case' })
    const entrySeq = tx.enter({
      kind: 'instructed',
      actor,
      clauses: decision.clauses,
      case: caseId,
      instruction: instruction.id,
      body: {
        sha256: instructionDigest(input.instruction),
        operators: instruction.operators,
        parts: entryParts(leaves),
      },
    })
    await tx.db
      .insertInto('instructions')
      .values({
        id: instruction.id,
        caseId,
        canonical: input.instruction,
        signature: input.signature,
        unlocker: actor.person,
        at: context.clock.now(),
        entrySeq,
      })
      .execute()
    await tx.db
      .insertInto('grants')
      .values(
        input.grants.map(({ operator, epoch, first, last, sealed }) => ({
          instruction: instruction.id,
          operator,
          epoch,
          firstLeaf: first,
          lastLeaf: last,
          sealed,
        })),
      )
      .execute()
  })
  return done(instruction.id)
}

/** People who may view under the pack and have keys. */
async function viewers(context: Context, ground: string) {
  const at = askedAt(context.clock.now(), context.pack.timeZone)
  const rows = await context.records.db
    .selectFrom('persons')
    .select(['id', 'name', 'role', 'openPublicKey'])
    .where('state', '=', 'enrolled')
    .execute()
  return rows.flatMap(({ id, name, role, openPublicKey }) =>
    openPublicKey !== null && mayView(context.pack, ground, { role: role as RoleId, at })
      ? [{ id: id as PersonId, name, openPublicKey }]
      : [],
  )
}

/** The signed text must be what was offered: this case, this person, these operators, and no leaf outside the window. */
async function checkOffer(
  context: Context,
  actor: PersonActor,
  row: Awaited<ReturnType<typeof loadCase>>,
  instruction: Instruction,
): Promise<void> {
  const allowed = (await windowParts(context, row.cameras, row.window)).flatMap(({ leaves }) => leaves)
  const known = new Set(allowed.map(({ epoch, leaf }) => `${epoch}/${leaf}`))
  const operators = new Set((await viewers(context, row.groundId)).map(({ id }) => id))
  const roleKeys = await context.records.db
    .selectFrom('epochs')
    .select('roleKey')
    .distinct()
    .where('id', 'in', [...new Set(instruction.epochs.map(({ epoch }) => epoch))])
    .execute()
  const now = context.clock.now()
  const good =
    roleKeys.every(({ roleKey }) => roleKey === instruction.roleKey) &&
    instruction.case === row.id &&
    instruction.ground === row.ground &&
    instruction.unlocker === actor.person &&
    instruction.window.from === row.window.from &&
    instruction.window.to === row.window.to &&
    instruction.issuedAt <= now &&
    now - instruction.issuedAt < offerLasts &&
    instruction.operators.length > 0 &&
    instruction.operators.every((operator) => operators.has(operator)) &&
    instruction.epochs.every(({ epoch, first, last }) => {
      for (let leaf = first; leaf <= last; leaf++) if (!known.has(`${epoch}/${leaf}`)) return false
      return last >= first
    })
  if (!good) throw new ActFault('instruction-mismatch')
}

function checkGrants(instruction: Instruction, grants: readonly Grant[]): void {
  const given = new Set(
    grants.map(({ operator, epoch, first, last }) => `${operator}/${epoch}/${first}/${last}`),
  )
  const wanted = instruction.operators.flatMap((operator) =>
    instruction.epochs.map(({ epoch, first, last }) => `${operator}/${epoch}/${first}/${last}`),
  )
  if (
    given.size !== wanted.length ||
    grants.length !== wanted.length ||
    !wanted.every((key) => given.has(key))
  ) {
    throw new ActFault('grants-incomplete')
  }
}
