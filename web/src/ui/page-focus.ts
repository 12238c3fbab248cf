import { type RefObject, useEffect, useRef } from 'react'

let shownBefore = false

/**
 * Moves the focus to a page that has come in place of another, so that the keyboard and a screen reader begin at its top; not on the first page,
 * where the browser begins anyway, and not where an address leads to a place in the page.
 */
export function usePageFocus(): RefObject<HTMLElement | null> {
  const main = useRef<HTMLElement>(null)
  useEffect(() => {
    if (shownBefore && location.hash === '') {
      scrollTo({ top: 0 })
      main.current?.focus({ preventScroll: true })
    }
    shownBefore = true
  }, [])
  return main
}
