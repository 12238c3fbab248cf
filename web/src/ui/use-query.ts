import { useCallback, useEffect, useRef, useState } from 'react'
import { ApiProblem, type Answer, call, fault, type Route } from '../api.ts'

export type Query<T> = {
  /** the newest answer; stays while a newer one is on its way or has failed */
  readonly data: T | null
  readonly problem: ApiProblem | null
  readonly reload: () => Promise<void>
}

type Input<R extends Route> = Parameters<typeof call<R>>[1]

/** Asks on mount, again when `route` or `options` change, and every `every` milliseconds while the page is visible. `null` asks nothing. */
export function useQuery<R extends Route>(route: R | null, options?: Input<R>, every?: number): Query<Answer<R>> {
  const key = JSON.stringify([route, options])
  const [state, setState] = useState<{
    key: string
    data: Answer<R> | null
    problem: ApiProblem | null
  }>({ key, data: null, problem: null })
  const newest = useRef({ route, options, key })
  newest.current = { route, options, key }

  const reload = useCallback(async () => {
    const asked = newest.current
    if (asked.route === null) return
    try {
      const data = await (call as (route: R, options: unknown) => Promise<Answer<R>>)(asked.route, asked.options)
      if (newest.current.key === asked.key) setState({ key: asked.key, data, problem: null })
    } catch (cause) {
      const problem = asProblem(cause)
      if (newest.current.key !== asked.key) return
      setState((was) => ({ key: asked.key, data: was.key === asked.key ? was.data : null, problem }))
    }
  }, [])

  useEffect(() => {
    void reload()
    if (every === undefined) return
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void reload()
    }, every)
    return () => clearInterval(timer)
  }, [key, every, reload])

  return { data: state.key === key ? state.data : null, problem: state.key === key ? state.problem : null, reload }
}

/** Anything thrown, as something that can be shown. */
export function asProblem(cause: unknown): ApiProblem {
  if (cause instanceof ApiProblem) return cause
  const code =
    typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string'
      ? cause.code
      : 'unexpected'
  return fault(code, { message: cause instanceof Error ? cause.message : String(cause) }, cause)
}
