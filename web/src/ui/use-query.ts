import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { VaultFault } from '../../../src/vault/fault.ts'
import { type Answer, ApiProblem, call, fault, type Route } from '../api.ts'

export type Query<T> = {
  /** the newest answer; stays while a newer one is on its way or has failed */
  readonly data: T | null
  readonly problem: ApiProblem | null
  readonly reload: () => Promise<void>
}

type Input<R extends Route> = Parameters<typeof call<R>>[1]
type State<R extends Route> = {
  readonly key: string
  readonly data: Answer<R> | null
  readonly problem: ApiProblem | null
}

/** Asks on mount, again when `route` or `options` change, and every `every` milliseconds while the page is visible. `null` asks nothing. */
export function useQuery<R extends Route>(
  route: R | null,
  options?: Input<R>,
  every?: number,
): Query<Answer<R>> {
  const key = JSON.stringify([route, options])
  const [state, setState] = useState<State<R>>({ key, data: null, problem: null })
  const newest = useRef(key)
  useLayoutEffect(() => {
    newest.current = key
  }, [key])

  const reload = useCallback(async () => {
    const [route, options] = JSON.parse(key) as [R | null, unknown]
    if (route === null) return
    try {
      const data = await (call as (route: R, options: unknown) => Promise<Answer<R>>)(route, options ?? {})
      if (newest.current === key) setState({ key, data, problem: null })
    } catch (cause) {
      const problem = asProblem(cause)
      if (newest.current === key)
        setState((was) => ({ key, data: was.key === key ? was.data : null, problem }))
    }
  }, [key])

  useEffect(() => {
    const first = setTimeout(() => void reload())
    const timer = every === undefined ? undefined : setInterval(() => void askAgain(), every)
    return () => {
      clearTimeout(first)
      clearInterval(timer)
    }

    async function askAgain(): Promise<void> {
      if (document.visibilityState === 'visible') await reload()
    }
  }, [every, reload])

  const current = state.key === key
  return { data: current ? state.data : null, problem: current ? state.problem : null, reload }
}

/** Anything thrown, as something that can be shown. */
export function asProblem(cause: unknown): ApiProblem {
  if (cause instanceof ApiProblem) return cause
  const code =
    typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string'
      ? cause.code
      : 'unexpected'
  const params = cause instanceof VaultFault ? cause.params : {}
  return fault(code, { ...params, message: cause instanceof Error ? cause.message : String(cause) }, cause)
}
