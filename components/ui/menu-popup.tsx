'use client'
import { Menu } from '@base-ui/react/menu'
import { type ReactNode, type RefObject, useEffect } from 'react'

export type MenuEntry = { text: string; run?: () => void; href?: string; disabled?: boolean; danger?: boolean }

const ITEM =
  'touch flex items-center rounded-box px-2.5 py-1.5 outline-none select-none data-highlighted:bg-hover data-disabled:opacity-50'

/**
 * An open menu, for instance of `LazyMenu`; in a chunk of its own because it brings the positioning code. `head` says what it acts
 * on; the focus goes to `returnFocus` afterwards, else to the anchor.
 */
export function MenuPopup({
  anchor,
  entries,
  label,
  head,
  returnFocus = anchor,
  onClose,
}: {
  anchor: RefObject<HTMLElement | null>
  entries: MenuEntry[]
  label: string
  head?: ReactNode
  returnFocus?: RefObject<HTMLElement | null>
  onClose: () => void
}) {
  useUnhiddenGuards()
  return (
    <Menu.Root open onOpenChange={(open) => !open && onClose()} modal={false}>
      <Menu.Portal>
        <Menu.Positioner anchor={anchor} side="top" align="end" sideOffset={6} className="z-50">
          <Menu.Popup
            finalFocus={returnFocus}
            aria-label={label}
            className="max-w-[calc(100vw-24px)] min-w-44 rounded-box border bg-panel p-1 text-ink shadow-[0_8px_30px_rgb(0_0_0/16%)]"
          >
            {head && (
              <div aria-hidden className="mb-1 border-b px-2.5 pt-1 pb-2 text-soft">
                {head}
              </div>
            )}
            {entries.map((entry) => {
              const className = `${ITEM} ${entry.danger ? 'text-stop' : ''}`
              return entry.href ? (
                <Menu.LinkItem key={entry.text} href={entry.href} className={className} closeOnClick>
                  {entry.text}
                </Menu.LinkItem>
              ) : (
                <Menu.Item key={entry.text} className={className} disabled={entry.disabled} onClick={entry.run}>
                  {entry.text}
                </Menu.Item>
              )
            })}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}

const HIDDEN_GUARD = '[data-base-ui-focus-guard][aria-hidden]'

/**
 * While a popup of Base UI is open: its focus guards, empty elements that pass the focus on, are no longer hidden from screen
 * readers. An element that takes the focus must not be (WCAG 4.1.2, rule aria-hidden-focus of axe); there is nothing in them to read.
 */
function useUnhiddenGuards(): void {
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
