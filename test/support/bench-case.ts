import type { Applicant } from '../../src/acts/case-facts.ts'
import { type CaseDecision, decideCase } from '../../src/acts/decide-case.ts'
import { enterCase, type NewCase } from '../../src/acts/enter-case.ts'
import { instruct, offerInstruction } from '../../src/acts/instruct.ts'
import { loadPlaylist } from '../../src/acts/playlist.ts'
import { releaseLeaves, startViewing } from '../../src/acts/release-leaves.ts'
import type { CameraId, CaseId, Window } from '../../src/domain/ids.ts'
import { LeafOpener } from '../../src/footage/leaf-opener.ts'
import type { LeafRow } from '../../src/footage/ports.ts'
import { recordsOf } from '../../src/footage/record-stream.ts'
import { openGrant } from '../../src/vault/grant.ts'
import { parseInstruction } from '../../src/vault/instruction.ts'
import { newOneTimeKey } from '../../src/vault/p256.ts'
import { openLeaves } from '../../src/vault/release.ts'
import { unlock } from '../../src/vault/unlock.ts'
import { type ActsBench, ok } from './acts-bench.ts'
import type { BenchPerson } from './bench-people.ts'

export const police: Applicant = {
  agency: '見本警察署',
  agencyKind: 'police',
  officer: '見本 警察官',
  officerPost: '生活安全課',
  contact: '000-0000-0000',
  identityChecked: '警察手帳',
}

/** A case with nothing in it but what is given. */
export function newCase(
  given: Pick<NewCase, 'ground' | 'purpose' | 'cameras' | 'window'> & Partial<NewCase>,
): NewCase {
  return {
    beyond: false,
    basis: null,
    law: '',
    papers: [],
    answers: {},
    witnesses: [],
    applicant: null,
    ...given,
  }
}

/** A decision that brings nothing but its outcome and reason. */
export function decision(outcome: CaseDecision['outcome'], reason: string): CaseDecision {
  return { outcome, reason, answers: {}, papers: [] }
}

/** A search that the operator enters; under funabashi nobody decides it. */
export async function enterSearch(
  bench: ActsBench,
  cameras: readonly CameraId[],
  window: Window,
  by: BenchPerson = bench.person('operator'),
): Promise<CaseId> {
  return ok(
    await enterCase(
      bench.context,
      by.actor,
      newCase({ ground: 'search', purpose: '自転車置場での事故の確認', cameras, window }),
    ),
  )
}

/** A request of the police that the operator enters. */
export async function enterRequest(
  bench: ActsBench,
  cameras: readonly CameraId[],
  window: Window,
): Promise<CaseId> {
  return ok(
    await enterCase(
      bench.context,
      bench.person('operator').actor,
      newCase({
        ground: 'provision',
        purpose: '自転車の盗難についての捜査',
        cameras,
        window,
        applicant: police,
      }),
    ),
  )
}

export async function approve(bench: ActsBench, caseId: CaseId): Promise<void> {
  const reason = '犯罪の予防のために必要と認める'
  ok(await decideCase(bench.context, bench.person('manager').actor, caseId, decision('approved', reason)))
}

/** What the unlocker's browser makes of an offer: signature and grants over the text, which a test may have changed. */
export async function signed(
  bench: ActsBench,
  unlocker: BenchPerson,
  offer: Awaited<ReturnType<typeof offerOf>>,
  instruction: string = offer.instruction,
) {
  return {
    instruction,
    ...(await unlock({
      instruction,
      epochs: offer.epochs,
      operators: offer.operators,
      roleKey: await bench.officeKey(),
      signKey: unlocker.keys.sign.privateKey,
    })),
  }
}

export async function offerOf(bench: ActsBench, unlocker: BenchPerson, caseId: CaseId) {
  return ok(await offerInstruction(bench.context, unlocker.actor, caseId))
}

export async function unlockCase(bench: ActsBench, unlocker: BenchPerson, caseId: CaseId) {
  const input = await signed(bench, unlocker, await offerOf(bench, unlocker, caseId))
  return ok(await instruct(bench.context, unlocker.actor, caseId, input))
}

/** An unlocked search over these leaves, with a viewing of the operator's. */
export async function viewedSearch(bench: ActsBench, cameras: readonly CameraId[], window: Window) {
  const operator = bench.person('operator')
  const caseId = await enterSearch(bench, cameras, window)
  await unlockCase(bench, operator, caseId)
  const viewing = ok(await startViewing(bench.context, operator.actor, caseId))
  return { caseId, viewing }
}

/** Asks for leaves as a browser does, with a key of its own for the session. */
export async function askRelease(
  bench: ActsBench,
  viewer: BenchPerson,
  caseId: CaseId,
  serving: { readonly viewing: string | null; readonly export: string | null },
  leaves: readonly Pick<LeafRow, 'epoch' | 'leaf'>[],
) {
  const session = await newOneTimeKey()
  const outcome = await releaseLeaves(bench.context, viewer.actor, caseId, {
    sessionPublicKey: session.publicKey,
    leaves,
    ...serving,
  })
  return { session, outcome }
}

/** Releases and opens the leaves of a case as the viewer's browser does; each leaf with its keys. */
export async function openKeys(
  bench: ActsBench,
  viewer: BenchPerson,
  caseId: CaseId,
  serving: { readonly viewing: string | null; readonly export: string | null },
  only: readonly Pick<LeafRow, 'epoch' | 'leaf'>[] | null = null,
) {
  const playlist = await loadPlaylist(bench.context, viewer.actor, caseId)
  const leaves = playlist.leaves.filter(
    ({ epoch, leaf }) => only?.some((one) => one.epoch === epoch && one.leaf === leaf) ?? true,
  )
  const { session, outcome } = await askRelease(bench, viewer, caseId, serving, leaves)
  const instruction = parseInstruction(playlist.instruction)
  const grants = await Promise.all(
    playlist.grants.map(({ epoch, first, last, sealed }) => {
      const camera = instruction.epochs.find((range) => range.epoch === epoch)?.camera
      if (camera === undefined) throw new Error('a grant of another instruction')
      const of = { instruction: instruction.id, operator: viewer.id, camera, epoch, first, last }
      return openGrant(viewer.keys.open, of, sealed)
    }),
  )
  return openLeaves(
    session.pair,
    { instruction: instruction.id, viewer: viewer.id, leaves },
    ok(outcome),
    grants,
  )
}

/** Plaintext of every fragment of the released leaves, in order. */
export async function opened(
  bench: ActsBench,
  keys: Awaited<ReturnType<typeof openKeys>>,
): Promise<readonly Uint8Array[]> {
  const plaintexts: Uint8Array[] = []
  for (const key of keys) {
    const opener = new LeafOpener(key)
    for (const record of recordsOf(await bench.context.footage.readLeaf(key)))
      plaintexts.push(await opener.open(record))
  }
  return plaintexts
}
