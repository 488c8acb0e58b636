import { type MouseEvent, type PointerEvent, type TouchEvent, useEffect, useRef } from 'react'

const REST_MS = 500
/** How far a finger may tremble, in pixels; farther is a scroll. */
const TREMBLE_PX = 10

/**
 * A finger that rests on what is under these handlers calls `run` with it, and its lifting is no press of what lies there. A mouse
 * has its own menu, and keeps it.
 */
export function useLongPress(run: (target: Element) => void) {
  const press = useRef<{ x: number; y: number; timer: ReturnType<typeof setTimeout> } | null>(null)
  const ran = useRef(false)
  const end = () => {
    clearTimeout(press.current?.timer)
    press.current = null
  }
  useEffect(() => () => clearTimeout(press.current?.timer), [])
  return {
    onPointerDown: ({ pointerType, target, clientX: x, clientY: y, isPrimary }: PointerEvent) => {
      end()
      ran.current = false
      if (pointerType !== 'touch' || !isPrimary || !(target instanceof Element)) return
      const timer = setTimeout(() => {
        press.current = null
        ran.current = true
        run(target)
      }, REST_MS)
      press.current = { x, y, timer }
    },
    onPointerMove: ({ clientX, clientY }: PointerEvent) => {
      const at = press.current
      if (at && Math.hypot(clientX - at.x, clientY - at.y) > TREMBLE_PX) end()
    },
    onPointerUp: end,
    onPointerCancel: end,
    // No press follows the lifting: it would close what the resting opened.
    onTouchEnd: (event: TouchEvent) => ran.current && event.cancelable && event.preventDefault(),
    onClickCapture: (event: MouseEvent) => {
      if (!ran.current) return
      ran.current = false
      event.preventDefault()
      event.stopPropagation()
    },
    // The menu of the browser that a resting finger or a key opens would lie over ours.
    onContextMenu: (event: MouseEvent) => event.button !== 2 && event.preventDefault(),
  }
}
