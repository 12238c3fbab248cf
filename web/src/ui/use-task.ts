import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { ApiProblem } from '../api.ts'
import { asProblem } from './use-query.ts'

export type Task<A extends readonly unknown[]> = {
  readonly run: (...args: A) => void
  readonly busy: boolean
  readonly problem: ApiProblem | null
  readonly clear: () => void
}

/** Something a button starts: one at a time, its problem kept to be shown beside the button. */
export function useTask<A extends readonly unknown[]>(work: (...args: A) => Promise<void>): Task<A> {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const running = useRef(false)
  const newest = useRef(work)
  const mounted = useRef(true)
  useLayoutEffect(() => {
    newest.current = work
  })
  useEffect(() => {
    mounted.current = true
    return () => {
      mounted.current = false
    }
  }, [])
  const run = useCallback((...args: A) => {
    if (running.current) return
    running.current = true
    setBusy(true)
    setProblem(null)
    const finish = (found: ApiProblem | null): void => {
      running.current = false
      if (!mounted.current) return
      setBusy(false)
      setProblem(found)
    }
    newest.current(...args).then(
      () => finish(null),
      (cause: unknown) => finish(asProblem(cause)),
    )
  }, [])
  const clear = useCallback(() => setProblem(null), [])
  return { run, busy, problem, clear }
}
