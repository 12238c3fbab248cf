import { ActFault } from '../../acts/fault.ts'
import { sampleOfficials } from '../../acts/sample.ts'
import type { Host } from '../host.ts'
import { type Handlers, installed } from '../router.ts'

function beforeSetup(host: Host): void {
  if (host.installation() !== null) throw new ActFault('setup-done')
}

export const setupRoutes = {
  'GET /api/state': ({ host }) => host.state(),

  'GET /api/setup': async ({ host }) => {
    beforeSetup(host)
    return host.setupOffer()
  },

  'GET /api/setup/capacity': async ({ host, query }) => {
    beforeSetup(host)
    return host.capacity(query.pack, query.cameras, query.kbps)
  },

  'PUT /api/setup/draft': async ({ host, body }) => {
    beforeSetup(host)
    await host.saveDraft(body)
    return {}
  },

  'POST /api/setup': async ({ host, body }) => {
    beforeSetup(host)
    await host.setUp(body)
    return {}
  },

  'GET /api/sample/officials': async ({ host }) => {
    // offered before setup, and afterwards only where the sample was chosen
    if (host.installation() !== null && !installed(host).sample)
      throw new ActFault('not-found', { what: 'sample' })
    return { officials: [...sampleOfficials] }
  },
} satisfies Partial<Handlers>
