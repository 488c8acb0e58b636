import { type RefObject, useEffect, useLayoutEffect } from 'react'

/**
 * Keeps an element as high as it has been at most since it had this width, so that what follows does not move when its content
 * wraps otherwise. It grows only with `shows`, which says what is shown; null: nothing yet.
 */
export function useKeptHeight(target: RefObject<HTMLElement | null>, shows: string | null): void {
  useLayoutEffect(() => {
    const element = target.current
    if (element && shows !== null) element.style.height = `${Math.max(element.scrollHeight, element.offsetHeight)}px`
  }, [target, shows])
  useEffect(() => {
    const element = target.current
    if (!element) return
    const measure = () => {
      element.style.height = ''
      element.style.height = `${element.offsetHeight}px`
    }
    let width = element.offsetWidth
    const observer = new ResizeObserver(() => {
      if (element.offsetWidth === width) return
      width = element.offsetWidth
      measure()
    })
    observer.observe(element)
    // A text that is drawn in its own typeface is of another width.
    document.fonts.ready.then(measure)
    return () => observer.disconnect()
  }, [target])
}
