import { type RefObject, useEffect, useState } from 'react'

/**
 * True while somebody points at the list with a finger or a mouse, or is in it with the keyboard: its rows stay in their
 * places then. `release` lets the new order in once.
 */
export function useSteady(target: RefObject<HTMLElement | null>): { held: boolean; release: () => void } {
  const [held, setHeld] = useState(false)
  useEffect(() => {
    const inside = (event: Event) => target.current?.contains(event.target as Node) ?? false
    const update = (event: Event) =>
      setHeld(inside(event) || (target.current?.contains(document.activeElement) ?? false))
    const names = ['pointerover', 'pointerdown', 'focusin'] as const
    for (const name of names) document.addEventListener(name, update, { passive: true })
    return () => {
      for (const name of names) document.removeEventListener(name, update)
    }
  }, [target])
  return { held, release: () => setHeld(false) }
}
