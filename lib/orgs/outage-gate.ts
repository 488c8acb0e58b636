/**
 * Tries of stops that an authority did not take: soon after each other, one probe at a time, and all of them at the first
 * answer. The first sending of a stop does not use the gate: it is sent at once.
 */
import { setMaxListeners } from 'node:events'
import { raceAbort } from '@/lib/concurrency/race-abort'

/** Pause before the next try, in ms. A stop is tried again at most half a second after the last try ended. */
const TRY_AGAIN_MS = 400
/** The longest pause that an authority's `Retry-After` can ask a stop for, in ms. */
const RETRY_AFTER_MAX_MS = 2_000

/** Stops of the org never wait for the probe of a revoke of devices. */
export type Lane = 'org' | 'devices'

/** `probe`: no other stop tries now, so it sends only enough to see an answer. `end` reports whether the authority answered clearly. */
export type Turn = { probe: boolean; end: (answered: boolean) => void }

export type NextTry = {
  operationId: string
  retryAfterMs?: number
  /** Any of them ends the wait. */
  signals: readonly (AbortSignal | undefined)[]
  pause: (ms: number) => Promise<void>
  /** Console's clock, epoch ms. */
  now: () => number
}

export type OutageGate = {
  /** Notes that a stop is about to wait, so that the answer to its request shows the next try. */
  announce: (operationId: string, now: number) => void
  nextTry: (lane: Lane, asked: NextTry) => Promise<Turn>
  /** The authority answered a call or a reading. */
  signOfLife: () => void
  /** When a stop is tried next, console's clock in epoch ms; null while it does not wait. */
  nextTryAt: (operationId: string) => number | null
  /** The stop is taken, refused or over: it waits for no try any more. */
  forget: (operationId: string) => void
  isWaiting: () => boolean
}

/** Every stop that waits listens to it. */
function newLife(): AbortController {
  const life = new AbortController()
  setMaxListeners(0, life.signal)
  return life
}

export function createOutageGate(): OutageGate {
  let life = newLife()
  const probes = new Map<Lane, Promise<void>>()
  const nextTries = new Map<string, number>()

  const signOfLife = () => {
    if (nextTries.size === 0) return
    life.abort()
    life = newLife()
  }

  function beginProbe(lane: Lane): Turn {
    let finish = () => {}
    probes.set(
      lane,
      new Promise<void>((resolve) => {
        finish = resolve
      }),
    )
    return {
      probe: true,
      end(answered) {
        probes.delete(lane)
        if (answered) signOfLife()
        finish()
      },
    }
  }

  async function nextTry(lane: Lane, { operationId, retryAfterMs = 0, signals, pause, now }: NextTry): Promise<Turn> {
    const { signal } = life
    const ends = [signal, ...signals]
    const isEnded = () => ends.some((each) => each?.aborted)
    for (let pauseMs = Math.max(TRY_AGAIN_MS, Math.min(retryAfterMs, RETRY_AFTER_MAX_MS)); ; pauseMs = TRY_AGAIN_MS) {
      nextTries.set(operationId, now() + pauseMs)
      await raceAbort(pause(pauseMs), ends)
      if (isEnded()) return { probe: false, end: () => {} }
      const probe = probes.get(lane)
      if (!probe) return beginProbe(lane)
      await raceAbort(probe, ends)
    }
  }

  return {
    announce: (operationId, now) => void nextTries.set(operationId, now + TRY_AGAIN_MS),
    nextTry,
    signOfLife,
    nextTryAt: (operationId) => nextTries.get(operationId) ?? null,
    forget: (operationId) => void nextTries.delete(operationId),
    isWaiting: () => nextTries.size > 0,
  }
}
