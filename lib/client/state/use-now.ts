import { createContext, useContext, useSyncExternalStore } from 'react'
import { consoleTime } from './console-time'
import { useObservable } from './use-observable'

/** The server's time at render (epoch ms), so that the first client render shows the same. */
export const RenderedAt = createContext(0)

/** The console's time in epoch ms. Re-renders every second. */
export function useNow(): number {
  return useObservable(consoleTime, useContext(RenderedAt))
}

/** What is said of the console's time. Re-renders only when that changes: most ages are the same from one second to the next. */
export function useSaidNow<Said extends string | boolean>(say: (now: number) => Said): Said {
  const renderedAt = useContext(RenderedAt)
  return useSyncExternalStore(
    consoleTime.subscribe,
    () => say(consoleTime.get()),
    () => say(renderedAt),
  )
}
