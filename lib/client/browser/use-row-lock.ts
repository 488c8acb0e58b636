import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'

/**
 * True while a finger, a mouse or the keyboard focus is on the list: its rows stay in their places then. `release` lets the
 * new order in once.
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

type Keyed = { id: string }

/**
 * The rows of a list in the order on screen while a finger or a mouse is on them, with their newest facts: new rows wait
 * until the person asks for them. `scope` names what the list shows; another scope is another list.
 */
export function useHeldRows<Row extends Keyed>(
  list: RefObject<HTMLElement | null>,
  rows: readonly Row[],
  scope: string,
) {
  const steady = useSteady(list)
  const shown = useRef<{ scope: string; rows: readonly Row[] }>({ scope, rows })
  const before = shown.current.scope === scope ? shown.current.rows : []
  const held = steady.held && before.length > 0 ? withFacts(before, rows) : rows
  // Only what reached the screen: a rendering that is given up leaves no trace.
  useLayoutEffect(() => {
    shown.current = { scope, rows: held }
  })
  return { rows: held, waiting: rows.length > 0 && rows[0]?.id !== held[0]?.id, release: steady.release }
}

/** A row that is not among the newest any more keeps its last facts. */
export function withFacts<Row extends Keyed>(shown: readonly Row[], fresh: readonly Row[]): readonly Row[] {
  const byId = new Map(fresh.map((row) => [row.id, row]))
  return shown.map((row) => byId.get(row.id) ?? row)
}
