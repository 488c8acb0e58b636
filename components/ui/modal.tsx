'use client'
import { Dialog } from '@base-ui/react/dialog'
import type { ReactNode, RefObject } from 'react'

/**
 * A dialog: centred on a wide screen, the whole screen on a phone, where `footer` is pinned in the thumb's reach.
 * Escape always cancels; `alert` asks for an answer (a press beside it does not close).
 */
export function Modal(props: {
  open: boolean
  onClose: () => void
  title: ReactNode
  about?: ReactNode
  alert?: boolean
  wide?: boolean
  /** Red, for a stop that is in force. */
  titleStop?: boolean
  initialFocus?: RefObject<HTMLElement | null>
  children?: ReactNode
  footer?: ReactNode
  /** On a phone, puts the first button of the footer above the second: for a trigger that sat at the second one's place. */
  firstOnTop?: boolean
}) {
  const { open, onClose, title, about, alert, wide, titleStop, initialFocus, children, footer, firstOnTop } = props
  return (
    <Dialog.Root open={open} onOpenChange={(next) => !next && onClose()} disablePointerDismissal={alert}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-scrim" />
        <Dialog.Popup
          role={alert ? 'alertdialog' : 'dialog'}
          initialFocus={initialFocus}
          className={`rise fixed inset-0 z-50 flex flex-col bg-panel sm:inset-auto sm:top-[6vh] sm:left-1/2 sm:max-h-[88vh] sm:-translate-x-1/2 sm:rounded-box sm:border sm:shadow-[0_12px_40px_rgb(0_0_0/18%)] ${wide ? 'sm:w-[620px]' : 'sm:w-[460px]'} max-w-full`}
        >
          <div className="flex min-h-0 flex-1 flex-col gap-3.5 overflow-y-auto overscroll-contain px-5 pt-[max(1.25rem,env(safe-area-inset-top))] pb-4">
            <div className="flex flex-col gap-1.5">
              <Dialog.Title
                className={`text-title leading-tight font-semibold tracking-tight wrap-anywhere sm:text-title ${titleStop ? 'text-stop' : ''}`}
              >
                {title}
              </Dialog.Title>
              {about && (
                <Dialog.Description render={<div />} className="text-soft">
                  {about}
                </Dialog.Description>
              )}
            </div>
            {children}
          </div>
          {footer && (
            <div
              className={`pb-safe flex ${firstOnTop ? 'flex-col' : 'flex-col-reverse'} gap-2.5 border-t px-5 pt-3 sm:flex-row sm:items-center sm:justify-end sm:pb-3`}
            >
              {footer}
            </div>
          )}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
