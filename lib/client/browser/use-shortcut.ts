import { useEffect, useEffectEvent } from 'react'

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

/** A modal dialog, or an explanation beside a word. */
const OPEN_DIALOG = 'dialog:modal,[role="dialog"][data-open]'

/**
 * Calls `run` when `key` is pressed without modifiers, outside of text fields and of open dialogs. `mod` requires Ctrl or ⌘
 * instead, and then works while typing too.
 */
export function useShortcut(
  key: string,
  run: (event: KeyboardEvent) => void,
  options: { mod?: boolean; enabled?: boolean } = {},
) {
  const { mod = false, enabled = true } = options
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key.toLowerCase() !== key.toLowerCase() || event.defaultPrevented || event.altKey) return
    if ((event.ctrlKey || event.metaKey) !== mod) return
    if (!mod && (isTyping(event.target) || document.querySelector(OPEN_DIALOG))) return
    event.preventDefault()
    run(event)
  })
  useEffect(() => {
    if (!enabled) return
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [enabled])
}
