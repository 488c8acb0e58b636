/** What happened in one run of the command, in the order in which this process saw it. No clock of another program is used. */
import type { Unit } from './kinds'

/**
 * `asked`: a validate has come. `allowed`, `denied`: its answer goes out; any fault is a denial. `in-force`: from here on no
 * validate is allowed. `registered`: a register was answered. `agent`: a sub-agent began. The others are units of work that began.
 */
export type EventKind = Unit | 'asked' | 'allowed' | 'denied' | 'in-force' | 'registered' | 'agent'

/** `ms`: since the log was opened. */
export type TrialEvent = { kind: EventKind; ms: number; about?: string }

export const isUnit = ({ kind }: TrialEvent): boolean => kind === 'model' || kind === 'tool' || kind === 'effect'

export type TrialLog = {
  readonly events: readonly TrialEvent[]
  add: (kind: EventKind, about?: string) => void
  /** How many of a kind there are; any unit of work for `unit`. */
  count: (kind: EventKind | 'unit') => number
  /** Milliseconds since the last unit of work; since the log was opened where there is none. */
  sinceUnit: () => number
  /** A validate, a model call or a mark has come, and is answered: these show whether several are under way at once. */
  enter: () => void
  leave: () => void
  isParallel: () => boolean
}

export function openTrialLog(): TrialLog {
  const openedAt = performance.now()
  const events: TrialEvent[] = []
  let lastUnitAt = openedAt
  let underWay = 0
  let isParallel = false
  return {
    events,
    add(kind, about) {
      const now = performance.now()
      const event = { kind, ms: Math.round(now - openedAt), ...(about ? { about } : {}) }
      events.push(event)
      if (isUnit(event)) lastUnitAt = now
    },
    count: (kind) => events.filter((event) => (kind === 'unit' ? isUnit(event) : event.kind === kind)).length,
    sinceUnit: () => performance.now() - lastUnitAt,
    enter() {
      underWay += 1
      isParallel ||= underWay > 1
    },
    leave() {
      underWay -= 1
    },
    isParallel: () => isParallel,
  }
}
