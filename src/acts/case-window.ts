import type { CameraId, CaseId, EpochId, Instant, Window } from '../domain/ids.ts'
import type { GapRow, LeafRow } from '../footage/ports.ts'
import type { EntryPart } from '../ledger/entry-kinds.ts'
import { parseInstruction } from '../vault/instruction.ts'
import type { LeafRange } from '../vault/leaf-ref.ts'
import type { Context, PersonActor } from './context.ts'
import { ActFault } from './fault.ts'

/** What of a case's window exists for one camera. */
export type WindowPart = {
  readonly camera: CameraId
  /** closed leaves that touch the window, in order of time: what opens, no more */
  readonly leaves: readonly LeafRow[]
  readonly gaps: readonly GapRow[]
  /** true while footage of the window is still being recorded */
  readonly unfinished: boolean
}

export async function loadCase(context: Context, caseId: CaseId) {
  const row = await context.records.db
    .selectFrom('cases')
    .selectAll()
    .where('id', '=', caseId)
    .executeTakeFirst()
  if (row === undefined) throw new ActFault('not-found', { what: 'case' })
  const cameras = await context.records.db
    .selectFrom('caseCameras')
    .select('camera')
    .where('caseId', '=', caseId)
    .execute()
  const window: Window = { from: row.windowFrom as Instant, to: row.windowTo as Instant }
  return { ...row, id: caseId, window, cameras: cameras.map(({ camera }) => camera as CameraId) }
}

/**
 * The signed instruction of an unlocked case, for somebody whom it names.
 * @throws ActFault `wrong-state` while the case is not unlocked, `key-not-held` for anybody else
 */
export async function instructionFor(context: Context, actor: PersonActor, caseId: CaseId) {
  const stored = await context.records.db
    .selectFrom('instructions')
    .innerJoin('persons', 'persons.id', 'instructions.unlocker')
    .select(['canonical', 'signature', 'entrySeq', 'signPublicKey'])
    .where('caseId', '=', caseId)
    .executeTakeFirst()
  if (stored === undefined) throw new ActFault('wrong-state', { what: 'case' })
  const instruction = parseInstruction(stored.canonical)
  if (!instruction.operators.includes(actor.person)) throw new ActFault('key-not-held')
  return { ...stored, instruction }
}

export async function windowParts(
  context: Context,
  cameras: readonly CameraId[],
  window: Window,
): Promise<readonly WindowPart[]> {
  return Promise.all(
    cameras.map(async (camera) => {
      const found = await context.footage.leavesBetween(camera, window)
      const leaves = found.filter((leaf) => leaf.closed)
      return {
        camera,
        leaves,
        gaps: await context.footage.gaps(camera, window),
        unfinished: leaves.length < found.length || window.to > context.clock.now(),
      }
    }),
  )
}

/** Runs of neighbouring leaves of one epoch. */
export function leafRanges(leaves: readonly LeafRow[]): readonly LeafRange[] {
  const ranges: { camera: CameraId; epoch: EpochId; first: number; last: number }[] = []
  for (const { camera, epoch, leaf } of leaves) {
    const open = ranges.at(-1)
    if (open !== undefined && open.epoch === epoch && open.last + 1 === leaf) open.last = leaf
    else ranges.push({ camera, epoch, first: leaf, last: leaf })
  }
  return ranges
}

/** Leaves of the window that an instruction opened and that still exist, in order of time. */
export async function instructedLeaves(
  context: Context,
  window: Window,
  ranges: readonly LeafRange[],
): Promise<readonly LeafRow[]> {
  const cameras = [...new Set(ranges.map(({ camera }) => camera))]
  const parts = await windowParts(context, cameras, window)
  return parts.flatMap(({ leaves }) =>
    leaves.filter((leaf) =>
      ranges.some(
        ({ epoch, first, last }) => epoch === leaf.epoch && leaf.leaf >= first && leaf.leaf <= last,
      ),
    ),
  )
}

/** Leaves as the ledger tells of them: per camera the true edges and the runs of leaves. */
export function entryParts(leaves: readonly LeafRow[]): readonly EntryPart[] {
  return [...Map.groupBy(leaves, ({ camera }) => camera)].map(([camera, own]) => ({
    camera,
    from: Math.min(...own.map(({ first }) => first)),
    to: Math.max(...own.map(({ last }) => last)),
    leaves: leafRanges(own).map(({ epoch, first, last }) => ({ epoch, first, last })),
  }))
}
