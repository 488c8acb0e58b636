'use client'
import {
  createContext,
  type ReactNode,
  type RefObject,
  useContext,
  useEffectEvent,
  useLayoutEffect,
  useRef,
} from 'react'

/** What has to be heard while a dialog is open: the page around it is inert then, for a screen reader too. Drawn inside every dialog. */
export const InDialogs = createContext<ReactNode>(null)

/**
 * The browser's own modal dialog: above everything, the rest of the page inert, the focus back at its place afterwards. It needs no
 * library, and so loads with the page. Escape, or the phone's way back, always closes; a press beside it does unless `sticky`.
 * Without `initialFocus` its first control has the focus, with a finger the dialog itself: no keyboard of the screen covers it.
 */
export function DialogFrame(props: {
  onClose: () => void
  role?: 'dialog' | 'alertdialog'
  label?: string
  labelledBy?: string
  describedBy?: string
  sticky?: boolean
  initialFocus?: RefObject<HTMLElement | null>
  className: string
  children: ReactNode
}) {
  const { onClose, initialFocus, sticky = false } = props
  const dialog = useRef<HTMLDialogElement>(null)
  const pressedBeside = useRef(false)
  const closed = useEffectEvent(onClose)
  useLayoutEffect(() => {
    const element = dialog.current
    if (!element) return
    const onEnd = () => !element.open && closed()
    element.autofocus = initialFocus === undefined && matchMedia('(pointer: coarse)').matches
    element.showModal()
    initialFocus?.current?.focus()
    element.addEventListener('close', onEnd)
    return () => {
      element.removeEventListener('close', onEnd)
      element.close()
      keepPlace()
    }
  }, [initialFocus])
  const isBeside = (event: { target: unknown; currentTarget: unknown }) => event.target === event.currentTarget
  return (
    <dialog
      ref={dialog}
      role={props.role}
      aria-label={props.label}
      aria-labelledby={props.labelledBy}
      aria-describedby={props.describedBy}
      // Keys typed here are no keys of the list or the panel that the dialog was opened from.
      onKeyDown={(event) => event.stopPropagation()}
      onPointerDown={(event) => {
        pressedBeside.current = isBeside(event)
      }}
      onClick={(event) => {
        if (!sticky && pressedBeside.current && isBeside(event)) onClose()
      }}
      className={`rise fixed m-0 bg-panel text-left text-base font-normal whitespace-normal text-ink select-text ${props.className}`}
    >
      {props.children}
      {useContext(InDialogs)}
    </dialog>
  )
}

/** The button that opened a dialog may be gone by its end, as Stop is after a stop: the page has the focus then, not nothing. */
function keepPlace(): void {
  queueMicrotask(() => {
    if (document.activeElement === document.body) document.querySelector('main')?.focus({ preventScroll: true })
  })
}
