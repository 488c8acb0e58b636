'use client'
import { Menu } from '@base-ui/react/menu'
import type { RefObject } from 'react'

export type MenuEntry = { text: string; run?: () => void; href?: string; disabled?: boolean; danger?: boolean }

const ITEM =
  'touch flex items-center rounded-box px-2.5 py-1.5 outline-none select-none data-highlighted:bg-hover data-disabled:opacity-50'

/** The open menu of `LazyMenu`; in a chunk of its own because it brings the positioning code. */
export function MenuPopup({
  anchor,
  entries,
  label,
  onClose,
}: {
  anchor: RefObject<HTMLElement | null>
  entries: MenuEntry[]
  label: string
  onClose: () => void
}) {
  return (
    <Menu.Root open onOpenChange={(open) => !open && onClose()} modal={false}>
      <Menu.Portal>
        <Menu.Positioner anchor={anchor} side="top" align="end" sideOffset={6} className="z-50">
          <Menu.Popup
            finalFocus={anchor}
            aria-label={label}
            className="min-w-44 rounded-box border bg-panel p-1 text-ink shadow-[0_8px_30px_rgb(0_0_0/16%)]"
          >
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
