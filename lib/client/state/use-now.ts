import { createContext, useContext } from 'react'
import { consoleTime } from './console-time'
import { useObservable } from './use-observable'

/** The server's time at render (epoch ms), so that the first client render shows the same. */
export const RenderedAt = createContext(0)

/** The console's time in epoch ms. Re-renders every second. */
export function useNow(): number {
  return useObservable(consoleTime, useContext(RenderedAt))
}
