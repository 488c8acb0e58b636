'use client'
import { type ReactNode, type RefObject, useId } from 'react'
import { DialogFrame } from './dialog-frame'

type Props = {
  onClose: () => void
  title: ReactNode
  about?: ReactNode
  alert?: boolean
  /** A form with much to lose: a press beside it does not close. */
  sticky?: boolean
  wide?: boolean
  /** Red, for a stop that is in force. */
  titleStop?: boolean
  initialFocus?: RefObject<HTMLElement | null>
  children?: ReactNode
  /** From left to right; on a phone from top to bottom, so that the act is in the thumb's reach. */
  footer?: ReactNode
}

/**
 * A dialog: centred on a wide screen, the whole screen on a phone, where `footer` is pinned in the thumb's reach.
 * Escape always cancels; `alert` asks for an answer (a press beside it does not close).
 */
export function Modal({ open, ...props }: Props & { open: boolean }) {
  return open ? <OpenModal {...props} /> : null
}

function OpenModal(props: Props) {
  const { onClose, title, about, alert, sticky = alert, wide, titleStop, initialFocus, children, footer } = props
  const id = useId()
  return (
    <DialogFrame
      onClose={onClose}
      role={alert ? 'alertdialog' : 'dialog'}
      labelledBy={`${id}-title`}
      describedBy={about ? `${id}-about` : undefined}
      sticky={sticky}
      initialFocus={initialFocus}
      className={`inset-0 size-full max-h-none max-w-none flex-col open:flex sm:inset-x-0 sm:top-[6vh] sm:bottom-auto sm:mx-auto sm:h-fit sm:max-h-[88vh] sm:max-w-full sm:rounded-box sm:border sm:shadow-[0_12px_40px_rgb(0_0_0/18%)] ${wide ? 'sm:w-[620px]' : 'sm:w-[460px]'}`}
    >
      <div className="flex min-h-0 flex-1 flex-col gap-3.5 overflow-y-auto overscroll-contain has-[[data-kept-in-sight]]:scroll-pb-36 px-5 pt-[max(1.25rem,env(safe-area-inset-top))] pb-4">
        <div className="flex flex-col gap-1.5">
          <h2
            id={`${id}-title`}
            className={`text-title leading-tight font-semibold tracking-tight wrap-anywhere ${titleStop ? 'text-stop' : ''}`}
          >
            {title}
          </h2>
          {about && (
            <div id={`${id}-about`} className="text-soft">
              {about}
            </div>
          )}
        </div>
        {children}
      </div>
      {footer && (
        <div className="pb-safe flex flex-col gap-2.5 border-t px-5 pt-3 sm:flex-row sm:items-center sm:justify-end sm:pb-3">
          {footer}
        </div>
      )}
    </DialogFrame>
  )
}

/**
 * The end of a dialog that stays at its foot while what is above it scrolls: what has to be filled in is never below the fold. Where
 * the screen is too low for that (zoomed in, a phone on its side) it scrolls with the rest.
 */
export const KeptInSight = ({ children }: { children: ReactNode }) => (
  <div
    data-kept-in-sight
    className="-mx-5 mt-auto -mb-4 flex flex-col gap-2 border-t bg-panel px-5 pt-2.5 pb-4 [@media(min-height:40rem)]:sticky [@media(min-height:40rem)]:-bottom-4 [@media(min-height:40rem)]:z-10"
  >
    {children}
  </div>
)
