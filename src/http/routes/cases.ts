import { cameraLabels, caseView, caseViews, partView, previewWindow } from '../../acts/case-views.ts'
import { decideCase } from '../../acts/decide-case.ts'
import { enterCase } from '../../acts/enter-case.ts'
import { exportFootage } from '../../acts/export-footage.ts'
import { instruct, offerInstruction } from '../../acts/instruct.ts'
import { loadPlaylist } from '../../acts/playlist.ts'
import { endViewing, releaseLeaves, startViewing } from '../../acts/release-leaves.ts'
import { groundForms } from '../../domain/casework/ground-form.ts'
import type { CameraId, CaseId, EpochId, Instant } from '../../domain/ids.ts'
import type { LeafRow } from '../../footage/ports.ts'
import type { Grant } from '../../vault/grant.ts'
import { fromText, toText } from '../bytes.ts'
import { type Handlers, settled, signedIn } from '../router.ts'

function leafView({ epoch, leaf, camera, first, last }: LeafRow) {
  return { epoch, leaf, camera, from: first, to: last }
}

export const caseRoutes = {
  'GET /api/cases': async (call) => {
    const { context, actor } = await signedIn(call)
    return { cases: await caseViews(context, actor) }
  },

  'GET /api/grounds': async (call) => {
    const { context } = await signedIn(call)
    const { documents } = context.pack
    return {
      grounds: groundForms(context.pack),
      papers: Object.fromEntries(documents.map(({ id, title }) => [id, title])),
    }
  },

  'POST /api/cases': async (call) => {
    const { context, actor } = await signedIn(call)
    const { cameras, from, to, ...input } = call.body
    const id = settled(
      await enterCase(context, actor, {
        ...input,
        cameras: cameras as CameraId[],
        window: { from: from as Instant, to: to as Instant },
      }),
    )
    return caseView(context, actor, id)
  },

  'GET /api/cases/:id': async (call) => {
    const { context, actor } = await signedIn(call)
    return caseView(context, actor, call.params.id as CaseId)
  },

  'GET /api/cases/:id/window': async (call) => {
    const { context } = await signedIn(call)
    const { parts, hold } = await previewWindow(context, call.params.id as CaseId)
    return { parts, heldUntil: hold?.endsOn ?? null, holdClause: hold?.clause ?? '' }
  },

  'POST /api/cases/:id/decision': async (call) => {
    const { context, actor } = await signedIn(call)
    settled(await decideCase(context, actor, call.params.id as CaseId, call.body))
    return caseView(context, actor, call.params.id as CaseId)
  },

  'GET /api/cases/:id/unlock': async (call) => {
    const { context, actor } = await signedIn(call)
    const offer = settled(await offerInstruction(context, actor, call.params.id as CaseId))
    const labels = await cameraLabels(context)
    return {
      instruction: offer.instruction,
      epochs: offer.epochs.map(({ epoch, camera, first, last, sealedOfficeLock }) => ({
        epoch,
        camera,
        first,
        last,
        sealedOfficeLock: toText(sealedOfficeLock),
      })),
      operators: offer.operators.map(({ id, name, openPublicKey }) => ({
        id,
        name,
        openPublicKey: toText(openPublicKey),
      })),
      parts: offer.parts.map((part) => partView(labels, part)),
    }
  },

  'POST /api/cases/:id/unlock': async (call) => {
    const { context, actor } = await signedIn(call)
    const { instruction, signature, grants } = call.body
    settled(
      await instruct(context, actor, call.params.id as CaseId, {
        instruction,
        signature: fromText(signature),
        grants: grants.map(({ sealed, ...grant }) => ({ ...grant, sealed: fromText(sealed) }) as Grant),
      }),
    )
    return caseView(context, actor, call.params.id as CaseId)
  },

  'GET /api/cases/:id/playlist': async (call) => {
    const { context, actor } = await signedIn(call)
    const { instruction, leaves, grants } = await loadPlaylist(context, actor, call.params.id as CaseId)
    return {
      instruction,
      leaves: leaves.map(leafView),
      grants: grants.map(({ epoch, first, last, sealed }) => ({
        epoch,
        first,
        last,
        sealed: toText(sealed),
      })),
    }
  },

  'POST /api/cases/:id/viewings': async (call) => {
    const { context, actor } = await signedIn(call)
    return { viewing: settled(await startViewing(context, actor, call.params.id as CaseId)) }
  },

  'POST /api/viewings/:id/end': async (call) => {
    const { context, actor } = await signedIn(call)
    await endViewing(context, actor, call.params.id)
    return {}
  },

  'POST /api/cases/:id/release': async (call) => {
    const { installation, context, actor } = await signedIn(call)
    const leaves = call.body.leaves.map(({ epoch, leaf }) => ({ epoch: epoch as EpochId, leaf }))
    const sealed = settled(
      await releaseLeaves(context, actor, call.params.id as CaseId, {
        sessionPublicKey: fromText(call.body.sessionPublicKey),
        leaves,
        viewing: call.body.viewing,
        export: call.body.export,
      }),
    )
    installation.holdsChanged()
    return { sealed: toText(sealed), leaves }
  },

  'POST /api/cases/:id/exports': async (call) => {
    const { installation, context, actor } = await signedIn(call)
    const plan = settled(await exportFootage(context, actor, call.params.id as CaseId, call.body))
    return {
      id: plan.id,
      job: toText(await installation.openExportJob(plan, actor.person)),
      leaves: plan.leaves.map(leafView),
    }
  },

  'POST /api/exports/:id/keys': async (call) => {
    const { installation, actor } = await signedIn(call)
    await installation.giveExportKeys(call.params.id, actor.person, fromText(call.body.sealed))
    return {}
  },
} satisfies Partial<Handlers>
