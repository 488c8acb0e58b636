import { observable } from './observable'

/**
 * The console's clock, as seen from here. Ages are never worked out from the phone's own clock, which may be wrong:
 * each reading of the org's state sets the offset. Ticks once a second while a component listens.
 */
const tick = observable(0)
let offsetMs = 0
let timer: ReturnType<typeof setInterval> | undefined
let listeners = 0

const now = () => Date.now() + offsetMs

export const consoleTime = {
  /** The console's time in epoch ms, as of the last tick. */
  get: () => {
    if (tick.get() === 0) tick.set(now())
    return tick.get()
  },
  subscribe: (listener: () => void) => {
    if (listeners++ === 0) {
      tick.set(now())
      timer = setInterval(() => tick.set(now()), 1_000)
    }
    const stop = tick.subscribe(listener)
    return () => {
      stop()
      if (--listeners === 0) clearInterval(timer)
    }
  },
}

/** Sets the clock to the console's time. Differences below a second come from the network, and are ignored. */
export function setConsoleTime(iso: string): void {
  const next = Date.parse(iso) - Date.now()
  if (Number.isFinite(next) && Math.abs(next - offsetMs) > 1_000) offsetMs = next
}
