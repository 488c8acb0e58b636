import { useEffect } from 'react'

const HIDDEN_GUARD = '[data-base-ui-focus-guard][aria-hidden]'

/**
 * While a popup of Base UI is open: its focus guards, empty elements that pass the focus on, are no longer hidden from screen
 * readers. An element that takes the focus must not be (WCAG 4.1.2, rule aria-hidden-focus of axe); there is nothing in them to read.
 */
export function useUnhiddenGuards(): void {
  useEffect(() => {
    const unhide = () => {
      for (const guard of document.querySelectorAll(HIDDEN_GUARD)) guard.removeAttribute('aria-hidden')
    }
    unhide()
    // They come and go with the popup, which is drawn after this.
    const observer = new MutationObserver(unhide)
    observer.observe(document.body, { childList: true, subtree: true })
    return () => observer.disconnect()
  }, [])
}
