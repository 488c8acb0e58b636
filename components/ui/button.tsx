import type { ComponentProps, MouseEvent } from 'react'

const LOOK = {
  plain: 'border-line bg-panel text-ink hover:bg-hover',
  quiet: 'border-transparent bg-transparent text-soft hover:bg-hover hover:text-ink',
  /** The one filled button: stops, and nothing else. */
  stop: 'border-stop bg-stop text-on-stop hover:opacity-90',
  strong: 'border-ink bg-ink text-bg hover:opacity-85',
  danger: 'border-stop bg-panel text-stop hover:bg-stop-bg',
} as const

const SIZE = {
  small: 'rounded-box px-2 py-1 text-small font-medium',
  normal: 'rounded-box px-3 py-1.5 font-medium',
  big: 'min-h-[52px] w-full rounded-box px-4 text-lead font-semibold sm:min-h-0 sm:w-auto sm:rounded-box sm:px-3.5 sm:py-2 sm:text-base',
} as const

export type ButtonLook = keyof typeof LOOK
export type ButtonSize = keyof typeof SIZE

/** Class of anything that looks like a button, a link included. */
export const buttonClass = (look: ButtonLook = 'plain', size: ButtonSize = 'normal', extra = ''): string =>
  `touch inline-flex items-center justify-center gap-1.5 border whitespace-nowrap select-none disabled:opacity-55 aria-disabled:opacity-55 ${LOOK[look]} ${SIZE[size]} ${extra}`

/** A press whose handler takes time (returns a promise) is not taken a second time until that is over. */
export function Button({
  look,
  size,
  className,
  onClick,
  ...rest
}: ComponentProps<'button'> & { look?: ButtonLook; size?: ButtonSize }) {
  const press =
    onClick && ((event: MouseEvent<HTMLButtonElement>) => onePress(event.currentTarget, () => onClick(event)))
  return <button type="button" className={buttonClass(look, size, className)} onClick={press} {...rest} />
}

/** Elements whose press is under way. By element, not by component: nothing is drawn between the two presses of a double tap. */
const pressed = new WeakSet<object>()

/**
 * Runs what a press starts, unless what the last press of this element started is still under way: a double tap is one act.
 * A press that starts nothing to wait for is over at once.
 */
export function onePress(element: object, run: () => unknown): void {
  if (pressed.has(element)) return
  const started = run()
  if (!(started instanceof Promise)) return
  pressed.add(element)
  const end = () => pressed.delete(element)
  started.then(end, end)
}
