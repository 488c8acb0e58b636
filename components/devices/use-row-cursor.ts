import { type KeyboardEvent, useState } from 'react'

export type RowCursor = {
  index: number | null
  set: (index: number | null) => void
  onKeyDown: (event: KeyboardEvent) => void
}

const PAGE_ROWS = 12

type Acts = {
  total: number
  onOpen: (index: number) => void
  onTick: (index: number, shift: boolean) => void
  onEscape: () => void
}

/** The row that the keyboard is on: j and k or the arrows move, x or Space select, Enter opens, Escape goes back. */
export function useRowCursor({ total, onOpen, onTick, onEscape }: Acts): RowCursor {
  const [index, set] = useState<number | null>(null)
  const at = index === null ? null : Math.min(index, total - 1)
  const move = (by: number) => {
    if (total > 0) set(at === null ? 0 : Math.max(0, Math.min(total - 1, at + by)))
  }
  const keys: Record<string, (event: KeyboardEvent) => void> = {
    j: () => move(1),
    ArrowDown: () => move(1),
    k: () => move(-1),
    ArrowUp: () => move(-1),
    PageDown: () => move(PAGE_ROWS),
    PageUp: () => move(-PAGE_ROWS),
    Home: () => total > 0 && set(0),
    End: () => total > 0 && set(total - 1),
    x: (event) => at !== null && onTick(at, event.shiftKey),
    X: (event) => at !== null && onTick(at, event.shiftKey),
    ' ': (event) => at !== null && onTick(at, event.shiftKey),
    Enter: () => at !== null && onOpen(at),
    Escape: onEscape,
  }
  return {
    index: at !== null && at >= 0 ? at : null,
    set,
    onKeyDown: (event) => {
      const act = keys[event.key]
      if (!act || event.ctrlKey || event.metaKey || event.altKey) return
      if (event.target !== event.currentTarget && (event.key === 'Enter' || event.key === ' ')) return
      event.preventDefault()
      act(event)
    },
  }
}

/** The menu key, and what takes its place where there is none. */
export const isMenuKey = ({ key, shiftKey }: KeyboardEvent): boolean =>
  key === 'ContextMenu' || (key === 'F10' && shiftKey)
