'use client'
import { Popover } from '@base-ui/react/popover'
import type { ReactNode, RefObject } from 'react'

/** The open explanation of `HintButton`; in a chunk of its own because it brings the positioning code. */
export function HintPopup({
  anchor,
  label,
  onClose,
  children,
}: {
  anchor: RefObject<HTMLElement | null>
  label: string
  onClose: () => void
  children: ReactNode
}) {
  return (
    <Popover.Root
      open
      onOpenChange={(open, { event }) => {
        // A press of the button itself closes by its own handler; closed here as well, it would open again.
        if (!open && !anchor.current?.contains(event.target as Node | null)) onClose()
      }}
    >
      <Popover.Portal>
        <Popover.Positioner
          anchor={anchor}
          side="bottom"
          align="start"
          sideOffset={6}
          collisionPadding={12}
          className="z-50"
        >
          <Popover.Popup
            finalFocus={anchor}
            aria-label={label}
            // Keys typed here are no keys of the list or the panel that the button is in, whose child this is for React.
            onKeyDown={(event) => {
              event.stopPropagation()
              if (event.key === 'Escape') onClose()
            }}
            className="flex w-72 max-w-[calc(100vw-24px)] flex-col gap-2.5 rounded-box border bg-panel px-3.5 py-3 text-small leading-normal font-normal whitespace-normal text-ink shadow-[0_8px_30px_rgb(0_0_0/16%)] outline-none"
          >
            {children}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}
