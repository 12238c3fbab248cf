import { erasureViews } from '../../acts/erasure-views.ts'
import { readLedger } from '../../acts/read-ledger.ts'
import { type Handlers, signedIn } from '../router.ts'

export const ledgerRoutes = {
  'GET /api/ledger': async (call) => {
    const { installation, context, actor } = await signedIn(call)
    return {
      entries: [...(await readLedger(context, actor, call.query))],
      size: context.records.size(),
      checkpoint: installation.checkpoint(),
    }
  },

  'POST /api/ledger/check': async (call) => {
    const { installation } = await signedIn(call)
    return installation.checkLedger(call.body.saved)
  },

  'GET /api/erasures': async (call) => {
    const { context } = await signedIn(call)
    return { erasures: [...(await erasureViews(context))] }
  },
} satisfies Partial<Handlers>
