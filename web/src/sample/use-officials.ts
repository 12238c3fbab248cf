import type { Answer } from '../api.ts'
import { useServerState } from '../session/server-state.tsx'
import { useQuery } from '../ui/use-query.ts'

export type Official = Answer<'GET /api/sample/officials'>['officials'][number]

/** The sample's officials with their published passphrases; empty in a real municipality. */
export function useOfficials(): readonly Official[] {
  const { state } = useServerState()
  const { data } = useQuery(state?.sample === true ? 'GET /api/sample/officials' : null)
  return data?.officials ?? []
}
