import type { FootageReader, FootageStore } from '../footage/ports.ts'
import type { Peer } from './link/peer.ts'
import { LinkFault } from './link/peer.ts'
import { callOver, type RecorderCalls } from './link/recorder-link.ts'

/** The store as the server has it: read here, sealed, and commanded in the recorder's process. */
export function remoteFootage(reader: FootageReader, peer: () => Peer | null): FootageStore {
  const call: ReturnType<typeof callOver<RecorderCalls>> = (method, params) => {
    const connected = peer()
    if (connected === null)
      return Promise.reject(new LinkFault('link-closed', 'the recorder does not answer'))
    return callOver<RecorderCalls>(connected)(method, params)
  }
  return {
    ...reader,
    openEpochs: () => call('openEpochs', null),
    hold: (hold, endsOn, leaves) => call('hold', { hold, endsOn, leaves }),
    recycleEpochs: (epochs, at) => call('recycleEpochs', { epochs, at }),
    recycleHolds: (holds, at) => call('recycleHolds', { holds, at }),
    overwritten: () => call('overwritten', null),
    acknowledgeOverwritten: async (generations) => {
      await call('acknowledgeOverwritten', generations)
    },
  }
}
