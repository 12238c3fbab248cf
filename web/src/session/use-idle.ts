import { useEffect, useLayoutEffect, useRef } from 'react'

const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const

/** Calls `onIdle` once `limit` milliseconds have passed without a sign of a person; begins anew with the next sign. */
export function useIdle(limit: number, active: boolean, onIdle: () => void): void {
  const newest = useRef(onIdle)
  useLayoutEffect(() => {
    newest.current = onIdle
  })
  useEffect(() => {
    if (!active) return
    let last = Date.now()
    let told = false
    const check = (): void => {
      if (told || Date.now() - last < limit) return
      told = true
      newest.current()
    }
    // checked before a sign counts: a PC that slept must lock when it wakes, not when its timers have caught up
    const seen = (): void => {
      check()
      last = Date.now()
      told = false
    }
    const timer = setInterval(check, 5_000)
    for (const sign of signs) addEventListener(sign, seen, { passive: true, capture: true })
    return () => {
      clearInterval(timer)
      for (const sign of signs) removeEventListener(sign, seen, { capture: true })
    }
  }, [limit, active])
}
