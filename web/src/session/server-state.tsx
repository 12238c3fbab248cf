import { createContext, type ReactNode, use, useEffect } from 'react'
import type { Answer, ApiProblem } from '../api.ts'
import { useText } from '../messages/text.tsx'
import { learnServerTime } from '../server-clock.ts'
import { useQuery } from '../ui/use-query.ts'

type ServerState = {
  readonly state: Answer<'GET /api/state'> | null
  readonly problem: ApiProblem | null
  readonly reload: () => Promise<void>
}

const ServerStateContext = createContext<ServerState | null>(null)

/** What the server is: empty, in setup, a sample or a municipality. Sets the time zone, the clock and the instrument's own words of the pages. */
export function ServerStateProvider({ children }: { readonly children: ReactNode }) {
  const { data, problem, reload } = useQuery('GET /api/state', undefined, 30_000)
  const { setZone, setTerms } = useText()
  const zone = data?.pack?.timeZone
  const terms = JSON.stringify(data?.pack?.terms ?? {})
  useEffect(() => {
    if (zone !== undefined) setZone(zone)
  }, [zone, setZone])
  useEffect(() => {
    setTerms(JSON.parse(terms) as Record<string, string>)
  }, [terms, setTerms])
  useEffect(() => {
    if (data !== null) learnServerTime(data.now)
  }, [data])
  return <ServerStateContext value={{ state: data, problem, reload }}>{children}</ServerStateContext>
}

export function useServerState(): ServerState {
  const found = use(ServerStateContext)
  if (found === null) throw new Error('useServerState outside ServerStateProvider')
  return found
}
