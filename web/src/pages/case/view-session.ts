import { call, sendLast } from '../../api.ts'
import type { CaseMessage, Playlist } from '../../keys/messages.ts'
import { type ReleaseCall, WindowKeys } from '../../keys/window-keys.ts'
import type { Unlocked } from '../../session/session.tsx'

/** One look at a case's footage, from the entry of its start to the entry of its end. */
export type ViewSession = {
  readonly viewing: string
  readonly playlist: Playlist
  readonly keys: WindowKeys
  readonly release: ReleaseCall
  /** wipes the keys and reports the end; works while the page is going away too */
  readonly end: () => Promise<void>
}

export async function startViewing(
  found: CaseMessage,
  { session, personal }: Unlocked,
): Promise<ViewSession> {
  const params = { id: found.id }
  const [playlist, { viewing }] = await Promise.all([
    call('GET /api/cases/:id/playlist', { params }),
    call('POST /api/cases/:id/viewings', { params }),
  ])
  const keys = await WindowKeys.open(
    playlist,
    found.unlocked?.instruction ?? '',
    session.person.id,
    personal.open,
  )
  let ended = false
  return {
    viewing,
    playlist,
    keys,
    release: (request) =>
      call('POST /api/cases/:id/release', { params, body: { ...request, viewing, export: null } }),
    end: async () => {
      if (ended) return
      ended = true
      keys.wipe()
      await sendLast(`/api/viewings/${viewing}/end`)
    },
  }
}
